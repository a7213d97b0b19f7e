import { createHash } from 'node:crypto';
import { canonicalJson } from '@wenzheng/platform/text';
import type { z } from 'zod';
import type { messageSchema } from '../message/message-json.rules.js';
import type { ClosedFigures } from '../statistics/closed-period.entity.js';

/** What everybody can read of a message, as `GET /v1/messages/{number}` answers it. */
export type PublicMessage = z.infer<typeof messageSchema>;

/** One thing that is publicly said of a message or a period; null once it is not said any more. */
export interface Deed {
  /** Of what: `dates`, `words`, `reply:` and its id, `figures`. */
  key: string;
  data: Record<string, unknown> | null;
}

/** Public, and nobody's: these are never forgotten, so that no date moves unseen. All else may be, once it is said otherwise. */
const lasting = new Set(['registered', 'dates', 'answered', 'figures']);
export const isLasting = (key: string): boolean => lasting.has(key);

/**
 * What is publicly said of a message, part by part, each text as its digest. The log is written by it, and whoever verifies the
 * log reads the portal by it.
 */
export function deedsOf({ registeredAt, kind, deadline, answeredAt, title, text, extensionNotices, replies, decisions }: PublicMessage): Deed[] {
  const { replyDueOn, dueOn, finalDueOn } = deadline;
  return [
    { key: 'registered', data: { registeredAt, kind: kind?.code ?? null } },
    ...(replyDueOn === null ? [] : [{ key: 'dates', data: { replyDueOn, dueOn, finalDueOn } }]),
    ...(answeredAt === null ? [] : [{ key: 'answered', data: { answeredAt } }]),
    ...(title === null && text === null ? [] : [{ key: 'words', data: { title: digest(title), text: digest(text) } }]),
    ...extensionNotices.map(({ id, unit, reason, ...notice }) => ({ key: `notice:${id}`, data: { ...notice, unit: unit.code, reason: digest(reason) } })),
    ...replies.map(({ id, unit, interim, text: words, submittedAt, publishedAt, correctedAt, supplements }) => ({
      key: `reply:${id}`,
      data: { unit: unit.code, interim, submittedAt, publishedAt, correctedAt, text: digest(words), supplements: supplements.map((one) => ({ publishedAt: one.publishedAt, text: digest(one.text) })) },
    })),
    ...decisions.map(({ id, kind: decided, at, reason }) => ({ key: `decision:${id}`, data: { kind: decided, at, reason: digest(reason) } })),
  ];
}

/** What the log calls a closed period: its address. */
export const subjectOf = (period: string): string => `statistics/${period}`;
export const isPeriod = (subject: string): boolean => subject.startsWith('statistics/');

/** @param published what `GET /statistics/{period}.json` answers; the totals stand open, so that whoever reads the log sees what a correction has changed */
export const deedOfPeriod = (published: Pick<ClosedFigures, 'cutOff' | 'totals'>): Deed => ({
  key: 'figures',
  data: { cutOff: published.cutOff, counts: published.totals.counts, figures: digest(canonicalJson(published)) },
});

/** What is said otherwise now than it was last; what is not said any more is null. */
export function changedDeeds(now: readonly Deed[], last: ReadonlyMap<string, Deed['data']>): Deed[] {
  const said = new Set(now.map(({ key }) => key));
  const gone = [...last].filter(([key, data]) => data !== null && !said.has(key)).map(([key]) => ({ key, data: null }));
  return [...now.filter(({ key, data }) => !last.has(key) || canonicalJson(last.get(key)) !== canonicalJson(data)), ...gone];
}

/** What opens a commitment: with it anybody sees what was committed to; without the salt nobody does. */
export interface Opening extends Deed {
  subject: string;
  at: string;
}

export const commitmentOf = (salt: Uint8Array, { subject, key, at, data }: Opening): Buffer =>
  createHash('sha256').update(salt).update(canonicalJson({ subject, key, at, data })).digest();

const digest = (text: string | null): string | null => text && createHash('sha256').update(text).digest('base64url');
