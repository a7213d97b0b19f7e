import { Inject, Injectable } from '@nestjs/common';
import { DATA_SOURCE, type DataSource, type EntityManager } from '@wenzheng/platform';
import { addDays, startOfBusinessDate } from '@wenzheng/working-days';
import { IsNull, Not } from 'typeorm';
import { Rulebook } from '../../rulebook/rulebook.js';
import { knownFacts } from '../../deadline/session/session-rows.js';
import { ClosedPeriodEntity } from '../closing/closed-period.entity.js';
import { CorrectionEntity } from '../correction/correction.entity.js';
import type { Span } from '../period.rules.js';

type Queries = Pick<EntityManager, 'query'>;

const readSize = 5_000;
const pageSize = 500;

/** The kept events of what was registered between two dates, by the log alone, with what a recount of closed periods needs. */
@Injectable()
export class ExportService {
  constructor(
    @Inject(DATA_SOURCE) private readonly dataSource: DataSource,
    @Inject(Rulebook) private readonly rulebook: Rulebook,
  ) {}

  /** Lines of NDJSON. Nothing that is closed changes while they are written, and what is heard meanwhile bears a later number. */
  async *lines({ from, to }: Span): AsyncGenerator<string> {
    await this.rulebook.refresh();
    const closed = await this.dataSource.getRepository(ClosedPeriodEntity).find({ order: { number: 'ASC' } });
    yield lineOf('export', { from, to });
    yield lineOf('rules', { policies: this.rulebook.allPolicies, notices: this.rulebook.calendars.notices });
    for (const period of closed) yield lineOf('closed', { ...period });
    const corrected = await this.dataSource.getRepository(CorrectionEntity).find({ where: { number: Not(IsNull()) }, order: { period: 'ASC', number: 'ASC' } });
    for (const { period, number, reason, countedAt, evidence, figures, digest } of corrected) yield lineOf('corrected', { period, number, reason, correctedAt: countedAt, evidence, figures, digest });
    let messages = 0;
    for await (const rows of this.messages(this.dataSource, { from, to })) {
      yield rows.map((text) => `${text}\n`).join('');
      messages += rows.length;
    }
    yield lineOf('end', { messages });
  }

  /** Lines of what was registered in a span, in the order of ids, some hundred at once. */
  async *messages(queries: Queries, span: Span): AsyncGenerator<string[]> {
    for await (const ids of this.registered(queries, span)) yield (await queries.query<{ text: string }[]>(messagesSql, [ids])).map(({ text }) => text);
  }

  /** Every registration of the log is looked at once, in the order of ids. */
  private async *registered(queries: Queries, { from, to }: Span): AsyncGenerator<string[]> {
    for (let after = '00000000-0000-0000-0000-000000000000'; ; ) {
      const read = await queries.query<{ id: string; asked: boolean }[]>(
        `SELECT message_id AS id, (data->>'registeredAt')::timestamptz >= $2 AND (data->>'registeredAt')::timestamptz < $3 AS asked
         FROM deadline_fact WHERE type = 'registered' AND message_id > $1 ORDER BY message_id LIMIT $4`,
        [after, startOfBusinessDate(from), startOfBusinessDate(addDays(to, 1)), readSize],
      );
      const ids = [...new Set(read.filter(({ asked }) => asked).map(({ id }) => id))];
      for (let start = 0; start < ids.length; start += pageSize) yield ids.slice(start, start + pageSize);
      const last = read.at(-1);
      if (!last || read.length < readSize) return;
      after = last.id;
    }
  }
}

const lineOf = (line: string, of: object): string => `${JSON.stringify({ line, ...of })}\n`;

const iso = (column: string) => `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
const messagesSql = `
  SELECT json_build_object(
    'line', 'message', 'messageId', message_id,
    'clock', (SELECT json_build_object('channel', channel, 'policyVersion', policy_version, 'calendarVersion', calendar_version, 'ending', ending)
              FROM deadline WHERE deadline.message_id = known_fact.message_id),
    'urgedAt', (SELECT ${iso('fired_at')} FROM fired_step WHERE fired_step.message_id = known_fact.message_id AND step = 'urging'),
    'facts', json_agg(json_build_object('eventId', event_id, 'type', type, 'sequence', sequence, 'time', ${iso('time')}, 'afterClosing', after_closing, 'data', data)
                      ORDER BY event_id))::text AS text
  FROM ${knownFacts} WHERE message_id = ANY ($1::uuid[]) GROUP BY message_id ORDER BY message_id`;
