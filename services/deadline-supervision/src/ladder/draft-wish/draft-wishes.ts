import type { EntityManager } from '@wenzheng/platform';
import type { Step } from '../../deadline/ladder.rules.js';
import type { LadderStep } from '../../rulebook/policy/policy.rules.js';

export interface Wish {
  messageId: string;
  step: LadderStep;
}

/** Which document answers a step: past the cap a referral 移送, before it an urging order 督办单. */
export const documentFor = (step: LadderStep): 'urging-order' | 'referral' => (step === 'escalation-3' ? 'referral' : 'urging-order');

/** Levels 2 and 3 whoever issues them, and whatever else the policy leaves to a signature. */
const callsForDocument = ({ step, issue }: Pick<Step, 'step' | 'issue'>): boolean =>
  step === 'escalation-2' || step === 'escalation-3' || (issue === 'on-signature' && step !== 'reminder');

/** In the transaction of the sweep; the drafts themselves are written later. */
export async function insertWishes(manager: EntityManager, done: readonly (Wish & Step)[]): Promise<void> {
  const wishes = done.filter(callsForDocument);
  if (wishes.length === 0) return;
  await manager.query('INSERT INTO draft_wish SELECT * FROM unnest($1::uuid[], $2::text[]) ON CONFLICT DO NOTHING', [
    wishes.map(({ messageId }) => messageId),
    wishes.map(({ step }) => step),
  ]);
}
