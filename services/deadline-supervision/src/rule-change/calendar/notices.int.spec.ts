import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Metrics } from '@wenzheng/platform';
import { eventually } from '@wenzheng/testing';
import { stateCouncilNotices } from '@wenzheng/working-days';
import { Fixture, Life, type Replica } from '../../deadline-supervision.fixture.js';
import { SchedulerLoop } from '../../scheduler/scheduler.loop.js';

let fixture: Fixture;
let replica: Replica;
beforeEach(async () => {
  fixture = await Fixture.create('2026-12-18T10:00:00+08:00');
  replica = await fixture.start();
});
afterEach(() => fixture.drop());

const at = (instant: string) => `${instant}+08:00`;
const administrator = { role: 'administrator' as const, sub: 'root' };
const paper = 'https://www.gov.cn/zhengce/2027.htm';
const days = [
  { name: '元旦', date: '2026-12-31', isOffDay: true }, { name: '元旦', date: '2027-01-01', isOffDay: true }, { name: '元旦', date: '2027-01-03', isOffDay: false },
];
const notice = { year: 2027, name: '国务院办公厅关于2027年部分节假日安排的通知', number: '国办发明电〔2026〕9号', papers: [paper], days };
const load = (body: object, key?: string) => replica.call('/v1/calendar/notices', { ...administrator, body, ...(key === undefined ? {} : { headers: { 'idempotency-key': key } }) });
const amended2026 = () => {
  const shipped = stateCouncilNotices.find(({ year }) => year === 2026);
  if (!shipped) throw new Error('2026 does not ship');
  return {
    year: 2026, name: '国务院办公厅关于调整2026年放假安排的通知', number: '国办发明电〔2026〕3号', papers: ['https://www.gov.cn/zhengce/2026-2.htm'],
    days: [...shipped.days.map(({ name, date, isOffDay }) => ({ name, date, isOffDay })), { name: '临时放假', date: '2026-12-23', isOffDay: true }],
  };
};
const dueOn = async () => (await fixture.dataSource.query<{ due: string; provisional: boolean }[]>('SELECT reply_due_on::text AS due, provisional FROM deadline')).map((row) => [row.due, row.provisional]);

describe('the notices', () => {
  it('of 2007 to 2026 ship with their sources, once, however many replicas start', async () => {
    await fixture.start();
    const { body } = await replica.call('/v1/calendar/notices');
    const listed = body['items'] as { year: number; shipped: boolean; papers: string[] }[];
    expect(listed.map(({ year }) => year)).toEqual(stateCouncilNotices.map(({ year }) => year));
    expect(listed.every(({ shipped, papers }) => shipped && papers.every((address) => address.includes('gov.cn')))).toBe(true);
  });

  it('the next one makes provisional dates firm on every replica, and says so', async () => {
    const other = await fixture.start();
    const life = new Life();
    fixture.clock.set(at('2026-12-28T10:00:00'));
    await replica.handle(life.registered(at('2026-12-28T10:00:00')));
    expect(await dueOn()).toEqual([['2026-12-31', true]]);
    expect((await replica.call('/v1/calendar')).body).toMatchObject({ lastNoticeYear: 2026, settledUntil: '2026-12-28', daysLeft: 0 });
    const { body: shown } = await replica.call('/v1/calendar/notices/previews', { ...administrator, body: notice });
    expect(shown['items']).toMatchObject([{ messageId: life.messageId, from: { dueOn: '2026-12-31', provisional: true }, to: { dueOn: '2027-01-03', provisional: false } }]);
    expect(await dueOn()).toEqual([['2026-12-31', true]]);

    const loaded = await load({ ...notice, preview: shown['preview'] }, 'k-1');
    expect([loaded.status, loaded.body['number']]).toEqual([201, notice.number]);
    await other.handle(life.assigned(at('2026-12-28T11:00:00')));
    expect(await dueOn()).toEqual([['2027-01-03', false]]);
    await eventually(async () => expect((await fixture.events('deadline.moved')).map(({ data }) => data['cause'])).toEqual(['calendar']));
    expect((await fixture.events('calendar.changed')).map(({ sequence, data }) => [sequence, data['year'], data['number']])).toEqual([[21, 2027, notice.number]]);
    expect((await other.call('/v1/calendar')).body).toMatchObject({ lastNoticeYear: 2027, settledUntil: '2027-12-28' });
    expect((await load(notice)).status).toBe(200);
    // Its preview holds no longer, and the request is the same.
    const again = await load({ ...notice, preview: shown['preview'] }, 'k-1');
    expect([again.status, again.body]).toEqual([200, loaded.body]);
  });

  it('of which the others were never told are told at the next start, once', async () => {
    await load(notice);
    // As a release left it that told nobody, or whose word nobody kept.
    await fixture.dataSource.query('TRUNCATE outbox');
    await fixture.dataSource.query('UPDATE calendar_announcement SET revision = 0');
    await fixture.start();
    await fixture.start();
    expect((await fixture.events('calendar.changed')).map(({ sequence, data }) => [sequence, data['year'], data['revision']])).toEqual([[21, 2027, 21]]);
  });

  it('an amendment that moves a date later withdraws what was done, and a closed deadline keeps its calendar and its explanation', async () => {
    const [open, closed] = [new Life(), new Life()];
    await replica.handle(...[open, closed].map((life) => life.registered(at('2026-12-18T10:00:00'))));
    await replica.handle(closed.published(at('2026-12-21T10:00:00'), at('2026-12-21T11:00:00'), closed.messageId));
    fixture.clock.set(at('2026-12-24T00:00:00'));
    await replica.app.get(SchedulerLoop).caughtUp();
    expect(await fixture.events('deadline.overdue')).toHaveLength(1);
    expect((await load(amended2026())).status).toBe(201);
    await replica.app.get(SchedulerLoop).caughtUp();
    expect(await fixture.events('deadline.overdue-withdrawn')).toHaveLength(1);
    expect(await fixture.events('escalation.withdrawn')).toHaveLength(1);
    const explained = async ({ messageId }: Life) => (await replica.call(`/v1/deadlines/${messageId}/explanation`, { role: 'information-office' })).body;
    const [moved, kept] = [await explained(open), await explained(closed)];
    expect([moved['replyDueOn'], kept['replyDueOn']]).toEqual(['2026-12-24', '2026-12-23']);
    const labels = (body: Record<string, unknown>) => (body['days'] as { date: string; zh: string }[]).find(({ date }) => date === '2026-12-23')?.zh;
    expect(labels(moved)).toBe('放假·不计（临时放假；国务院办公厅关于调整2026年放假安排的通知（国办发明电〔2026〕3号））');
    expect(labels(kept)).toBe('第3个工作日');
    // An event that comes later changes nothing about that.
    await replica.handle(closed.assigned(at('2026-12-21T09:00:00')));
    expect((await explained(closed))['replyDueOn']).toBe('2026-12-23');
  });

  it('what an amendment leaves as it was is still owed to the earlier paper', async () => {
    await load(amended2026());
    const { body } = await replica.call('/v1/calendar/notices?year=2026&after=20');
    const [stored] = body['items'] as { papers: string[]; days: { date: string; paper: string }[] }[];
    const shipped = stateCouncilNotices.find(({ year }) => year === 2026);
    expect(stored?.papers).toEqual([...(shipped?.papers ?? []), 'https://www.gov.cn/zhengce/2026-2.htm']);
    expect(stored?.days.filter((day) => day.paper !== shipped?.papers[0]).map(({ date }) => date)).toEqual(['2026-12-23']);
  });

  it.each([
    ['a year after the next', { ...notice, year: 2028, days: [{ name: '元旦', date: '2028-01-01', isOffDay: true }] }, 409, 'deadline-supervision.notice-out-of-turn'],
    ['a day twice', { ...notice, days: [...days, ...days.slice(0, 1)] }, 422, 'deadline-supervision.notice-inconsistent'],
    ['a day of another year', { ...notice, days: [{ name: '元旦', date: '2029-01-01', isOffDay: true }] }, 422, 'deadline-supervision.notice-inconsistent'],
    ['no paper', { ...notice, papers: [] }, 400, 'invalid-request'],
    ['no number', { ...notice, number: '7号' }, 400, 'invalid-request'],
    ['no day', { ...notice, days: [] }, 400, 'invalid-request'],
    ['a preview that does not hold', { ...notice, preview: 'x' }, 409, 'deadline-supervision.preview-outdated'],
  ])('%s is refused', async (_, body, status, code) => {
    const refused = await load(body);
    expect([refused.status, refused.body['code']]).toEqual([status, code]);
    expect((await replica.call('/v1/calendar')).body['lastNoticeYear']).toBe(2026);
  });

  it('the days until the calendar runs out are measured', async () => {
    expect(await replica.app.get(Metrics).render()).toContain('wenzheng_calendar_days_left 10');
    await load(notice);
    expect(await replica.app.get(Metrics).render()).toContain('wenzheng_calendar_days_left 375');
  });
});
