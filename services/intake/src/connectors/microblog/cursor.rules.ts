import { compareIds, idBefore, type Post } from './platform/weibo.rules.js';
import { pageSize } from './platform/weibo.js';

/**
 * How far a source was read. Its pages come the newest first: where more has come than a page holds, the rest is read below `gap.max` before
 * the source counts as read up to the top.
 */
export interface Cursor {
  /** Ids of the newest posts, the newest first: the next look reads them again, for a post may become visible after a later one. */
  recent: string[];
  gap?: { max: string; recent: string[] } | undefined;
}

const overlap = 20;
/** The platform leaves out of a page what the account may not see. */
const almostFull = pageSize - 10;

const since = ({ recent }: Cursor): string => (recent.length > 0 ? idBefore(recent.at(-1)!) : '0');

/** What to ask for next. */
export function sinceOf(cursor: Cursor | null): { since: string; max?: string } {
  if (!cursor) return { since: '0' };
  return { since: since(cursor), ...(cursor.gap && { max: cursor.gap.max }) };
}

/** Of an account's first look, one page is enough. */
export function nextCursor(cursor: Cursor | null, posts: readonly Pick<Post, 'id'>[]): { next: Cursor; isLast: boolean } {
  const ids = posts.map(({ id }) => id).filter((id) => /^\d{1,20}$/.test(id)).sort((one, other) => compareIds(other, one));
  const before = cursor ?? { recent: [] };
  const recent = before.gap?.recent ?? [...new Set([...ids, ...before.recent])].sort((one, other) => compareIds(other, one)).slice(0, overlap);
  const oldest = ids.at(-1);
  if (cursor === null || posts.length < almostFull || oldest === undefined || compareIds(oldest, since(before)) <= 0) return { next: { recent }, isLast: true };
  return { next: { recent: before.recent, gap: { max: idBefore(oldest), recent } }, isLast: false };
}
