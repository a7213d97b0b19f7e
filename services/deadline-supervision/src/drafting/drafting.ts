import { Inject, Injectable } from '@nestjs/common';
import type { EntityManager } from '@wenzheng/platform';
import { draftSchema } from '../urging-order/urging-order.schema.js';
import { UrgingOrderService } from '../urging-order/urging-order.service.js';

const messagesAtMost = 200;

/** What the service itself drafts, for a named officer to sign or not. */
@Injectable()
export class Drafting {
  constructor(@Inject(UrgingOrderService) private readonly orders: UrgingOrderService) {}

  /** R23: one order for a hot issue: to the unit with most of its open messages, the others help. None of the issue's words goes out. */
  async ofHotIssue(manager: EntityManager, issueId: string, by: string): Promise<void> {
    const messages = await manager.query<{ messageId: string; person: string; unit: string | null }[]>(
      `SELECT message_id AS "messageId", person, unit.code AS unit FROM hot_member JOIN clock USING (message_id)
       LEFT JOIN unit ON unit.code = clock.unit_code AND NOT removed
       WHERE issue_id = $1 AND ending = 'open' ORDER BY hot_member.position LIMIT $2`,
      [issueId, messagesAtMost],
    );
    const people = new Set(messages.map(({ person }) => person)).size;
    const byUnit = Map.groupBy(messages.filter(({ unit }) => unit !== null), ({ unit }) => unit as string);
    const [unit = null, ...coUnits] = [...byUnit.entries()].sort(([a, x], [b, y]) => y.length - x.length || (a < b ? -1 : 1)).map(([code]) => code);
    const draft = draftSchema.parse({
      title: `关于办理热点问题的督办（${people}人、${messages.length}件留言）`,
      unit, coUnits: coUnits.slice(0, 20), messageIds: messages.map(({ messageId }) => messageId),
    });
    await this.orders.insertDraft(manager, draft, { by, origin: 'hot-issue', originId: issueId });
  }
}
