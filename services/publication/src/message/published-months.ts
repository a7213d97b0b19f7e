import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { DataSource } from '@wenzheng/platform';
import { businessDateOf, startOfBusinessDate } from '@wenzheng/working-days';
import { READS } from '../tokens.js';
import { columns, tables } from './message.reader.js';
import type { MessageRow } from './message-view.rules.js';

/** A month of registration, as `2026-09`. */
export interface PublishedMonth {
  month: string;
  messages: number;
  /** Of those, how many have a page with words on it. */
  shown: number;
  changedAt: Date;
}

export interface Place {
  number: string;
  changedAt: Date;
}

const ofMonth = `m.channel IS NOT NULL AND m.registered_at >= $1 AND m.registered_at < $2`;
const withWords = `m.visibility = 'public' AND m.ending <> 'withdrawn'`;

const nextMonth = (month: string): string => {
  const [year = 0, one = 0] = month.split('-').map(Number);
  return one === 12 ? `${year + 1}-01` : `${year}-${String(one + 1).padStart(2, '0')}`;
};
const spanOf = (month: string): [Date, Date] => [startOfBusinessDate(`${month}-01`), startOfBusinessDate(`${nextMonth(month)}-01`)];

/** Everything that is public, month by month of registration: what reads all of it goes by these. */
@Injectable()
export class PublishedMonths {
  constructor(@Inject(READS) private readonly reads: DataSource) {}

  /** The first month first. One statement a month, so that none takes long, however much there is. */
  async months(): Promise<PublishedMonth[]> {
    const [span] = await this.reads.query<{ first: Date | null; last: Date | null }[]>('SELECT min(registered_at) AS first, max(registered_at) AS last FROM message WHERE channel IS NOT NULL');
    if (!span?.first || !span.last) return [];
    const last = monthOf(span.last);
    const months: PublishedMonth[] = [];
    for (let month = monthOf(span.first); month <= last; month = nextMonth(month)) {
      const [counted] = await this.reads.query<(Omit<PublishedMonth, 'month' | 'changedAt'> & { changedAt: Date | null })[]>(
        `SELECT count(*)::int AS messages, (count(*) FILTER (WHERE ${withWords}))::int AS shown, max(updated_at) AS "changedAt" FROM message m WHERE ${ofMonth}`,
        spanOf(month),
      );
      if (counted?.changedAt) months.push({ ...counted, month, changedAt: counted.changedAt });
    }
    return months;
  }

  /** The same for as long as nothing changes in what is said of the month's messages. */
  async print(month: string): Promise<string> {
    const rows = await this.reads.query<{ said: string }[]>(
      `SELECT concat_ws(' ', m.message_id, m.revision, coalesce(u.sequence, 0)) AS said FROM ${tables} WHERE ${ofMonth} ORDER BY m.registered_at, m.message_id`,
      spanOf(month),
    );
    return createHash('sha256').update(rows.map(({ said }) => said).join('\n')).digest('base64url').slice(0, 22);
  }

  /** In the order of registration, so many at a time. */
  async *rows(month: string, size: number): AsyncGenerator<MessageRow[]> {
    const [from, to] = spanOf(month);
    for (let last: MessageRow | undefined; ; ) {
      const rows: MessageRow[] = await this.reads.query<MessageRow[]>(
        `SELECT ${columns} FROM ${tables} WHERE ${ofMonth} AND ($3::timestamptz IS NULL OR (m.registered_at, m.message_id) > ($3, $4::uuid)) ORDER BY m.registered_at, m.message_id LIMIT ${size}`,
        [from, to, last?.registeredAt ?? null, last?.messageId ?? null],
      );
      if (rows.length > 0) yield rows;
      if (rows.length < size) return;
      last = rows.at(-1);
    }
  }

  /** Where those with words stand, in the order of registration. */
  places(month: string, { limit, offset }: { limit: number; offset: number }): Promise<Place[]> {
    return this.reads.query<Place[]>(
      `SELECT m.message_number AS number, m.updated_at AS "changedAt" FROM message m WHERE ${ofMonth} AND ${withWords} ORDER BY m.registered_at, m.message_id LIMIT $3 OFFSET $4`,
      [...spanOf(month), limit, offset],
    );
  }
}

const monthOf = (at: Date): string => businessDateOf(at).slice(0, 7);
