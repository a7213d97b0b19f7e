import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '@wenzheng/testing';
import { call, code, deskOf, Fixture, sampleUnits, type Answer, type Desk, type Replica } from '../../routing.fixture.js';
import { UnitRegistry } from '../unit-registry.service.js';

let fixture: Fixture;
let replica: Replica;
let other: Replica;
let desk: Desk;
let admin: string;
let auditor: string;
const people = { webAdmins: [{ id: 'wang', name: '王望舒' }], backup: { id: 'bei', name: '贝以恒' } };
beforeAll(async () => {
  fixture = await Fixture.create();
  const unwatched = { UNITS_RECHECK_SECONDS: '3600' };
  replica = await fixture.start(unwatched);
  other = await fixture.start(unwatched);
  desk = await deskOf(fixture, replica);
  admin = await fixture.token('security-administrator', { sub: 'chief' });
  auditor = await fixture.token('auditor', { sub: 'auditor' });
});
afterAll(() => fixture.drop());

const ask = (path: string, body?: object, { token = admin, method, at = replica }: { token?: string; method?: string; at?: Replica } = {}): Promise<Answer> =>
  call(at.url + path, { token, ...(body ? { body } : {}), ...(method ? { method } : {}) });
const patch = (path: string, body: object, at = replica) => ask(path, body, { method: 'PATCH', at });
const unit = (code: string, changes: object = {}) => ({ code, name: `单位${code}`, parent: 'city', level: 2, ...changes });
/** With people, so that it may be given something. */
const manned = async (code: string, changes: object = {}) => {
  const answer = await ask('/v1/units', unit(code, changes));
  for (const [post, id] of [['web-admin', `${code}-wang`], ['backup', `${code}-bei`]]) await ask('/v1/people', { id, name: id, posts: [{ post, unit: code }] });
  return answer;
};
const events = async (code: string) => (await fixture.events<{ removed: boolean; webAdmins: string[]; unit: { name: string } }>('routing.unit.changed.v1', code)).map(({ sequence, data }) => [sequence, data.removed, data.unit.name, data.webAdmins]);
const log = async (about: string) => (await ask(`/v1/audit-log?about=${about}`, undefined, { token: auditor })).body['items'] as Record<string, unknown>[];
const registered = async (addressedUnit: string) => (await desk.get(`/${await fixture.registered({ addressedUnit })}`, desk.office)).body;

describe('a unit', () => {
  it('is created, given people, changed and ended while every replica runs, and everyone is told each time', async () => {
    const created = await manned('gas', { name: '市燃气办', phones: ['0554-2'] });
    expect([created.status, created.headers.get('location'), created.body]).toMatchObject([201, '/v1/units/gas', { code: 'gas', phones: ['0554-2'], lacks: ['web-admin', 'backup'] }]);
    expect((await ask('/v1/units', unit('gas', { name: '市燃气办', phones: ['0554-2'] }))).status).toBe(200);
    expect(code(await ask('/v1/units', unit('gas')))).toEqual([409, 'routing.unit-exists']);
    expect(await registered('市燃气办')).toMatchObject({ state: 'assigned', unit: { code: 'gas' } });
    const changed = await patch('/v1/units/gas', { name: '市能源局' });
    expect([changed.status, changed.body]).toMatchObject([200, { name: '市能源局', phones: ['0554-2'], formerNames: ['市燃气办'] }]);
    expect((await ask('/v1/units/gas', undefined, { at: other })).body).toMatchObject({ name: '市能源局' });
    const open = await registered('市能源局');
    const ended = await ask('/v1/units/gas/endings', { reason: '机构改革', successor: '市水务局' });
    expect([ended.status, ended.body]).toMatchObject([201, { successor: 'water', messages: 2 }]);
    expect(code(await ask('/v1/units/gas', undefined, { at: other }))).toEqual([404, 'routing.unknown-unit']);
    expect((await desk.get(`/${String(open['messageId'])}`, desk.office)).body).toMatchObject({ state: 'holding-pen', holdingPen: { detail: '市能源局已撤出单位名录' } });
    expect(await registered('市燃气办')).toMatchObject({ unit: { code: 'water' } });
    expect(await events('gas')).toEqual([
      [1, false, '市燃气办', []],
      [2, false, '市燃气办', ['gas-wang']],
      [3, false, '市燃气办', ['gas-wang', 'gas-bei']],
      [4, false, '市能源局', ['gas-wang', 'gas-bei']],
      [5, true, '市能源局', []],
    ]);
    expect(await log('gas')).toMatchObject([
      { did: 'unit.created', by: 'chief', before: { units: { gas: null } }, after: { units: { gas: { name: '市燃气办' } } } },
      { did: 'unit.changed', before: { units: { gas: { name: '市燃气办', formerNames: [] } } }, after: { units: { gas: { name: '市能源局', formerNames: ['市燃气办'] } } } },
      { did: 'unit.ended', details: { reason: '机构改革', successor: 'water' }, after: { units: { gas: null, water: { formerNames: ['市燃气办', '市能源局'] } } } },
    ]);
  });

  it.each([
    ['under one that is not there', unit('x', { parent: 'nowhere' }), 422, 'routing.unit-not-in-registry', '/parent'],
    ['on a level that is not below', unit('x', { parent: 'water' }), 422, 'routing.level-not-below', '/level'],
    ['by the name of another', unit('x', { name: ' 市水务局' }), 409, 'routing.unit-name-taken', '/name'],
    ['as another city', unit('x', { parent: null, level: 1 }), 422, 'routing.city-is-one', '/parent'],
    ['with a code that none can have', unit('X X'), 400, 'invalid-request', '/code'],
    ['with what nobody knows', unit('x', { colour: 'red' }), 400, 'invalid-request', '/colour'],
  ])('is not created %s, and the field is named', async (_, body, status, problem, pointer) => {
    const answer = await ask('/v1/units', body);
    expect([...code(answer), (answer.body['errors'] as { pointer: string }[])[0]?.pointer]).toEqual([status, problem, pointer]);
    expect(code(await ask('/v1/units/x'))).toEqual([404, 'routing.unknown-unit']);
  });

  it('does not end while there are units below it, nor does the city', async () => {
    expect(code(await ask('/v1/units/water/endings', { reason: '撤并' }))).toEqual([409, 'routing.unit-has-units-below']);
    expect(code(await ask('/v1/units/city/endings', { reason: '撤并' }))).toEqual([409, 'routing.unit-has-units-below']);
  });

  it('is changed by nobody but the security administrator', async () => {
    for (const token of [desk.office, desk.water, auditor]) expect(code(await ask('/v1/units', unit('x'), { token }))).toEqual([403, 'forbidden']);
  });

  it('is found by an alias from its first day to its last, by whoever names it', async () => {
    await patch('/v1/units/roads', { aliases: [{ name: '路桥办', from: '2026-11-23', to: '2026-11-24' }] });
    const found = () => registered('路桥办').then(({ unit: has, holdingPen }) => (has as { code: string } | null)?.code ?? (holdingPen as { reason: string }).reason);
    expect(await found()).toBe('roads');
    const messageId = await fixture.registered({ title: '您好', text: '请问' });
    expect((await desk.assign(messageId, '路桥办')).body).toMatchObject({ unit: { code: 'roads' } });
    expect((await desk.get('?unit=路桥办&limit=1', desk.office)).body['items']).toMatchObject([{ unit: { code: 'roads' } }]);
    fixture.clock.set('2026-11-25T00:00:00+08:00');
    await replica.app.get(UnitRegistry).settle();
    expect(await found()).toBe('addressed-unit-unknown');
    expect(await log('2026-11-25')).toMatchObject([{ did: 'registry.day-begun', by: 'routing', after: { units: { roads: { aliases: [] } } } }]);
  });
});

describe('a person', () => {
  it('who is removed is refused at once, though the token holds, and at every replica', async () => {
    await ask('/v1/people', { id: 'lin', name: '林若谷', posts: [{ post: 'web-admin', unit: '市园林局' }] });
    const token = await fixture.token('web-admin', { sub: 'lin', unit: 'parks' });
    const seen = async () => [...code(await ask('/v1/messages', undefined, { token })), ...code(await ask('/v1/messages', undefined, { token, at: other }))];
    expect(await seen()).toEqual([200, undefined, 200, undefined]);
    expect((await patch('/v1/people/lin', { state: 'suspended' })).body).toMatchObject({ state: 'suspended' });
    expect(await seen()).toEqual([403, 'routing.person-suspended', 403, 'routing.person-suspended']);
    await patch('/v1/people/lin', { state: 'active' });
    const ended = await ask('/v1/people/lin/endings', { reason: '调离' });
    expect([ended.status, ended.body]).toMatchObject([201, { state: 'removed', posts: [{ unit: 'parks', endedAt: fixture.clock.now().toISOString() }] }]);
    expect(await seen()).toEqual([403, 'routing.person-removed', 403, 'routing.person-removed']);
    expect((await log('lin')).map(({ did, details }) => [did, details])).toEqual([['person.created', {}], ['person.changed', {}], ['person.changed', {}], ['person.removed', { reason: '调离' }]]);
    expect((await ask('/v1/people', { id: 'lin', name: '林若谷', posts: [] })).status).toBe(201);
    expect((await ask('/v1/people', { id: 'lin', name: '林若谷', posts: [] })).status).toBe(200);
    expect(code(await ask('/v1/people', { id: 'lin', name: '林', posts: [] }))).toEqual([409, 'routing.person-exists']);
  });

  it('is not suspended or removed by himself, and a post of a unit needs one that is there', async () => {
    await ask('/v1/people', { id: 'chief', name: '时序之', posts: [{ post: 'security-administrator' }] });
    expect(code(await patch('/v1/people/chief', { state: 'suspended' }))).toEqual([409, 'routing.not-oneself']);
    expect(code(await ask('/v1/people/chief/endings', { reason: '退休' }))).toEqual([409, 'routing.not-oneself']);
    expect(code(await patch('/v1/people/chief', { posts: [{ post: 'auditor' }] }))).toEqual([409, 'routing.not-oneself']);
    expect((await patch('/v1/people/chief', { name: '时序' })).status).toBe(200);
    const answer = await ask('/v1/people', { id: 'x', name: '某人', posts: [{ post: 'administrator' }, { post: 'reviewer', unit: '无名局' }] });
    expect([...code(answer), answer.body['errors']]).toEqual([422, 'routing.unit-not-in-registry', [{ pointer: '/posts/1/unit', code: 'invalid_value' }]]);
    expect(code(await ask('/v1/people', { id: 'x', name: '某人', posts: [{ post: 'reviewer' }] }))).toEqual([400, 'invalid-request']);
    expect(code(await ask('/v1/people/nobody'))).toEqual([404, 'routing.unknown-person']);
  });

  it('is represented by a deputy 代签 of the registry, in a post that is held', async () => {
    for (const id of ['jing', 'qing']) await ask('/v1/people', { id, name: id, posts: [{ post: 'reviewer', unit: 'parks' }] });
    const deputy = { unit: '市园林局', post: 'reviewer', deputy: 'qing', from: '2026-12-01', to: '2026-12-05' };
    const named = await ask('/v1/people/jing/deputies', deputy);
    expect([named.status, named.body['deputies']]).toMatchObject([201, [{ unit: 'parks', deputy: 'qing', endedAt: null }]]);
    expect((await ask('/v1/people/jing/deputies', deputy)).status).toBe(200);
    expect(code(await ask('/v1/people/jing/deputies', { ...deputy, post: 'principal' }))).toEqual([422, 'routing.post-not-held']);
    expect(code(await ask('/v1/people/jing/deputies', { ...deputy, deputy: 'jing' }))).toEqual([422, 'routing.deputy-unfit']);
    expect(code(await ask('/v1/people/jing/deputies', { ...deputy, to: '2026-11-30' }))).toEqual([400, 'invalid-request']);
    const [{ deputyId }] = named.body['deputies'] as [{ deputyId: string }];
    expect((await ask(`/v1/deputies/${deputyId}/endings`, {})).body).toMatchObject({ id: 'jing', deputies: [{ endedAt: fixture.clock.now().toISOString() }] });
  });

  it('is listed by unit, post and state, page by page', async () => {
    const page = await ask('/v1/people?unit=市园林局&post=reviewer&limit=1');
    expect(page.body).toMatchObject({ items: [{ id: 'jing' }], next: 'jing' });
    expect((await ask('/v1/people?unit=parks&post=reviewer&after=jing')).body).toMatchObject({ items: [{ id: 'qing' }, { id: 'spec' }], next: null });
    expect(code(await ask('/v1/people', undefined, { token: desk.water }))).toEqual([403, 'forbidden']);
  });
});

describe('coverage (R02)', () => {
  it('names the units that lack a web admin or a backup, which are given nothing, and keep what they have without a backup', async () => {
    await manned('bees');
    const messageId = await fixture.registered({ addressedUnit: 'bees' });
    await ask('/v1/people/bees-bei/endings', { reason: '调离' });
    expect((await ask('/v1/coverage')).body).toMatchObject({ items: [{ code: 'bees', lacks: ['backup', 'signatory'] }, { code: 'empty', lacks: ['web-admin', 'backup', 'signatory'] }], next: null, units: 7, covered: 5 });
    expect((await desk.get(`/${messageId}`, desk.office)).body).toMatchObject({ state: 'assigned' });
    expect(await registered('bees')).toMatchObject({ state: 'holding-pen', holdingPen: { reason: 'unit-without-backup', detail: '单位bees没有在岗的备岗网管员' } });
    expect(code(await desk.assign(await fixture.registered(), 'bees'))).toEqual([409, 'routing.unit-without-backup']);
    await ask('/v1/people/bees-wang/endings', { reason: '调离' });
    expect((await desk.get(`/${messageId}`, desk.office)).body).toMatchObject({ state: 'holding-pen', holdingPen: { reason: 'unit-without-web-admin' } });
  });
});

describe('what is brought in at once', () => {
  const bringing = { units: [unit('north', { name: '北湖区' }), unit('north.one', { name: '北湖街道', parent: 'north', level: 3 })], people: [{ id: 'bo', name: '柏观澜', posts: [{ post: 'web-admin', unit: '北湖街道' }] }] };

  it('is shown before, with the messages that would move, and nothing is done', async () => {
    await manned('west');
    const messageId = await fixture.registered({ addressedUnit: 'west' });
    const [before, sent] = [await fixture.rows('SELECT version FROM unit_registry'), await fixture.count('outbox')];
    const preview = await ask('/v1/registry/previews', { ...bringing, people: [...bringing.people, { id: 'west-wang', name: 'west-wang', posts: [] }] });
    expect([preview.status, preview.body]).toMatchObject([
      200,
      { units: [{ about: 'north' }, { about: 'north.one', before: null, after: { webAdmins: [{ id: 'bo' }] } }, { about: 'west', before: { webAdmins: [{ id: 'west-wang' }] }, after: { webAdmins: [] } }],
        people: [{ about: 'bo', before: null }, { about: 'west-wang' }], messages: [{ messageId, unit: { code: 'west' } }] },
    ]);
    expect([await fixture.rows('SELECT version FROM unit_registry'), await fixture.count('outbox')]).toEqual([before, sent]);
    expect(code(await ask('/v1/units/north'))).toEqual([404, 'routing.unknown-unit']);
    expect(code(await ask('/v1/people/bo'))).toEqual([404, 'routing.unknown-person']);
    expect((await desk.get(`/${messageId}`, desk.office)).body).toMatchObject({ state: 'assigned' });
    expect(await registered('west')).toMatchObject({ state: 'assigned' });
  });

  it('is done whole, once, or not at all', async () => {
    expect(code(await ask('/v1/registry/imports', { ...bringing, people: [{ id: 'x', name: '某人', posts: [{ post: 'reviewer', unit: '无名局' }] }] }))).toEqual([422, 'routing.unit-not-in-registry']);
    expect(code(await ask('/v1/units/north'))).toEqual([404, 'routing.unknown-unit']);
    expect((await ask('/v1/registry/imports', bringing)).body).toMatchObject({ units: [{ about: 'north' }, { about: 'north.one' }] });
    expect((await ask('/v1/registry/imports', bringing)).body['units']).toEqual([]);
    expect(await events('north.one')).toEqual([[1, false, '北湖街道', ['bo']]]);
  });

  it('comes back from a sheet as it went into one, and no spreadsheet runs any of it', async () => {
    await patch('/v1/units/north', { phones: ['+86-554-1', '=HYPERLINK("x")'], aliases: [{ name: '@北湖,"区"', to: '2026-12-31' }] });
    await patch('/v1/people/bo', { name: '=柏观澜', posts: [{ post: 'web-admin', unit: 'north.one', from: '2026-11-01', title: '科员' }] });
    const sheet = async (what: string) => {
      const response = await fetch(`${replica.url}/v1/${what}/export?format=csv`, { headers: { authorization: `Bearer ${admin}` } });
      expect([response.headers.get('content-type'), response.headers.get('content-disposition')]).toEqual(['text/csv; charset=utf-8; header=present', `attachment; filename="${what}.csv"`]);
      return Buffer.from(await response.arrayBuffer()).toString();
    };
    const [unitsCsv, peopleCsv] = [await sheet('units'), await sheet('people')];
    expect(unitsCsv).toMatch(/^\uFEFF单位代码,单位名称,上级单位代码,层级,类别,电话,别名,曾用名\r\n/);
    expect(unitsCsv).toContain(`north,北湖区,city,2,,"'+86-554-1；=HYPERLINK(""x"")","'@北湖,""区""||2026-12-31",\r\n`);
    expect(peopleCsv).toContain(`bo,'=柏观澜,在岗,网管员,north.one,科员,2026-11-01,\r\n`);
    const back = await ask('/v1/registry/imports', { unitsCsv, peopleCsv, replace: true });
    expect([back.status, back.body['units'], back.body['messages']]).toEqual([200, [], []]);
    const json = (await ask('/v1/units/export')).body['units'] as { code: string }[];
    expect(json.find(({ code: one }) => one === 'north')).toMatchObject({ phones: ['+86-554-1', '=HYPERLINK("x")'], aliases: [{ name: '@北湖,"区"', from: null, to: '2026-12-31' }] });
    expect((await log('people')).map(({ did }) => did)).toEqual(['registry.exported']);
  });

  it.each([
    ['a cell that is wrong', '单位代码,单位名称,上级单位代码,层级,类别,电话,别名,曾用名\n\nx,某局,city,二,,,,\n', 'routing.sheet-cell', '表格第 3 行的“层级”不符合要求。'],
    ['a column that nobody knows', '单位代码,单位名称,颜色\nx,某局,红\n', 'routing.sheet-columns', '表头有误：“颜色”一列缺少、重复或无法识别。'],
    ['a column that is missing', '单位代码,单位名称\nx,某局\n', 'routing.sheet-columns', '表头有误：“上级单位代码”一列缺少、重复或无法识别。'],
    ['a quote that does not end', 'code,name,parent,level,kind,phones,aliases,formerNames\nx,"某局', 'routing.sheet-unreadable', '表格第 2 行无法读取，请检查引号和列数。'],
    ['fewer cells than columns', 'code,name,parent,level,kind,phones,aliases,formerNames\nx,某局\n', 'routing.sheet-unreadable', '表格第 2 行无法读取，请检查引号和列数。'],
  ])('names %s', async (_, unitsCsv, problem, detail) => {
    const answer = await ask('/v1/registry/imports', { unitsCsv });
    expect([...code(answer), answer.body['detail'], answer.body['errors']]).toEqual([422, problem, detail, [{ pointer: '/unitsCsv', code: 'invalid_value' }]]);
  });
});

describe('the file and what was changed since', () => {
  it('live together: an unchanged file undoes nothing, not even at a start; a changed one is applied as a whole', async () => {
    await patch('/v1/units/parks', { phones: ['0554-9'] });
    const restarted = await fixture.start();
    expect((await ask('/v1/units/parks', undefined, { at: restarted })).body).toMatchObject({ phones: ['0554-9'] });
    fixture.writeUnits(sampleUnits.map((one) => (one.code === 'water' ? { ...one, ...people } : one)));
    await eventually(async () => expect((await ask('/v1/units/water', undefined, { at: replica })).body).toMatchObject({ webAdmins: people.webAdmins }));
    expect((await ask('/v1/units/parks')).body).toMatchObject({ phones: [] });
    expect(code(await ask('/v1/units/north'))).toEqual([404, 'routing.unknown-unit']);
    await restarted.close();
  });
});

describe('two replicas', () => {
  it('change the registry one after the other: each change is there once, in a version of its own', async () => {
    await Promise.all(Array.from({ length: 12 }, (_, index) => ask('/v1/units', unit(`many${index % 6}`), { at: index % 2 ? replica : other })));
    for (let index = 0; index < 6; index += 1) expect(await events(`many${index}`)).toEqual([[1, false, `单位many${index}`, []]]);
    await Promise.all(Array.from({ length: 8 }, (_, index) => patch('/v1/units/many0', { phones: [`0554-${index}`] }, index % 2 ? replica : other)));
    expect((await events('many0')).map(([sequence]) => sequence)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
    const views = await Promise.all([replica, other].map(async (at) => (await ask('/v1/units/many0', undefined, { at })).body));
    expect(views[0]).toEqual(views[1]);
  });

  it('leave nothing behind where one dies in the middle of a change, and the next does it whole', async () => {
    const lock = `hashtext('audit log ' || current_schema())`;
    // The entry of the audit log is what it writes last.
    await fixture.dataSource.transaction(async (manager) => {
      await manager.query(`SELECT pg_advisory_xact_lock(${lock})`);
      const cut = ask('/v1/units', unit('cut'));
      await eventually(async () => {
        const waiting = await fixture.rows<{ pid: number }>(`SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND NOT granted AND objid = (${lock})::bigint & 4294967295`);
        expect(waiting).toHaveLength(1);
        await fixture.rows('SELECT pg_terminate_backend($1)', [waiting[0]!.pid]);
      });
      expect((await cut).status).toBeGreaterThanOrEqual(500);
    });
    expect([await events('cut'), code(await ask('/v1/units/cut'))]).toEqual([[], [404, 'routing.unknown-unit']]);
    expect((await ask('/v1/units', unit('cut'))).status).toBe(201);
    expect(await events('cut')).toEqual([[1, false, '单位cut', []]]);
  });
});
