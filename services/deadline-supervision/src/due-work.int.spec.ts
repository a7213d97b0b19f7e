// Every kind of work that falls due by itself, with one row at fault among sound ones.
import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import { stateCouncilNotices } from '@wenzheng/working-days';
import { Fixture, housing, Life, unitKnown, type Replica } from './deadline-supervision.fixture.js';

let fixture: Fixture;
let replica: Replica;
beforeAll(async () => {
  fixture = await Fixture.create();
  replica = await fixture.start();
  // A second replica, which sweeps as well.
  await fixture.start();
  await replica.handle(unitKnown(housing));
});
afterEach(async () => {
  fixture.clock.set('2026-09-18T15:00:00+08:00');
  await fixture.clear();
});
afterAll(() => fixture.drop());

const at = (instant: string) => `${instant}+08:00`;
const office = { role: 'supervision-office' as const, sub: 'li' };
const sql = (statement: string, parameters: unknown[] = []) => fixture.dataSource.query<Record<string, unknown>[]>(statement, parameters);

async function opened(howMany: number): Promise<string[]> {
  const lives = Array.from({ length: howMany }, () => new Life());
  await replica.handle(...lives.flatMap((life) => [life.registered(at('2026-09-18T15:00:00')), life.assigned(at('2026-09-18T15:01:00'))]));
  return lives.map(({ messageId }) => messageId);
}
/** No event about it can be numbered any more. */
const exhaust = (messageId: string | undefined) => sql('UPDATE deadline_timer SET sequence = 2147483647 WHERE message_id = $1', [messageId]);
const mend = (messageId: string | undefined) => sql('UPDATE deadline_timer SET sequence = 100 WHERE message_id = $1', [messageId]);
const numberless = 'QueryFailedError: 22003';

interface Letter {
  id: string;
  stream: string;
  subject: string;
  reason: string;
}
const letters = async () => (await replica.call('/v1/dead-letters?state=waiting', { role: 'administrator' })).body['items'] as Letter[];
const named = async () => (await letters()).map(({ stream, subject, reason }) => `${stream} ${subject} ${reason}`).toSorted();
async function replayAll(): Promise<void> {
  for (const { id } of await letters()) {
    const { body } = await replica.call(`/v1/dead-letters/${id}/replays`, { role: 'administrator', method: 'POST' });
    expect(body).toMatchObject({ state: 'replayed' });
  }
}
const toldOf = async (type: string) => (await fixture.events(type)).map(({ subject }) => subject).toSorted();

it('a deadline that cannot fire holds up no other; it stands aside with its reason, and fires when it is replayed', async () => {
  const [poisoned, ...sound] = await opened(20);
  await exhaust(poisoned);
  await fixture.until('2026-09-21T09:00:00');
  expect(await toldOf('reminder.issued')).toEqual(sound.toSorted());
  expect(await named()).toEqual([`due-work deadline.fire ${poisoned}: ${numberless}`]);
  await fixture.until('2026-09-23T00:00:00');
  expect(await toldOf('deadline.overdue')).toEqual(sound.toSorted());
  await mend(poisoned);
  await replayAll();
  expect(await toldOf('deadline.overdue')).toEqual([...sound, poisoned].toSorted());
});

it('a missing right concerns every deadline: nothing stands aside, and all fire when it is given back', async () => {
  const all = await opened(3);
  const [[{ runner } = {}]] = [await sql(`SELECT rolname AS runner FROM pg_roles WHERE rolname || '_owner' = current_user`)];
  await sql(`REVOKE INSERT ON fired_step FROM "${String(runner)}"`);
  await expect(fixture.until('2026-09-21T09:00:00')).rejects.toMatchObject({ code: '42501' });
  await sql(`GRANT INSERT ON fired_step TO "${String(runner)}"`);
  await fixture.until('2026-09-21T09:00:00');
  expect([await named(), await toldOf('reminder.issued')]).toEqual([[], all.toSorted()]);
});

it('an escalation that cannot be passed on holds up no other', async () => {
  const [poisoned, ...sound] = await opened(5);
  await fixture.until('2026-09-23T00:00:00');
  await exhaust(poisoned);
  await fixture.until('2026-09-25T00:00:00');
  expect(await toldOf('escalation.passed-on')).toEqual(sound.toSorted());
  expect(await named()).toEqual([`due-work deadline.fire ${poisoned}: ${numberless}`, `due-work escalation.pass-on ${poisoned}: ${numberless}`]);
  await mend(poisoned);
  await replayAll();
  expect(await toldOf('escalation.passed-on')).toEqual([...sound, poisoned].toSorted());
});

it('a message of which no document can be drafted keeps no other out of its unit’s draft', async () => {
  const [poisoned, ...sound] = await opened(5);
  await sql(`ALTER TABLE urging_order ADD CONSTRAINT sound CHECK (NOT message_ids @> ARRAY['${poisoned}'::uuid])`);
  const drafted = async () => (await sql('SELECT unnest(message_ids)::text AS id FROM urging_order ORDER BY id')).map(({ id }) => id);
  await fixture.until('2026-09-25T00:00:00');
  expect(await drafted()).toEqual(sound.toSorted());
  expect(await named()).toEqual([`due-work document.draft ${poisoned}: QueryFailedError: 23514`]);
  await sql('ALTER TABLE urging_order DROP CONSTRAINT sound');
  await replayAll();
  expect(await drafted()).toEqual([...sound, poisoned].toSorted());
});

it('an order that cannot climb holds up no other', async () => {
  const [poisoned, sound] = await opened(2);
  await fixture.until('2026-09-24T10:00:00');
  const ids: unknown[] = [];
  for (const messageId of [poisoned, sound]) {
    const { body } = await replica.call('/v1/urging-orders', { ...office, body: { title: '关于路灯的督办', unit: housing.code, messageIds: [messageId], contact: '李某 0554-1234567' } });
    for (const resource of ['signatures', 'services']) expect((await replica.call(`/v1/urging-orders/${String(body['id'])}/${resource}`, { ...office, body: {} })).status).toBe(201);
    ids.push(body['id']);
  }
  await exhaust(poisoned);
  const climbed = async () => (await fixture.events('escalation.raised')).filter(({ data }) => data['cause']).map(({ subject }) => subject).toSorted();
  await fixture.until('2026-09-29T00:00:00');
  expect(await climbed()).toEqual([sound]);
  expect(await named()).toContain(`due-work urging-order.follow-up ${String(ids[0])}: ${numberless}`);
  await mend(poisoned);
  await replayAll();
  expect(await climbed()).toEqual([poisoned, sound].toSorted());
});

it('a major matter that cannot be escalated holds up no other', async () => {
  const [poisoned, sound] = await opened(2);
  const ids: unknown[] = [];
  for (const messageId of [poisoned, sound]) ids.push((await replica.call('/v1/major-matters', { ...office, body: { messageId, reason: '涉及安全' } })).body['id']);
  await exhaust(poisoned);
  await fixture.until('2026-09-21T00:00:00');
  expect(await toldOf('escalation.raised')).toEqual([sound]);
  expect(await named()).toEqual([`due-work major-matter.lapse ${String(ids[0])}: ${numberless}`]);
  await mend(poisoned);
  await replayAll();
  expect(await toldOf('escalation.raised')).toEqual([poisoned, sound].toSorted());
});

it('a month that cannot be closed holds up no other, and goes on being missed', async () => {
  await sql(`ALTER TABLE closed_period ADD CONSTRAINT sound CHECK (period <> '2026-09')`);
  const periods = async () => (await replica.call('/v1/statistics/periods', office)).body as { items: { period: string }[]; missing: string[] };
  await fixture.until('2026-11-01T00:00:00');
  expect(await periods()).toMatchObject({ items: [{ period: '2026-10' }], missing: ['2026-09'] });
  expect(await named()).toEqual(['due-work statistics.close 2026-09: QueryFailedError: 23514']);
  await sql('ALTER TABLE closed_period DROP CONSTRAINT sound');
  await replayAll();
  expect(await periods()).toMatchObject({ items: [{ period: '2026-09' }, { period: '2026-10' }], missing: [] });
});

it('a deadline that cannot be moved to another policy, nor to another calendar, holds up no other', async () => {
  const administrator = { role: 'administrator' as const, sub: 'root' };
  const [poisoned, ...sound] = await opened(5);
  await exhaust(poisoned);
  const change = { channel: 'board', effectiveFrom: '2026-12-01', reason: '市政府常务会议决定', changes: { replyWorkingDays: 2, extensionWithinWorkingDays: 2 } };
  expect((await replica.call('/v1/policies', { ...administrator, body: change })).status).toBe(201);
  const { preview } = (await replica.call('/v1/policies/board/2011-118.2/preview', administrator)).body;
  expect((await replica.call('/v1/policies/board/2011-118.2/moves', { ...administrator, body: { preview, reason: '统一口径' } })).status).toBe(201);
  await fixture.until('2026-09-18T15:01:00');
  expect(await toldOf('deadline.moved')).toEqual(sound.toSorted());
  expect(await named()).toEqual([`due-work deadline.move ${poisoned}: ${numberless}`]);

  const days = stateCouncilNotices.find(({ year }) => year === 2026)!.days.map(({ name, date, isOffDay }) => ({ name, date, isOffDay }));
  const notice = {
    year: 2026, name: '国务院办公厅关于调整2026年放假安排的通知', number: '国办发明电〔2026〕3号', papers: ['https://www.gov.cn/zhengce/2026-2.htm'],
    days: [...days, { name: '临时放假', date: '2026-09-21', isOffDay: true }],
  };
  expect((await replica.call('/v1/calendar/notices', { ...administrator, body: notice })).status).toBe(201);
  await fixture.until('2026-09-18T15:02:00');
  expect(await toldOf('deadline.moved')).toEqual([...sound, ...sound].toSorted());
  expect(await named()).toEqual([`due-work deadline.move ${poisoned}: ${numberless}`, `due-work deadline.renew ${poisoned}: ${numberless}`]);
  await mend(poisoned);
  await replayAll();
  const dates = await sql('SELECT DISTINCT reply_due_on::text AS due, policy_version AS version FROM deadline');
  expect(dates).toEqual([{ due: '2026-09-22', version: '2011-118.2' }]);
});
