import type { AllowedAction, Message } from '../../../api/schemas.js';
import type { PaperKind } from './draft.rules.js';

export interface Paper {
  kind: PaperKind;
  title: string;
  action: AllowedAction['action'];
}

const usual: readonly Paper[] = [
  { kind: 'reply', title: '答复', action: 'draft' },
  { kind: 'interim-reply', title: '阶段性回复', action: 'interim-reply' },
  { kind: 'extension', title: '延期说明', action: 'extension' },
];
const renewed: Paper = { kind: 'renewed-reply', title: '二次办理答复', action: 'renewed-reply' };

/** What can be written about a message; once it is to be handled anew, that first. */
export const papersOf = ({ renewals }: Pick<Message, 'renewals'>): readonly Paper[] => (renewals.length > 0 ? [renewed, ...usual] : usual);

/** Where others sign, a paper is not given at once, and drafted all the same. */
export function canWrite(actions: readonly AllowedAction[], action: AllowedAction['action']): boolean {
  const found = actions.find((each) => each.action === action);
  return found !== undefined && (found.allowed || found.reason?.code === 'routing.sign-off-required');
}
