import { isProse, withLineFeeds } from '@wenzheng/contracts';
import type { Enclosures } from './enclosure.rules.js';

/** What receivers of letters have found out about the sender, as the last of them wrote it down. Kept; never a reason to drop a letter. */
export interface SenderChecks {
  by: string;
  spf?: string;
  dkim?: string;
  dmarc?: string;
}

/** A letter of ours that could not be delivered (RFC 3464). */
export interface Bounce {
  /** 5.1.1, 4.4.7 */
  status: string;
  reason: string;
  /** Message-ID of the letter that came back. */
  originalId: string | undefined;
  /** False of a letter that is only late. */
  isFinal: boolean;
}

export interface Letter {
  /** Message-ID as written, angle brackets included. */
  headerId: string | undefined;
  from: { address: string; name: string | undefined } | undefined;
  /** All addresses that it was sent to. */
  to: readonly string[];
  date: Date | undefined;
  /** In-Reply-To first, then References from the last. */
  answers: readonly string[];
  title: string | undefined;
  text: string;
  /** Written by a program: nobody waits for an answer, and nobody has asked for anything. */
  isAutomatic: boolean;
  /** A person wrote it, but no letter may go back by itself: it came by a list, or its sender asks for none. */
  isMass: boolean;
  bounce: Bounce | undefined;
  enclosures: Enclosures;
  checks: SenderChecks | undefined;
}

export type HeaderOf = (name: string) => string | undefined;

/** RFC 3834, and what was usual before it. */
export function isAutomatic(header: HeaderOf, title: string | undefined): boolean {
  const submitted = header('auto-submitted')?.toLowerCase().split(/[;\s]/)[0];
  if (submitted !== undefined && submitted !== 'no') return true;
  if (header('x-autoreply') !== undefined || header('x-autorespond') !== undefined) return true;
  if (/auto.?reply/i.test(header('precedence') ?? '')) return true;
  // Also on letters of people: only with the words of a notice of absence it is one.
  return header('x-auto-response-suppress') !== undefined && /^(自动回复|自動回覆|automatic reply|out of office)/i.test(title ?? '');
}

export const isMass = (header: HeaderOf): boolean =>
  /^<?\s*>?$/.test(header('return-path') ?? 'unknown') || /^(bulk|list|junk)\b/i.test(header('precedence') ?? '') ||
  header('list-id') !== undefined || header('list-post') !== undefined || /\b(all|autoreply)\b/i.test(header('x-auto-response-suppress') ?? '');

/** The newest `Authentication-Results`: those below may have been written by the sender. */
export function checksOf(header: HeaderOf): SenderChecks | undefined {
  const value = header('authentication-results');
  if (value === undefined) return undefined;
  const result = (method: string) => new RegExp(`\\b${method}=(\\w+)`, 'i').exec(value)?.[1]?.toLowerCase();
  const found = Object.fromEntries(['spf', 'dkim', 'dmarc'].flatMap((method) => (result(method) ? [[method, result(method)]] : [])));
  return { by: (value.split(';')[0] ?? '').trim().slice(0, 200), ...found };
}

/** The machine-readable part of a report about a letter, and the head of that letter. */
export function bounceOf(report: string, original: string): Bounce {
  const field = (text: string, name: string) => new RegExp(`^${name}:[ \\t]*(.*(?:\\r?\\n[ \\t].*)*)`, 'im').exec(text)?.[1]?.replace(/\s+/g, ' ').trim();
  const action = field(report, 'action')?.toLowerCase() ?? 'failed';
  const status = /\b[245]\.\d{1,3}\.\d{1,3}\b/.exec(field(report, 'status') ?? '')?.[0] ?? '5.0.0';
  // The server's sentence names the address, which is nobody's business here.
  const said = (field(report, 'diagnostic-code') ?? '').replace(/^\w+;\s*/, '').replace(/[^\s<>@]+@[^\s<>]+/g, '…').slice(0, 200);
  return { status, reason: said === '' ? status : `${status} ${said}`, originalId: field(original, 'message-id'), isFinal: action === 'failed' };
}

const longest = { title: 200, text: 20_000 };
const cut = '\n（来信超过2万字，以上为前2万字；原件另存。）';

/** What PostgreSQL, JSON and people can read, in the length that a message may have; null where nothing is left to read. */
export function cleaned(words: string, maximum: number, mark = ''): string | null {
  const clean = withLineFeeds(words.replace(/\r\n?/g, '\n')).replace(/(?![\t\n])\p{Cc}|\ufeff/gu, '').toWellFormed().trim();
  if (!isProse(clean)) return null;
  return clean.length <= maximum ? clean : clean.slice(0, maximum - mark.length).toWellFormed().replace(/\ufffd$/, '') + mark;
}

export const titleFrom = (subject: string | undefined): string | undefined => cleaned((subject ?? '').replace(/\s+/g, ' '), longest.title) ?? undefined;
export const textFrom = (words: string): string | null => cleaned(words, longest.text, cut);

/** Above it the writer writes, below stand our words. */
export const replyLine = '──── 如需继续反映，请写在此行上方 ────';

/** What the writer has added to a letter of ours, without the letter. */
export function withoutQuotation(text: string): string {
  const at = text.indexOf(replyLine);
  const above = at < 0 ? text : text.slice(0, at);
  const lines = above.split('\n');
  const opening = lines.findIndex((line) => /^\s*-{2,}\s*(原始邮件|原邮件|回复的原邮件|转发邮件信息|original message)\s*-{2,}/i.test(line));
  const own = (opening < 0 ? lines : lines.slice(0, opening)).filter((line) => !/^\s*>/.test(line));
  while (own.length > 0 && /^\s*$|(写道|wrote)\s*[:：]\s*$/.test(own.at(-1)!)) own.pop();
  return own.join('\n').trim();
}
