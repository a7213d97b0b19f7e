import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createDataSource, migrate, type DataSource } from '@wenzheng/platform';
import { createTestDatabase, type TestDatabase } from '@wenzheng/testing';
import { entities } from './entities.js';
import { evidence, migrations } from './migrations.js';
import { baseOf, projectUnits, storedUnits } from './unit/registry/projection.js';

const run = (url: string) => migrate({ url, service: 'routing', migrations, evidence });
let database: TestDatabase;
let dataSource: DataSource;

beforeAll(async () => {
  database = await createTestDatabase({ name: 'routing', role: 'routing', migrate: async (url) => void (await run(url)) });
  dataSource = await createDataSource({ url: database.ownerUrl, service: 'routing', entities }).initialize();
});
afterAll(async () => {
  await dataSource?.destroy();
  await database?.drop();
});

describe('the upgrade of a filled database', () => {
  it('makes people of the web admins and backups that units had, and items of the duty catalogue of their remits', async () => {
    const before = migrations.findIndex((migration) => new migration().name?.startsWith('createPeople'));
    const filled = await createTestDatabase({ name: 'routing_before_registry', role: 'routing', migrate: async (url) => void (await migrate({ url, service: 'routing', migrations: migrations.slice(0, before), evidence: {} })) });
    const owner = await createDataSource({ url: filled.ownerUrl, service: 'spec' }).initialize();
    const [wang, bei] = ['{"id": "wang", "name": "王望舒"}', '{"id": "bei", "name": "贝以恒"}'];
    const unit = (code: string, removed: boolean) => `('${code}', '单位${code}', 'city', 2, '{}', '[${wang}]', '${bei}', '{"name": "张见山", "post": "局长"}', ${removed}, 3)`;
    await owner.query(`INSERT INTO unit (code, name, parent, level, phones, web_admins, backup, principal, removed, version) VALUES ${unit('water', false)}, ${unit('gone', true)}`);
    await owner.query(`INSERT INTO unit_remit (unit_code, position, name, words, areas) VALUES ('water', 0, NULL, '{停水}', '{}'), ('water', 1, '水质', '{水质}', '{东浦区}'), ('gone', 0, NULL, '{停气}', '{}')`);
    await owner.query(`INSERT INTO unit_registry (city, version, loaded_at) VALUES ('淮岭市', 7, '2026-11-01T00:00:00Z')`);
    await run(filled.ownerUrl);
    expect(await owner.query('SELECT * FROM person ORDER BY subject')).toEqual([{ subject: 'bei', name: '贝以恒', state: 'active' }, { subject: 'wang', name: '王望舒', state: 'active' }]);
    expect(await owner.query('SELECT subject, unit_code, post FROM person_post ORDER BY subject')).toEqual([{ subject: 'bei', unit_code: 'water', post: 'backup' }, { subject: 'wang', unit_code: 'water', post: 'web-admin' }]);
    expect(await owner.query('SELECT item, version, unit_code, name, words, areas, source FROM duty_item ORDER BY item')).toEqual([
      { item: 'water-1', version: 1, unit_code: 'water', name: null, words: ['停水'], areas: [], source: 'file' },
      { item: 'water-2', version: 1, unit_code: 'water', name: '水质', words: ['水质'], areas: ['东浦区'], source: 'file' },
    ]);
    const [kept] = await storedUnits(owner.manager).then((units) => units.filter(({ unit: { code } }) => code === 'water'));
    const [projected] = await projectUnits(owner.manager, [baseOf(kept!.unit)], '2026-11-23');
    expect(projected).toEqual(kept?.unit);
    await owner.destroy();
    await filled.drop();
  });
});

describe('the migrations', () => {
  it('make the tables that the entities describe', async () => {
    const { upQueries } = await dataSource.driver.createSchemaBuilder().log();
    expect(upQueries.map(({ query }) => query)).toEqual([]);
  });

  it('change nothing when they run again', async () => {
    expect(await run(database.ownerUrl)).toEqual([]);
  });
});
