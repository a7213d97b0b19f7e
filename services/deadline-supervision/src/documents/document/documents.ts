import { Inject, Injectable } from '@nestjs/common';
import { instantSchema } from '@wenzheng/contracts';
import type { BeforeJson, Caller, EntityManager } from '@wenzheng/platform';
import { businessDateOf, type Clock } from '@wenzheng/working-days';
import { z } from 'zod';
import { audit } from '../../audit/audit-log.js';
import type { SupervisionConfig } from '../../config.js';
import { problem } from '../../problems.js';
import { CLOCK, CONFIG } from '../../tokens.js';
import { documentNumber, officesOn, type DocumentSeries, type Offices } from './offices.rules.js';

export const actSchema = z.object({
  act: z.string(),
  by: z.string().describe('the person’s subject at the issuer, or `rule`'),
  at: instantSchema,
  details: z.looseObject({}),
});
/** How the audit log names each act: `urging-order.signed`. */
const done: Readonly<Record<string, string>> = {
  draft: 'drafted', revise: 'revised', sign: 'signed', serve: 'sent-off', acknowledge: 'acknowledged', answer: 'answered', accept: 'accepted', return: 'returned',
  cancel: 'cancelled', object: 'objected-to', uphold: 'objection-upheld', dismiss: 'objection-dismissed', conclude: 'concluded', issue: 'issued', flag: 'flagged',
  report: 'reported', receive: 'received', withdraw: 'withdrawn',
};

export type Act = BeforeJson<z.infer<typeof actSchema>>;

/** What all documents share: numbers without gaps, the names of offices, and who did what. */
@Injectable()
export class Documents {
  constructor(
    @Inject(CONFIG) private readonly config: SupervisionConfig,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  officesAt(instant: Date): Offices {
    return officesOn(this.config.OFFICES, businessDateOf(instant));
  }

  /**
   * The next 文号 of a series in the year of the signature. The series stays locked until the caller's transaction ends: who
   * gives up gives the number back, so that there is no gap.
   */
  async nextNumber(manager: EntityManager, series: DocumentSeries, signedAt: Date): Promise<string> {
    const [row] = await manager.query<{ last: number }[]>(
      `INSERT INTO document_series (series, year, last) VALUES ($1, $2, 1)
       ON CONFLICT (series, year) DO UPDATE SET last = document_series.last + 1 RETURNING last`,
      [series, Number(businessDateOf(signedAt).slice(0, 4))],
    );
    if (!row) throw new Error('a series without a number');
    return documentNumber(this.config.OFFICES, series, signedAt, row.last);
  }

  /** What a person did, in the audit log too: the last thing in its transaction. */
  async audit(manager: EntityManager, by: Caller, noun: string, act: string, about: string): Promise<void> {
    await audit(manager, { by, at: this.clock.now(), did: `${noun}.${done[act] ?? act}`, about });
  }

  /** The caller holds the lock of the document's row. */
  async record(manager: EntityManager, documentId: string, act: { act: string; by: string; details?: object }): Promise<void> {
    await manager.query(
      `INSERT INTO document_act (document_id, ordinal, act, by, at, details)
       SELECT $1, coalesce(max(ordinal), 0) + 1, $2, $3, $4, $5 FROM document_act WHERE document_id = $1`,
      [documentId, act.act, act.by, this.clock.now(), act.details ?? {}],
    );
  }

  /**
   * For an action that has no place in the document's state: true if it is the last one, asked for once more in the same words.
   * @throws Problem `deadline-supervision.not-in-this-state`
   */
  async repeats(manager: EntityManager, documentId: string, state: string, act: string, details: object): Promise<true> {
    const last = (await this.history(manager, documentId)).at(-1);
    const isSame = ([key, value]: [string, unknown]) => JSON.stringify(last?.details[key] ?? null) === JSON.stringify(value ?? null);
    if (last?.act === act && Object.entries(details).every(isSame)) return true;
    throw problem('deadline-supervision.not-in-this-state', { parameters: { state } });
  }

  async history(manager: Pick<EntityManager, 'query'>, documentId: string): Promise<Act[]> {
    return manager.query<Act[]>('SELECT act, by, at, details FROM document_act WHERE document_id = $1 ORDER BY ordinal', [documentId]);
  }
}

type Columns = Record<string, unknown>;

/** Columns by their names; `table` and names are the code's own. */
export async function insertDocument(manager: EntityManager, table: string, columns: Columns): Promise<void> {
  const names = Object.keys(columns);
  await manager.query(`INSERT INTO ${table} (${names.join(', ')}) VALUES (${names.map((_, index) => `$${index + 1}`).join(', ')})`, Object.values(columns));
}

export async function changeDocument(manager: EntityManager, table: string, id: string, columns: Columns): Promise<void> {
  const names = Object.keys(columns);
  if (names.length === 0) return;
  await manager.query(`UPDATE ${table} SET ${names.map((name, index) => `${name} = $${index + 2}`).join(', ')} WHERE id = $1`, [id, ...Object.values(columns)]);
}
