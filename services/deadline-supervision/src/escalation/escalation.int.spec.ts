import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Role } from '@wenzheng/platform';
import { Fixture, Life, type Replica } from '../deadline-supervision.fixture.js';
import { SchedulerLoop } from '../scheduler/scheduler.loop.js';
import { insertEscalations } from './escalation-rows.js';
import { EscalationService, listed } from './escalation.service.js';

let fixture: Fixture;
let replica: Replica;
beforeAll(async () => {
  fixture = await Fixture.create();
  replica = await fixture.start();
});
afterEach(async () => {
  fixture.clock.set('2026-09-18T15:00:00+08:00');
  await fixture.clear();
});
afterAll(() => fixture.drop());

const list = async (role: Role, query = '') => {
  const { body } = await replica.call(`/v1/escalations${query}`, { role });
  return body as unknown as { items: ReturnType<typeof listed>[]; next: string };
};
const escalation = (raisedAt: string) => ({
  escalationId: randomUUID(), messageId: randomUUID(), messageNumber: 'N', channel: 'board' as const, unit: null, level: 1 as const,
  to: 'supervision-office' as const, replyDueOn: '2026-09-22', finalDueOn: null, raisedAt,
});
async function overdueUntil(instant: string): Promise<Life> {
  const life = new Life();
  await replica.handle(life.registered('2026-09-18T15:00:00+08:00'), life.assigned('2026-09-18T15:01:00+08:00'));
  fixture.clock.set(instant);
  await replica.app.get(SchedulerLoop).caughtUp();
  return life;
}

describe('R22: the list of escalations', () => {
  it('shows the supervision office everything and the inspection bureau level 3', async () => {
    const life = await overdueUntil('2026-10-10T00:00:00+08:00');
    const office = await list('supervision-office');
    expect(office.items.map(({ level, position, messageId }) => [level, position, messageId])).toEqual([1, 2, 3].map((level) => [level, String(level), life.messageId]));
    expect(office.items[0]).toMatchObject({ replyDueOn: '2026-09-22', finalDueOn: '2026-10-09', unit: { code: 'city.housing', name: '市住建局' }, withdrawnAt: null });
    expect((await list('inspection-bureau')).items.map(({ level }) => level)).toEqual([3]);
    expect((await list('supervision-office', '?level=2')).items).toHaveLength(1);
    expect(office.items.map(({ allowedActions }) => allowedActions.map(({ reason }) => reason?.code ?? null))).toEqual([[null], [null], ['deadline-supervision.not-addressed-to-you']]);
    expect((await list('inspection-bureau')).items[0]?.allowedActions).toEqual([{ action: 'acknowledge', allowed: true, reason: null }]);
  });

  it('is read page by page; an empty page gives its cursor back', async () => {
    await overdueUntil('2026-10-10T00:00:00+08:00');
    const first = await list('supervision-office', '?limit=2');
    const second = await list('supervision-office', `?limit=2&after=${first.next}`);
    expect([...first.items, ...second.items].map(({ level }) => level)).toEqual([1, 2, 3]);
    expect(await list('supervision-office', `?after=${second.next}`)).toEqual({ items: [], next: second.next });
  });

  it('a reader misses nothing when two writers commit out of order', async () => {
    const slow = fixture.dataSource.createQueryRunner();
    await slow.startTransaction();
    const earlier = escalation('2026-09-22T16:00:00Z');
    await insertEscalations(slow.manager, [earlier]);
    const later = escalation('2026-09-22T16:00:01Z');
    await fixture.dataSource.transaction((manager) => insertEscalations(manager, [later]));
    const positions = replica.app.get(EscalationService);
    await Promise.all([positions.assignPositions(), positions.assignPositions()]);
    const first = await list('supervision-office');
    await slow.commitTransaction();
    await slow.release();
    await Promise.all([positions.assignPositions(), positions.assignPositions()]);
    const second = await list('supervision-office', `?after=${first.next}`);
    expect([...first.items, ...second.items].map(({ id, position }) => [id, position])).toEqual([[later.escalationId, '1'], [earlier.escalationId, '2']]);
  });

  it('a crowd is placed in its order, though PostgreSQL counted the table while the crowd was on its way into it', async () => {
    const crowd = Array.from({ length: 25_000 }, (_, n) => escalation(new Date(Date.UTC(2026, 8, 22, 16) + n).toISOString()));
    await fixture.dataSource.transaction(async (manager) => {
      await insertEscalations(manager, crowd);
      // On another connection: it sees pages, and nobody in them.
      await fixture.dataSource.query('ANALYZE escalation');
    });
    await replica.app.get(EscalationService).assignPositions();
    const { items } = await list('supervision-office', '?after=24998');
    expect(items.map(({ id, position }) => [id, position])).toEqual([[crowd[24_998]?.escalationId, '24999'], [crowd[24_999]?.escalationId, '25000']]);
  });

  it('one that is withdrawn moves to the end, so that whoever has read it learns of that, and no place is given twice', async () => {
    const life = await overdueUntil('2026-09-23T00:00:00+08:00');
    const { next } = await list('supervision-office');
    await replica.handle(life.submitted('2026-09-22T23:00:00+08:00', randomUUID()));
    fixture.clock.set('2026-09-23T00:01:00+08:00');
    await replica.app.get(SchedulerLoop).caughtUp();
    const news = await list('supervision-office', `?after=${next}`);
    expect(news.items.map(({ position, level, withdrawnAt }) => [position, level, withdrawnAt])).toEqual([['2', 1, expect.any(String)]]);
    expect((await list('supervision-office')).items).toHaveLength(1);
    await replica.app.get(EscalationService).assignPositions();
    expect((await list('supervision-office', `?after=${news.next}`)).items).toEqual([]);
  });

  it.each(['?limit=0', '?limit=501', '?after=x', '?level=4'])('%s is refused', async (query) => {
    expect((await replica.call(`/v1/escalations${query}`, { role: 'supervision-office' })).status).toBe(400);
  });
});

describe('an acknowledgement 签收', () => {
  const acknowledge = (id: string, role: Role, sub: string, note?: string) =>
    replica.call(`/v1/escalations/${id}/acknowledgements`, { role, sub, body: note ? { note } : {} });

  it('is made once: 201, then 200 with the first one unchanged, and one event', async () => {
    await overdueUntil('2026-09-23T00:00:00+08:00');
    const [escalation] = (await list('supervision-office')).items;
    const id = String(escalation?.id);
    const first = await acknowledge(id, 'supervision-office', 'li', '已联系');
    expect(first.body['allowedActions']).toEqual([]);
    expect([first.status, first.headers.get('location'), first.body['acknowledgedBy'], first.body['note']]).toEqual([201, `/v1/escalations/${id}/acknowledgements`, 'li', '已联系']);
    const again = await acknowledge(id, 'supervision-office', 'wang', '另记');
    expect([again.status, again.body['acknowledgedBy'], again.body['note']]).toEqual([200, 'li', '已联系']);
    expect((await fixture.events('escalation.acknowledged')).map(({ data }) => data['acknowledgedBy'])).toEqual(['li']);
  });

  it('belongs to the office that is addressed', async () => {
    await overdueUntil('2026-10-10T00:00:00+08:00');
    const [first, , third] = (await list('supervision-office')).items;
    expect((await acknowledge(String(third?.id), 'supervision-office', 'li')).body['code']).toBe('deadline-supervision.not-addressed-to-you');
    expect((await acknowledge(String(first?.id), 'inspection-bureau', 'zhao')).status).toBe(404);
    expect((await acknowledge(String(third?.id), 'inspection-bureau', 'zhao')).status).toBe(201);
    expect((await acknowledge(randomUUID(), 'supervision-office', 'li')).status).toBe(404);
    expect((await acknowledge(String(first?.id), 'supervision-office', 'li', '\u0000')).status).toBe(400);
  });
});
