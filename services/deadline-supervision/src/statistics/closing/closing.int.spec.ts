import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { Metrics } from '@wenzheng/platform';
import { Fixture, Life, type Replica } from '../../deadline-supervision.fixture.js';
import { digestOf, endedPeriods, type Closing } from './closing.rules.js';
import { listingOf } from './announcement.rules.js';
import { ClosingService } from './closing.service.js';

let fixture: Fixture;
let replicas: Replica[];
beforeAll(async () => {
  fixture = await Fixture.create('2026-08-20T10:00:00+08:00');
  replicas = [await fixture.start(), await fixture.start()];
});
afterAll(() => fixture.drop());

const read = async (address: string) => (await replicas[0]!.call(address, { role: 'supervision-office' })).body as Record<string, unknown>;
const closeAll = () => Promise.all(replicas.map((replica) => replica.app.get(ClosingService).closeEnded()));

describe('R05, R28: a period', () => {
  const [answered, late] = [new Life(), new Life()];
  const reply = randomUUID();

  it('that ends is closed once, by whichever replica, and told on the bus with its definitions', async () => {
    await closeAll();
    expect(await read('/v1/statistics/periods')).toEqual({ items: [], next: null, missing: [] });
    const replica = replicas[0]!;
    await replica.handle(answered.registered('2026-08-21T10:00:00+08:00'), late.registered('2026-08-24T10:00:00+08:00', { channel: 'mailbox' }),
      answered.published('2026-08-24T10:00:00+08:00', '2026-08-25T10:00:00+08:00', randomUUID()));
    fixture.clock.set('2026-09-01T00:00:00+08:00');
    await closeAll();
    expect(await read('/v1/statistics/periods')).toMatchObject({ items: [{ period: '2026-08', from: '2026-08-01', to: '2026-08-31', cutOff: '2026-08-31T16:00:00.000Z' }], missing: [] });
    expect(await fixture.events('statistics.closed')).toMatchObject([
      { subject: '2026-08', data: { minimumSample: 10, totals: { counts: { registered: 2, answered: 1, overdue: 1 } }, channels: [{ channel: 'board' }, { channel: 'mailbox' }] } },
    ]);
  });

  it('tells which messages each of its figures counts, as many as it says', async () => {
    const [told] = await fixture.events('statistics.closed');
    const listed = await fixture.events('statistics.listed');
    expect(listed).toMatchObject([{ subject: '2026-08', sequence: 2, data: { period: '2026-08', part: 1, parts: 1 } }]);
    const { totals } = told!.data as { totals: { counts: Record<string, number> } };
    const { groups } = listed[0]!.data as { groups: { unitCode: string | null; counts: string[]; messageIds: string[] }[] };
    const lengthOf = (name: string) => groups.filter(({ counts }) => counts.includes(name)).flatMap(({ messageIds }) => messageIds).length;
    expect(Object.fromEntries(Object.keys(totals.counts).map((name) => [name, lengthOf(name)]))).toEqual(totals.counts);
    expect(groups.filter(({ counts }) => counts.includes('answered')).flatMap(({ messageIds }) => messageIds)).toEqual([answered.messageId]);
  });

  it('keeps its figures and its digest; what late evidence amends stands beside them', async () => {
    const before = await read('/v1/statistics/periods/2026-08');
    expect(before).toMatchObject({ amendment: { events: 0, messageIds: [], changes: {} } });
    expect(digestOf({ ...before, cutOff: String(before['cutOff']) } as unknown as Closing)).toBe(before['digest']);
    const replica = replicas[1]!;
    // Of September: no evidence of August.
    fixture.clock.set('2026-09-02T10:00:00+08:00');
    await replica.handle(late.submitted('2026-09-02T09:00:00+08:00', randomUUID()));
    expect(await read('/v1/statistics/periods/2026-08')).toEqual(before);
    await replica.handle(late.submitted('2026-08-25T10:00:00+08:00', reply));
    const after = await read('/v1/statistics/periods/2026-08');
    expect(after).toEqual({ ...before, amendment: { events: 1, messageIds: [late.messageId], changes: { overdue: -1, judgedBySubmission: -1, underReview: 1 } } });
    expect(await fixture.events('statistics.closed')).toHaveLength(1);
  });

  it('is closed in order when several have ended, the year after its December', async () => {
    fixture.clock.set('2027-02-01T00:00:00+08:00');
    await closeAll();
    expect((await fixture.events('statistics.closed')).map(({ subject }) => subject)).toEqual(['2026-08', '2026-09', '2026-10', '2026-11', '2026-12', '2026', '2027-01']);
    expect(await read('/v1/statistics/periods/2026')).toMatchObject({ figures: { totals: { registered: 2 } } });
    await fixture.dataSource.query("DELETE FROM closed_period WHERE period = '2026-11'");
    expect(await read('/v1/statistics/periods')).toMatchObject({ missing: ['2026-11'] });
    const pages = [await read('/v1/statistics/periods?limit=1')];
    for (let next = pages[0]!['next']; next; next = pages.at(-1)!['next']) pages.push(await read(`/v1/statistics/periods?limit=1&after=${String(next)}`));
    expect(pages.flatMap(({ items }) => items)).toEqual((await read('/v1/statistics/periods'))['items']);
    expect(pages.length).toBeGreaterThan(1);
    expect(await replicas[0]!.app.get(Metrics).render()).toContain('wenzheng_statistics_missing_periods 1');
    expect((await replicas[0]!.call('/v1/statistics/periods/2027', { role: 'administrator' })).body).toMatchObject({ code: 'deadline-supervision.period-not-closed' });
  });
});

it('a month has ended when the next has begun, and a year with its December', () => {
  expect(endedPeriods('2026-11', '2026-11-30')).toEqual([]);
  expect(endedPeriods('2026-11', '2027-02-01')).toEqual(['2026-11', '2026-12', '2026', '2027-01']);
});

it('what is listed goes in parts, in which each message stands once', () => {
  const groups = [{ unitCode: 'a', counts: ['registered'], messageIds: ['1', '2', '3'] }, { unitCode: null, counts: ['registered'], messageIds: ['4', '5'] }];
  const parts = listingOf('2026', groups, 2);
  expect(parts.map(({ part, parts: of, groups: some }) => [part, of, some.map(({ unitCode, messageIds }) => [unitCode, messageIds])])).toEqual([
    [1, 3, [['a', ['1', '2']]]], [2, 3, [['a', ['3']], [null, ['4']]]], [3, 3, [[null, ['5']]]],
  ]);
  expect(listingOf('2026', [])).toEqual([{ period: '2026', part: 1, parts: 1, groups: [] }]);
});
