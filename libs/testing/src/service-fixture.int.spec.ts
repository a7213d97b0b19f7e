import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { jetstreamManager } from '@nats-io/jetstream';
import { Controller, Get, Inject, Module } from '@nestjs/common';
import { createEvent, unitChanged } from '@wenzheng/contracts';
import { Allow, createService, loadConfig, PlatformModule, serviceConfig, sqlMigration } from '@wenzheng/platform';
import type { Clock } from '@wenzheng/working-days';
import { ServiceFixture, type OpenedService, type Replica } from './service-fixture.js';

const CLOCK = Symbol('clock');

@Controller()
class TimeController {
  constructor(@Inject(CLOCK) private readonly clock: Clock) {}

  @Get('time')
  @Allow('web-admin')
  time() {
    return { now: this.clock.now().toISOString() };
  }
}

/** A service of one endpoint, whose only handler notes which events it was given, and together with how many. */
async function open(environment: Record<string, string>, clock: Clock): Promise<OpenedService> {
  class SpecModule {}
  const config = loadConfig(serviceConfig, environment);
  Module({ imports: [PlatformModule.forRoot({ service: 'routing', config })], controllers: [TimeController], providers: [{ provide: CLOCK, useValue: clock }] })(SpecModule);
  const app = await createService(SpecModule, { service: 'routing', config });
  const strategy: OpenedService['strategy'] = {
    async invoke(subject, events, { manager }) {
      for (const { id } of events) await manager.query('INSERT INTO handled VALUES ($1, $2, $3)', [id, subject, events.length]);
      if (events.some(({ subject: of }) => of === 'faulty')) throw new Error('faulty');
    },
  };
  return { app, strategy };
}

const tables = sqlMigration(
  'Tables1700000000000',
  `CREATE TABLE handled (event_id uuid PRIMARY KEY, type text, together int);
   CREATE TABLE unit (code text PRIMARY KEY);
   CREATE TABLE remit (code text REFERENCES unit);
   CREATE TABLE outbox (position int, subject text, envelope text) PARTITION BY RANGE (position);
   CREATE TABLE outbox_1 PARTITION OF outbox FOR VALUES FROM (0) TO (100)`,
);
const event = (subject = 'a') =>
  createEvent(unitChanged, { subject, sequence: 1, time: new Date(0), data: { unit: { code: subject, name: '市水务局' }, parent: null, level: 2, phones: [], removed: false } });

let fixture: ServiceFixture;
let replica: Replica;
beforeAll(async () => {
  const topology: Parameters<typeof ServiceFixture.of>[0]['topology'] = async (connection) => void (await (await jetstreamManager(connection)).streams.add({ name: 'SPEC', subjects: ['spec.>'] }));
  fixture = await ServiceFixture.of({ service: 'routing', name: 'service_fixture', migrations: [tables], topology, open, environment: { DATABASE_POOL: '3' }, instant: '2026-10-01T00:00:00Z' });
  replica = await fixture.start();
});
afterAll(() => fixture.drop());

describe('the fixture of a service', () => {
  it('starts replicas with its settings and its clock, and asks them as whoever has a role', async () => {
    const other = await fixture.start({ DATABASE_POOL: '2' });
    fixture.clock.set('2026-10-02T00:00:00Z');
    expect(fixture.environment()).toMatchObject({ DATABASE_POOL: '3', NODE_ENV: 'test' });
    for (const each of [replica, other]) expect(await each.call('/time', { role: 'web-admin', unit: 'water' })).toMatchObject({ status: 200, body: { now: '2026-10-02T00:00:00.000Z' } });
    expect([(await other.call('/time')).status, (await other.call('/time', { role: 'auditor' })).status, (await other.call('/elsewhere', { role: 'web-admin' })).status]).toEqual([401, 403, 404]);
    await other.close();
    await expect(other.call('/time')).rejects.toThrow();
  });

  it('has handlers handle events of one type together, in a transaction', async () => {
    await replica.handle(event(), event());
    expect(await fixture.rows('SELECT type, together FROM handled')).toEqual(Array.from({ length: 2 }, () => ({ type: unitChanged.subject, together: 2 })));
    await expect(replica.handle(event(), event('faulty'))).rejects.toThrow('faulty');
    expect(await fixture.count('handled')).toBe(2);
  });

  it('reads the outbox in order, of all or of one', async () => {
    const [first, second] = [event('a'), event('b')];
    for (const [position, envelope] of [[2, second], [1, first]] as const) await fixture.rows('INSERT INTO outbox VALUES ($1, $2, $3)', [position, envelope.type, JSON.stringify(envelope)]);
    expect(await fixture.events(unitChanged.subject)).toEqual([first, second]);
    expect(await fixture.events(unitChanged.subject, 'b')).toEqual([second]);
  });

  it('shows what handlers write, in partitions too, and undoes it; and says where something stands', async () => {
    const rows = await replica.rowsAfter([event()], async ({ id, type }, manager) => {
      await manager.query('INSERT INTO outbox VALUES (7, $1, $2)', [type, id]);
      await manager.query(`INSERT INTO unit VALUES ('harbour')`);
      await manager.query(`UPDATE unit SET code = 'port'`);
    });
    expect(rows.toSorted((a, b) => (a.table < b.table ? -1 : 1))).toEqual([{ table: 'outbox', row: { position: 7, subject: unitChanged.subject, envelope: expect.any(String) } }, { table: 'unit', row: { code: 'port' } }]);
    expect([await fixture.tablesWith('port'), await fixture.tablesWith(unitChanged.subject)]).toEqual([[], ['handled', 'outbox']]);
  });

  it('empties what holds something, partitions and references too, and keeps what it is told', async () => {
    await fixture.rows(`INSERT INTO unit VALUES ('water')`);
    await fixture.rows(`INSERT INTO remit VALUES ('water')`);
    await fixture.clear({ keep: ['unit'] });
    expect([await fixture.count('unit'), await fixture.count('remit'), await fixture.count('outbox'), await fixture.count('handled'), await fixture.count('migration')]).toEqual([1, 0, 0, 0, 1]);
    await fixture.clear();
    expect(await fixture.count('unit')).toBe(0);
  });
});
