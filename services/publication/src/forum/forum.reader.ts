import { Inject, Injectable } from '@nestjs/common';
import type { DataSource } from '@wenzheng/platform';
import { READS } from '../tokens.js';
import type { ForumState, PhaseState } from './forum.entity.js';

/** What the public reads of forums. */
@Injectable()
export class ForumReader {
  constructor(@Inject(READS) private readonly reads: DataSource) {}

  /** In their order. */
  async phases(): Promise<PhaseState[]> {
    const rows = await this.reads.query<{ state: PhaseState }[]>('SELECT state FROM forum_phase ORDER BY phase');
    return rows.map(({ state }) => state);
  }

  /** Without the codes of those who signed up, of whom there may be thousands. The last that begins first. */
  async forums(): Promise<ForumState[]> {
    const rows = await this.reads.query<{ state: ForumState }[]>(`SELECT state #- '{draw,entries}' AS state FROM forum ORDER BY starts_at DESC, session_id DESC`);
    return rows.map(({ state }) => state);
  }

  async byNumber(number: string): Promise<ForumState | null> {
    const [row] = await this.reads.query<{ state: ForumState }[]>('SELECT state FROM forum WHERE number = $1', [number]);
    return row?.state ?? null;
  }
}
