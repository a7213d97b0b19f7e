import { Inject, Injectable } from '@nestjs/common';
import type { ChannelName } from '@wenzheng/contracts';
import type { DataSource } from '@wenzheng/platform';
import { READS } from '../tokens.js';
import type { HotIssueState } from './hot-issue.entity.js';

/** A confirmed one with its officer's title: nothing else is public. */
export type PublicHotIssue = Omit<HotIssueState, 'messageIds' | 'title' | 'confirmedAt'> & { title: string; confirmedAt: string };

/** Its public messages of a day, by their channel. */
export interface HotIssueDay {
  date: string;
  channel: ChannelName;
  messages: number;
}

const isPublic = (issue: string) => `${issue}.state->>'state' = 'confirmed' AND ${issue}.state->>'title' <> '' AND ${issue}.state->>'confirmedAt' IS NOT NULL`;

/** What the public reads of hot issues. */
@Injectable()
export class HotIssueReader {
  constructor(@Inject(READS) private readonly reads: DataSource) {}

  /** The ones that were confirmed last first. */
  async newest(limit: number): Promise<PublicHotIssue[]> {
    const rows = await this.reads.query<{ state: PublicHotIssue }[]>(`SELECT state FROM hot_issue h WHERE ${isPublic('h')} ORDER BY state->>'confirmedAt' DESC, issue_id LIMIT $1`, [limit]);
    return rows.map(({ state }) => state);
  }

  /** Those that were confirmed on one of these days. */
  async confirmedBetween(from: string, to: string): Promise<PublicHotIssue[]> {
    const rows = await this.reads.query<{ state: PublicHotIssue }[]>(
      `SELECT state FROM hot_issue h
       WHERE ${isPublic('h')} AND ((state->>'confirmedAt')::timestamptz AT TIME ZONE 'Asia/Shanghai')::date BETWEEN $1::date AND $2::date ORDER BY state->>'confirmedAt', issue_id`,
      [from, to],
    );
    return rows.map(({ state }) => state);
  }

  /** Null for what is none, or none any more. */
  async one(issueId: string): Promise<PublicHotIssue | null> {
    const [row] = await this.reads.query<{ state: PublicHotIssue }[]>(`SELECT state FROM hot_issue h WHERE issue_id = $1 AND ${isPublic('h')}`, [issueId]);
    return row?.state ?? null;
  }

  /** Into which public one it was merged. */
  async mergedInto(issueId: string): Promise<string | null> {
    const [row] = await this.reads.query<{ into: string }[]>(
      `SELECT other.issue_id AS into FROM hot_issue AS gone JOIN hot_issue AS other ON other.issue_id = (gone.state->>'mergedInto')::uuid
       WHERE gone.issue_id = $1 AND gone.state->>'state' = 'merged' AND ${isPublic('other')}`,
      [issueId],
    );
    return row?.into ?? null;
  }

  /** Of the messages that are public now. */
  days(issueId: string): Promise<HotIssueDay[]> {
    return this.reads.query<HotIssueDay[]>(
      `SELECT m.registered_on::text AS date, m.channel, count(*)::int AS messages
       FROM hot_issue h CROSS JOIN unnest(h.message_ids) AS id JOIN message m ON m.message_id = id
       WHERE h.issue_id = $1 AND m.channel IS NOT NULL AND m.visibility = 'public' GROUP BY 1, 2 ORDER BY 1, 2`,
      [issueId],
    );
  }
}
