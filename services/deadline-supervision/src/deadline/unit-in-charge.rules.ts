import type { UnitRef } from '@wenzheng/contracts';
import { factsOf, type Fact } from './fact.rules.js';

/** 承办单位: by the last of the assignments, designations and returns; after a return 退回 nobody, until the next. */
export function unitOf(facts: readonly Fact[]): UnitRef | null {
  const decisions = [...factsOf(facts, 'assigned'), ...factsOf(facts, 'designated'), ...factsOf(facts, 'returned')];
  const last = decisions.sort((a, b) => b.sequence - a.sequence || (a.eventId < b.eventId ? -1 : 1))[0];
  return last && last.type !== 'returned' ? last.data.unit : null;
}

/** When somebody was first in charge. */
export function firstAssignmentOf(facts: readonly Fact[]): Date | null {
  const instants = [
    ...factsOf(facts, 'assigned').map(({ data }) => Date.parse(data.assignedAt)),
    ...factsOf(facts, 'designated').map(({ data }) => Date.parse(data.designatedAt)),
  ];
  return instants.length > 0 ? new Date(Math.min(...instants)) : null;
}
