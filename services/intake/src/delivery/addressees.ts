import type { ChannelName } from '@wenzheng/contracts';
import { RejectEvent } from '@wenzheng/messaging';
import type { EntityManager } from '@wenzheng/platform';

/** A registered message, as far as something goes back to its writer. */
export interface Addressee {
  messageId: string;
  channel: ChannelName;
  connector: string;
  externalId: string;
  messageNumber: string;
  registeredAt: Date;
  historical: boolean;
}

/**
 * Locks in order of their ids, like everyone who locks several messages.
 * @throws RejectEvent Intake has registered every message there is.
 */
export async function lockAddressees(manager: EntityManager, messageIds: readonly string[]): Promise<Map<string, Addressee>> {
  const wanted = new Set(messageIds);
  const found = await manager.query<Addressee[]>(
    `SELECT message_id AS "messageId", channel, connector, external_id AS "externalId", message_number AS "messageNumber", registered_at AS "registeredAt", historical
     FROM message WHERE message_id = ANY ($1::uuid[]) ORDER BY message_id FOR UPDATE`,
    [[...wanted]],
  );
  if (found.length < wanted.size) throw new RejectEvent('intake has registered no such message');
  return new Map(found.map((addressee) => [addressee.messageId, addressee]));
}
