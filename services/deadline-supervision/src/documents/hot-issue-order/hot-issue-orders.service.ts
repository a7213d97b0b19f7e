import { Inject, Injectable } from '@nestjs/common';
import type { Caller, EntityManager } from '@wenzheng/platform';
import type { Clock } from '@wenzheng/working-days';
import { HotIssueService, type Outcome } from '../../hot-issue/hot-issue.service.js';
import { CLOCK } from '../../tokens.js';
import { Documents } from '../document/documents.service.js';
import { draftSchema } from '../urging-order/urging-order.schema.js';
import { UrgingOrderKind } from '../urging-order/urging-order.kind.js';

const messagesAtMost = 200;

/** R23: an officer confirms a hot issue and may want an urging order 督办单 for it, which is drafted in the same transaction. */
@Injectable()
export class HotIssueOrders {
  constructor(
    @Inject(HotIssueService) private readonly hotIssues: HotIssueService,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(Documents) private readonly documents: Documents,
    @Inject(UrgingOrderKind) private readonly orders: UrgingOrderKind,
  ) {}

  confirm(issueId: string, caller: Caller, confirmation: { reason: string; wantsUrgingOrder: boolean }): Promise<Outcome> {
    return this.hotIssues.confirm(issueId, caller, confirmation, (manager) => this.draft(manager, issueId, caller.subject));
  }

  /** One order: to the unit with most of the open messages, the others help. None of the issue's words goes out. */
  private async draft(manager: EntityManager, issueId: string, by: string): Promise<void> {
    const messages = await openAmong(manager, await this.hotIssues.messagesOf(manager, issueId));
    const people = new Set(messages.map(({ person }) => person)).size;
    const byUnit = Map.groupBy(messages.filter(({ unit }) => unit !== null), ({ unit }) => unit as string);
    const [unit = null, ...coUnits] = [...byUnit.entries()].sort(([a, x], [b, y]) => y.length - x.length || (a < b ? -1 : 1)).map(([code]) => code);
    const draft = draftSchema.parse({
      title: `关于办理热点问题的督办（${people}人、${messages.length}件留言）`,
      unit, coUnits: coUnits.slice(0, 20), messageIds: messages.map(({ messageId }) => messageId),
    });
    const beginning = await this.orders.drafted(manager, draft, this.clock.now(), { kind: 'hot-issue', id: issueId });
    await this.documents.insert(manager, this.orders, { by, ...beginning });
  }
}

/** Those of the messages that wait for an answer, with the unit in charge if the registry has it. */
async function openAmong(manager: EntityManager, messages: readonly { messageId: string; person: string }[]) {
  const open = await manager.query<{ messageId: string; unit: string | null }[]>(
    `SELECT deadline.message_id AS "messageId", unit.code AS unit FROM deadline LEFT JOIN unit ON unit.code = deadline.unit_code AND NOT removed
     WHERE deadline.message_id = ANY ($1::uuid[]) AND ending = 'open'`,
    [messages.map(({ messageId }) => messageId)],
  );
  const units = new Map(open.map(({ messageId, unit }) => [messageId, unit]));
  return messages.filter(({ messageId }) => units.has(messageId)).slice(0, messagesAtMost).map((message) => ({ ...message, unit: units.get(message.messageId) ?? null }));
}
