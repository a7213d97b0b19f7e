import { Inject, Injectable } from '@nestjs/common';
import type { UnitRef } from '@wenzheng/contracts';
import type { EntityManager } from '@wenzheng/platform';
import { RedactionService } from '../redaction/redaction.service.js';
import { SearchIndexer } from '../search/search-indexer.js';

export interface UnitState {
  unit: UnitRef;
  parent: string | null;
  level: number;
  phones: string[];
  removed: boolean;
  sequence: number;
}

/** Keeps the directory at each unit's newest state, whatever order its changes come in, and redaction up with it. */
@Injectable()
export class UnitService {
  constructor(
    @Inject(RedactionService) private readonly redaction: RedactionService,
    @Inject(SearchIndexer) private readonly search: SearchIndexer,
  ) {}

  receive(manager: EntityManager, states: readonly UnitState[]): Promise<void> {
    return this.redaction.whileChanging(manager, () => this.store(manager, states), (messageIds) => this.search.enqueue(manager, messageIds));
  }

  private async store(manager: EntityManager, states: readonly UnitState[]): Promise<void> {
    const newest = new Map<string, UnitState>();
    for (const state of states) {
      const other = newest.get(state.unit.code);
      if (!other || other.sequence < state.sequence) newest.set(state.unit.code, state);
    }
    const rows = [...newest.values()]
      .sort((a, b) => (a.unit.code < b.unit.code ? -1 : 1))
      .map(({ unit, ...state }) => ({ ...unit, ...state }));
    await manager.query(
      `INSERT INTO unit (code, name, parent, level, phones, removed, sequence)
       SELECT code, name, parent, level, phones, removed, sequence FROM jsonb_to_recordset($1::jsonb)
         AS new (code text, name text, parent text, level integer, phones text[], removed boolean, sequence integer)
       ON CONFLICT (code) DO UPDATE SET name = excluded.name, parent = excluded.parent, level = excluded.level,
         phones = excluded.phones, removed = excluded.removed, sequence = excluded.sequence
       WHERE unit.sequence < excluded.sequence`,
      [JSON.stringify(rows)],
    );
  }
}
