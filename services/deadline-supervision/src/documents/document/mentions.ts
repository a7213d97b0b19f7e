import type { UnitRef } from '@wenzheng/contracts';
import type { EntityManager } from '@wenzheng/platform';
import { problem } from '../../problems.js';

/**
 * Units, as the registry calls them today, in the order in which they are named.
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

/**
 * The unit and the messages that a draft names, as columns.
 * @throws Problem `deadline-supervision.unit-unknown`, `deadline-supervision.message-unknown`
 */
export async function namedIn(manager: EntityManager, code: string | null, messageIds: string[]): Promise<{ unitCode: string | null; unitName: string | null; messageIds: string[] }> {
  const [unit] = await namedUnits(manager, code === null ? [] : [code]);
  const known = await manager.query<unknown[]>('SELECT FROM deadline WHERE message_id = ANY ($1::uuid[])', [messageIds]);
  if (known.length < messageIds.length) throw problem('deadline-supervision.message-unknown');
  return { unitCode: unit?.code ?? null, unitName: unit?.name ?? null, messageIds };
}

/** @throws Problem `deadline-supervision.document-incomplete` */
export function assertComplete(lacking: readonly string[]): void {
  if (lacking.length > 0) throw problem('deadline-supervision.document-incomplete', { parameters: { fields: lacking.join(', ') } });
}
