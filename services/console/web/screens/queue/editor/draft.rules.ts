/** What the editor holds of a paper that is being written. */
export interface Content {
  text: string;
  /** Of an extension alone. */
  newDueOn?: string;
  result?: 'resolved' | 'partly-resolved' | 'explained' | 'cannot-be-resolved';
  promise?: { text: string; dueOn: string };
}

export type PaperKind = 'reply' | 'interim-reply' | 'extension' | 'renewed-reply';

/** Of an answer 办理结果 and 承诺 are told. */
export const hasOutcome = (kind: PaperKind): kind is 'reply' | 'renewed-reply' => kind === 'reply' || kind === 'renewed-reply';

/** As a service answers a draft, as far as its content goes. */
export interface StoredDraft {
  current: { version: number; text: string; newDueOn: string | null; outcome: { result?: Content['result']; promise?: Content['promise'] } | null };
  /** Without an outcome where one of before it was kept. */
  autosave: { basedOn: number; text: string; newDueOn: string | null; outcome: { result?: Content['result']; promise?: { text: string; dueOn: string | null } } | null } | null;
}

export function contentOfVersion({ current }: StoredDraft): Content {
  const { text, newDueOn, outcome } = current;
  return { text, ...(newDueOn !== null && { newDueOn }), ...(outcome?.result && { result: outcome.result }), ...(outcome?.promise && { promise: outcome.promise }) };
}

/** What was being typed goes before the version that it was typed on; not before a newer one. */
export function contentOf(draft: StoredDraft): Content {
  const stored = contentOfVersion(draft);
  const { autosave } = draft;
  if (!autosave || autosave.basedOn !== draft.current.version) return stored;
  const { text, newDueOn, outcome } = autosave;
  if (outcome === null) return { ...stored, text, ...(newDueOn !== null && { newDueOn }) };
  const { result, promise } = outcome;
  return { text, ...(newDueOn !== null && { newDueOn }), ...(result && { result }), ...(promise && { promise: { text: promise.text, dueOn: promise.dueOn ?? '' } }) };
}

export const isWhole = (promise: Content['promise']): promise is NonNullable<Content['promise']> => promise !== undefined && promise.text.trim() !== '' && promise.dueOn !== '';

/** What is sent of an outcome while it is being typed: half a promise too. */
export function typedOutcome({ result, promise }: Content) {
  return { ...(result && { result }), ...(promise && { promise: { text: promise.text, dueOn: promise.dueOn || null } }) };
}

/** What is sent of it with a version: null takes away what was there before, half a promise changes nothing. */
export function versionOutcome({ result, promise }: Content) {
  return { result: result ?? null, ...(isWhole(promise) ? { promise } : promise === undefined ? { promise: null } : {}) };
}

export function isSame(one: Content, other: Content): boolean {
  return one.text === other.text && one.newDueOn === other.newDueOn && one.result === other.result && one.promise?.text === other.promise?.text && one.promise?.dueOn === other.promise?.dueOn;
}

/** Outcomes and a date alone are no reason to begin a draft. */
export const isEmpty = ({ text }: Content): boolean => text.trim() === '';

const placeholder = /〔[^〕]*〕/;

export interface Block {
  /** What was taken over, to be changed. */
  taken: string;
  from: string;
}

/**
 * Why a paper cannot be submitted yet: said beside the button. What was taken from elsewhere (a similar reply, a phrase)
 * has to be written for this matter first.
 */
export function whyNotYet(kind: PaperKind, content: Content, taken: readonly Block[]): string | null {
  if (isEmpty(content)) return kind === 'extension' ? '请写明延期的理由。' : '请先写答复内容。';
  if (kind === 'extension' && content.newDueOn === undefined) return '请选择新的答复日期。';
  const open = content.text.match(placeholder)?.[0];
  if (open) return `“${open}”处请按实际情况填写。`;
  const unchanged = taken.find(({ taken: words }) => squeezed(content.text).includes(squeezed(words)));
  if (unchanged) return `取自${unchanged.from}的内容还没有修改，不能原样提交。`;
  if (content.promise && !isWhole(content.promise)) return '承诺须写明事项和日期。';
  return null;
}

const squeezed = (text: string): string => text.replace(/\s+/g, '');

/** 称谓 stands before an empty reply. */
export const salutation = '市民您好：\n';

/** Puts words at the place of the cursor, in a paragraph of their own where that place is not empty. */
export function inserted(text: string, at: number, words: string): { text: string; cursor: number } {
  const before = text.slice(0, at);
  const gap = before === '' || before.endsWith('\n') ? '' : '\n';
  return { text: `${before}${gap}${words}${text.slice(at)}`, cursor: at + gap.length + words.length };
}

/** A promise counts once something of it is written. */
export function withPromise(content: Content, promise: { text: string; dueOn: string }): Content {
  const changed: Content = { ...content, promise };
  if (promise.text === '' && promise.dueOn === '') delete changed.promise;
  return changed;
}

export function withResult(content: Content, result: Content['result']): Content {
  const changed: Content = { ...content };
  delete changed.result;
  return { ...changed, ...(result && { result }) };
}
