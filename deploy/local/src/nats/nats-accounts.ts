import { permissionsOf, permissionsOfConsole, permissionsOfReader, readers, services } from '@wenzheng/contracts';
import type { NatsUser } from '../platform/secrets.js';

/** One account for the platform with a user per service and per reader, each held to its permissions; the server's own account apart. */
export function natsAccounts(
  passwords: Record<NatsUser, string>,
  options: { controllableClock: boolean },
): Record<string, unknown> {
  // The clock's authority answers services on their own inboxes, which only `allow_responses` can open one by one.
  const operator = { publish: ['clock.>'], subscribe: ['clock.>', '_INBOX.>'], allow_responses: true };
  return {
    system_account: 'SYSTEM',
    accounts: {
      SYSTEM: { users: [{ user: 'system', password: passwords.system }] },
      WENZHENG: {
        jetstream: 'enabled',
        users: [
          { user: 'deploy', password: passwords.deploy },
          { user: 'operator', password: passwords.operator, permissions: operator },
          ...services.map((service) => ({
            user: service,
            password: passwords[service],
            permissions: permissionsOf(service, options),
          })),
          ...(options.controllableClock ? [{ user: 'console', password: passwords.console, permissions: permissionsOfConsole() }] : []),
          ...readers.map((reader) => ({ user: reader, password: passwords[reader], permissions: permissionsOfReader(reader) })),
        ],
      },
    },
  };
}
