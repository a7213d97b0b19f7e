import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { code, deskOf, Fixture, published, returned, sampleUnits, type Desk, type Replica } from '../../routing.fixture.js';
import { UnitRegistry } from '../../unit/unit-registry.service.js';
import { Recalls } from './recalls.service.js';

let fixture: Fixture;
let replica: Replica;
let desk: Desk;
beforeAll(async () => {
  fixture = await Fixture.create();
  replica = await fixture.start();
  await fixture.start();
  desk = await deskOf(fixture, replica);
});
afterAll(() => fixture.drop());

const water = { code: 'water', name: '市水务局' };
const without = (unit: string) => sampleUnits.filter(({ code }) => code !== unit && !code.startsWith(`${unit}.`));
const unmanned = (unit: string) => sampleUnits.map((row) => (row.code === unit ? { ...row, webAdmins: [] } : row));
const view = async (messageId: string) => (await desk.get(`/${messageId}`, desk.office)).body;
/** Resolves when it is committed; the other replica loads it at the same time. */
const load = async (units: object[]) => {
  fixture.writeUnits(units);
  await replica.app.get(UnitRegistry).refresh();
};
afterEach(() => load(sampleUnits));

describe('an open message of a unit', () => {
  it.each([
    ['that leaves the registry', without('water'), '市水务局已撤出单位名录', '该单位已撤出单位名录，由信息办重新分派'],
    ['that loses its last web admin', unmanned('water'), '市水务局没有在岗的网管员', '该单位没有在岗的网管员，由信息办重新分派'],
  ])('%s goes back into the holding pen with the same commit, once, and everyone is told (R02)', async (_, units, detail, reason) => {
    const messageId = await fixture.registered();
    await load(units);
    const now = fixture.clock.now().toISOString();
    expect(await view(messageId)).toMatchObject({
      state: 'holding-pen',
      unit: null,
      holdingPen: { reason: 'unit-without-web-admin', detail, since: now, dueAt: '2026-11-24T16:00:00.000Z', overdue: false },
      returns: 0,
      returnHistory: [{ unit: water, reason }],
    });
    expect(await fixture.events('routing.message.returned.v1', messageId)).toMatchObject([
      { sequence: 2, data: { unit: water, returnedAt: now, reason, suggestedUnit: null } },
    ]);
    expect((await desk.assign(messageId, 'roads')).status).toBe(201);
    expect((await desk.reply(messageId, desk.roads)).status).toBe(201);
  });

  it('waits for what becomes of its reply, and goes to the holding pen if that comes back', async () => {
    const [kept, answered] = [await fixture.registered(), await fixture.registered()];
    const replyTo = async (messageId: string) => String((await desk.reply(messageId)).body['replyId']);
    const [keptReply, answeredReply] = [await replyTo(kept), await replyTo(answered)];
    await load(without('water'));
    expect(await view(kept)).toMatchObject({ state: 'in-review', unit: water });
    await fixture.deliver(returned(kept, keptReply), published(answered, answeredReply));
    await replica.app.get(Recalls).recallLate();
    expect(await view(kept)).toMatchObject({ state: 'holding-pen', unit: null });
    expect(await view(answered)).toMatchObject({ state: 'answered', unit: water });
  });

  it('of the past stays where it has its place', async () => {
    const messageId = await fixture.registered({ historical: true, registeredAt: '2019-05-06T10:00:00+08:00' });
    await load(without('water'));
    expect(await view(messageId)).toMatchObject({ state: 'assigned', unit: water });
  });

  it('that was assigned while its unit was leaving is found later', async () => {
    const messageId = await fixture.registered();
    // As a registration leaves it whose transaction began before the removal and ended after it.
    await fixture.rows(`UPDATE message SET unit_code = 'empty' WHERE message_id = $1`, [messageId]);
    await replica.app.get(Recalls).recallLate();
    expect(await view(messageId)).toMatchObject({ state: 'holding-pen', holdingPen: { detail: '市档案局没有在岗的网管员' } });
    expect(code(await desk.assign(messageId, 'empty'))).toEqual([409, 'routing.unit-without-web-admin']);
  });
});
