import { Inject, Injectable } from '@nestjs/common';
import type { ChannelName, MessageKind, Visibility } from '@wenzheng/contracts';
import { harms as catalogue, type Harm } from '@wenzheng/gate';
import { allowedAction, DATA_SOURCE, pageFrom, refusedBy, type DataSource, type Page } from '@wenzheng/platform';
import type { Clock } from '@wenzheng/working-days';
import type { z } from 'zod';
import type { Content } from '../projection/content.rules.js';
import { RedactionService } from '../redaction/redaction.service.js';
import { CLOCK } from '../tokens.js';
import { contentActs, type contentReviewListSchema, type contentReviewSchema } from './content.schemas.js';
import { assertActs, contentWord } from './content.service.js';

type Review = z.input<typeof contentReviewSchema>;

interface Row {
  messageId: string;
  messageNumber: string;
  channel: ChannelName;
  kind: MessageKind | null;
  registeredAt: Date;
  historical: boolean;
  visibility: Visibility;
  chosen: Visibility;
  content: Content | null;
  title: string | null;
  text: string | null;
  harms: Harm[];
  openedAt: Date;
  dueAt: Date | null;
  decision: Review['decision'];
}

/** 内容审核: what waits for the office before it is shown, or stays its writer's alone. */
@Injectable()
export class ContentReviewsService {
  constructor(
    @Inject(DATA_SOURCE) private readonly dataSource: DataSource,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(RedactionService) private readonly redaction: RedactionService,
  ) {}

  /** By when they are due, the longest waiting first. Words are redacted as the public would read them. */
  list({ state, after, limit }: z.output<typeof contentReviewListSchema>): Promise<Page<Review>> {
    const [due = null, messageId = null] = after?.split('_') ?? [];
    return this.dataSource.transaction(async (manager) => {
      const directory = await this.redaction.directory(manager);
      const rows = await manager.query<Row[]>(
        `SELECT message_id AS "messageId", message_number AS "messageNumber", channel, kind, registered_at AS "registeredAt", historical, visibility, content, coalesce(chosen, visibility) AS chosen,
           coalesce(message.title, original.title) AS title, coalesce(message.text, original.text) AS text, harms, opened_at AS "openedAt", due_at AS "dueAt", decision
         FROM content_review JOIN message USING (message_id) LEFT JOIN original USING (message_id)
         WHERE (decision IS NULL) = $1 AND ending <> 'withdrawn' AND ($2::timestamptz IS NULL OR (coalesce(due_at, 'infinity'), message_id) > ($2::timestamptz, $3::uuid))
         ORDER BY coalesce(due_at, 'infinity'), message_id LIMIT $4`,
        [state === 'waiting', due, messageId, limit + 1],
      );
      const { items, next } = pageFrom(rows, limit, (row) => `${row.dueAt?.toISOString() ?? 'infinity'}_${row.messageId}`);
      const allowed = await Promise.all(items.map(allowedActionsOf));
      const words = await this.redaction.publicWords(items.map(({ title, text }) => ({ title: title ?? '', text: text ?? '' })), directory);
      return { items: items.map((row, index) => this.present({ ...row, allowedActions: allowed[index] ?? [], title: words[index]?.title ?? null, text: words[index]?.text ?? null })), next };
    });
  }

  private present({ registeredAt, visibility, content, chosen: _chosen, harms, openedAt, dueAt, ...row }: Row & Pick<Review, 'allowedActions'>): Review {
    return {
      ...row,
      registeredAt: registeredAt.toISOString(),
      content: contentWord({ visibility, content }),
      harms: harms.map(({ code, quotes }) => ({ code, words: catalogue[code].words, quotes })),
      openedAt: openedAt.toISOString(),
      dueAt: dueAt?.toISOString() ?? null,
      overdue: row.decision === null && dueAt !== null && dueAt <= this.clock.now(),
    };
  }
}

/** By what guards each act. */
const allowedActionsOf = (row: Row): Promise<Review['allowedActions']> =>
  Promise.all(contentActs.map(async (act) => allowedAction(act, await refusedBy(() => assertActs(row, row, act)))));
