import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ConfigurationError } from '@wenzheng/platform';
import { eventually } from '@wenzheng/testing';
import { call, Fixture, sampleUnits, type Replica } from '../routing.fixture.js';
import { UnitRegistry } from './unit-registry.service.js';
import { UnitsFileError } from './units-file.rules.js';

let fixture: Fixture;
let replica: Replica;
let token: string;
beforeAll(async () => {
  fixture = await Fixture.create();
  replica = await fixture.start();
  token = await fixture.token('principal', { unit: 'water' });
});
afterAll(() => fixture.drop());

const units = (query = '') => call(`${replica.url}/v1/units${query}`, { token });
const changes = async (code: string) =>
  (await fixture.events('routing.unit.changed.v1', code)).map(({ sequence, data }) => [sequence, data['removed'], (data['unit'] as { name: string }).name]);

describe('the registry of units', () => {
  it('says of each unit once that it is there, with the numbers it publishes', async () => {
    // The outbox makes its day's partition meanwhile; a query planned just before does not look into it.
    const events = await eventually(async () => {
      const found = await fixture.events('routing.unit.changed.v1');
      expect(found).toHaveLength(sampleUnits.length);
      return found;
    });
    expect(events.find((event) => event.subject === 'water')).toMatchObject({
      sequence: 1,
      data: { unit: { code: 'water', name: '市水务局' }, parent: 'city', level: 2, phones: ['0554-1234567'], removed: false, webAdmins: ['roads-admin', 'spec', 'water-admin', 'stand-in'] },
    });
  });

  it('is not changed by a second replica, a restart, or a file touched without a difference', async () => {
    const second = await fixture.start();
    await replica.app.get(UnitRegistry).refresh();
    fixture.writeUnits([...sampleUnits].reverse());
    await second.app.get(UnitRegistry).refresh();
    await second.close();
    expect(await fixture.count('outbox WHERE subject = $$routing.unit.changed.v1$$')).toBe(sampleUnits.length);
  });

  it('takes up a changed file while it runs, in every replica: a name, a removal, a return', async () => {
    const second = await fixture.start();
    fixture.writeUnits(sampleUnits.filter((unit) => unit.code !== 'parks').map((unit) => (unit.code === 'roads' ? { ...unit, name: '市交通运输局' } : unit)));
    await eventually(async () => expect((await call(`${second.url}/v1/units/parks`, { token })).status).toBe(404));
    await eventually(async () => expect((await call(`${replica.url}/v1/units/roads`, { token })).body).toMatchObject({ name: '市交通运输局' }));
    fixture.writeUnits(sampleUnits);
    await eventually(async () => expect((await call(`${replica.url}/v1/units/parks`, { token })).status).toBe(200));
    await eventually(async () => expect((await call(`${second.url}/v1/units/roads`, { token })).body).toMatchObject({ name: '市交通局' }));
    await second.close();
    expect(await changes('parks')).toEqual([
      [1, false, '市园林局'],
      [2, true, '市园林局'],
      [3, false, '市园林局'],
    ]);
    expect(await changes('roads')).toEqual([
      [1, false, '市交通局'],
      [2, false, '市交通运输局'],
      [3, false, '市交通局'],
    ]);
  });

  it('stays as it is when the file becomes unusable', async () => {
    fixture.writeUnits([]);
    await expect(replica.app.get(UnitRegistry).refresh()).rejects.toThrow(UnitsFileError);
    expect((await units()).body['items']).toHaveLength(sampleUnits.length);
    fixture.writeUnits(sampleUnits);
  });

  it('is listed page by page, and says which unit lacks a web admin (R02)', async () => {
    const first = await units('?limit=2');
    expect(first.body).toMatchObject({ city: '淮岭市', items: [{ code: 'city' }, { code: 'empty', webAdmins: 0 }], next: 'empty' });
    const rest = await units('?after=empty');
    expect(rest.body['next']).toBeNull();
    expect((rest.body['items'] as { code: string }[]).map(({ code }) => code)).toEqual(['parks', 'roads', 'water', 'water.plant']);
    const one = await call(`${replica.url}/v1/units/empty`, { token });
    expect(one.body).toMatchObject({ name: '市档案局', parent: 'city', level: 2, lacks: ['web-admin', 'backup'] });
    expect((await call(`${replica.url}/v1/units/nowhere`, { token })).body).toMatchObject({ status: 404, code: 'routing.unknown-unit' });
  });
});

describe('a start is refused', () => {
  it('with a file that is not there', async () => {
    await expect(fixture.start({ UNITS_FILE: '/nowhere/units.json' })).rejects.toThrow(/UNITS_FILE: cannot be read \(ENOENT\)/);
  });

  it('in production with the sample city', async () => {
    fixture.writeUnits(sampleUnits, { sample: true });
    await expect(fixture.start({ NODE_ENV: 'production', OIDC_ISSUER: 'https://sign-in.example' })).rejects.toThrow(ConfigurationError);
    fixture.writeUnits(sampleUnits);
  });

  it('without UNITS_FILE, by that name, as long as the database holds no units', async () => {
    const other = await fixture.startWithoutFile();
    expect((await call(`${other.url}/v1/units/water`, { token })).status).toBe(200);
    await other.close();
    await Promise.all(fixture.replicas.map((one) => one.close()));
    await fixture.rows('DELETE FROM unit_registry');
    await expect(fixture.startWithoutFile()).rejects.toThrow(/UNITS_FILE: is required as long as the database holds no units/);
  });
});
