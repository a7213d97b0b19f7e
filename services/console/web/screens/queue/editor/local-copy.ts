import type { Content, PaperKind } from './draft.rules.js';

/**
 * What the server has not got yet: in this tab alone, until it has, and gone at sign-out. A reload, a crash of the page or
 * a lost link loses nothing of it.
 */
const keyOf = (messageId: string, kind: PaperKind): string => `draft:${messageId}:${kind}`;

export function keepLocally(messageId: string, kind: PaperKind, content: Content): void {
  sessionStorage.setItem(keyOf(messageId, kind), JSON.stringify(content));
}

export function localCopy(messageId: string, kind: PaperKind): Content | null {
  const kept = sessionStorage.getItem(keyOf(messageId, kind));
  return kept === null ? null : (JSON.parse(kept) as Content);
}

export function forgetLocally(messageId: string, kind: PaperKind): void {
  sessionStorage.removeItem(keyOf(messageId, kind));
}
