import { Inject, Injectable } from '@nestjs/common';
import { requestPinned, type PinnedRequest } from '@wenzheng/platform';
import { webhookReach, type Account, type IntakeConfig } from '../../../config.js';
import { CONFIG } from '../../../tokens.js';
import { parseLossless } from './lossless-json.rules.js';
import { errorCodeOf, listOf, postOf, WeiboError, type Post, type PostKind } from './weibo.rules.js';

/** A page of two hundred posts, each with its author and the status below which it stands. */
const mostBytes = 4 * 1024 * 1024;
/** Of one page; the platform leaves out what the account may not see, so that a full page may hold fewer. */
export const pageSize = 50;

export const sourceKinds = ['mentions', 'comment-mentions', 'comments'] as const;
export type SourceKind = (typeof sourceKinds)[number];

const sources: Record<SourceKind, { name: string; kind: PostKind }> = {
  mentions: { name: 'statuses/mentions', kind: 'status' },
  'comment-mentions': { name: 'comments/mentions', kind: 'comment' },
  comments: { name: 'comments/to_me', kind: 'comment' },
};

/** Ids above `since`, and up to `max` where it is given. */
interface Span {
  since: string;
  max?: string | undefined;
}

/** The open interface of the microblog platform, for one account a call. Whatever it cannot answer rejects. */
@Injectable()
export class Weibo {
  constructor(@Inject(CONFIG) private readonly config: IntakeConfig) {}

  /** What mentions the account or comments to it, the newest first. */
  async list(account: Account, source: SourceKind, span: Span, signal: AbortSignal): Promise<Post[]> {
    const { name, kind } = sources[source];
    return this.posts(kind, await this.get(account, name, spanned(span), signal));
  }

  /** The account's own comments, the newest first. */
  async ownComments(account: Account, span: Span, signal: AbortSignal): Promise<Post[]> {
    return this.posts('comment', await this.get(account, 'comments/by_me', spanned(span), signal));
  }

  /** Which of these comments are there; fifty at most. */
  async standing(account: Account, ids: readonly string[], signal: AbortSignal): Promise<Set<string>> {
    const found = this.posts('comment', await this.get(account, 'comments/show_batch', { cids: ids.join(',') }, signal)).map(({ id }) => id);
    return new Set(ids.filter((id) => found.includes(id)));
  }

  /** Below a status, or in answer to a comment there. @returns the comment's id */
  async comment(account: Account, to: { statusId: string; commentId: string | null }, text: string, signal: AbortSignal): Promise<string> {
    const { MICROBLOG_PUBLIC_ADDRESS: rip, MICROBLOG_URL } = this.config;
    const parameters = { access_token: account.accessToken, id: to.statusId, comment: text, comment_ori: '0', ...(rip !== undefined && { rip }) };
    const [url, form] = to.commentId === null
      ? [new URL('/2/comments/create.json', MICROBLOG_URL), parameters]
      : [this.urlOf(account, 'comments/reply'), { ...parameters, cid: to.commentId, without_mention: '1' }];
    const body = new URLSearchParams(form).toString();
    const answer = await this.ask(url, { method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded' }, body, signal });
    const posted = postOf('comment', answer);
    if (!/^\d+$/.test(posted.id)) throw new WeiboError('the answer has no id');
    return posted.id;
  }

  private posts(kind: PostKind, answer: unknown): Post[] {
    return listOf(answer).map((item) => postOf(kind, item));
  }

  private get(account: Account, name: string, parameters: Record<string, string>, signal: AbortSignal): Promise<unknown> {
    const url = this.urlOf(account, name);
    url.search = new URLSearchParams({ access_token: account.accessToken, ...parameters }).toString();
    return this.ask(url, { method: 'GET', signal });
  }

  private urlOf({ tier }: Account, name: string): URL {
    return tier === 'commercial' ? new URL(`/2/${name}/biz.json`, this.config.MICROBLOG_COMMERCIAL_URL) : new URL(`/2/${name}.json`, this.config.MICROBLOG_URL);
  }

  private async ask(url: URL, request: PinnedRequest): Promise<unknown> {
    const { status, body, retryAfterSeconds } = await requestPinned(url, { ...request, mostBytes }, webhookReach(this.config));
    let answer: unknown;
    try {
      answer = parseLossless(body);
    } catch {
      throw new WeiboError(status === 200 ? 'the answer is no JSON' : `HTTP ${status}`, null, status, retryAfterSeconds);
    }
    const code = errorCodeOf(answer);
    if (code !== null || status !== 200) throw new WeiboError(code === null ? `HTTP ${status}` : `error ${code}`, code, status, retryAfterSeconds);
    return answer;
  }
}

const spanned = ({ since, max }: Span) => ({ since_id: since, ...(max !== undefined && { max_id: max }), count: String(pageSize) });
