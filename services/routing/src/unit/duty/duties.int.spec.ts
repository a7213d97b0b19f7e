import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { call, code, deskOf, Fixture, sampleUnits, type Answer, type Desk, type Replica } from '../../routing.fixture.js';
import { UnitRegistry } from '../unit-registry.service.js';

let fixture: Fixture;
let replica: Replica;
let desk: Desk;
beforeAll(async () => {
  fixture = await Fixture.create();
  replica = await fixture.start({ UNITS_RECHECK_SECONDS: '3600' });
  desk = await deskOf(fixture, replica);
});
afterAll(() => fixture.drop());

const ask = (path: string, body?: object, token = desk.office): Promise<Answer> => call(`${replica.url}/v1/duties${path}`, { token, ...(body ? { body } : {}) });
const items = async (query = '') => ((await ask(query)).body['items'] as { item: string; version: number }[]).map(({ item, version }) => `${item} ${version}`);
const duty = (changes: object = {}) => ({ unit: '市园林局', name: '行道树', duty: '行道树的养护和修剪', citation: '《城市绿化条例》第十九条', words: ['行道树', '树枝'], ...changes });
const dispatched = async (title: string) => {
  const messageId = await fixture.registered({ title, text: title });
  const { unit, assignments, holdingPen } = (await desk.get(`/${messageId}`, desk.office)).body as { unit: { code: string } | null; assignments: { duty: object }[]; holdingPen: { reason: string } };
  return unit ? [unit.code, assignments[0]?.duty] : [holdingPen.reason];
};
const load = async (remits: object[]) => {
  fixture.writeUnits(sampleUnits.map((unit) => (unit.code === 'water' ? { ...unit, remits } : unit)));
  await replica.app.get(UnitRegistry).refresh();
};

describe('an item of the duty catalogue (A01)', () => {
  it('comes from the file’s remits, and is what an assignment rests on', async () => {
    expect(await items()).toEqual(['roads-1 1', 'water-1 1']);
    expect(await dispatched('停水')).toEqual(['water', { item: 'water-1', version: 1 }]);
    await load([{ name: '水质', words: ['水质'] }, { name: '供水管网', words: ['停水', '水压'], citation: '市水务局三定规定' }]);
    expect(await items('?unit=water')).toEqual(['water-1 2', 'water-2 1']);
    expect(await dispatched('水压低')).toEqual(['water', { item: 'water-1', version: 2 }]);
    await load([{ name: '供水管网', words: ['停水', '水压'], citation: '市水务局三定规定' }]);
    expect([await items('?unit=市水务局'), await items('?unit=water&state=all')]).toEqual([['water-1 2'], ['water-1 2', 'water-2 1']]);
    expect(await dispatched('水质')).toEqual(['no-remit']);
  });

  it('is made, revised and ended, and assignments go on citing the version that they rest on', async () => {
    const created = await ask('', duty());
    expect([created.status, created.headers.get('location'), created.body]).toMatchObject([201, '/v1/duties/parks-1', { item: 'parks-1', version: 1, unit: 'parks', source: 'office' }]);
    expect((await ask('', duty())).status).toBe(200);
    expect(await dispatched('树枝断了')).toEqual(['parks', { item: 'parks-1', version: 1 }]);
    const revised = await ask('/parks-1/versions', duty({ words: ['行道树', '大树'] }));
    expect([revised.status, revised.body['version']]).toEqual([201, 2]);
    expect((await ask('/parks-1/versions', duty({ words: ['行道树', '大树'] }))).status).toBe(200);
    expect([await dispatched('树枝断了'), await dispatched('大树倒了')]).toEqual([['no-remit'], ['parks', { item: 'parks-1', version: 2 }]]);
    expect((await ask('/parks-1/endings', { reason: '职责划转' })).body).toMatchObject({ endedAt: fixture.clock.now().toISOString() });
    expect([await dispatched('大树倒了'), code(await ask('/parks-1/versions', duty()))]).toEqual([['no-remit'], [404, 'routing.unknown-duty']]);
    expect(((await ask('/parks-1')).body['versions'] as { version: number }[]).map(({ version }) => version)).toEqual([2, 1]);
    expect((await ask('', duty())).body).toMatchObject({ item: 'parks-2', version: 1 });
    const log = await call(`${replica.url}/v1/audit-log?about=parks-1`, { token: await fixture.token('auditor') });
    expect(log.body['items']).toMatchObject([
      { did: 'duty.revised', by: 'office', before: { duties: { 'parks-1': { version: 1, words: ['行道树', '树枝'] } } }, after: { duties: { 'parks-1': { version: 2, words: ['行道树', '大树'] } } } },
      { did: 'duty.ended', details: { reason: '职责划转' }, before: { duties: { 'parks-1': { endedAt: null } } } },
    ]);
  });

  it('begins and ends with its days, the version before until then', async () => {
    await ask('/parks-2/versions', duty({ words: ['花坛'], from: '2026-12-01', to: '2026-12-02' }));
    const found: unknown[] = [];
    for (const day of ['11-30', '12-01', '12-03']) {
      fixture.clock.set(`2026-${day}T00:00:00+08:00`);
      await replica.app.get(UnitRegistry).settle();
      found.push([await dispatched('行道树'), await dispatched('花坛')]);
    }
    expect(found).toEqual([[['parks', { item: 'parks-2', version: 1 }], ['no-remit']], [['no-remit'], ['parks', { item: 'parks-2', version: 2 }]], [['no-remit'], ['no-remit']]]);
    expect(await replica.app.get(UnitRegistry).nextSettling()).toBeNull();
  });

  it.each([
    ['of a unit that nobody knows', { unit: '无名局' }, 422, 'routing.unit-not-in-registry'],
    ['without a word', { words: [] }, 400, 'invalid-request'],
    ['that ends before it begins', { from: '2026-12-02', to: '2026-12-01' }, 400, 'invalid-request'],
  ])('is not made %s', async (_, changes, status, problem) => {
    expect(code(await ask('', duty(changes)))).toEqual([status, problem]);
  });

  it('is read by units, and made by the office alone', async () => {
    expect((await ask('', undefined, desk.water)).status).toBe(200);
    expect(code(await ask('', duty(), desk.water))).toEqual([403, 'forbidden']);
    expect((await ask('?limit=1')).body).toMatchObject({ items: [{ item: 'roads-1' }], next: 'roads-1' });
  });
});

describe('a sheet of the catalogue', () => {
  const sheet = async () => (await (await fetch(`${replica.url}/v1/duties/export?format=csv`, { headers: { authorization: `Bearer ${desk.office}` } })).arrayBuffer().then((body) => Buffer.from(body))).toString();

  it('comes back as it went out, and a changed row is the next version', async () => {
    await ask('', duty({ unit: 'roads', name: '=桥梁', words: ['桥面', '桥"墩"'], areas: ['东浦区'] }));
    const text = await sheet();
    expect(text).toContain(`roads-2,1,roads,'=桥梁,行道树的养护和修剪,《城市绿化条例》第十九条,"桥面；桥""墩""",东浦区,,\r\n`);
    expect((await ask('/imports', { dutiesCsv: text, replace: true })).body).toEqual({ duties: [] });
    const changed = text.replace('东浦区', '西港区').replace(/water-1,2.*\r\n/, '') + ',,parks,园艺,,,月季,,,\r\n';
    const { duties } = (await ask('/imports', { dutiesCsv: changed, replace: true })).body as { duties: { item: string; after: { version: number; endedAt: string | null } }[] };
    expect(duties.map(({ item, after }) => [item, after.version, after.endedAt !== null])).toEqual([['roads-2', 2, false], ['parks-3', 1, false], ['water-1', 2, true]]);
    expect(await dispatched('月季')).toEqual(['parks', { item: 'parks-3', version: 1 }]);
    expect((await ask('/imports', { dutiesCsv: changed, replace: true })).body).toEqual({ duties: [] });
  });

  it('is taken whole or not at all', async () => {
    const head = '事项编号,版本,单位代码,事项名称,职责,依据,关键词,地点,生效日期,失效日期\r\n';
    const wrong = await ask('/imports', { dutiesCsv: `${head},,parks,园艺,,,盆景,,,\r\n,,parks,园艺,,,,,,\r\n` });
    expect([...code(wrong), wrong.body['detail']]).toEqual([422, 'routing.sheet-cell', '表格第 3 行的“关键词”不符合要求。']);
    expect(code(await ask('/imports', { dutiesCsv: `${head},,parks,园艺,,,盆景,,,\r\nnothing-1,,parks,园艺,,,盆栽,,,\r\n` }))).toEqual([404, 'routing.unknown-duty']);
    expect(await dispatched('盆景')).toEqual(['no-remit']);
  });
});

describe('the figures of dispatch (A01)', () => {
  it('count what rests on the catalogue and what stood, each with what it is a share of', async () => {
    const on = { registeredAt: '2026-12-10T09:00:00+08:00' };
    fixture.clock.set('2026-12-10T10:00:00+08:00');
    const roads = [await fixture.registered({ ...on, title: '路灯', text: '路灯' }), await fixture.registered({ ...on, title: '公路', text: '公路' }), await fixture.registered({ ...on, addressedUnit: 'roads' })];
    await fixture.registered({ ...on, title: '您好', text: '请问' });
    await fixture.registered({ ...on, historical: true, title: '路灯' });
    const [upheld, rejected] = await Promise.all(roads.map(async (messageId) => (await desk.giveBack(messageId, desk.roads)).body['disputeId']));
    await desk.rule(upheld, { ruling: 'upheld', unit: 'parks' });
    await desk.rule(rejected, { ruling: 'rejected' });
    const figures = await call(`${replica.url}/v1/dispatch-figures?from=2026-12-10&to=2026-12-10`, { token: desk.office });
    const counted = { dispatches: 3, byCatalogue: { count: 2, of: 3, share: 0.6667 }, stood: { count: 2, of: 3, share: 0.6667 }, disputes: { opened: 3, upheld: 1, rejected: 1, settled: 0 } };
    expect(figures.body).toEqual({
      from: '2026-12-10', to: '2026-12-10', registered: 4, dispatched: { count: 3, of: 4, share: 0.75 }, city: counted, units: [{ unit: { code: 'roads', name: '市交通局' }, ...counted, rank: null }],
    });
    const empty = await call(`${replica.url}/v1/dispatch-figures?from=2020-01-01&to=2020-01-01`, { token: desk.office });
    expect(empty.body).toMatchObject({ registered: 0, city: { stood: { count: 0, of: 0, share: null } }, units: [] });
    for (const query of ['', '?from=2026-12-10', '?from=2026-12-10&to=2026-12-09', '?from=2025-01-01&to=2026-12-10']) {
      expect(code(await call(`${replica.url}/v1/dispatch-figures${query}`, { token: desk.office }))).toEqual([400, 'invalid-request']);
    }
  });
});
