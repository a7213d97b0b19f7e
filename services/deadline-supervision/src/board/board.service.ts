import { Inject, Injectable } from '@nestjs/common';
import type { ChannelName } from '@wenzheng/contracts';
import { audit, DATA_SOURCE, pageFrom, type BeforeJson, type Caller, type DataSource, type Page } from '@wenzheng/platform';
import { businessDateOf, endOfBusinessDate, type Clock } from '@wenzheng/working-days';
import type { z } from 'zod';
import { mattersOf } from '../deadline/matter/matter-rows.js';
import { Rulebook } from '../rulebook/rulebook.js';
import { CLOCK } from '../tokens.js';
import { lateReviewsUntil } from './board.rules.js';
import type { boardMessageSchema, boardSchema, BoardState, boardUnitSchema } from './board.schema.js';

type Board = BeforeJson<z.infer<typeof boardSchema>>;
type UnitLine = Omit<z.infer<typeof boardUnitSchema>, 'longestOverdueSince'> & { longestOverdueSince: Date | null };
type Counts = Omit<UnitLine, 'unit'>;
type Instants = 'dueAt' | 'overdueSince' | 'urgedAt' | 'submittedAt';
export type BoardMessage = Omit<z.infer<typeof boardMessageSchema>, Instants> & Record<Instants, Date | null>;

export type Level = 1 | 2 | 3;

export interface UnitsAsked {
  /** Units with something of this. */
  state?: BoardState | undefined;
  /** Units with something on this level. */
  level?: Level | undefined;
  /** What came by this channel alone is counted. */
  channel?: ChannelName | undefined;
  after?: string | undefined;
  limit: number;
}

export interface MessagesAsked {
  unit?: string | undefined;
  /** What waits for a unit. */
  unassigned?: boolean | undefined;
  state: BoardState;
  level?: Level | undefined;
  channel?: ChannelName | undefined;
  after?: string | undefined;
  limit: number;
}

/** More than a city ever has open. */
const all = 100_000;

const countOf = { 'due-today': 'dueToday', overdue: 'overdue', 'review-late': 'reviewsLate' } as const;

/** With the unit, and its answer still to come. */
const unanswered = `state IN ('served', 'acknowledged', 'returned')`;

/** Every open deadline, with what it is counted as at `$1`, on the day `$2`; reviews are late by the policies `$3` to `$5`. */
const openSql = `SELECT message_id, coalesce(unit_code, '') AS unit_code, unit_name, deadline.channel, message_number, kind, coalesce(extended_due_on, reply_due_on) AS due_on, final_due_on, policy_version, submitted_at, overdue_at,
    coalesce(overdue_at <= $1, false) AS is_overdue,
    submitted_at IS NULL AND coalesce(overdue_at > $1, true) AND coalesce(extended_due_on, reply_due_on) = $2::date AS is_due_today,
    submitted_at IS NOT NULL AND overdue_at IS NULL AND (submitted_at AT TIME ZONE 'Asia/Shanghai')::date <= late_until AS is_review_late,
    CASE WHEN overdue_at <= $1 THEN (SELECT max(level) FROM escalation WHERE escalation.message_id = deadline.message_id AND withdrawn_at IS NULL AND cause_id IS NULL) END AS level
  FROM deadline LEFT JOIN unnest($3::text[], $4::text[], $5::date[]) AS policy (channel, version, late_until) ON policy.channel = deadline.channel AND version = policy_version
  WHERE ending = 'open' AND NOT historical`;

const countsSql = `count(*)::int AS open, (count(*) FILTER (WHERE is_due_today))::int AS "dueToday", (count(*) FILTER (WHERE is_overdue))::int AS overdue,
  ${[1, 2, 3].map((level) => `(count(*) FILTER (WHERE level = ${level}))::int AS level${level}`).join(', ')},
  (count(*) FILTER (WHERE is_review_late))::int AS "reviewsLate", min(overdue_at) FILTER (WHERE is_overdue) AS "longestOverdueSince"`;

const nothing: Counts = { open: 0, dueToday: 0, overdue: 0, level1: 0, level2: 0, level3: 0, ordersUnanswered: 0, reviewsLate: 0, longestOverdueSince: null };

/** 时限看板: what is due and what is late, by unit; everything from what this service knows. */
@Injectable()
export class BoardService {
  constructor(
    @Inject(DATA_SOURCE) private readonly dataSource: DataSource,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(Rulebook) private readonly rulebook: Rulebook,
  ) {}

  async totals(): Promise<Board> {
    const lines = await this.lines();
    const sum = (count: 'open' | 'dueToday' | 'overdue' | 'level1' | 'level2' | 'level3' | 'ordersUnanswered' | 'reviewsLate') => lines.reduce((total, line) => total + line[count], 0);
    return {
      at: this.clock.now(), open: sum('open'), dueToday: sum('dueToday'), overdue: sum('overdue'), level1: sum('level1'), level2: sum('level2'), level3: sum('level3'),
      ordersUnanswered: sum('ordersUnanswered'), reviewsLate: sum('reviewsLate'), longestOverdueSince: lines[0]?.longestOverdueSince ?? null, units: lines.filter(({ overdue }) => overdue > 0).length,
    };
  }

  /** Whose messages are overdue longest comes first. */
  async units({ state, level, channel, after, limit }: UnitsAsked): Promise<Page<UnitLine>> {
    const lines = (await this.lines(channel)).filter(
      (line) => (after === undefined || placeOf(line) > after) && (state === undefined || line[countOf[state]] > 0) && (level === undefined || line[`level${level}`] > 0),
    );
    return pageFrom(lines.slice(0, limit + 1), limit, placeOf);
  }

  /** What is due first comes first. */
  async messages({ unit, unassigned, state, level, channel, after, limit }: MessagesAsked): Promise<Page<BoardMessage>> {
    const [dueOn = null, id = null] = after?.split(' ') ?? [];
    const is = { 'due-today': 'is_due_today', overdue: 'is_overdue', 'review-late': 'is_review_late' }[state];
    const values = await this.values();
    const rows = await this.dataSource.query<(Omit<BoardMessage, 'dueAt' | 'matter'> & { policyVersion: string })[]>(
      `WITH open AS (${openSql})
       SELECT message_id AS "messageId", message_number AS "messageNumber", channel, kind, policy_version AS "policyVersion",
         CASE WHEN unit_code <> '' THEN jsonb_build_object('code', unit_code, 'name', coalesce((SELECT name FROM unit WHERE code = unit_code), unit_name, unit_code)) END AS unit,
         due_on::text AS "dueOn", final_due_on::text AS "finalDueOn", CASE WHEN is_overdue THEN overdue_at END AS "overdueSince", level, submitted_at AS "submittedAt",
         (SELECT fired_at FROM fired_step WHERE fired_step.message_id = open.message_id AND step = 'urging') AS "urgedAt",
         coalesce((SELECT jsonb_agg(jsonb_build_object('id', id, 'number', number, 'state', urging_order.state) ORDER BY drafted_at, id) FROM urging_order
                   WHERE message_ids @> ARRAY[open.message_id] AND urging_order.state <> 'cancelled'), '[]') AS orders
       FROM open WHERE ${is} AND ($6::text IS NULL OR unit_code = $6) AND ($7::integer IS NULL OR level = $7) AND ($8::text IS NULL OR channel = $8) AND ($9::date IS NULL OR (due_on, message_id) > ($9, $10::uuid))
       ORDER BY due_on, message_id LIMIT $11`,
      [...values, unassigned ? '' : (unit ?? null), level ?? null, channel ?? null, dueOn, id, limit + 1],
    );
    const { items, next } = pageFrom(rows, limit, ({ dueOn: on, messageId }) => `${on} ${messageId}`);
    const matters = await mattersOf(this.dataSource, items.map(({ messageId }) => messageId));
    return { items: items.map(({ policyVersion, ...item }) => ({ ...item, matter: matters.get(item.messageId) ?? null, dueAt: this.endOf(item.dueOn, item.channel, policyVersion) })), next };
  }

  /** All of them, for a sheet 导出, which stands in the audit log. */
  async exported({ unit, unassigned, state, level, channel }: Omit<MessagesAsked, 'after' | 'limit'>, by: Caller): Promise<BoardMessage[]> {
    const chosen = { unit, unassigned, state, level, channel };
    const { items } = await this.messages({ ...chosen, limit: all });
    await this.dataSource.transaction((manager) => audit(manager, { by, at: this.clock.now(), did: 'board.exported', about: 'board', details: { ...chosen, count: items.length } }));
    return items;
  }

  private async lines(channel?: ChannelName): Promise<UnitLine[]> {
    const rows = await this.dataSource.query<(Omit<Counts, 'ordersUnanswered'> & { code: string; name: string | null; orders: number | null })[]>(
      `WITH open AS (${openSql}), counted AS (SELECT unit_code, any_value(unit_name) AS unit_name, ${countsSql} FROM open WHERE $6::text IS NULL OR channel = $6 GROUP BY unit_code),
         ordered AS (SELECT unit_code, any_value(unit_name) AS order_name, count(*)::int AS orders FROM urging_order
           WHERE ${unanswered} AND ($6::text IS NULL OR EXISTS (SELECT 1 FROM deadline WHERE message_id = ANY (message_ids) AND channel = $6)) GROUP BY unit_code)
       SELECT unit_code AS code, coalesce((SELECT name FROM unit WHERE code = unit_code), unit_name, order_name) AS name, counted.*, orders FROM counted FULL JOIN ordered USING (unit_code)`,
      [...(await this.values()), channel ?? null],
    );
    return rows
      .map(({ code, name, orders, open, dueToday, overdue, level1, level2, level3, reviewsLate, longestOverdueSince }): UnitLine => ({
        ...nothing, ...(open === null ? {} : { open, dueToday, overdue, level1, level2, level3, reviewsLate, longestOverdueSince }),
        unit: code === '' ? null : { code, name: name ?? code }, ordersUnanswered: orders ?? 0,
      }))
      .sort((a, b) => (placeOf(a) < placeOf(b) ? -1 : 1));
  }

  private async values(): Promise<unknown[]> {
    await this.rulebook.refresh();
    const now = this.clock.now();
    const today = businessDateOf(now);
    const { calendar, allPolicies } = this.rulebook;
    const until = new Map([...new Set(allPolicies.map(({ rules }) => rules.reviewWorkingDays.value))].map((days) => [days, lateReviewsUntil(today, days, calendar)]));
    return [now, today, allPolicies.map(({ channel }) => channel), allPolicies.map(({ version }) => version), allPolicies.map(({ rules }) => until.get(rules.reviewWorkingDays.value) ?? null)];
  }

  private endOf(dueOn: string | null, channel: ChannelName, version: string): Date | null {
    return dueOn === null ? null : endOfBusinessDate(dueOn, this.rulebook.policyOf(channel, version)?.rules.closeOfBusiness.value);
  }
}

/** What nothing is overdue of comes last. */
const placeOf = ({ longestOverdueSince, unit }: UnitLine): string => `${longestOverdueSince?.toISOString() ?? '9999'} ${unit?.code ?? ''}`;
