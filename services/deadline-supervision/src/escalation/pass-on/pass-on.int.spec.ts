import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Role } from '@wenzheng/platform';
import { Fixture, Life, type Replica } from '../../deadline-supervision.fixture.js';
import type { Escalation } from '../escalation.service.js';

let fixture: Fixture;
let replica: Replica;
beforeAll(async () => {
  fixture = await Fixture.create();
  replica = await fixture.start();
  // A second replica, which sweeps as well.
  await fixture.start();
});
afterEach(async () => {
  fixture.clock.set('2026-09-18T15:00:00+08:00');
  await fixture.clear();
});
afterAll(() => fixture.drop());

async function open(howMany = 1): Promise<void> {
  const lives = Array.from({ length: howMany }, () => new Life());
  await replica.handle(...lives.flatMap((life) => [life.registered('2026-09-18T15:00:00+08:00'), life.assigned('2026-09-18T15:01:00+08:00')]));
}
const list = async (role: Role, query = '') => ((await replica.call(`/v1/escalations${query}`, { role })).body as unknown as { items: Escalation[] }).items;
const acknowledge = (id: string | undefined, role: Role) => replica.call(`/v1/escalations/${id}/acknowledgements`, { role, sub: 'li', body: {} });

describe('R22: what waits for a unit', () => {
  it('is told the information office first, climbs to the supervision office, and never reaches the inspection bureau', async () => {
    const life = new Life();
    await replica.handle(life.registered('2026-09-18T15:00:00+08:00'));
    await fixture.until('2026-09-23T00:00:00');
    const [first] = await list('information-office');
    expect(first).toMatchObject({ level: 1, to: 'information-office', unit: null, messageId: life.messageId });
    expect((await replica.call(`/v1/dossiers/${life.messageId}`, { role: 'information-office' })).status).toBe(200);
    expect((await acknowledge(first?.id, 'supervision-office')).body['code']).toBe('deadline-supervision.not-addressed-to-you');
    await fixture.until('2026-09-25T00:00:00');
    await fixture.until('2026-12-01T00:00:00');
    expect((await list('supervision-office')).map(({ level, to, passedOnFrom }) => [level, to, passedOnFrom]).toSorted()).toEqual([
      [1, 'supervision-office', 'information-office'], [2, 'supervision-office', null], [3, 'supervision-office', null],
    ]);
    expect(await list('inspection-bureau')).toEqual([]);
    expect((await acknowledge(first?.id, 'information-office')).status).toBe(404);
    expect((await acknowledge(first?.id, 'supervision-office')).status).toBe(201);
  });
});

describe('R22: an escalation that the supervision office does not acknowledge', () => {
  it('goes to the inspection bureau when the working day after it was raised has ended, once, as the same escalation at the end of the list', async () => {
    await open();
    await fixture.until('2026-09-23T00:00:00');
    const [first] = await list('supervision-office');
    await fixture.until('2026-09-24T23:59:59.999');
    expect(await list('inspection-bureau')).toEqual([]);
    await fixture.until('2026-09-25T00:00:00');
    const [passed] = await list('inspection-bureau');
    expect(passed).toMatchObject({ id: first?.id, level: 1, to: 'inspection-bureau', passedOnFrom: 'supervision-office', passedOnAt: '2026-09-24T16:00:00.000Z' });
    expect((await list('supervision-office', `?after=${first?.position}`)).map(({ id }) => id)).toContain(first?.id);
    await fixture.until('2026-12-01T00:00:00');
    const told = await fixture.events('escalation.passed-on');
    expect(told.map(({ data }) => [data['escalationId'], data['level'], data['from'], data['to']])).toEqual(
      (await list('inspection-bureau')).filter(({ passedOnAt }) => passedOnAt).map(({ id, level }) => [id, level, 'supervision-office', 'inspection-bureau']),
    );
    expect(told.map(({ data }) => data['level']).toSorted()).toEqual([1, 2]);
  });

  it('is acknowledged by the inspection bureau from then on, and no more by the supervision office', async () => {
    await open();
    await fixture.until('2026-09-23T00:00:00');
    await fixture.until('2026-09-25T00:00:00');
    const [passed] = await list('inspection-bureau');
    expect((await acknowledge(passed?.id, 'supervision-office')).body['code']).toBe('deadline-supervision.not-addressed-to-you');
    expect((await acknowledge(passed?.id, 'inspection-bureau')).status).toBe(201);
  });

  it('stays where it is if it was acknowledged in time, or withdrawn', async () => {
    await open();
    const life = new Life();
    await replica.handle(life.registered('2026-09-18T15:00:00+08:00'), life.assigned('2026-09-18T15:01:00+08:00'));
    await fixture.until('2026-09-23T00:00:00');
    for (const { id, messageId } of await list('supervision-office')) if (messageId !== life.messageId) expect((await acknowledge(id, 'supervision-office')).status).toBe(201);
    await replica.handle(life.submitted('2026-09-22T23:00:00+08:00', '0192f0c1-8a00-4abc-8def-0123456789ab'));
    await fixture.until('2026-09-24T12:00:00');
    await fixture.until('2026-09-25T00:00:00');
    expect(await fixture.events('escalation.passed-on')).toEqual([]);
  });

  it('is passed on once by two replicas, with sequences without a gap', async () => {
    await open(1_200);
    await fixture.until('2026-09-23T00:00:00');
    await fixture.until('2026-09-25T00:00:00');
    const told = await fixture.events('escalation.passed-on');
    expect([told.length, new Set(told.map(({ data }) => data['escalationId'])).size]).toEqual([1_200, 1_200]);
    const [gaps] = await fixture.dataSource.query<{ n: number }[]>(
      `SELECT count(*)::int AS n FROM (SELECT max((envelope::json->>'sequence')::int) AS top, count(DISTINCT envelope::json->>'sequence') AS n FROM outbox
         WHERE subject NOT LIKE '%ledger%' GROUP BY envelope::json->>'subject') AS told WHERE top <> n`,
    );
    expect(gaps).toEqual({ n: 0 });
  });
});
