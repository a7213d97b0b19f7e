import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Fixture, housing, Life, unitKnown, water, type Replica } from '../../deadline-supervision.fixture.js';
import { SchedulerLoop } from '../../scheduler/scheduler.loop.js';

let fixture: Fixture;
let replica: Replica;
let life: Life;
beforeAll(async () => {
  fixture = await Fixture.create();
  replica = await fixture.start();
  await replica.handle(unitKnown(housing), unitKnown(water));
  life = new Life();
  await replica.handle(life.registered('2026-09-18T15:00:00+08:00'), life.assigned('2026-09-18T15:01:00+08:00'));
});
afterAll(() => fixture.drop());

describe('GET /v1/calendar/due', () => {
  const due = async (query: string) => {
    const { status, body } = await replica.call(`/v1/calendar/due?${query}`);
    return status === 200 ? body : status;
  };
  it.each([
    ['registeredAt=2026-09-18T07:00:00Z&workingDays=3', { dueOn: '2026-09-22', provisional: false }],
    ['registeredAt=2026-09-18T16:00:00Z&workingDays=3', { dueOn: '2026-09-22', provisional: false }],
    ['registeredAt=2026-09-18T15:00:00+08:00&workingDays=3', { dueOn: '2026-09-22', provisional: false }],
    ['registeredAt=2026-09-18T15:00:00%2B08:00&workingDays=3', { dueOn: '2026-09-22', provisional: false }],
    ['registeredAt=2026-12-18T07:00:00Z&workingDays=10', { dueOn: '2027-01-01', provisional: true }],
    ['registeredAt=2011-10-09&workingDays=10', { dueOn: '2011-10-21', provisional: false }],
    ['registeredAt=2006-12-28T07:00:00Z&workingDays=3', { dueOn: null, provisional: true }],
    ['registeredAt=9989-12-31&workingDays=250', { dueOn: '9990-12-14', provisional: true }],
  ])('%s', async (query, expected) => expect(await due(query)).toEqual(expected));
  it.each([
    'registeredAt=2026-09-18T07:00:00Z', 'workingDays=3', 'registeredAt=yesterday&workingDays=3', 'registeredAt=2026-02-30&workingDays=3',
    'registeredAt=2026-09-18&workingDays=0', 'registeredAt=2026-09-18&workingDays=251', 'registeredAt=2026-09-18&workingDays=1.5',
    'registeredAt=9999-12-31T23:59:59Z&workingDays=250', 'registeredAt=0000-01-01&workingDays=1', 'registeredAt=2026-09-18T07:00:00&workingDays=3',
  ])('%s is refused', async (query) => expect(await due(query)).toBe(400));
});

describe('GET /v1/deadlines/{messageId}', () => {
  const path = () => `/v1/deadlines/${life.messageId}`;

  it('says how it stands, in a sentence too', async () => {
    const { body } = await replica.call(path(), { role: 'information-office' });
    expect(body).toMatchObject({ phase: 'running', replyDueOn: '2026-09-22', finalDueOn: '2026-10-09', overdueSince: null, unit: housing, fired: [] });
    expect(body['sentence']).toMatchObject({ zh: expect.stringContaining('9月22日'), en: expect.stringContaining('22 September') });
  });

  it('after the due date it is overdue since its last day ended, with what has been done about it', async () => {
    fixture.clock.set('2026-09-23T09:00:00+08:00');
    await replica.app.get(SchedulerLoop).caughtUp();
    const { body } = await replica.call(path(), { role: 'web-admin', unit: housing.code });
    expect(body).toMatchObject({ phase: 'overdue', overdueSince: '2026-09-22T16:00:00.000Z' });
    expect((body['fired'] as { step: string }[]).map(({ step }) => step)).toEqual(['escalation-1', 'overdue', 'urging']);
  });

  it('a unit sees its own messages; of others it does not learn that they exist', async () => {
    expect((await replica.call(path(), { role: 'web-admin', unit: water.code })).status).toBe(404);
    expect((await replica.call(path(), { role: 'principal' })).status).toBe(404);
    expect((await replica.call(`/v1/deadlines/${randomUUID()}`, { role: 'administrator' })).status).toBe(404);
    expect((await replica.call('/v1/deadlines/1', { role: 'administrator' })).status).toBe(400);
  });
});

describe('GET /v1/deadlines/{messageId}/explanation', () => {
  it('lists every day with the reason why it counts, and names the notice of the State Council', async () => {
    const { body } = await replica.call(`/v1/deadlines/${life.messageId}/explanation`, { role: 'reviewer', unit: housing.code });
    const days = body['days'] as { date: string; counted: boolean; marks: string[]; zh: string; en: string }[];
    expect([days[0]?.date, days.at(-1)?.date]).toEqual(['2026-09-18', '2026-10-09']);
    expect(days.filter(({ counted }) => counted)).toHaveLength(10);
    expect(days.find(({ date }) => date === '2026-09-20')?.zh).toBe('调休上班·计（第1个工作日；国庆节；国务院办公厅关于2026年部分节假日安排的通知）');
    expect(days.flatMap(({ date, marks }) => marks.map((mark) => [date, mark]))).toEqual([['2026-09-22', 'reply-due'], ['2026-10-09', 'final-due']]);
    expect(body['notices']).toMatchObject([{ year: 2026, zh: '国务院办公厅关于2026年部分节假日安排的通知' }]);
    expect(body['rules']).toMatchObject([{ value: 3, basis: 'stated', requirement: 'R09' }, { value: 10, basis: 'stated', requirement: 'R11' }, { value: '24:00', basis: 'default' }]);
  });
});
