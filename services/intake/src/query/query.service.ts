import { Inject, Injectable } from '@nestjs/common';
import { DATA_SOURCE, Semaphore, type DataSource } from '@wenzheng/platform';
import { TokenBuckets } from '../access/token-bucket.rules.js';
import type { IntakeConfig } from '../config.js';
import { problem } from '../problems.js';
import { readMessageNumber } from '../receipt/message-number.rules.js';
import { isTrackingCodeOf, readTrackingCode } from '../receipt/tracking-code.rules.js';
import { CONFIG } from '../tokens.js';
import { TicketIssuer, type Ticket } from './ticket.js';

// Of one caller: ten wrong pairs for one number, then one every ten seconds.
const failuresOfNumber = { rate: 0.1, burst: 10, maximum: 100_000 };

/** Stands for the message where there is none, so that the same work is done. */
const nobody = '00000000-0000-0000-0000-000000000000';

/** 查询: number and code open the writer's own view. */
@Injectable()
export class QueryService {
  private readonly failed: TokenBuckets;
  private readonly failedOfNumber = new TokenBuckets(failuresOfNumber);
  /** A look at one row each: a flood of them leaves the service's other connections alone, and other callers their turn. */
  private readonly looks = new Semaphore(4, { waiting: 400, refusal: () => problem('intake.too-many-queries', { retryAfterSeconds: 1 }) });

  constructor(
    @Inject(DATA_SOURCE) private readonly dataSource: DataSource,
    @Inject(TicketIssuer) private readonly issuer: TicketIssuer,
    @Inject(CONFIG) private readonly config: IntakeConfig,
  ) {
    this.failed = new TokenBuckets({ rate: config.QUERY_LIMIT_PER_SECOND, burst: Math.max(1, config.QUERY_LIMIT_PER_SECOND * 2), maximum: 100_000 });
  }

  keys() {
    return this.issuer.keys();
  }

  /**
   * An unknown number and a wrong code do the same work and get the same answer. Only failures are counted, for each caller by itself:
   * a number is public, and nobody shall be able to lock a writer out by failing, however often.
   */
  async check(number: string, trackingCode: string, caller: string): Promise<Ticket> {
    const messageNumber = readMessageNumber(number) ?? '';
    const messageId = await this.find(messageNumber, readTrackingCode(trackingCode), caller);
    if (!messageId) {
      const nowMs = performance.now();
      this.refuse(this.failed.take(caller, nowMs));
      this.refuse(this.failedOfNumber.take(`${caller} ${messageNumber}`, nowMs));
      throw problem('intake.number-or-code-wrong');
    }
    return this.issuer.issue(messageId, new Date());
  }

  private async find(messageNumber: string, code: string | null, caller: string): Promise<string | undefined> {
    // What cannot be right, as anyone can tell by its form, is not looked up.
    if (messageNumber === '' || code === null) return undefined;
    const [found] = await this.looks.run(
      () => this.dataSource.query<{ messageId: string }[]>(`SELECT message_id AS "messageId" FROM message WHERE message_number = $1`, [messageNumber]),
      caller,
    );
    return isTrackingCodeOf(this.config.TRACKING_KEY, found?.messageId ?? nobody, code) ? found?.messageId : undefined;
  }

  private refuse(waitSeconds: number): void {
    if (waitSeconds > 0) throw problem('intake.too-many-queries', { retryAfterSeconds: waitSeconds });
  }
}
