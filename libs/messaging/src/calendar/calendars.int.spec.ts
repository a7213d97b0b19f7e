import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { createDataSource, migrate, type DataSource } from '@wenzheng/platform';
import { createTestDatabase, eventually, noticeLoaded, type TestDatabase } from '@wenzheng/testing';
import { Editions, shippedNotices, stateCouncilCalendar } from '@wenzheng/working-days';
import { silent } from '../messaging.fixture.js';
import { messagingMigrations } from '../migrations.js';
import { calendarMigrations } from './calendar.migration.js';
import { Calendars } from './calendars.js';

let database: TestDatabase;
let dataSource: DataSource;
const replicas: Calendars[] = [];
beforeAll(async () => {
  const migrations = [...messagingMigrations, ...calendarMigrations];
  database = await createTestDatabase({ name: 'calendar', migrate: async (url) => void (await migrate({ url, service: 'spec', migrations })) });
  dataSource = await createDataSource({ url: database.url, service: 'spec' }).initialize();
});
afterEach(async () => {
  for (const replica of replicas.splice(0)) await replica.onApplicationShutdown();
  await dataSource.query('TRUNCATE calendar_notice');
});
afterAll(async () => {
  await dataSource.destroy();
  await database.drop();
});

async function start(): Promise<Calendars> {
  const calendars = new Calendars(dataSource, silent);
  replicas.push(calendars);
  await calendars.onModuleInit();
  return calendars;
}

const first = noticeLoaded().data;
const amendment = noticeLoaded({ revision: 22, name: '国务院办公厅关于调整2027年放假安排的通知', days: [...first.days, { name: '临时放假', date: '2027-03-01', isOffDay: true }] }).data;
const receive = (calendars: Calendars, ...notices: (typeof first)[]) => dataSource.transaction((manager) => calendars.receive(manager, notices));
const versionsOf = (calendars: readonly Calendars[]) => calendars.map(({ current }) => current.version);

describe('the calendar that deadline-supervision tells of', () => {
  it('is what ships until a notice comes, then that of every replica, and of one that starts later', async () => {
    const running = [await start(), await start()] as const;
    expect(versionsOf(running)).toEqual([stateCouncilCalendar.version, stateCouncilCalendar.version]);
    await receive(running[0], first);
    await eventually(() => expect(versionsOf(running)).toEqual([first.calendarVersion, first.calendarVersion]));
    expect(versionsOf([await start()])).toEqual([first.calendarVersion]);
    expect(running[1].current.addWorkingDays('2026-12-28', 3)).toEqual({ dueOn: '2027-01-03', provisional: false });
  });

  it('is the same in whatever order and however often the notices are told', async () => {
    const replica = await start();
    await receive(replica, amendment);
    await receive(replica, first, amendment);
    await receive(replica, first);
    await eventually(() => expect(versionsOf([replica])).toEqual([amendment.calendarVersion]));
    expect(replica.current.isWorkingDay('2027-03-01')).toBe(false);
  });

  it('is known as it was before, too, and by which paper', async () => {
    const replica = await start();
    await receive(replica, first, { ...amendment, papers: [...first.papers, 'https://www.gov.cn/zhengce/2027-2.htm'] });
    await eventually(() => expect(replica.editions.revision).toBe(22));
    const { editions } = replica;
    expect([first.calendarVersion, stateCouncilCalendar.version].map((version) => editions.of(version).version)).toEqual([first.calendarVersion, stateCouncilCalendar.version]);
    expect(editions.of(first.calendarVersion).isWorkingDay('2027-03-01')).toBe(true);
    expect(editions.of(null)).toBe(editions.current);
    expect(editions.titleOf('https://www.gov.cn/zhengce/2027-2.htm')?.zh).toBe('国务院办公厅关于调整2027年放假安排的通知（国办发明电〔2026〕9号）');
  });

  it('ships as the notices do', () => expect(new Editions(shippedNotices).current.version).toBe(stateCouncilCalendar.version));
});
