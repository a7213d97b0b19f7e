// Writes accounts.conf, the users of the platform's NATS and what each may do, from the contracts: run it after a change
// of events (a spec compares). Passwords are not in it: nats-server takes them from its environment, that from a Secret.
//   node deploy/kubernetes/nats/accounts.mjs > deploy/kubernetes/nats/accounts.conf
import { permissionsOf, permissionsOfReader, readers, services } from '@wenzheng/contracts';

const password = (user) => `$NATS_PASSWORD_${user.toUpperCase().replaceAll('-', '_')}`;
const list = (subjects, indent) => subjects.map((subject) => `${indent}"${subject}"\n`).join('');
const user = (name, { publish, subscribe }) => `      {
        user: "${name}", password: ${password(name)}
        permissions: {
          publish: [
${list(publish, '            ')}          ]
          subscribe: [
${list(subscribe, '            ')}          ]
        }
      }
`;

// The deploy step administers streams and durables; it publishes and reads no event.
const deploy = { publish: ['$JS.API.>'], subscribe: ['_INBOX.>'] };

export const accountsConf = `# Made by accounts.mjs from the contracts; not to be edited.
system_account: SYSTEM
accounts: {
  SYSTEM: {
    users: [{ user: "system", password: ${password('system')} }]
  }
  WENZHENG: {
    jetstream: enabled
    users: [
${user('deploy', deploy)}${services.map((service) => user(service, permissionsOf(service, { controllableClock: false }))).join('')}${readers.map((reader) => user(reader, permissionsOfReader(reader))).join('')}    ]
  }
}
`;

if (import.meta.main) process.stdout.write(accountsConf);
