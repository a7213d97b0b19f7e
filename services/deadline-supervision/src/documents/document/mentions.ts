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
 * The unit and the messages that a draft or its revision names, as columns.
 * @throws Problem `deadline-supervision.unit-unknown`, `deadline-supervision.message-unknown`
 */
export async function namedIn(manager: EntityManager, { unit, messageIds }: Named): Promise<{ unitCode?: string | null; unitName?: string | null; messageIds?: string[] }> {
  return { ...(unit !== undefined && (await unitNamed(manager, unit))), ...(messageIds && { messageIds: await messagesNamed(manager, messageIds) }) };
}

interface Named {
  unit?: string | null | undefined;
  messageIds?: string[] | undefined;
}

async function unitNamed(manager: EntityManager, code: string | null): Promise<{ unitCode: string | null; unitName: string | null }> {
  const [unit] = await namedUnits(manager, code === null ? [] : [code]);
  return { unitCode: unit?.code ?? null, unitName: unit?.name ?? null };
}

async function messagesNamed(manager: EntityManager, messageIds: string[]): Promise<string[]> {
  const known = await manager.query<unknown[]>('SELECT FROM deadline WHERE message_id = ANY ($1::uuid[])', [messageIds]);
  if (known.length < messageIds.length) throw problem('deadline-supervision.message-unknown');
  return messageIds;
}

/** @throws Problem `deadline-supervision.document-incomplete` */
export function assertComplete(lacking: readonly string[]): void {
  if (lacking.length > 0) throw problem('deadline-supervision.document-incomplete', { parameters: { fields: lacking.join(', ') } });
}
