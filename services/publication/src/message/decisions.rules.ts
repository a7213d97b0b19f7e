import type { Rating } from '@wenzheng/contracts';
import type { Fact } from '../projection/facts.rules.js';
import { liftedRulings } from '../projection/end.rules.js';
import type { DecisionView } from './message-view.rules.js';

export interface DecisionWords {
  decisionId: string;
  reason: string;
  guidance: string | null;
}

/** What was decided and why, in order of time. */
export function decisionsOf(facts: readonly Fact[], words: readonly DecisionWords[]): DecisionView[] {
  const byId = new Map(words.map((one) => [one.decisionId, one]));
  const lifted = liftedRulings(facts);
  return facts
    .flatMap(({ type, at, data }): DecisionView[] => {
      const { reason = '', guidance = null } = byId.get(data.decisionId ?? '') ?? {};
      const decided = { id: data.decisionId ?? '', at, reason };
      if (type === 'ruled-invalid' && data.ground) {
        return [{ ...decided, kind: 'ruling', ground: data.ground, guidance: guidance ?? '', objectionUntil: data.objectionUntil ?? null, isLifted: lifted.has(data.decisionId) }];
      }
      if (type === 'objection-decided' && data.outcome) return [{ ...decided, kind: 'objection', outcome: data.outcome }];
      if (type === 'renewal-ordered') return [{ ...decided, kind: 'renewal', unit: data.unit?.name ?? '', dueOn: data.dueOn ?? null }];
      if (type === 'renewal-declined') return [{ ...decided, kind: 'no-renewal' }];
      if (type !== 'transferred') return [];
      return [{ ...decided, kind: 'transfer', to: data.transferredTo?.name ?? '', receiptNumber: data.number ?? '', receivedAt: new Date(data.receivedAt ?? at) }];
    })
    .sort((a, b) => a.at.getTime() - b.at.getTime());
}

/** 评价 by the writer. */
export const ratingOf = (facts: readonly Fact[]): Rating | null => facts.find(({ type }) => type === 'rated')?.data.rating ?? null;
