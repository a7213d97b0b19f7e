import type { Act, Decision, Draft, Finding, SigningCase } from './signing-case.js';

/** What the reader read last: the version that went back to its writer, or else the one before. */
export function versionToCompare({ acts, current: { version } }: Pick<Draft, 'acts' | 'current'>): number | null {
  if (version === 1) return null;
  const sentBack = acts.findLast(({ act, version: of }) => act === 'send-back' && of < version);
  return sentBack?.version ?? version - 1;
}

export type Step = Extract<Decision, 'sign' | 'approve'>;

/** Which of the two the reader may take now. */
export const stepOf = ({ allowedActions }: Pick<Draft, 'allowedActions'>): Step | null =>
  (['sign', 'approve'] as const).find((step) => allowedActions.some(({ action, allowed }) => action === step && allowed)) ?? null;

export const maySendBack = ({ allowedActions }: Pick<Draft, 'allowedActions'>): boolean => allowedActions.some(({ action, allowed }) => action === 'send-back' && allowed);

/** Why the reader may not, in the service's words; that it is another step's act says nothing. */
export function refusalOf({ allowedActions }: Pick<Draft, 'allowedActions'>): string | null {
  const reasons = allowedActions.filter(({ action }) => action === 'sign' || action === 'approve').flatMap(({ reason }) => (reason ? [reason] : []));
  return (reasons.find(({ code }) => code !== 'routing.not-this-step') ?? reasons[0])?.zh ?? null;
}

/** Who has decided it, where nothing is to be decided any more. */
export function decidedBy({ state, acts }: Pick<Draft, 'state' | 'acts'>): Draft['acts'][number] | null {
  const last = acts.at(-1);
  return state === 'in-sign-off' || !last || !(last.act in decisionWords) ? null : last;
}

const decisionWords = { sign: '签发', approve: '审核通过', 'send-back': '退回修改', withdraw: '撤回', discard: '作废' } as const satisfies Partial<Record<Act, string>>;
export const wordsOfAct = (act: Act): string => ({ ...decisionWords, save: '保存', attach: '添加附件', submit: '送审', refer: '转审' })[act];

export const hardOf = (findings: readonly Finding[] | null): Finding[] => findings?.filter(({ weight }) => weight === 'hard') ?? [];
/** The signer answers for each code once. */
export const softOf = (findings: readonly Finding[] | null): Finding[] =>
  (findings ?? []).filter(({ weight, code }, index, all) => weight === 'soft' && all.findIndex((one) => one.code === code) === index);

/** 将以…名义…: what signing does, once and for all. */
export function consequenceOf({ draft, letter }: Pick<SigningCase, 'draft' | 'letter'>, step: Step): string {
  if (step === 'approve') return '审核通过后，转下一步由他人签发。';
  const name = `将以“${draft.unit.name}”名义`;
  if (letter.visibility === 'private') return `${name}答复留言人（不公开）；答复后不能撤回，只能更正。`;
  if (draft.kind === 'extension') return `${name}公开说明延期；公开后不能撤回，每件只能延期一次。`;
  return `${name}公开答复；公开后不能撤回，只能更正。`;
}
