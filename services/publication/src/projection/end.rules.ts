import type { MessageEnd } from '@wenzheng/contracts';
import { inSequence, type Fact } from './facts.rules.js';

/** What ends the message beside an answer, and stands. */
export function endsOf(facts: readonly Fact[]): MessageEnd[] {
  const lifted = liftedRulings(facts);
  return facts.flatMap(({ type, at, data }): MessageEnd[] => {
    if (type === 'ruled-invalid') return lifted.has(data.decisionId) ? [] : [{ ending: 'ruled-invalid', at }];
    return type === 'withdrawn' || type === 'transferred' ? [{ ending: type, at }] : [];
  });
}

/** By an objection that was upheld. */
export const liftedRulings = (facts: readonly Fact[]): ReadonlySet<string | undefined> =>
  new Set(inSequence(facts, 'routing').flatMap(({ type, data }) => (type === 'objection-decided' && data.outcome === 'upheld' ? [data.rulingId] : [])));

