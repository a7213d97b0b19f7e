import { Inject, Injectable } from '@nestjs/common';
import type { ChannelName } from '@wenzheng/contracts';
import { findings as catalogue, type FindingCode } from '@wenzheng/gate';
import { allowedAction, audit, DATA_SOURCE, pageFrom, type Caller, type DataSource, type Page, type Problem } from '@wenzheng/platform';
import type { Clock } from '@wenzheng/working-days';
import type { z } from 'zod';
import { ProjectionService } from '../projection/projection.service.js';
import { problem } from '../problems.js';
import { publicationInstant, type WaitingReply } from '../publishing/publishing.rules.js';
import { PublishingService } from '../publishing/publishing.service.js';
import { CLOCK } from '../tokens.js';
import { reviewDecisions, type decidedSchema, type decisionSchema, type reviewListSchema, type reviewSchema } from './review.schemas.js';

type Review = z.input<typeof reviewSchema>;
type Decision = z.output<typeof decisionSchema>;
type Decided = z.infer<typeof decidedSchema> & { isRepeat: boolean };
type Row = WaitingReply & { messageNumber: string; title: string | null; channel: ChannelName; heldAt: Date; dueAt: Date | null; findings: FindingCode[]; state: Review['state'] };

const columns = `reply.reply_id AS "replyId", message_id AS "messageId", message.message_number AS "messageNumber", message.title, message.channel,
  jsonb_build_object('code', reply.unit_code, 'name', reply.unit_name) AS unit, reply.text, reply.interim, reply.historical, reply.submitted_at AS "submittedAt", reply.held_at AS "heldAt", reply.review_due_at AS "dueAt",
  reply.findings, reply.finding_reasons AS "findingReasons", reply.corrects, reply.supplements, reply.result, reply.promise, reply.fulfils, reply.renews, reply.attachments, reply.state`;

const outcomes = { publish: 'published', return: 'returned' } as const;
/** What was decided stays; the same decision again changes nothing. */
const refusalOf = (reply: Pick<Row, 'state'>, to: 'published' | 'returned'): Problem | null => (reply.state === 'held' || reply.state === to ? null : problem('publication.review-decided'));

/** The office's own reason for a return: what it says to the unit goes with it. */
const returnedByOffice = 'returned-by-office';

/** What waits for the information office 审核发布中, and what it decides. */
@Injectable()
export class ReviewsService {
  constructor(
    @Inject(DATA_SOURCE) private readonly dataSource: DataSource,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(ProjectionService) private readonly projection: ProjectionService,
    @Inject(PublishingService) private readonly publishing: PublishingService,
  ) {}

  /** By when they are due, the longest waiting first. */
  async list({ state, after, limit }: z.output<typeof reviewListSchema>): Promise<Page<Review>> {
    const [due = null, replyId = null] = after?.split('_') ?? [];
    const rows = await this.dataSource.query<Row[]>(
      `SELECT ${columns} FROM reply JOIN message USING (message_id)
       WHERE reply.state = $1 AND reply.held_at IS NOT NULL AND ($2::timestamptz IS NULL OR (coalesce(review_due_at, 'infinity'), reply_id) > ($2::timestamptz, $3::uuid))
       ORDER BY coalesce(review_due_at, 'infinity'), reply_id LIMIT $4`,
      [state, due, replyId, limit + 1],
    );
    const { items, next } = pageFrom(rows, limit, (row) => `${row.dueAt?.toISOString() ?? 'infinity'}_${row.replyId}`);
    return { items: items.map((row) => this.present(row)), next };
  }

  /** Publishes or returns what waits. Repeated it changes nothing; another decision about the same reply is refused. */
  async decide(replyId: string, { decision, reason }: Decision, by: Caller): Promise<Decided> {
    const [found] = await this.dataSource.query<{ messageId: string }[]>('SELECT message_id AS "messageId" FROM reply WHERE reply_id = $1 AND held_at IS NOT NULL', [replyId]);
    if (!found) throw problem('publication.review-not-found');
    const state = outcomes[decision];
    return this.dataSource.transaction(async (manager) => {
      const now = this.clock.now();
      let decided: Decided = { replyId, messageNumber: '', state, isRepeat: true };
      await this.projection.amend(manager, found.messageId, async (message) => {
        const [reply] = await manager.query<Row[]>(`SELECT ${columns} FROM reply JOIN message USING (message_id) WHERE reply_id = $1`, [replyId]);
        if (!reply) throw problem('publication.review-not-found');
        const refusal = refusalOf(reply, state);
        if (refusal) throw refusal;
        decided = { ...decided, messageNumber: message.messageNumber, isRepeat: reply.state === state };
        if (decided.isRepeat) return 0;
        const { findings } = reply;
        return this.publishing.settle(manager, message, reply, state === 'published'
          ? { state, publishedAt: publicationInstant(reply.submittedAt, false, now), findings }
          : { state, reasons: [...findings, returnedByOffice], note: reason, findings });
      });
      if (!decided.isRepeat) await audit(manager, { by, at: now, did: `review.${decision}`, about: replyId, before: { state: 'held' }, after: { state }, details: { messageNumber: decided.messageNumber, reason } });
      return decided;
    });
  }

  private present({ replyId, messageNumber, title, channel, unit, text, interim, attachments, submittedAt, heldAt, dueAt, findings, findingReasons = [], state }: Row): Review {
    return {
      replyId, messageNumber, title, channel, unit, text, interim, state, attachments: attachments ?? [],
      submittedAt: submittedAt.toISOString(),
      heldAt: heldAt.toISOString(),
      dueAt: dueAt?.toISOString() ?? null,
      overdue: state === 'held' && dueAt !== null && dueAt <= this.clock.now(),
      allowedActions: reviewDecisions.map((decision) => allowedAction(decision, refusalOf({ state }, outcomes[decision]))),
      findings: findings.map((code) => ({ code, words: catalogue[code].words, reason: findingReasons.find(({ finding }) => finding === code)?.reason ?? null })),
    };
  }
}
