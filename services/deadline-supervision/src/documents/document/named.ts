import type { UnitRef } from '@wenzheng/contracts';
import type { EntityManager } from '@wenzheng/platform';
import { problem } from '../../problems.js';

/**
 * The units that a document names, as the registry calls them today, in the order in which they are named.
 * @throws Problem `deadline-supervision.unit-unknown`
 */
export async function namedUnits(manager: EntityManager, codes: readonly string[]): Promise<UnitRef[]> {
  const units = await manager.query<UnitRef[]>('SELECT code, name FROM unit WHERE code = ANY ($1::text[]) AND NOT removed', [codes]);
  return codes.map((code) => {
    const unit = units.find((one) => one.code === code);
    if (!unit) throw problem('deadline-supervision.unit-unknown');
    return unit;
  });
}

/** @throws Problem `deadline-supervision.message-unknown` */
export async function assertRegistered(manager: EntityManager, messageIds: readonly string[]): Promise<void> {
  const known = await manager.query<unknown[]>('SELECT FROM deadline WHERE message_id = ANY ($1::uuid[])', [messageIds]);
  if (known.length < messageIds.length) throw problem('deadline-supervision.message-unknown');
}
