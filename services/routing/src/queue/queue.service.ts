import { Inject, Injectable } from '@nestjs/common';
import type { ChannelName, MessageKind } from '@wenzheng/contracts';
import { Calendars } from '@wenzheng/messaging';
import type { Paper } from '@wenzheng/paper';
import { DATA_SOURCE, pageFrom, type Caller, type DataSource } from '@wenzheng/platform';
import type { Clock } from '@wenzheng/working-days';
import { readDueCursor, writeDueCursor } from '../message/due-cursor.js';
import { nextWorkingDayAfter } from '../message/due-date.rules.js';
import { problem } from '../problems.js';
import { escalationLevelSql } from '../supervision/supervision.history.js';
import { takesPart } from '../co-handling/co-tasks.service.js';
import { AllowedActions } from './allowed-actions.js';
import { isInSignOff, tabCondition, type DeskTab } from './desk-tab.rules.js';
import { handlingSheet } from './handling-sheet.paper.js';
import { historySql, messageView, seenByCoUnit, summaryView, type MessageHistory, type MessageRow } from './message-view.js';
import type { MessageState } from '../message/message-state.rules.js';
import { CLOCK } from '../tokens.js';
import { UnitRegistry } from '../unit/unit-registry.service.js';

export interface MessageFilter {
  state?: Exclude<MessageState, 'unregistered'> | undefined;
  unit?: string | undefined;
  channel?: ChannelName | undefined;
  kind?: MessageKind | undefined;
  number?: string | undefined;
  /** 访谈 or 座谈会 in which it was asked. */
  session?: string | undefined;
  /** Asked in a session of the unit, whoever handles it. */
  firstAsked?: boolean | undefined;
  /** Those alone that are overdue now. */
  overdue?: boolean | undefined;
  tab?: DeskTab | undefined;
  after?: string | undefined;
  limit: number;
}

/** The whole city's messages are the offices' to see; everyone else sees the own unit's. */
const seesAll = (caller: Caller): boolean => caller.roles.some((role) => role === 'information-office' || role === 'supervision-office');

/** 监察 reads what is addressed to it, raised or passed on, and of other messages does not learn that they exist. */
const isBureau = (caller: Caller): boolean => !seesAll(caller) && caller.roles.includes('inspection-bureau');
const isWithBureau = `EXISTS (SELECT FROM escalation WHERE escalation.message_id = message.message_id AND 'inspection-bureau' IN (raised_to, passed_on_to))`;

const columns = `message.message_id AS "messageId", message_number AS "messageNumber", channel, registered_at AS "registeredAt", message.kind, visibility, title, text,
  addressed_unit AS "addressedUnit", session_id AS "sessionId", follow_up_to AS "followUpTo", historical, state, ending, unit_code AS "unitCode", unit.name AS "unitName", first_asked AS "firstAsked", (SELECT name FROM unit AS asked WHERE asked.code = first_asked) AS "firstAskedName",
  (SELECT jsonb_build_object('messageId', lead.message_id, 'messageNumber', lead.message_number) FROM merge JOIN message AS lead ON lead.message_id = into_message_id
    WHERE merge.message_id = message.message_id AND unmerged_at IS NULL) AS "mergedInto", (SELECT unit_code FROM renewal WHERE renewal.message_id = message.message_id) AS "renewalUnit",
  assigned_at AS "assignedAt", assigned_by AS "assignedBy", returns, designated, holding_pen_reason AS "holdingPenReason", holding_pen_detail AS "holdingPenDetail",
  holding_pen_since AS "holdingPenSince", holding_pen_due_at AS "holdingPenDueAt", reply_due_on::text AS "replyDueOn", final_due_on::text AS "finalDueOn",
  close_of_business AS "closeOfBusiness", due_provisional AS "dueProvisional", overdue_since AS "overdueSince", deadline_closed_at AS "deadlineClosedAt",
  submitted_in_time AS "submittedInTime", reminded_at AS "remindedAt", urged_at AS "urgedAt",
  coalesce(reply_due_on, 'infinity'::date)::text AS "sortKey",
  ${escalationLevelSql} AS "escalationLevel", ${isInSignOff} AS "inSignOff"`;

/** What people read: the queues of units and offices, and one message with all that happened to it. */
@Injectable()
export class Queue {
  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(DATA_SOURCE) private readonly dataSource: DataSource,
    @Inject(Calendars) private readonly calendars: Calendars,
    @Inject(AllowedActions) private readonly allowedActions: AllowedActions,
    @Inject(UnitRegistry) private readonly registry: UnitRegistry,
  ) {}

  /** What is due first comes first; what has no due date yet comes last. */
  async list(filter: MessageFilter, caller: Caller) {
    const asked = filter.unit === undefined ? undefined : ((await this.registry.tree()).addressed(filter.unit)?.code ?? filter.unit);
    const unit = this.unitSeen(asked, caller);
    const cursor = readDueCursor(filter.after);
    const values: unknown[] = [filter.limit + 1];
    const given = (value: unknown): string => `$${values.push(value)}`;
    // Only what was asked for stands in the statement, so that each list has a plan and an index of its own.
    const conditions = [
      'channel IS NOT NULL',
      ...(filter.state === undefined ? [] : [`state = ${given(filter.state)}`]),
      ...(unit === null ? [] : [`${filter.firstAsked ? 'first_asked' : 'unit_code'} = ${given(unit)}`]),
      ...(filter.channel === undefined ? [] : [`channel = ${given(filter.channel)}`]),
      ...(filter.kind === undefined ? [] : [`message.kind = ${given(filter.kind)}`]),
      ...(filter.number === undefined ? [] : [`message_number = ${given(filter.number)}`]),
      ...(filter.session === undefined ? [] : [`session_id = ${given(filter.session)}`]),
      ...(filter.overdue ? ['overdue_since IS NOT NULL AND deadline_closed_at IS NULL'] : []),
      ...(filter.tab === undefined ? [] : [tabCondition(filter.tab, () => given(this.nextWorkingDay()))]),
      ...(isBureau(caller) ? [isWithBureau] : []),
      ...(cursor ? [`(coalesce(reply_due_on, 'infinity'::date), message.message_id) > (${given(cursor.sortKey)}::date, ${given(cursor.id)}::uuid)`] : []),
    ];
    const rows = await this.dataSource.query<MessageRow[]>(
      `SELECT ${columns} FROM message LEFT JOIN unit ON unit.code = message.unit_code
       WHERE ${conditions.join(' AND ')} ORDER BY coalesce(reply_due_on, 'infinity'::date), message.message_id LIMIT $1`,
      values,
    );
    const now = this.clock.now();
    const { items, next } = pageFrom(rows, filter.limit, ({ sortKey, messageId }) => writeDueCursor({ sortKey, id: messageId }));
    return { items: items.map((row) => summaryView(row, now)), next };
  }

  /** @throws Problem `routing.unknown-message`, `routing.not-your-unit` */
  async one(messageId: string, caller: Caller) {
    const [row] = await this.dataSource.query<MessageRow[]>(
      `SELECT ${columns} FROM message LEFT JOIN unit ON unit.code = message.unit_code
       WHERE message.message_id = $1 AND channel IS NOT NULL AND (NOT $2 OR ${isWithBureau})`,
      [messageId, isBureau(caller)],
    );
    if (!row) throw problem('routing.unknown-message');
    const isOwn = seesAll(caller) || isBureau(caller) || (caller.unit !== null && [row.unitCode, row.firstAsked, row.renewalUnit].includes(caller.unit));
    if (!isOwn && (caller.unit === null || !(await takesPart(this.dataSource.manager, messageId, caller.unit)))) throw problem('routing.not-your-unit');
    const [{ history }] = await this.dataSource.query<[{ history: MessageHistory }]>(historySql, [messageId]);
    return messageView(row, isOwn ? history : seenByCoUnit(history, caller.unit), await this.allowedActions.of(row, caller), this.clock.now());
  }

  /** @throws Problem as {@link one} */
  async handlingSheet(messageId: string, caller: Caller): Promise<Paper> {
    return handlingSheet(await this.one(messageId, caller), this.clock.now());
  }

  private nextWorkingDay(): string {
    return nextWorkingDayAfter(this.clock.now(), this.calendars.current);
  }

  private unitSeen(asked: string | undefined, caller: Caller): string | null {
    if (seesAll(caller) || isBureau(caller)) return asked ?? null;
    if (caller.unit === null || (asked !== undefined && asked !== caller.unit)) throw problem('routing.not-your-unit');
    return caller.unit;
  }
}
