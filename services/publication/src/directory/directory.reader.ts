import { Inject, Injectable } from '@nestjs/common';
import type { UnitRef } from '@wenzheng/contracts';
import type { DataSource } from '@wenzheng/platform';
import { READS } from '../tokens.js';
import type { DirectoryEntryState } from './directory-entry.entity.js';

/** A unit of the registry, with what it has published and has not closed. */
export interface ListedUnit extends UnitRef {
  parent: string | null;
  level: number;
  phones: string[];
  mailboxes: DirectoryEntryState[];
  accounts: DirectoryEntryState[];
}

/** What the public reads of units and of how they are reached. */
@Injectable()
export class DirectoryReader {
  constructor(@Inject(READS) private readonly reads: DataSource) {}

  /** Units that are there, the city first; of each its entries in the order in which they were opened. */
  async units(): Promise<ListedUnit[]> {
    const [units, entries] = await Promise.all([
      this.reads.query<Omit<ListedUnit, 'mailboxes' | 'accounts'>[]>('SELECT code, name, parent, level, phones FROM unit WHERE NOT removed ORDER BY level, name, code'),
      this.reads.query<{ unitCode: string; state: DirectoryEntryState }[]>(
        `SELECT unit_code AS "unitCode", state FROM directory_entry WHERE state->'closedOn' = 'null'::jsonb ORDER BY state->>'openedOn', entry_id`,
      ),
    ]);
    const ofUnit = Map.groupBy(entries, ({ unitCode }) => unitCode);
    return units.map((unit) => {
      const own = (ofUnit.get(unit.code) ?? []).map(({ state }) => state);
      return { ...unit, mailboxes: own.filter(({ kind }) => kind === 'mailbox'), accounts: own.filter(({ kind }) => kind === 'microblog') };
    });
  }
}
