import { Inject, Injectable } from '@nestjs/common';
import { DATA_SOURCE, type DataSource } from '@wenzheng/platform';
import type { Clock } from '@wenzheng/working-days';
import type { Account, IntakeConfig } from '../../config.js';
import type { DeliveryOutcome, Notification } from '../../delivery/connector.js';
import { CLOCK, CONFIG } from '../../tokens.js';
import { Units } from '../../unit/units.service.js';
import { AskLater, type Fetched, type FetchedPage, type FetchingConnector } from '../fetching/fetching-connector.js';
import { pollSeconds } from './budget.rules.js';
import { Budgets } from './budgets.service.js';
import { captureOf } from './capture.rules.js';
import { isStep } from '../../delivery/delivery.entity.js';
import { commentOf, type Said } from './comment.rules.js';
import { Comments } from './comments.service.js';
import { nextCursor, sinceOf, type Cursor } from './cursor.rules.js';
import type { Post } from './platform/weibo.rules.js';
import { WeiboError } from './platform/weibo.rules.js';
import { sourceKinds, Weibo, type SourceKind } from './platform/weibo.js';
import { MicroblogProbing } from './microblog.probing.js';
import { Posts, type Place } from './posts.service.js';

const fetchMs = 25_000;
const deliverMs = 18_000;
/** What is older when an account is first looked at was there before it was connected. */
const firstReachMs = 7 * 86_400_000;
const tokenWaitSeconds = 3_600;
const repeatedWaitSeconds = 1_800;

/** 微博: what mentions an account of the city or comments to it comes in as a message, and what is said about it is a comment there, for all to read. */
@Injectable()
export class MicroblogConnector implements FetchingConnector<Cursor> {
  readonly name = 'microblog';
  readonly can = { receives: 'fetches', delivers: true, readsBack: true, likes: false, attachments: false, deletes: false, webhook: false } as const;
  readonly everySeconds: number;
  readonly tellsReceipts: boolean;
  private readonly accounts: readonly Account[];

  constructor(
    @Inject(Weibo) private readonly weibo: Weibo,
    @Inject(Posts) private readonly posts: Posts,
    @Inject(Comments) private readonly comments: Comments,
    @Inject(Budgets) private readonly budgets: Budgets,
    @Inject(Units) private readonly units: Units,
    @Inject(MicroblogProbing) readonly probing: MicroblogProbing,
    @Inject(DATA_SOURCE) private readonly dataSource: DataSource,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(CONFIG) config: IntakeConfig,
  ) {
    this.accounts = config.MICROBLOG_ACCOUNTS;
    this.everySeconds = config.MICROBLOG_POLL_SECONDS;
    this.tellsReceipts = config.MICROBLOG_RECEIPTS;
  }

  sources(): string[] {
    return this.accounts.flatMap(({ name }) => sourceKinds.map((kind) => sourceName(name, kind)));
  }

  async fetch(source: string, cursor: Cursor | null): Promise<FetchedPage<Cursor>> {
    const { account, kind } = this.sourceOf(source);
    const posts = await this.ask(account, async () => {
      await this.budgets.take(account, 'calls', 'fetching');
      return this.weibo.list(account, kind, sinceOf(cursor), AbortSignal.timeout(fetchMs));
    });
    const fresh = await this.posts.unknown(posts.filter((post) => this.concerns(post, cursor)));
    const { next, isLast } = nextCursor(cursor, posts);
    const before = (await this.posts.heldBefore(account.name)).map(({ post, capturedAt }) => this.fetched(post, account, capturedAt));
    return { items: [...before, ...fresh.toReversed().map((post) => this.fetched(post, account))], cursor: next, isLast, afterSeconds: pollSeconds(account.tier, this.everySeconds) };
  }

  expiryOf(source: string): Date {
    return new Date(this.sourceOf(source).account.expiresAt);
  }

  isOpen(): Promise<boolean> {
    return Promise.resolve(this.accounts.length > 0);
  }

  async deliver(notification: Notification): Promise<DeliveryOutcome> {
    const { kind, messageId } = notification;
    if (isStep(kind)) return { kind: 'refused', reason: `no comment tells of ${kind}` };
    try {
      const place = await this.posts.placeOf(messageId);
      if (!place) return { kind: 'refused', reason: 'the message came by no post' };
      const account = this.accounts.find(({ name }) => name === place.account);
      if (!account) return { kind: 'retry', reason: 'the account is not configured', afterSeconds: tokenWaitSeconds };
      const directory = await this.units.directory(this.dataSource.manager);
      const text = commentOf(kind, JSON.parse(notification.body) as Said, { isPrivate: place.visibility !== 'public', directory });
      return await this.say(notification, account, place, text);
    } catch (error) {
      return { kind: 'retry', reason: error instanceof Error ? error.name : 'unknown error' };
    }
  }

  private async say(notification: Notification, account: Account, place: Place, text: string): Promise<DeliveryOutcome> {
    try {
      return { kind: 'delivered', deliveryId: await this.comments.say(notification, account, place, text, AbortSignal.timeout(deliverMs)) };
    } catch (error) {
      if (!(error instanceof WeiboError)) throw error;
      const { message: reason, isFinal, isGone } = error;
      if (isGone) await this.posts.gone(notification.messageId);
      if (isFinal) return { kind: 'refused', reason: isGone ? 'the post is gone' : reason };
      return { kind: 'retry', reason, ...(await this.waitAfter(account, error, 'comments')) };
    }
  }

  /** What it answers when it is asked too much, or by nobody that it knows, is no failure that a try in a minute mends. */
  private async ask<T>(account: Account, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof WeiboError)) throw error;
      const { afterSeconds } = await this.waitAfter(account, error, 'calls');
      throw afterSeconds === undefined ? error : new AskLater(afterSeconds, error.message);
    }
  }

  private async waitAfter(account: Account, error: WeiboError, kind: 'calls' | 'comments'): Promise<{ afterSeconds?: number }> {
    if (error.isTokenRefused) return { afterSeconds: tokenWaitSeconds };
    if (error.isRepeated) return { afterSeconds: repeatedWaitSeconds };
    if (error.isRateLimit && error.code !== null) return { afterSeconds: await this.budgets.exhaust(account, kind) };
    return error.afterSeconds === undefined ? {} : { afterSeconds: error.afterSeconds };
  }

  /** Our own words are no message, nor is what was there before the account was connected. */
  private concerns({ author, postedAt }: Post, cursor: Cursor | null): boolean {
    if (author && this.accounts.some(({ uid }) => uid === author.uid)) return false;
    return cursor !== null || postedAt === null || postedAt.getTime() > Date.now() - firstReachMs;
  }

  private fetched(post: Post, account: Account, receivedAt?: Date): Fetched {
    const { body, holdReasons } = captureOf(post, account, this.clock.now());
    return { message: { channel: 'microblog', body, holdReasons, receivedAt }, keep: (manager, outcome) => this.posts.keep(manager, post, account.name, outcome ?? { outcome: 'conflict' }) };
  }

  private sourceOf(source: string): { account: Account; kind: SourceKind } {
    for (const account of this.accounts) for (const kind of sourceKinds) if (sourceName(account.name, kind) === source) return { account, kind };
    throw new Error(`there is no source ${source}`);
  }
}

const sourceName = (account: string, kind: SourceKind): string => `${account}/${kind}`;
