import { Inject, Injectable } from '@nestjs/common';
import { DATA_SOURCE, platformProblem, type BeforeJson, type Caller, type DataSource, type EntityManager } from '@wenzheng/platform';
import { deadlineSentence, explainedDayLabel } from '@wenzheng/wording';
import type { Clock, ExplainedDay, WorkingCalendar } from '@wenzheng/working-days';
import type { z } from 'zod';
import type { Announced } from '../announcement.rules.js';
import { loadFacts } from '../deadline-rows.js';
import { phaseAt, type DeadlineState } from '../deadline.rules.js';
import { recompute } from '../transition.rules.js';
import type { Policy } from '../../rulebook/policy/policy.rules.js';
import { dayZeroLabel, dayZeroReason } from '../session/day-zero.words.js';
import { Rulebook } from '../../rulebook/rulebook.js';
import { CLOCK } from '../../tokens.js';
import { deadlineSchema, explanationSchema, type FiredStep } from './deadline-view.schemas.js';
import { viewOf } from './deadline-view.rules.js';

type Queries = Pick<EntityManager, 'query'>;

const citywide = new Set(['supervision-office', 'information-office', 'inspection-bureau', 'administrator']);

@Injectable()
export class DeadlineViewService {
  constructor(
    @Inject(DATA_SOURCE) private readonly dataSource: DataSource,
    @Inject(Rulebook) private readonly rulebook: Rulebook,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** How the deadline stands now, with what has been done about it. */
  async describe(messageId: string, caller: Caller, queries: Queries = this.dataSource): Promise<BeforeJson<z.infer<typeof deadlineSchema>>> {
    const { state, policy, calendar } = await this.stateOf(messageId, caller, queries);
    const now = this.clock.now();
    const view = viewOf(state, policy.rules.closeOfBusiness.value);
    const fired = await queries.query<FiredStep[]>(
      `SELECT step, due_at AS "dueAt", fired_at AS "firedAt", withdrawn_at AS "withdrawnAt" FROM fired_step
       WHERE message_id = $1 ORDER BY due_at, step`,
      [messageId],
    );
    const { answer, end, ...rest } = state;
    return {
      messageId,
      ...rest,
      endedAt: end?.at ?? null,
      invalidityGround: end?.ground ?? null,
      dayZero: { ...state.dayZero, ...dayZeroReason(state.dayZero) },
      phase: phaseAt(state, now),
      overdueSince: state.overdueAt && now >= state.overdueAt ? state.overdueAt : null,
      submittedAt: answer?.submittedAt ?? null,
      publishedAt: answer?.publishedAt ?? null,
      reviewDueOn: answer?.reviewDueOn ?? null,
      fired,
      sentence: {
        zh: deadlineSentence(view, now, calendar, 'zh'),
        en: deadlineSentence(view, now, calendar, 'en'),
      },
    };
  }

  /** Day by day from day zero to the cap: which days count, which do not, and by which notice of the State Council. */
  async explain(messageId: string, caller: Caller): Promise<BeforeJson<z.infer<typeof explanationSchema>>> {
    const { state, policy, calendar } = await this.stateOf(messageId, caller);
    const { rules } = policy;
    const days = calendar.explain(state.dayZero.on, rules.finalWorkingDays.value);
    const papers = [...new Set(days.flatMap(({ paper }) => paper ?? []))].flatMap((address) => this.rulebook.calendars.titleOf(address) ?? []);
    const { registeredAt, registeredOn, dayZero, replyDueOn, finalDueOn, dueOn, provisional, policyVersion, calendarVersion } = state;
    return {
      messageId,
      registeredAt,
      registeredOn,
      dayZero: { ...dayZero, ...dayZeroReason(dayZero) },
      replyDueOn,
      dueOn,
      finalDueOn,
      provisional,
      policyVersion,
      calendarVersion,
      rules: [rules.replyWorkingDays, rules.finalWorkingDays, rules.closeOfBusiness],
      notices: papers.map(({ year, address, number, zh, en }) => ({ year, paper: address, number, zh, en })),
      days: days.map((day) => this.explained(day, state)),
    };
  }

  private async stateOf(messageId: string, caller: Caller, queries: Queries = this.dataSource): Promise<{ state: DeadlineState; policy: Policy; calendar: WorkingCalendar }> {
    await this.rulebook.refresh(queries);
    const [deadline] = await queries.query<Pick<Announced, 'policyVersion' | 'calendarVersion' | 'ending'>[]>(
      'SELECT policy_version AS "policyVersion", calendar_version AS "calendarVersion", ending FROM deadline WHERE message_id = $1',
      [messageId],
    );
    const facts = (await loadFacts(queries, [messageId])).get(messageId) ?? [];
    const state = recompute(facts, deadline ?? null, this.rulebook);
    const policy = state && this.rulebook.policyOf(state.channel, state.policyVersion);
    // 404, not 403: a unit must not learn whether another unit's message exists.
    if (!state || !policy || !maySee(caller, state)) throw platformProblem('not-found');
    return { state, policy, calendar: this.rulebook.calendarOf(state.calendarVersion) };
  }

  private explained(day: ExplainedDay, { replyDueOn, finalDueOn, dueOn, dayZero }: DeadlineState) {
    const marks = [
      ...(day.date === replyDueOn ? ['reply-due' as const] : []),
      ...(day.date === dueOn && dueOn !== replyDueOn ? ['extended-due' as const] : []),
      ...(day.date === finalDueOn ? ['final-due' as const] : []),
    ];
    const title = day.paper === undefined ? undefined : this.rulebook.calendars.titleOf(day.paper);
    const zero = dayZeroLabel(dayZero);
    return { ...day, marks, zh: explainedDayLabel(day, 'zh', title?.zh, zero.zh), en: explainedDayLabel(day, 'en', title?.en, zero.en) };
  }
}

const maySee = (caller: Caller, { unit }: DeadlineState): boolean =>
  caller.roles.some((role) => citywide.has(role)) || (caller.unit !== null && caller.unit === unit?.code);
