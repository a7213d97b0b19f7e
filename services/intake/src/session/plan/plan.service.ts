import { isDeepStrictEqual } from 'node:util';
import { Inject, Injectable } from '@nestjs/common';
import { createEvent, interviewCoverage, interviewPlanChanged } from '@wenzheng/contracts';
import { appendToOutbox } from '@wenzheng/messaging';
import { DATA_SOURCE, type Caller, type DataSource, type EntityManager } from '@wenzheng/platform';
import { startOfBusinessDate, type Clock } from '@wenzheng/working-days';
import { And, LessThan, MoreThanOrEqual } from 'typeorm';
import { problem } from '../../problems.js';
import { CLOCK } from '../../tokens.js';
import { Units } from '../../unit/units.service.js';
import { LiveSession } from '../session.entity.js';
import { InterviewPlan } from './plan.entity.js';
import type { InterviewPlanBody, InterviewPlanView } from './plan.schema.js';

/** 在线访谈年度计划 (R14): which unit is when, and how many units have been. */
@Injectable()
export class InterviewPlans {
  constructor(
    @Inject(DATA_SOURCE) private readonly dataSource: DataSource,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(Units) private readonly units: Units,
  ) {}

  async view(year: number): Promise<InterviewPlanView> {
    return this.dataSource.transaction('REPEATABLE READ', (manager) => this.read(manager, year));
  }

  /** The whole plan of a year; the same again is no version of its own. */
  async change(year: number, body: InterviewPlanBody, by: Caller): Promise<InterviewPlanView> {
    return this.dataSource.transaction(async (manager) => {
      await manager.query(`SELECT pg_advisory_xact_lock(hashtext('interview plan ' || current_schema()))`);
      const plans = manager.getRepository(InterviewPlan);
      const entries = body.entries.toSorted((a, b) => (a.month < b.month ? -1 : a.month > b.month ? 1 : 0));
      if (entries.some(({ month }) => Number(month.slice(0, 4)) !== year)) throw problem('intake.interview-month-wrong');
      const before = await plans.findOne({ where: { year }, order: { version: 'DESC' } });
      if (before && isDeepStrictEqual(before.entries, entries)) return this.read(manager, year);
      for (const { unit } of entries) await this.units.assertKnown(manager, unit);
      const [version, now] = [(before?.version ?? 0) + 1, this.clock.now()];
      await plans.insert({ year, version, entries, changedAt: now, changedBy: by.subject });
      await appendToOutbox(manager, [createEvent(interviewPlanChanged, { subject: `interview-plan-${year}`, sequence: version, time: now, data: { year, entries, changedAt: now.toISOString() } })]);
      return this.read(manager, year);
    });
  }

  private async read(manager: EntityManager, year: number): Promise<InterviewPlanView> {
    const plan = await manager.getRepository(InterviewPlan).findOne({ where: { year }, order: { version: 'DESC' } });
    const startsAt = And(MoreThanOrEqual(startOfBusinessDate(`${year}-01-01`)), LessThan(startOfBusinessDate(`${year + 1}-01-01`)));
    const sessions = await manager.getRepository(LiveSession).find({ where: { channel: 'interview', startsAt } });
    const entries = plan?.entries ?? [];
    const interviews = sessions.map(({ unitCode, unitName, state }) => ({ unit: { code: unitCode, name: unitName }, state }));
    return { year, entries, changedAt: plan?.changedAt.toISOString() ?? null, coverage: interviewCoverage(await this.units.interviewRoster(manager), entries, interviews) };
  }
}
