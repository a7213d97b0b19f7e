import { Inject, Injectable } from '@nestjs/common';
import type { MessageKind } from '@wenzheng/contracts';
import type { Paper } from '@wenzheng/paper';
import { audit, DATA_SOURCE, pageFrom, platformProblem, type Caller, type DataSource, type EntityManager, type Page } from '@wenzheng/platform';
import { redact } from '@wenzheng/redaction';
import { businessDateOf, type Clock } from '@wenzheng/working-days';
import { problem } from '../problems.js';
import { Rulebook } from '../rulebook/rulebook.js';
import { CLOCK } from '../tokens.js';
import { briefingPaper } from './briefing.paper.js';
import { briefingDueOn, hasEnded, refusalOf, spanOfMonth, type Briefing, type BriefingAction, type BriefingChannel, type BriefingFigures, type BriefingLine, type BriefingState, type SentState, type Theme } from './briefing.rules.js';

/** Which one: a unit's, of one month of its mailbox or account. */
export interface BriefingKey {
  month: string;
  channel: BriefingChannel;
  unit: string;
}

export interface BriefingFilter {
  month: string;
  channel?: BriefingChannel | undefined;
  unit?: string | undefined;
  state?: BriefingState | undefined;
  after?: string | undefined;
  limit: number;
}

interface Row {
  channel: BriefingChannel;
  unitCode: string;
  unitName: string;
  figures: BriefingFigures;
  state: SentState | null;
  summary: string | null;
  themes: Theme[] | null;
  submittedAt: Date | null;
  decidedAt: Date | null;
  reason: string | null;
}

const themesAtMost = 10;

/** 归纳上报 (R26, R35): what came into a mailbox or an account in a month, put together by its clerk and sent up to the information office. */
@Injectable()
export class Briefings {
  constructor(
    @Inject(DATA_SOURCE) private readonly dataSource: DataSource,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(Rulebook) private readonly rulebook: Rulebook,
  ) {}

  /** Of every unit into whose mailbox or account something came in that month. */
  async list({ month, channel, unit, state, after, limit }: BriefingFilter, caller: Caller): Promise<Page<BriefingLine>> {
    const lines = (await this.rows(this.dataSource.manager, { month, channel, unit: ownUnit(caller, unit) })).map((row) => this.lineOf(month, row));
    const wanted = lines.filter((line) => (state === undefined || line.state === state) && (after === undefined || cursorOf(line) > after));
    return pageFrom(wanted, limit, cursorOf);
  }

  async one(key: BriefingKey, caller: Caller, manager = this.dataSource.manager): Promise<Briefing> {
    if (ownUnit(caller, key.unit) !== key.unit) throw problem('deadline-supervision.own-unit-only');
    const [row] = await this.rows(manager, key);
    if (!row) throw platformProblem('not-found');
    return { ...this.lineOf(key.month, row), summary: row.summary, themes: row.themes ?? (await themesOf(manager, key)) };
  }

  async paper(key: BriefingKey, caller: Caller): Promise<Paper> {
    return briefingPaper(await this.one(key, caller), this.clock.now());
  }

  /** 上报, again as well after the office has given it back. The figures are those of this moment, for ever. */
  submit(key: BriefingKey, caller: Caller, words: string): Promise<{ briefing: Briefing; isRepeat: boolean }> {
    const summary = redact(words);
    return this.change(key, caller, async (manager, before) => {
      if (before.state === 'submitted' && before.summary === summary) return false;
      assertPossible('submit', before.state);
      const { figures, themes } = { figures: (await countsOf(manager, key, this.clock.now()))[0]!.figures, themes: await themesOf(manager, key) };
      const now = this.clock.now();
      await manager.query(
        `INSERT INTO briefing (month, channel, unit_code, state, summary, figures, themes, submitted_at, submitted_by) VALUES ($1, $2, $3, 'submitted', $4, $5, $6, $7, $8)
         ON CONFLICT (month, channel, unit_code) DO UPDATE SET state = 'submitted', summary = excluded.summary, figures = excluded.figures, themes = excluded.themes,
           submitted_at = excluded.submitted_at, submitted_by = excluded.submitted_by, decided_at = NULL, reason = NULL`,
        [key.month, key.channel, key.unit, summary, JSON.stringify(figures), JSON.stringify(themes), now, caller.subject],
      );
      await audit(manager, { by: caller, at: now, did: 'briefing.submitted', about: nameOf(key), before: { state: before.state }, after: { state: 'submitted' } });
      return true;
    });
  }

  /** 签收 or 退回重报 by the information office. */
  decide(key: BriefingKey, caller: Caller, { state, reason }: { state: 'received' | 'returned'; reason: string | null }): Promise<{ briefing: Briefing; isRepeat: boolean }> {
    return this.change(key, caller, async (manager, before) => {
      if (before.state === state && before.reason === reason) return false;
      assertPossible(state === 'received' ? 'receive' : 'return', before.state);
      const now = this.clock.now();
      await manager.query('UPDATE briefing SET state = $4, decided_at = $5, reason = $6 WHERE month = $1 AND channel = $2 AND unit_code = $3', [key.month, key.channel, key.unit, state, now, reason]);
      await audit(manager, { by: caller, at: now, did: `briefing.${state}`, about: nameOf(key), before: { state: before.state }, after: { state }, details: { reason } });
      return true;
    });
  }

  /** How many of last month are due and have not been sent up. */
  async missing(): Promise<number> {
    const now = this.clock.now();
    const [year = 0, number = 0] = businessDateOf(now).split('-').map(Number);
    const month = number === 1 ? `${year - 1}-12` : `${year}-${String(number - 1).padStart(2, '0')}`;
    const rows = await this.rows(this.dataSource.manager, { month });
    return rows.map((row) => this.lineOf(month, row)).filter(({ state, late }) => state === 'missing' && late).length;
  }

  /** One at a time for each briefing. */
  private change(key: BriefingKey, caller: Caller, work: (manager: EntityManager, before: Briefing) => Promise<boolean>): Promise<{ briefing: Briefing; isRepeat: boolean }> {
    return this.dataSource.transaction(async (manager) => {
      await manager.query(`SELECT pg_advisory_xact_lock(hashtext('briefing ' || current_schema()), hashtext($1))`, [nameOf(key)]);
      const isNew = await work(manager, await this.one(key, caller, manager));
      return { briefing: await this.one(key, caller, manager), isRepeat: !isNew };
    });
  }

  private async rows(manager: EntityManager, { month, channel, unit }: { month: string; channel?: BriefingChannel | undefined; unit?: string | undefined }): Promise<Row[]> {
    const counted = await countsOf(manager, { month, channel, unit }, this.clock.now());
    const sent = await manager.query<(Omit<Row, 'unitName'>)[]>(
      `SELECT channel, unit_code AS "unitCode", state, summary, figures, themes, submitted_at AS "submittedAt", decided_at AS "decidedAt", reason FROM briefing WHERE month = $1`,
      [month],
    );
    const kept = new Map(sent.map((row) => [`${row.channel} ${row.unitCode}`, row]));
    const nothing = { state: null, summary: null, themes: null, submittedAt: null, decidedAt: null, reason: null };
    return counted.map((row) => {
      const briefing = kept.get(`${row.channel} ${row.unitCode}`);
      // What was given back is put together anew.
      return briefing ? { ...row, ...briefing, ...(briefing.state === 'returned' ? { figures: row.figures, themes: null } : {}) } : { ...nothing, ...row };
    });
  }

  private lineOf(month: string, { channel, unitCode, unitName, figures, state, submittedAt, decidedAt, reason }: Row): BriefingLine {
    const now = this.clock.now();
    const dueOn = briefingDueOn(month, this.rulebook.calendar);
    const sentOn = businessDateOf(submittedAt ?? now);
    return {
      month, channel, unit: { code: unitCode, name: unitName }, state: state ?? (hasEnded(month, now) ? 'missing' : 'collecting'),
      dueOn, late: dueOn !== null && sentOn > dueOn, figures, submittedAt, decidedAt, reason,
    };
  }
}

/** @throws Problem as the rule says */
function assertPossible(action: BriefingAction, state: BriefingState): void {
  const refusal = refusalOf(action, state);
  if (refusal) throw problem(refusal);
}

const nameOf = ({ month, channel, unit }: BriefingKey): string => `${month} ${channel} ${unit}`;
const cursorOf = ({ channel, unit }: BriefingLine): string => `${channel} ${unit.code}`;

const citywide = new Set(['information-office', 'supervision-office']);
function ownUnit(caller: Caller, asked: string | undefined): string | undefined {
  if (caller.roles.some((role) => citywide.has(role))) return asked;
  if (caller.unit === null || (asked !== undefined && asked !== caller.unit)) throw problem('deadline-supervision.own-unit-only');
  return caller.unit;
}

type Counted = Pick<Row, 'channel' | 'unitCode' | 'unitName' | 'figures'>;

/** What came in, by unit: brought in from the past it is none of the month's. */
async function countsOf(manager: EntityManager, { month, channel, unit }: { month: string; channel?: BriefingChannel | undefined; unit?: string | undefined }, now: Date): Promise<Counted[]> {
  const { from, before } = spanOfMonth(month);
  const rows = await manager.query<(Omit<BriefingFigures, 'kinds'> & { channel: BriefingChannel; unitCode: string; unitName: string; kinds: Record<string, number> })[]>(
    `SELECT channel, unit_code AS "unitCode", coalesce((SELECT name FROM unit WHERE unit.code = unit_code), any_value(unit_name), unit_code) AS "unitName",
       sum(messages)::int AS registered, sum(answered)::int AS answered, sum(ended)::int AS ended, sum(open)::int AS open, sum(overdue)::int AS overdue,
       jsonb_object_agg(coalesce(kind, ''), messages) AS kinds
     FROM (SELECT channel, unit_code, any_value(unit_name) AS unit_name, kind, count(*)::int AS messages,
             count(*) FILTER (WHERE ending IN ('publicly-answered', 'privately-answered')) AS answered,
             count(*) FILTER (WHERE ending NOT IN ('publicly-answered', 'privately-answered', 'open')) AS ended,
             count(*) FILTER (WHERE ending = 'open') AS open,
             count(*) FILTER (WHERE ending = 'open' AND overdue_at <= $5) AS overdue
           FROM deadline
           WHERE registered_on >= $1 AND registered_on < $2 AND channel IN ('mailbox', 'microblog') AND NOT historical AND unit_code IS NOT NULL
             AND ($3::text IS NULL OR channel = $3) AND ($4::text IS NULL OR unit_code = $4)
           GROUP BY channel, unit_code, kind) AS by_kind
     GROUP BY channel, unit_code ORDER BY channel COLLATE "C", unit_code COLLATE "C"`,
    [from, before, channel ?? null, unit ?? null, now],
  );
  return rows.map(({ channel: of, unitCode, unitName, kinds, ...figures }) => ({
    channel: of, unitCode, unitName,
    figures: { ...figures, kinds: Object.entries(kinds).map(([kind, messages]) => ({ kind: kind === '' ? null : (kind as MessageKind), messages })).sort((a, b) => b.messages - a.messages || ((a.kind ?? '') < (b.kind ?? '') ? -1 : 1)) },
  }));
}

/** What several messages speak of, the most first; by redacted words alone. */
async function themesOf(manager: EntityManager, { month, channel, unit }: BriefingKey): Promise<Theme[]> {
  const { from, before } = spanOfMonth(month);
  return manager.query<Theme[]>(
    `WITH mine AS (
       SELECT hot_member.issue_id, hot_member.person, hot_member.shared_terms FROM deadline JOIN hot_member USING (message_id)
       WHERE deadline.registered_on >= $1 AND deadline.registered_on < $2 AND deadline.channel = $3 AND unit_code = $4 AND NOT historical
     ), grouped AS (
       SELECT issue_id, count(*)::int AS messages, count(DISTINCT person)::int AS people FROM mine GROUP BY issue_id HAVING count(*) > 1
     )
     SELECT coalesce(hot_issue.title, nullif(concat_ws(' · ', hot_issue.anchor ->> 'text', hot_issue.matters -> 0 ->> 'text'), ''),
         (SELECT string_agg(term, ' · ') FROM (SELECT term FROM mine, unnest(shared_terms) AS term WHERE mine.issue_id = grouped.issue_id
            GROUP BY term ORDER BY count(*) DESC, term LIMIT 3) AS terms), '（尚无共同用语）') AS theme, grouped.messages, grouped.people
     FROM grouped JOIN hot_issue USING (issue_id) ORDER BY grouped.messages DESC, grouped.people DESC, issue_id LIMIT ${themesAtMost}`,
    [from, before, channel, unit],
  );
}
