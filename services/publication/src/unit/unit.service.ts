import { Inject, Injectable } from '@nestjs/common';
import type { UnitRef } from '@wenzheng/contracts';
import { insertRows, type EntityManager } from '@wenzheng/platform';
import { RedactionService } from '../redaction/redaction.service.js';
import { SearchIndexer } from '../search/search-indexer.js';
import { UnitEntity } from './unit.entity.js';

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
      .map(({ unit, parent, level, phones, removed, sequence }) => ({ ...unit, parent, level, phones, removed, sequence }));
    await insertRows(manager, UnitEntity, rows, { onConflict: { update: 'all', where: 'excluded.sequence > unit.sequence' } });
  }
}
