import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { call, deskOf, Fixture, sampleUnits, type Desk, type Replica } from '../../routing.fixture.js';

let fixture: Fixture;
let replica: Replica;
let desk: Desk;
beforeAll(async () => {
  fixture = await Fixture.create();
  fixture.writeUnits([
    ...sampleUnits,
    { ...sampleUnits.find(({ code }) => code === 'water.plant')!, code: 'water.plant2', name: '第二水厂', webAdmins: [{ id: 'plant-admin', name: '林语' }] },
    { ...sampleUnits.find(({ code }) => code === 'water.plant')!, code: 'water.plant3', name: '第三水厂', webAdmins: [] },
  ]);
  replica = await fixture.start();
  desk = await deskOf(fixture, replica);
});
afterAll(() => fixture.drop());

it('a sub-unit that answers much and has no web admin of its own ought to get one (R13)', async () => {
  const tokens = { 'water.plant': await fixture.token('web-admin', { unit: 'water.plant', sub: 'water-admin' }), 'water.plant2': await fixture.token('web-admin', { unit: 'water.plant2', sub: 'plant-admin' }) };
  for (const unit of ['water.plant', 'water.plant', 'water.plant2', 'water.plant2'] as const) {
    const messageId = await fixture.registered({ addressedUnit: unit });
    expect((await desk.reply(messageId, tokens[unit], { text: '已恢复供水。', interim: true })).status).toBe(201);
    expect((await desk.reply(messageId, tokens[unit])).status).toBe(201);
  }
  for (let number = 0; number < 2; number += 1) await fixture.registered({ addressedUnit: 'water.plant3' });
  const read = (query: string, token = desk.office) => call(`${replica.url}/v1/reply-volumes?${query}`, { token });
  const { body } = await read('from=2026-11-01&to=2026-11-30&atLeast=2');
  const parent = { code: 'water', name: '市水务局' };
  expect(body['items']).toEqual([
    { unit: { code: 'water.plant', name: '第一水厂' }, parent, replies: 2, waiting: 0, ownWebAdmins: 0, recommended: true },
    { unit: { code: 'water.plant2', name: '第二水厂' }, parent, replies: 2, waiting: 0, ownWebAdmins: 1, recommended: false },
    { unit: { code: 'water.plant3', name: '第三水厂' }, parent, replies: 0, waiting: 2, ownWebAdmins: 0, recommended: true },
  ]);
  expect(((await read('from=2026-11-01&to=2026-11-30')).body['items'] as { recommended: boolean }[]).filter(({ recommended }) => recommended)).toEqual([]);
  expect(((await read('from=2026-12-01&to=2026-12-31&atLeast=1')).body['items'] as { replies: number }[]).map(({ replies }) => replies)).toEqual([0, 0, 0]);
  expect((await read('from=2026-12-01&to=2026-11-01')).status).toBe(400);
  expect((await read('from=2026-11-01&to=2026-11-30', desk.water)).status).toBe(403);
});
