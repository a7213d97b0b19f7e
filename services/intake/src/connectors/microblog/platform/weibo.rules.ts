import { createHash } from 'node:crypto';
import { z } from 'zod';

export const postKinds = ['status', 'comment'] as const;
export type PostKind = (typeof postKinds)[number];

/** As a string always: ids exceed 2^53. `idstr` where the platform gives it; a comment's `mid` is another number. */
const id = z.union([z.string().regex(/^\d{1,20}$/), z.number().int().nonnegative()]).transform(String);
const idOf = <Item extends { id: string; idstr?: string | undefined }>({ idstr, ...item }: Item) => ({ ...item, id: idstr ?? item.id });
const identity = { id, idstr: z.string().regex(/^\d{1,20}$/).optional().catch(undefined) };

const userSchema = z.object({ ...identity, screen_name: z.string().optional().catch(undefined) }).transform(idOf);
const itemSchema = z
  .object({
    ...identity,
    created_at: z.string().optional().catch(undefined),
    text: z.string(),
    /** None where the author's account is gone. */
    user: userSchema.nullish().catch(null),
    status: z.object(identity).transform(idOf).optional(),
  })
  .transform(idOf);

/** A status or a comment as the platform has it. */
export interface Post {
  kind: PostKind;
  id: string;
  /** The status below which it stands; its own id where it is one. */
  statusId: string;
  postedAt: Date | null;
  text: string;
  author: { uid: string; name: string | undefined } | null;
  /** False where the platform's answer made no sense of it: then `text` is what it sent. */
  isReadable: boolean;
}

const longest = 20_000;

export function postOf(kind: PostKind, item: unknown): Post {
  const read = itemSchema.safeParse(item);
  if (!read.success || (kind === 'comment' && !read.data.status)) return unreadable(kind, item);
  const { id: postId, created_at, text, user, status } = read.data;
  return {
    kind,
    id: postId,
    statusId: status?.id ?? postId,
    postedAt: timeOf(created_at),
    text,
    author: user ? { uid: user.id, name: user.screen_name } : null,
    isReadable: true,
  };
}

function unreadable(kind: PostKind, item: unknown): Post {
  const text = JSON.stringify(item) ?? '';
  const own = z.object(identity).transform(idOf).safeParse(item);
  const postId = own.success ? own.data.id : createHash('sha256').update(text).digest('hex');
  return { kind, id: postId, statusId: postId, postedAt: null, text: text.slice(0, longest), author: null, isReadable: false };
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** `Wed Jun 01 00:50:25 +0800 2011`, of a business year; null for anything else. */
export function timeOf(text: string | undefined): Date | null {
  const [, month = '', date, time, zone = '', year] = /^\w{3} (\w{3}) (\d{2}) (\d{2}:\d{2}:\d{2}) ([+-]\d{4}) ((?:19|2\d)\d{2})$/.exec(text ?? '') ?? [];
  const index = months.indexOf(month);
  if (index < 0) return null;
  const at = new Date(`${year}-${String(index + 1).padStart(2, '0')}-${date}T${time}${zone.slice(0, 3)}:${zone.slice(3)}`);
  return Number.isNaN(at.getTime()) ? null : at;
}

const listSchema = z.union([z.array(z.unknown()), z.object({ statuses: z.array(z.unknown()) }).transform(({ statuses }) => statuses), z.object({ comments: z.array(z.unknown()) }).transform(({ comments }) => comments)]);

/** @throws WeiboError where it is no list */
export function listOf(answer: unknown): unknown[] {
  const read = listSchema.safeParse(answer);
  if (!read.success) throw new WeiboError('the answer is no list');
  return read.data;
}

/** Of ids that are digits alone: the older first. */
export function compareIds(one: string, other: string): number {
  return one.length - other.length || (one < other ? -1 : one > other ? 1 : 0);
}
export const idBefore = (postId: string): string => String(BigInt(postId) - 1n);

const errorSchema = z.object({ error_code: z.coerce.number().int() });
export const errorCodeOf = (answer: unknown): number | null => errorSchema.safeParse(answer).data?.error_code ?? null;

/** The platform's refusal. Its message holds no word of anybody's. */
export class WeiboError extends Error {
  override readonly name = 'WeiboError';

  constructor(
    message: string,
    readonly code: number | null = null,
    readonly status: number = 0,
    readonly afterSeconds?: number,
  ) {
    super(message);
  }

  get isRateLimit(): boolean {
    return this.status === 429 || (this.code !== null && this.code >= 10_022 && this.code <= 10_024);
  }

  get isTokenRefused(): boolean {
    return this.code !== null && [21_314, 21_315, 21_316, 21_317, 21_319, 21_327, 21_332].includes(this.code);
  }

  /** 提交相似的信息, 提交相同的信息: what stands there reads the same. */
  get isRepeated(): boolean {
    return this.code === 20_017 || this.code === 20_019;
  }

  /** The status or the comment stands no more. */
  get isGone(): boolean {
    return this.code === 20_101 || this.code === 20_201;
  }

  /** It says of the words, or of the author's wish, what no second attempt changes. */
  get isFinal(): boolean {
    return this.code !== null && this.code >= 20_001 && this.code < 21_000 && !this.isRepeated && ![20_016, 20_023, 20_031, 20_032].includes(this.code);
  }
}
