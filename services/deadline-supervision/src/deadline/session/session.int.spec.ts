import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { createEvent, sessionCancelled, sessionPostponed, sessionScheduled, type EventEnvelope } from '@wenzheng/contracts';
import fc from 'fast-check';
import { Fixture, housing, Life, type Replica } from '../../deadline-supervision.fixture.js';
import { RecalculationLoop } from '../../rule-change/recalculation/recalculation.loop.js';
import { ClosingService } from '../../statistics/closing/closing.service.js';
import { lineSchema } from '../../statistics/verification/export.schema.js';
import { Verification } from '../../statistics/verification/verification.rules.js';

let fixture: Fixture;
let replica: Replica;
beforeAll(async () => {
  fixture = await Fixture.create();
  replica = await fixture.start();
});
afterEach(() => fixture.clear());
afterAll(() => fixture.drop());

const at = (instant: string) => `${instant}+08:00`;
const utc = (instant: string) => new Date(at(instant)).toISOString();
const morningOf = (date: string) => ({ startsAt: utc(`${date}T09:00:00`), endsAt: utc(`${date}T11:00:00`) });

/** An interview's own events, in its own sequence. */
class Interview {
  readonly sessionId = randomUUID();
  private sequence = 0;

  scheduled(on: string) {
    const data = { sessionId: this.sessionId, sessionNumber: 'HN-FT2026-001', channel: 'interview' as const, title: '谈老旧小区改造', unit: housing, ...morningOf(on), scheduledAt: utc('2026-09-01T09:00:00') };
    return this.event(sessionScheduled, data.scheduledAt, data);
  }
  postponed(instant: string, on: string) {
    return this.event(sessionPostponed, utc(instant), { sessionId: this.sessionId, ...morningOf(on), reason: '防汛会商', postponedAt: utc(instant) });
  }
  cancelled(instant: string) {
    return this.event(sessionCancelled, utc(instant), { sessionId: this.sessionId, reason: '职责划转', cancelledAt: utc(instant) });
  }

  private event<Data>(definition: Parameters<typeof createEvent<Data>>[0], time: string, data: Data): EventEnvelope<Data> {
    return createEvent(definition, { subject: this.sessionId, sequence: (this.sequence += 1), time: new Date(time), data });
  }
}

const asked = (life: Life, { sessionId }: Interview, instant = '2026-09-18T15:00:00') => life.registered(at(instant), { channel: 'interview', sessionId });
const followed = () => replica.app.get(RecalculationLoop).caughtUp();
const datesOf = async ({ messageId }: Life) => {
  const [row] = await fixture.dataSource.query<object[]>(
    'SELECT registered_on::text AS registered, reply_due_on::text AS reply, final_due_on::text AS final FROM deadline WHERE message_id = $1', [messageId]);
  return row;
};
const moved = async ({ messageId }: Life) => (await fixture.events('deadline.moved')).filter(({ subject }) => subject === messageId).map(({ data }) => [data['dayZero'], data['replyDueOn'], data['finalDueOn'], data['cause']]);

describe('a question in a live session 在线访谈', () => {
  it('that is announced counts from its day, which its deadline.opened says', async () => {
    const [interview, life] = [new Interview(), new Life()];
    await replica.handle(interview.scheduled('2026-10-13'), asked(life, interview));
    expect(await datesOf(life)).toEqual({ registered: '2026-09-18', reply: '2026-10-16', final: '2026-10-27' });
    const [opened] = await fixture.events('deadline.opened');
    expect(opened?.data).toMatchObject({ dayZero: '2026-10-13', replyDueOn: '2026-10-16' });
  });

  it('counts from its own day while the session is unknown, and from the session’s when that is heard of, whatever was done meanwhile', async () => {
    const [interview, life] = [new Interview(), new Life()];
    const announcement = interview.scheduled('2026-10-13');
    await replica.handle(asked(life, interview), life.assigned(at('2026-09-18T15:01:00')));
    await fixture.until('2026-09-23T00:00:00');
    expect(await fixture.events('deadline.overdue')).toHaveLength(1);
    await replica.handle(announcement);
    await followed();
    await fixture.until('2026-09-23T00:00:01');
    expect(await moved(life)).toEqual([['2026-10-13', '2026-10-16', '2026-10-27', 'session']]);
    expect(await fixture.events('deadline.overdue-withdrawn')).toHaveLength(1);
    expect(await fixture.events('escalation.withdrawn')).toHaveLength(1);
    fixture.clock.set(at('2026-09-18T15:00:00'));
  });

  it('moves with a postponement once', async () => {
    const [interview, life] = [new Interview(), new Life()];
    await replica.handle(interview.scheduled('2026-09-23'), asked(life, interview));
    await replica.handle(interview.postponed('2026-09-20T11:00:00', '2026-10-13'));
    await followed();
    await replica.handle(interview.postponed('2026-09-20T12:00:00', '2026-10-15'));
    await followed();
    expect(await moved(life)).toEqual([['2026-10-13', '2026-10-16', '2026-10-27', 'session']]);
  });

  it('does not wait for a session that is put off by more than twenty working days', async () => {
    const [interview, life] = [new Interview(), new Life()];
    await replica.handle(interview.scheduled('2026-09-23'), asked(life, interview));
    await replica.handle(interview.postponed('2026-09-20T10:00:00', '2026-11-05'));
    await followed();
    expect(await moved(life)).toEqual([['2026-10-28', '2026-11-02', '2026-11-11', 'session']]);
  });

  it('is told of its new day zero where no date moves with it', async () => {
    const [interview, life] = [new Interview(), new Life()];
    await replica.handle(interview.scheduled('2026-11-27'), asked(life, interview));
    await replica.handle(interview.postponed('2026-09-20T10:00:00', '2026-11-28'));
    await followed();
    expect(await moved(life)).toEqual([['2026-11-28', '2026-12-02', '2026-12-11', 'session']]);
  });

  it('counts from the day of the cancellation, and what was asked after it from its own', async () => {
    const [interview, before, after] = [new Interview(), new Life(), new Life()];
    await replica.handle(interview.scheduled('2026-10-13'), asked(before, interview), asked(after, interview, '2026-09-21T16:00:00'));
    await replica.handle(interview.cancelled('2026-09-21T15:00:00'));
    await followed();
    expect(await datesOf(before)).toMatchObject({ reply: '2026-09-24', final: '2026-10-12' });
    expect(await datesOf(after)).toMatchObject({ registered: '2026-09-21', reply: '2026-09-24' });
  });

  it('that was answered late by its own day is found to have been in time when the session is heard of', async () => {
    const [interview, life] = [new Interview(), new Life()];
    const announcement = interview.scheduled('2026-10-13');
    await replica.handle(asked(life, interview), life.published(at('2026-10-14T10:00:00'), at('2026-10-14T11:00:00'), randomUUID()));
    await replica.handle(announcement);
    await followed();
    const closed = (await fixture.events('deadline.closed')).map(({ data }) => [data['submittedInTime'], data['workingDaysToSubmission']]);
    expect(closed).toEqual([[false, 14], [true, 1]]);
  });

  it('is explained: why day zero is the session’s day, in Chinese and English', async () => {
    const [interview, life] = [new Interview(), new Life()];
    await replica.handle(interview.scheduled('2026-09-23'), asked(life, interview), interview.postponed('2026-09-20T11:00:00', '2026-10-13'));
    await followed();
    const { body } = await replica.call(`/v1/deadlines/${life.messageId}/explanation`, { role: 'supervision-office' });
    expect(body['dayZero']).toMatchObject({
      on: '2026-10-13', because: 'postponement', session: { sessionId: interview.sessionId, firstOn: '2026-09-23' },
      zh: '在线访谈（HN-FT2026-001）原定2026年9月23日，推迟至2026年10月13日：会前、会中的提问以会期当日为第0天。访谈只能推迟一次，至多20个工作日。',
      en: 'The interview HN-FT2026-001 of 2026-09-23 was put off to 2026-10-13; what is asked before or during it counts from its day, which is day 0. That is done once, by 20 working days at most.',
    });
    const days = body['days'] as { date: string; zh: string; en: string }[];
    expect(days[0]).toMatchObject({ date: '2026-10-13', zh: '访谈当日·第0天', en: 'Day of the interview · day 0' });
    expect(days.at(-1)?.date).toBe('2026-10-27');
    const deadline = await replica.call(`/v1/deadlines/${life.messageId}`, { role: 'supervision-office' });
    expect(deadline.body).toMatchObject({ dayZero: { on: '2026-10-13' }, registeredOn: '2026-09-18' });
    const dossier = await replica.call(`/v1/dossiers/${life.messageId}`, { role: 'supervision-office' });
    expect((dossier.body['timeline'] as { what: string; zh: string }[]).filter(({ what }) => what.startsWith('session')).map(({ zh }) => zh)).toEqual([
      '安排在线访谈HN-FT2026-001，2026年9月23日举行', '访谈（座谈会）推迟至2026年10月13日（防汛会商）',
    ]);
  });
});

describe('events of messages and of their session', () => {
  it('every order and repetition of them ends in the same row, in sequences without a gap', async () => {
    const ends = new Set<string>();
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray([0, 1, 2, 3, 4, 5, 5, 4, 0], { minLength: 9 }), fc.array(fc.nat({ max: 8 }), { maxLength: 3 }), async (order, pauses) => {
        const [interview, life] = [new Interview(), new Life()];
        const events = [
          asked(life, interview),
          life.assigned(at('2026-09-18T15:01:00')),
          life.submitted(at('2026-10-14T10:00:00'), randomUUID()),
          interview.scheduled('2026-09-23'),
          interview.postponed('2026-09-20T11:00:00', '2026-10-13'),
          interview.cancelled('2026-10-12T11:00:00'),
        ];
        for (const [place, index] of order.entries()) {
          await replica.handle(events[index]!);
          if (pauses.includes(place)) await followed();
        }
        await followed();
        const said = (await fixture.dataSource.query<{ envelope: string }[]>('SELECT envelope FROM outbox ORDER BY position'))
          .map(({ envelope }) => JSON.parse(envelope) as { subject: string; sequence: number })
          .filter(({ subject }) => subject === life.messageId);
        expect(said.map(({ sequence }) => sequence)).toEqual(said.map((_, index) => index + 1));
        ends.add(JSON.stringify(await datesOf(life)));
      }),
      { numRuns: 60 },
    );
    expect([...ends]).toEqual([JSON.stringify({ registered: '2026-09-18', reply: '2026-10-15', final: '2026-10-26' })]);
  });

  it('that are handled at the same moment miss nothing of each other', async () => {
    const interview = new Interview();
    const lives = Array.from({ length: 60 }, () => new Life());
    const questions = lives.map((life) => asked(life, interview));
    const announced = [interview.scheduled('2026-09-23'), interview.postponed('2026-09-20T11:00:00', '2026-10-13')];
    await Promise.all([replica.handle(...questions.slice(0, 20)), replica.handle(...announced), replica.handle(...questions.slice(20, 40)), followed(), replica.handle(...questions.slice(40))]);
    await followed();
    const [count] = await fixture.dataSource.query<{ n: number }[]>(`SELECT count(*)::int AS n FROM deadline WHERE reply_due_on = '2026-10-16'`);
    expect(count?.n).toBe(60);
  });
});

it('R28: a closed period is recounted from its exported log with what was known of the sessions then, and what was heard later amends it', async () => {
  await replica.app.get(ClosingService).closeEnded();
  const [held, putOff, questions] = [new Interview(), new Interview(), [new Life(), new Life()] as const];
  await replica.handle(held.scheduled('2026-09-29'), putOff.scheduled('2026-09-22'), asked(questions[0], held), asked(questions[1], putOff));
  await followed();
  fixture.clock.set(at('2026-10-01T00:00:00'));
  await replica.app.get(ClosingService).closeEnded();
  await replica.handle(putOff.postponed('2026-09-21T10:00:00', '2026-10-13'));
  await followed();
  const { body } = await replica.call('/v1/statistics/events?from=2026-09-01&to=2026-09-30', { role: 'administrator' });
  const verification = new Verification();
  for (const line of String(body['text']).trimEnd().split('\n')) verification.take(lineSchema.parse(JSON.parse(line)));
  expect(verification.verdicts()).toEqual([{ period: '2026-09', correction: 0, messages: 2, differences: [] }]);
  const period = await replica.call('/v1/statistics/periods/2026-09', { role: 'supervision-office' });
  expect(period.body).toMatchObject({ figures: { totals: { registered: 2, overdue: 1 } }, amendment: { events: 1, messageIds: [questions[1].messageId], changes: { overdue: -1 } } });
});
