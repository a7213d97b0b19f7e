import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** How the next requests fare, until it is set anew. `answer-lost`: what was asked is done, and the connection breaks before the answer. `slow`: as `slowMs` says. */
export type WeiboMood = 'well' | 'rate-limited' | 'token-expired' | 'answer-lost' | 'error-page' | 'slow' | 'away';

export interface WeiboUser {
  uid: string;
  name: string;
}

interface Post {
  id: bigint;
  text: string;
  user: WeiboUser | null;
  createdAt: Date;
  source: string;
}
interface Status extends Post {
  retweeted: Status | null;
}
interface Comment extends Post {
  status: Status;
  replyTo: Comment | null;
}

interface Asked {
  method: string;
  path: string;
  parameters: URLSearchParams;
}

type Json = Record<string, unknown> | unknown[];
type Answer = { status: number; body: Json };

/** A number in JSON with all its digits: `JSON.rawJSON` is newer than the types. */
const bare = (JSON as unknown as { rawJSON(text: string): unknown }).rawJSON;

const refused = (code: number, error: string, request: string, status = 400): Answer => ({ status, body: { error, error_code: code, request } });

/** `Wed Jun 01 00:50:25 +0800 2011` */
function writtenTime(at: Date): string {
  const [day, date, month, year, time] = new Date(at.getTime() + 8 * 3_600_000).toUTCString().replace(',', '').split(' ');
  return `${day} ${month} ${date} ${time} +0800 ${year}`;
}

/** Chinese characters, two Latin letters as one. */
const lengthOf = (text: string): number => Math.ceil([...text].reduce((sum, one) => sum + (one.charCodeAt(0) < 128 ? 0.5 : 1), 0));

/**
 * The microblog platform on loopback, as far as an account reads what mentions it and comments: the paths of both tiers, bare ids beyond 2^53,
 * its times, its error codes. It knows one account and one token.
 */
export class WeiboFake {
  mood: WeiboMood = 'well';
  slowMs = 1_000;
  /** How far the platform's clock is ahead of ours. */
  aheadMs = 0;
  readonly asked: Asked[] = [];
  readonly #statuses: Status[] = [];
  readonly #comments: Comment[] = [];
  #lastId = 5_012_345_678_901_234_560n;
  readonly #server = createServer((request, response) => void this.#serve(request, response));

  constructor(readonly account: WeiboUser & { token: string }) {}

  async start(): Promise<this> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return this;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  close(): Promise<void> {
    this.#server.closeAllConnections();
    return new Promise((resolve) => this.#server.close(() => resolve()));
  }

  /** Somebody posts. @returns its id */
  post(text: string, { user = citizen, source = '<a href="http://weibo.com" rel="nofollow">新浪微博</a>', repostOf }: { user?: WeiboUser | null; source?: string; repostOf?: string } = {}): string {
    const status: Status = { ...this.#newPost(text, user), source, retweeted: this.#statuses.find(({ id }) => String(id) === repostOf) ?? null };
    this.#statuses.push(status);
    return String(status.id);
  }

  /** Somebody comments on a status, or on a comment on it. @returns its id */
  comment(statusId: string, text: string, { user = citizen, replyTo }: { user?: WeiboUser | null; replyTo?: string } = {}): string {
    const status = this.#statuses.find(({ id }) => String(id) === statusId);
    if (!status) throw new Error('there is no such status');
    const comment: Comment = { ...this.#newPost(text, user), status, replyTo: this.#comments.find(({ id }) => String(id) === replyTo) ?? null };
    this.#comments.push(comment);
    return String(comment.id);
  }

  /** A status or a comment is gone. */
  remove(id: string): void {
    for (const posts of [this.#statuses, this.#comments]) {
      const index = posts.findIndex((post) => String(post.id) === id);
      if (index >= 0) posts.splice(index, 1);
    }
  }

  /** What the account has commented, the first first. */
  get said(): { id: string; text: string; statusId: string; replyTo: string | null }[] {
    const own = this.#comments.filter(({ user }) => user?.uid === this.account.uid);
    return own.map(({ id, text, status, replyTo }) => ({ id: String(id), text, statusId: String(status.id), replyTo: replyTo ? String(replyTo.id) : null }));
  }

  askedFor(path: string): number {
    return this.asked.filter((one) => one.path.includes(path)).length;
  }

  #newPost(text: string, user: WeiboUser | null): Post {
    this.#lastId += 1n;
    return { id: this.#lastId, text, user, createdAt: new Date(Date.now() + this.aheadMs), source: '' };
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const mood = this.mood;
    if (mood === 'away') return void response.destroy();
    let body = '';
    for await (const chunk of request.setEncoding('utf8')) body += String(chunk);
    const url = new URL(request.url ?? '/', 'http://fake');
    const asked = { method: request.method ?? '', path: url.pathname, parameters: request.method === 'POST' ? new URLSearchParams(body) : url.searchParams };
    this.asked.push(asked);
    if (mood === 'error-page') return void response.writeHead(502, { 'content-type': 'text/html' }).end('<html><body>502 Bad Gateway</body></html>');
    if (mood === 'slow') await sleep(this.slowMs);
    const answer = this.#answer(asked, request.headers['content-type'] ?? '', mood);
    if (mood === 'answer-lost') return void response.destroy();
    response.writeHead(answer.status, { 'content-type': 'application/json;charset=UTF-8' }).end(JSON.stringify(answer.body));
  }

  #answer({ method, path, parameters }: Asked, contentType: string, mood: WeiboMood): Answer {
    const [, name] = /^\/2\/(\w+\/\w+)(?:\/biz)?\.json$/.exec(path) ?? [];
    if (mood === 'rate-limited') return refused(10023, 'User requests out of rate limit!', path, 403);
    if (mood === 'token-expired') return refused(21327, 'expired_token', path, 403);
    if (parameters.get('access_token') !== this.account.token) return refused(21332, 'invalid_access_token', path, 403);
    const isPost = name === 'comments/create' || name === 'comments/reply';
    if (isPost !== (method === 'POST')) return refused(10021, 'HTTP METHOD is not suported for this request!', path);
    if (isPost) return contentType.startsWith('application/x-www-form-urlencoded') ? this.#say(parameters, path, name === 'comments/reply') : refused(10007, 'Unsupport mediatype', path);
    const mentions = (post: Post) => post.text.includes(`@${this.account.name}`) && post.user?.uid !== this.account.uid;
    const isOwn = (post: Post | null) => post?.user?.uid === this.account.uid;
    if (name === 'statuses/mentions') return { status: 200, body: { statuses: this.#page(this.#statuses.filter(mentions), parameters).map(statusJson), total_number: 1 } };
    if (name === 'comments/mentions') return this.#commentPage(this.#comments.filter(mentions), parameters);
    if (name === 'comments/to_me') return this.#commentPage(this.#comments.filter((one) => !isOwn(one) && (isOwn(one.status) || isOwn(one.replyTo))), parameters);
    if (name === 'comments/by_me') return this.#commentPage(this.#comments.filter(isOwn), parameters);
    if (name === 'comments/show_batch') {
      const ids = (parameters.get('cids') ?? '').split(',');
      if (ids.length > 50) return refused(20009, 'ids is too many', path);
      return { status: 200, body: this.#comments.filter(({ id }) => ids.includes(String(id))).map(commentJson) };
    }
    return refused(10020, 'Request api not found!', path, 404);
  }

  #commentPage(comments: readonly Comment[], parameters: URLSearchParams): Answer {
    return { status: 200, body: { comments: this.#page(comments, parameters).map(commentJson), total_number: 1 } };
  }

  /** The newest first, above `since_id` and up to `max_id`. */
  #page<P extends Post>(posts: readonly P[], parameters: URLSearchParams): P[] {
    const [since, most, count] = [BigInt(parameters.get('since_id') ?? 0), BigInt(parameters.get('max_id') ?? 0), Number(parameters.get('count') ?? 50)];
    return posts.filter(({ id }) => id > since && (most === 0n || id <= most)).toReversed().slice(0, count);
  }

  #say(parameters: URLSearchParams, path: string, isReply: boolean): Answer {
    const text = parameters.get('comment') ?? '';
    if (text === '' || !parameters.get('id')) return refused(10016, `Miss required parameter (${text === '' ? 'comment' : 'id'})`, path);
    if (isReply && !parameters.get('rip')) return refused(10016, 'Miss required parameter (rip)', path);
    if (lengthOf(text) > 140) return refused(20012, 'Text too long, please input text less than 140 characters!', path);
    const status = this.#statuses.find(({ id }) => String(id) === parameters.get('id'));
    if (!status) return refused(20101, 'Target weibo does not exist!', path);
    const replyTo = this.#comments.find(({ id }) => String(id) === parameters.get('cid')) ?? null;
    if (isReply && !replyTo) return refused(20201, 'Target weibo comment does not exist!', path);
    if (this.said.some((one) => one.text === text)) return refused(20019, 'Repeat content!', path);
    const comment: Comment = { ...this.#newPost(text, this.account), status, replyTo };
    this.#comments.push(comment);
    return { status: 200, body: commentJson(comment) };
  }
}

const citizen: WeiboUser = { uid: '1404376560', name: '淮岭市民' };

const userJson = ({ uid, name }: WeiboUser) => ({ id: bare(uid), idstr: uid, screen_name: name, name, province: '34', city: '4', verified: false });
const postJson = ({ id, text, user, createdAt, source }: Post) => ({ created_at: writtenTime(createdAt), id: bare(String(id)), text, source, user: user && userJson(user) });
const statusJson = (status: Status): Record<string, unknown> => ({
  ...postJson(status),
  idstr: String(status.id),
  mid: String(status.id),
  reposts_count: 0,
  ...(status.retweeted && { retweeted_status: statusJson(status.retweeted) }),
});
/** Of comments the platform gives the bare number alone; their `mid` is another number. */
const commentJson = (comment: Comment): Record<string, unknown> => ({
  ...postJson(comment),
  mid: `2021${comment.id % 100_000_000_000n}`,
  status: statusJson(comment.status),
  ...(comment.replyTo && { reply_comment: { ...postJson(comment.replyTo), mid: '1' } }),
});

export const weiboFake = (account: WeiboUser & { token: string }): Promise<WeiboFake> => new WeiboFake(account).start();
