import { Inject, Injectable } from '@nestjs/common';
import type { EntityManager } from '@wenzheng/platform';
import { businessDateOf } from '@wenzheng/working-days';
import type { SupervisionConfig } from '../../config.js';
import { CONFIG } from '../../tokens.js';
import { documentNumber, officesOn, type DocumentSeries, type Offices } from './offices.rules.js';

/** 文号 without gaps, and the names of offices, as they are at an instant. */
@Injectable()
export class Numbering {
  constructor(@Inject(CONFIG) private readonly config: SupervisionConfig) {}

  officesAt(instant: Date): Offices {
    return officesOn(this.config.OFFICES, businessDateOf(instant));
  }

  /**
   * The next 文号 of a series in the year of the signature. The series stays locked until the caller's transaction ends: a rollback
   * gives the number back, so there is no gap.
   */
  async next(manager: EntityManager, series: DocumentSeries, signedAt: Date): Promise<string> {
    const [row] = await manager.query<{ last: number }[]>(
      `INSERT INTO document_series (series, year, last) VALUES ($1, $2, 1)
       ON CONFLICT (series, year) DO UPDATE SET last = document_series.last + 1 RETURNING last`,
      [series, Number(businessDateOf(signedAt).slice(0, 4))],
    );
    if (!row) throw new Error('a series without a number');
    return documentNumber(this.config.OFFICES, series, signedAt, row.last);
  }
}
