import { Inject, Injectable } from '@nestjs/common';
import { instantSchema } from '@wenzheng/contracts';
import type { BeforeJson, EntityManager } from '@wenzheng/platform';
import { businessDateOf, type Clock } from '@wenzheng/working-days';
import { z } from 'zod';
import { CLOCK, CONFIG } from '../tokens.js';
import type { SupervisionConfig } from '../config.js';
import { documentNumber, officesOn, type DocumentSeries, type Offices } from './offices.rules.js';

export const actSchema = z.object({
  act: z.string(),
  by: z.string().describe('the person’s subject at the issuer, or `rule`'),
  at: instantSchema,
  details: z.looseObject({}),
});
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

  /** The caller holds the lock of the document's row. */
  async record(manager: EntityManager, documentId: string, act: { act: string; by: string; details?: object }): Promise<void> {
    await manager.query(
      `INSERT INTO document_act (document_id, ordinal, act, by, at, details)
       SELECT $1, coalesce(max(ordinal), 0) + 1, $2, $3, $4, $5 FROM document_act WHERE document_id = $1`,
      [documentId, act.act, act.by, this.clock.now(), act.details ?? {}],
    );
  }

  async history(manager: Pick<EntityManager, 'query'>, documentId: string): Promise<Act[]> {
    return manager.query<Act[]>('SELECT act, by, at, details FROM document_act WHERE document_id = $1 ORDER BY ordinal', [documentId]);
  }
}

/** Whether someone asks once more for what was just done: the same act with the same words. */
export function isRepeat(history: readonly Act[], act: string, details: object): boolean {
  const last = history.at(-1);
  if (last?.act !== act) return false;
  return Object.entries(details).every(([key, value]) => JSON.stringify(last.details[key] ?? null) === JSON.stringify(value ?? null));
}
