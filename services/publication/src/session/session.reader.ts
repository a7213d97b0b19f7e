import { Inject, Injectable } from '@nestjs/common';
import { interviewLevel, type UnitRef } from '@wenzheng/contracts';
import type { DataSource } from '@wenzheng/platform';
import { READS } from '../tokens.js';
import type { InterviewPlanEntries } from './interview-plan.entity.js';
import type { SessionFact } from './session-facts.rules.js';
import { sessionOf, type SessionState } from './session.rules.js';

const columns = `session_id AS "sessionId", sequence, type, data`;

/** What the public reads of live sessions. */
@Injectable()
export class SessionReader {
  constructor(@Inject(READS) private readonly reads: DataSource) {}

  /** Without their questions; the last that begins first. */
  async interviews(): Promise<SessionState[]> {
    const facts = await this.reads.query<SessionFact[]>(
      `SELECT ${columns} FROM session_fact WHERE type NOT LIKE 'question-%' AND session_id IN (SELECT session_id FROM session_fact WHERE type = 'scheduled' AND data->>'channel' = 'interview')`,
    );
    const sessions = [...Map.groupBy(facts, ({ sessionId }) => sessionId).values()].flatMap((ofOne) => sessionOf(ofOne) ?? []);
    return sessions.toSorted((a, b) => b.startsAt.getTime() - a.startsAt.getTime());
  }

  async interview(number: string): Promise<SessionState | null> {
    const facts = await this.reads.query<SessionFact[]>(
      `SELECT ${columns} FROM session_fact WHERE session_id = (SELECT session_id FROM session_fact WHERE type = 'scheduled' AND data->>'channel' = 'interview' AND data->>'sessionNumber' = $1 LIMIT 1)`,
      [number],
    );
    return sessionOf(facts);
  }

  async plan(year: number): Promise<{ entries: InterviewPlanEntries; changedAt: Date } | null> {
    const [plan] = await this.reads.query<{ entries: InterviewPlanEntries; changedAt: Date }[]>('SELECT entries, changed_at AS "changedAt" FROM interview_plan WHERE year = $1', [year]);
    return plan ?? null;
  }

  async plannedYears(): Promise<number[]> {
    return (await this.reads.query<{ year: number }[]>('SELECT year FROM interview_plan ORDER BY year')).map(({ year }) => year);
  }

  /** The units that hold interviews. */
  roster(): Promise<UnitRef[]> {
    return this.reads.query<UnitRef[]>('SELECT code, name FROM unit WHERE NOT removed AND level = $1 ORDER BY name, code', [interviewLevel]);
  }
}
