import { Inject, Injectable } from '@nestjs/common';
import { DATA_SOURCE, platformProblem, type BeforeJson, type Caller, type DataSource } from '@wenzheng/platform';
import { deadlineSentence, explainedDayLabel, noticeTitle, type Clock, type ExplainedDay, type WorkingCalendar } from '@wenzheng/working-days';
import type { z } from 'zod';
import { loadFacts } from '../clock/clock-rows.js';
import { phaseAt, type ClockState } from '../clock/clock.rules.js';
import { ClockService } from '../clock/clock.service.js';
import { Policies } from '../policy/policies.service.js';
import { CALENDAR, CLOCK } from '../tokens.js';
import { deadlineSchema, explanationSchema, type FiredStep } from './deadline.schemas.js';
import { viewOf } from './view.rules.js';

const citywide = new Set(['supervision-office', 'information-office', 'inspection-bureau', 'administrator']);

@Injectable()
export class DeadlineService {
  constructor(
    @Inject(DATA_SOURCE) private readonly dataSource: DataSource,
    @Inject(ClockService) private readonly clocks: ClockService,
    @Inject(Policies) private readonly policies: Policies,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(CALENDAR) private readonly calendar: WorkingCalendar,
  ) {}

  /** How the deadline stands now, with what has been done about it. */
  async describe(messageId: string, caller: Caller): Promise<BeforeJson<z.infer<typeof deadlineSchema>>> {
    const state = await this.stateOf(messageId, caller);
    const now = this.clock.now();
    const view = viewOf(state, this.closeOfBusiness(state));
    const fired = await this.dataSource.query<FiredStep[]>(
      `SELECT step, due_at AS "dueAt", fired_at AS "firedAt", withdrawn_at AS "withdrawnAt" FROM fired_step
       WHERE message_id = $1 ORDER BY due_at, step`,
      [messageId],
    );
    const { answer, ...rest } = state;
    return {
      messageId,
      ...rest,
      phase: phaseAt(state, now),
      overdueSince: state.overdueAt && now >= state.overdueAt ? state.overdueAt : null,
      submittedAt: answer?.submittedAt ?? null,
      publishedAt: answer?.publishedAt ?? null,
      reviewDueOn: answer?.reviewDueOn ?? null,
      fired,
      sentence: {
        zh: deadlineSentence(view, now, this.calendar, 'zh'),
        en: deadlineSentence(view, now, this.calendar, 'en'),
      },
    };
  }

  /** Day by day from registration to the cap: which days count, which do not, and by which notice of the State Council. */
  async explain(messageId: string, caller: Caller): Promise<BeforeJson<z.infer<typeof explanationSchema>>> {
    const state = await this.stateOf(messageId, caller);
    const rules = this.policies.of(state.registeredAt, state.policyVersion).channels[state.channel];
    const days = this.calendar.explain(state.registeredOn, rules.finalWorkingDays.value);
    const years = [...new Set(days.flatMap(({ noticeYear }) => noticeYear ?? []))];
    const { registeredAt, registeredOn, replyDueOn, finalDueOn, dueOn, provisional, policyVersion, calendarVersion } = state;
    return {
      messageId,
      registeredAt,
      registeredOn,
      replyDueOn,
      dueOn,
      finalDueOn,
      provisional,
      policyVersion,
      calendarVersion,
      rules: [rules.replyWorkingDays, rules.finalWorkingDays, rules.closeOfBusiness],
      notices: years.map((year) => ({ year, zh: noticeTitle(year, 'zh'), en: noticeTitle(year, 'en') })),
      days: days.map((day) => explainedDay(day, state)),
    };
  }

  private async stateOf(messageId: string, caller: Caller): Promise<ClockState> {
    const [clock] = await this.dataSource.query<{ policy_version: string }[]>('SELECT policy_version FROM clock WHERE message_id = $1', [
      messageId,
    ]);
    const facts = (await loadFacts(this.dataSource.manager, [messageId])).get(messageId) ?? [];
    if (clock) await this.policies.know([clock.policy_version]);
    const state = this.clocks.derive(facts, clock?.policy_version);
    // Of another unit's message a unit does not even learn that it exists.
    if (!state || !maySee(caller, state)) throw platformProblem('not-found');
    return state;
  }

  private closeOfBusiness({ registeredAt, policyVersion, channel }: ClockState): string {
    return this.policies.of(registeredAt, policyVersion).channels[channel].closeOfBusiness.value;
  }
}

const maySee = (caller: Caller, { unit }: ClockState): boolean =>
  caller.roles.some((role) => citywide.has(role)) || (caller.unit !== null && caller.unit === unit?.code);

function explainedDay(day: ExplainedDay, { replyDueOn, finalDueOn, dueOn }: ClockState) {
  const marks = [
    ...(day.date === replyDueOn ? ['reply-due' as const] : []),
    ...(day.date === dueOn && dueOn !== replyDueOn ? ['extended-due' as const] : []),
    ...(day.date === finalDueOn ? ['final-due' as const] : []),
  ];
  return { ...day, marks, zh: explainedDayLabel(day, 'zh'), en: explainedDayLabel(day, 'en') };
}
