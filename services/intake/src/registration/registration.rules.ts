import { createHmac, hash, type KeyObject } from 'node:crypto';
import { isProse, type MessageKind, type Visibility } from '@wenzheng/contracts';
import canonicalize from 'canonicalize';
import type { MessageBody } from './message-body.js';

const clockToleranceMs = 5 * 60_000;
const derivedTitleLength = 50;

export type Refusal = 'intake.attachments-not-accepted' | 'intake.occurred-in-future' | 'intake.idempotency-key-mismatch';

/** Why a well-formed message is refused. An integration's clock may run five minutes ahead. */
export function refusalOf(body: MessageBody, now: Date, idempotencyKey?: string): Refusal | null {
  if (idempotencyKey !== undefined && !repeatsExternalId(idempotencyKey, body.externalId)) return 'intake.idempotency-key-mismatch';
  if (body.attachments && body.attachments.length > 0) return 'intake.attachments-not-accepted';
  if (isInFuture(new Date(body.occurredAt), now)) return 'intake.occurred-in-future';
  return null;
}

export const isInFuture = (instant: Date, now: Date): boolean => instant.getTime() > now.getTime() + clockToleranceMs;

/**
 * The header may be bare or a structured-field string in quotes, and Node reads a header's bytes as Latin-1, so that
 * an id in Chinese arrives as the bytes of its UTF-8.
 */
function repeatsExternalId(header: string, externalId: string): boolean {
  const [, quoted] = /^"((?:[^"\\]|\\["\\])*)"$/.exec(header) ?? [];
  const candidates = [header, ...(quoted === undefined ? [] : [quoted.replace(/\\(["\\])/g, '$1')])];
  return candidates.some((text) => text === externalId || Buffer.from(text, 'latin1').toString('utf8') === externalId);
}

/** What tells whether two messages under one externalId are the same: SHA-256 of the RFC 8785 canonical form. */
export function contentHashOf(content: unknown): Buffer {
  const canonical = canonicalize(content);
  if (canonical === undefined) throw new Error('this content has no canonical form');
  return hash('sha256', canonical, 'buffer');
}

/** Counts people without naming them (DESIGN 4.6): keyed, and another hash on every channel. */
export function authorHashOf(key: KeyObject, channel: string, authorExternalId: string): string {
  return createHmac('sha256', key).update(`${channel}\u001f${authorExternalId}`).digest('hex');
}

/** 举报 is always private; everything else is as the writer chose, public if nothing was said. */
export const visibilityOf = (kind: MessageKind | undefined, chosen: Visibility | undefined): Visibility =>
  kind === 'report' ? 'private' : (chosen ?? 'public');

/** The writer's title, or else the first line of the text that says something, cut to 50 characters. */
export function titleOf(title: string | undefined, text: string): string {
  if (title !== undefined && isProse(title)) return title;
  const characters = [...(text.split(/[\r\n\u2028\u2029]/).find(isProse) ?? text).trim()];
  return characters.length <= derivedTitleLength ? characters.join('') : `${characters.slice(0, derivedTitleLength - 1).join('')}…`;
}
