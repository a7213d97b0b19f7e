import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { createEvent, endings, ledgerCounted, type Ending, type LedgerBucket, type ServiceName } from '@wenzheng/contracts';
import { eventually } from '@wenzheng/testing';
import { Fixture, Life, type Replica } from '../deadline-supervision.fixture.js';
import { ConservationService } from './conservation.service.js';

type OtherService = Exclude<ServiceName, 'deadline-supervision'>;
const others: OtherService[] = ['intake', 'routing', 'publication'];
const date = '2026-09-18';

/** The ledger of one other service: what it counts, and a real HTTP server that lists it. */
class OtherLedger {
  readonly entries = new Map<string, Ending>();
  private constructor(readonly url: string, private readonly server: Server) {}

  static async open(verify: (token: string) => boolean): Promise<OtherLedger> {
    const server = createServer((request, response) => {
      const allowed = verify(request.headers.authorization ?? '');
      const { pathname, searchParams } = new URL(request.url ?? '/', 'http://ledger');
      const after = searchParams.get('after') ?? '';
      // Pages of two, so that the reader has to turn them.
      const known = pathname === `/v1/ledger/board/${date}` ? [...ledger.entries].sort().filter(([messageId]) => messageId > after) : [];
      const page = known.slice(0, 2).map(([messageId, ending]) => ({ messageId, ending }));
      const body = { items: page, next: known.length > 2 ? page.at(-1)?.messageId : null };
      response.writeHead(allowed ? 200 : 401, { 'content-type': 'application/json' }).end(JSON.stringify(allowed ? body : {}));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const ledger = new OtherLedger(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, server);
    return ledger;
  }

  bucket(): LedgerBucket {
    const counts = Object.fromEntries(endings.map((ending) => [ending, [...this.entries.values()].filter((one) => one === ending).length]));
    const digest = Buffer.alloc(32);
    for (const [messageId, ending] of this.entries) {
      createHash('sha256').update(messageId + ending).digest().forEach((byte, index) => (digest[index] = (digest[index] ?? 0) ^ byte));
    }
    return { channel: 'board', date, counts: counts as LedgerBucket['counts'], digest: digest.toString('hex') };
  }

  close = () => new Promise<void>((resolve) => (this.server.closeAllConnections(), this.server.close(() => resolve())));
}

let fixture: Fixture;
let replica: Replica;
let ledgers: Record<OtherService, OtherLedger>;
const lives = Array.from({ length: 5 }, () => new Life());

beforeAll(async () => {
  fixture = await Fixture.create();
  const opened = await Promise.all(others.map(async (service) => [service, await OtherLedger.open((header) => /^Bearer ey/.test(header))] as const));
  ledgers = Object.fromEntries(opened) as typeof ledgers;
  const urls = Object.fromEntries(others.map((service) => [service, ledgers[service].url]));
  replica = await fixture.start({ LEDGER_URLS: JSON.stringify(urls), LEDGER_SECONDS: '0.2' }, { reading: true });
  await replica.handle(...lives.map((life) => life.registered('2026-09-18T15:00:00+08:00')));
  for (const service of others) for (const { messageId } of lives) ledgers[service].entries.set(messageId, 'open');
});
afterAll(async () => {
  clearInterval(counting);
  await fixture.drop();
  for (const service of others) await ledgers[service].close();
});

/** The three others count as often as this service does, through its real handlers. */
let counting: NodeJS.Timeout;
let sequence = 0;
const published = new Map<OtherService, string>();
/** As services count: everything the first time, and then what has changed. */
async function countOthers(countedAt = new Date()): Promise<void> {
  sequence += 1;
  await replica.handle(...others.map((service) => {
    const bucket = ledgers[service].bucket();
    const complete = !published.has(service);
    const changed = published.get(service) !== bucket.digest;
    published.set(service, bucket.digest);
    const data = { countedAt: countedAt.toISOString(), complete, buckets: changed ? [bucket] : [] };
    return createEvent(ledgerCounted[service], { subject: service, sequence, time: countedAt, data });
  }));
}
const report = async () => (await replica.call('/v1/conservation', { role: 'supervision-office' })).body;

describe('R04: conservation over four services', () => {
  it('before anything was compared it is not said to be balanced', async () => {
    expect(await report()).toMatchObject({ balanced: false, settled: false, comparedAt: null });
  });

  it('a city at rest is balanced and settled, and the equation holds for each channel', async () => {
    counting = setInterval(() => void countOthers(), 200);
    await eventually(async () => expect(await report()).toMatchObject({ balanced: true, settled: true, channelDays: 1, differences: [] }));
    expect((await report())['channels']).toMatchObject([{ channel: 'board', registered: 5, open: 5, 'ruled-invalid': 0 }]);
  });

  it('and it never flaps', async () => {
    const first = Date.parse(String((await report())['comparedAt']));
    await eventually(async () => {
      const now = await report();
      if (now['balanced'] !== true || now['settled'] !== true) throw new Error(`flapped: ${JSON.stringify(now)}`);
      return Date.parse(String(now['comparedAt'])) > first + 2_000;
    });
  });

  it('a row deleted in another service is found, the message is named, and it is forgotten once healed', async () => {
    const lost = String(lives[3]?.messageId);
    ledgers.routing.entries.delete(lost);
    await eventually(async () => {
      const { balanced, differences, messages } = await report();
      expect({ balanced, differences, messages }).toEqual({
        balanced: false,
        differences: [{ channel: 'board', date, messageId: lost, service: 'routing', expected: 'open', found: 'missing' }],
        messages: [{ channel: 'board', date, messageId: lost, services: { intake: 'open', publication: 'open', 'deadline-supervision': 'open' } }],
      });
    });
    await eventually(async () => expect(await fixture.events('conservation.broken')).toMatchObject([
      { subject: 'conservation', sequence: 1, data: { messages: 1, differences: [{ messageId: lost, service: 'routing', found: 'missing' }] } },
    ]));
    ledgers.routing.entries.set(lost, 'open');
    await eventually(async () => expect(await report()).toMatchObject({ balanced: true, settled: true, differences: [] }));
    await eventually(async () => expect(await fixture.events('conservation.restored')).toMatchObject([{ sequence: 2 }]));
    expect(await fixture.events('conservation.broken')).toHaveLength(1);
  });

  it('a row deleted here is found in the same way', async () => {
    const lost = String(lives[0]?.messageId);
    const [row] = await fixture.dataSource.query<object[]>('DELETE FROM deadline WHERE message_id = $1 RETURNING to_json(deadline) AS row', [lost]).then(([rows]) => rows as object[]);
    await eventually(async () => expect(await report()).toMatchObject({
      balanced: false,
      differences: [{ messageId: lost, service: 'deadline-supervision', expected: 'open', found: 'missing' }],
    }));
    await fixture.dataSource.query('INSERT INTO deadline SELECT * FROM json_populate_record(NULL::deadline, $1)', [JSON.stringify((row as { row: object }).row)]);
    await eventually(async () => expect(await report()).toMatchObject({ balanced: true, settled: true }));
  });

  it('two messages that swap their endings leave the counts equal, and are found by the digest', async () => {
    const [a, b] = [String(lives[1]?.messageId), String(lives[2]?.messageId)];
    for (const service of others) ledgers[service].entries.set(a, 'withdrawn');
    await fixture.dataSource.query(`UPDATE deadline SET ending = 'withdrawn' WHERE message_id = $1`, [a]);
    await eventually(async () => expect(await report()).toMatchObject({ balanced: true, settled: true, channels: [{ withdrawn: 1 }] }));
    ledgers.publication.entries.set(a, 'open').set(b, 'withdrawn');
    await eventually(async () => expect((await report())['differences']).toHaveLength(2));
    ledgers.publication.entries.set(a, 'withdrawn').set(b, 'open');
    await eventually(async () => expect(await report()).toMatchObject({ balanced: true, settled: true }));
  });
});

describe('what cannot be trusted', () => {
  it('a count that was lost is made good by reading the bucket', async () => {
    await fixture.dataSource.query(`UPDATE ledger_bucket SET digest = $1 WHERE service = 'routing'`, ['0'.repeat(64)]);
    const digests = async () =>
      (await fixture.dataSource.query<{ digest: string }[]>('SELECT DISTINCT digest FROM ledger_bucket')).map(({ digest }) => digest);
    await eventually(async () => expect(await digests()).toEqual([ledgers.routing.bucket().digest]));
    await eventually(async () => expect(await report()).toMatchObject({ balanced: true, settled: true, differences: [] }));
  });

  it('a message whose registration never came is named, and nothing is balanced until it has', async () => {
    const life = new Life();
    const count = (count: number) => {
      const countedAt = new Date().toISOString();
      const unregistered = { count, messageIds: count > 0 ? [life.messageId] : [] };
      return replica.handle(createEvent(ledgerCounted.routing, { subject: 'routing', sequence: 1, time: new Date(), data: { countedAt, complete: false, buckets: [], unregistered } }));
    };
    clearInterval(counting);
    await count(1);
    expect(await report()).toMatchObject({ balanced: false, unregistered: [{ service: 'routing', count: 1, messageIds: [life.messageId] }] });
    await count(0);
    expect(await report()).toMatchObject({ balanced: true, unregistered: [] });
    counting = setInterval(() => void countOthers(), 200);
  });

  it('services that have stopped counting are named, and nothing is said to be balanced any more', async () => {
    clearInterval(counting);
    const service = replica.app.get(ConservationService);
    const inAMinute = new Date(Date.now() + 61_000);
    expect(await service.report()).toMatchObject({ balanced: true, silent: [] });
    expect(await service.report(inAMinute)).toMatchObject({ balanced: false, settled: false, silent: expect.arrayContaining(others) });
  });
});

describe('a count', () => {
  it('in several parts says something only when all are there, in whatever order; an older one changes nothing', async () => {
    const service = replica.app.get(ConservationService);
    await eventually(async () => expect(await service.compare()).toBeNull());
    const day = (number: number): LedgerBucket => ({ ...ledgers.intake.bucket(), date: `2020-01-0${number}` });
    const part = (part: number, countedAt: Date, bucket: LedgerBucket) => createEvent(ledgerCounted.intake, {
      subject: 'intake', sequence: 10_000 + part, time: countedAt,
      data: { countedAt: countedAt.toISOString(), complete: true, part, parts: 2, buckets: [bucket] },
    });
    const at = new Date(Date.now() + 60_000);
    const dates = async () => (await fixture.dataSource.query<{ date: string }[]>(`SELECT date::text FROM ledger_bucket WHERE service = 'intake' ORDER BY date`)).map((row) => row.date);
    await replica.handle(part(2, at, day(2)));
    expect(await dates()).toEqual(['2020-01-02', date]);
    await replica.handle(part(1, at, day(1)));
    expect(await dates()).toEqual(['2020-01-01', '2020-01-02']);
    await replica.handle(part(1, new Date(0), day(3)), part(2, new Date(0), day(4)));
    expect(await dates()).toEqual(['2020-01-01', '2020-01-02']);
  });

  it('of everything is not forgotten when a later one overtakes its last part', async () => {
    const at = (seconds: number) => new Date(Date.now() + 120_000 + seconds * 1_000);
    const bucket = (number: number): LedgerBucket => ({ ...ledgers.intake.bucket(), date: `2021-01-0${number}` });
    const [complete, later] = [at(0), at(20)];
    const event = (countedAt: Date, data: { complete: boolean; part?: number; parts?: number; buckets: LedgerBucket[] }) =>
      createEvent(ledgerCounted.intake, { subject: 'intake', sequence: 1, time: countedAt, data: { countedAt: countedAt.toISOString(), ...data } });
    await replica.handle(event(complete, { complete: true, part: 1, parts: 2, buckets: [bucket(1)] }));
    await replica.handle(event(later, { complete: false, buckets: [bucket(3)] }));
    await replica.handle(event(complete, { complete: true, part: 2, parts: 2, buckets: [bucket(2)] }));
    const dates = await fixture.dataSource.query<{ date: string }[]>(`SELECT date::text FROM ledger_bucket WHERE service = 'intake' ORDER BY date`);
    expect(dates.map((row) => row.date)).toEqual(['2021-01-01', '2021-01-02', '2021-01-03']);
  });
});
