import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { channels, type EventEnvelope, type MessageKind, type Rating } from '@wenzheng/contracts';
import { stateCouncilCalendar } from '@wenzheng/working-days';
import fc from 'fast-check';
import { deriveDeadline } from '../../deadline/deadline.rules.js';
import { factOf } from '../../deadline/fact.rules.js';
import { Fixture, housing, Life, water, type Replica } from '../../deadline-supervision.fixture.js';
import { policy } from '../../deadline/properties/histories.fixture.js';
import { SweepService } from '../../ladder/sweep.service.js';
import { recount, type Recounted, type ToldMessage } from '../recount/recount.rules.js';
import type { Statistics } from '../statistics.service.js';
import { countNames } from './definitions.js';
import { listCounted } from './listing.js';

const cutOff = '2026-09-30T12:00:00+08:00';
let fixture: Fixture;
let replica: Replica;
beforeAll(async () => {
  fixture = await Fixture.create(cutOff);
  replica = await fixture.start();
});
afterAll(() => fixture.drop());

const start = Date.parse('2026-09-01T00:00:00+08:00');
const at = (minutes: number) => new Date(start + minutes * 60_000).toISOString();
const minute = (days: number) => fc.integer({ min: 0, max: days * 24 * 60 });

const rarely = <Value>(value: fc.Arbitrary<Value>) => fc.oneof({ weight: 4, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: value });

/** A life in September 2026, with public holidays and make-up days in it. */
const life = fc.record({
  registeredAt: minute(25), channel: fc.constantFrom(...channels), kind: fc.constantFrom<MessageKind | null>('complaint', 'help', null),
  historical: fc.boolean(), assignedAfter: fc.option(minute(3)), unit: fc.constantFrom(housing, water), extendedAfter: fc.option(minute(4)),
  interimAfter: fc.option(minute(4)), submittedAfter: fc.option(minute(16)), publishedAfter: fc.option(minute(3)), isPrivate: fc.boolean(),
  ruledAfter: rarely(minute(9)), isLifted: fc.boolean(), withdrawnAfter: rarely(minute(9)), transferredAfter: rarely(minute(9)), rating: fc.constantFrom<Rating | null>(null, 'satisfied', 'dissatisfied'),
}).map((told): EventEnvelope[] => {
  const one = new Life();
  const { registeredAt: zero, channel, kind, historical, isPrivate } = told;
  const events: EventEnvelope[] = [one.registered(at(zero), { channel, kind, historical })];
  if (told.assignedAfter !== null) events.push(one.assigned(at(zero + told.assignedAfter), told.unit));
  if (told.extendedAfter !== null) events.push(one.extended(at(zero + told.extendedAfter), at(zero + told.extendedAfter + 30), '2026-10-12'));
  if (told.interimAfter !== null) events.push(one.published(at(zero + told.interimAfter), at(zero + told.interimAfter), randomUUID(), { interim: true }));
  if (told.submittedAfter !== null) {
    const reply = randomUUID();
    const submittedAt = zero + told.submittedAfter;
    events.push(one.submitted(at(submittedAt), reply));
    if (told.publishedAfter !== null) events.push(one.published(at(submittedAt), at(submittedAt + told.publishedAfter), reply, { visibility: isPrivate ? 'private' : 'public' }));
  }
  if (told.ruledAfter !== null) {
    const ruling = one.ruledInvalid(at(zero + told.ruledAfter));
    events.push(ruling);
    if (told.isLifted) events.push(one.objectionDecided(at(zero + told.ruledAfter + 60), ruling.data.rulingId, 'upheld'));
  }
  if (told.withdrawnAfter !== null) events.push(one.withdrawn(at(zero + told.withdrawnAfter)));
  if (told.transferredAfter !== null) events.push(one.transferred(at(zero + told.transferredAfter)));
  if (told.rating) events.push(one.rated(at(zero + 20 * 24 * 60), told.rating));
  return events;
});

function toldBy(events: readonly EventEnvelope[], urged: ReadonlySet<string>): ToldMessage {
  const facts = (events as EventEnvelope<{ messageId: string }>[]).map(factOf);
  return { state: deriveDeadline(facts, policy, stateCouncilCalendar)!, urged: urged.has(facts[0]!.messageId) };
}

async function counted(query = ''): Promise<Recounted> {
  const body = (await replica.call(`/v1/statistics${query}`, { role: 'supervision-office' })).body as unknown as Statistics;
  return {
    totals: body.totals,
    units: body.units.map(({ unit, ...figures }) => ({ unit, figures })),
    channels: body.channels.map(({ channel, ...figures }) => ({ channel, figures })),
    kinds: body.kinds.map(({ kind, ...figures }) => ({ kind, figures })),
  };
}

/** In one order. */
const sorted = ({ totals, units, channels: byChannel, kinds }: Recounted) => {
  const byName = <Row>(rows: Row[]) => rows.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
  return { totals, units: byName(units), channels: byName(byChannel), kinds: byName(kinds) };
};
const urgedNow = async () =>
  new Set((await fixture.dataSource.query<{ message_id: string }[]>("SELECT message_id FROM fired_step WHERE step = 'urging'")).map((row) => row.message_id));

const countsOf = (figures: Recounted['totals']) => Object.fromEntries(countNames.map((name) => [name, figures[name]]));
async function lengthsListed() {
  const all = { from: null, to: null, unit: null, channel: null, kind: null };
  const groups = await fixture.dataSource.transaction((manager) => listCounted(manager, all, new Date(cutOff)));
  return Object.fromEntries(countNames.map((name) => [name, groups.filter(({ counts }) => counts.includes(name)).flatMap(({ messageIds }) => messageIds).length]));
}

/** What is due is done, by this sweep or by the service's own. */
async function swept(): Promise<void> {
  const sweep = replica.app.get(SweepService);
  do await sweep.run();
  while (await sweep.isBehind());
}

describe('R12, R28: the figures of the database', () => {
  it('are those of a recount over plain objects, for any histories', async () => {
    await fc.assert(fc.asyncProperty(fc.array(life, { minLength: 1, maxLength: 60 }), fc.boolean(), async (lives, isSweptFirst) => {
      await fixture.clear();
      const [registrations, rest] = [lives.map((events) => events.slice(0, 1)), lives.map((events) => events.slice(1))];
      await replica.handle(...registrations.flat());
      if (isSweptFirst) await swept();
      await replica.handle(...rest.flat());
      await swept();
      expect(await lengthsListed()).toEqual(countsOf((await counted()).totals));
      const urged = await urgedNow();
      const told = lives.map((events) => toldBy(events, urged));
      expect(sorted(await counted())).toEqual(sorted(recount(told, new Date(cutOff))));
      const some = told.filter(({ state }) => state.registeredOn >= '2026-09-05' && state.registeredOn <= '2026-09-20' && state.channel === 'mailbox' && state.unit?.code === water.code);
      expect((await counted(`?from=2026-09-05&to=2026-09-20&channel=mailbox&unit=${water.code}`)).totals).toEqual(recount(some, new Date(cutOff)).totals);
    }), { numRuns: 40 });
  }, 300_000);

  it('count every ending that there is, invalid ones by reason, and ratings with their number', async () => {
    await fixture.clear();
    const lives = Array.from({ length: 6 }, () => new Life());
    const [first, second, third, fourth, fifth, sixth] = lives as [Life, Life, Life, Life, Life, Life];
    const at = '2026-09-11T10:00:00+08:00';
    await replica.handle(...lives.map((one) => one.registered('2026-09-10T10:00:00+08:00')), sixth.published(at, '2026-09-14T10:00:00+08:00', randomUUID()));
    expect((await counted()).totals.satisfaction).toEqual({ n: 0, satisfied: 0, basicallySatisfied: 0, dissatisfied: 0, percent: null });
    const lifted = third.ruledInvalid(at);
    await replica.handle(
      first.ruledInvalid(at), second.ruledInvalid(at, { ground: 'petition-closed' }), lifted, third.objectionDecided('2026-09-14T10:00:00+08:00', lifted.data.rulingId, 'upheld'),
      fourth.transferred(at), fifth.withdrawn(at), sixth.rated('2026-09-15T10:00:00+08:00'),
    );
    expect((await counted()).totals).toMatchObject({
      registered: 6, valid: 4, answerable: 2, answered: 1, ruledInvalid: 2, merged: 0, transferred: 1, withdrawn: 1, open: 1,
      invalidByReason: { advertising: 1, 'petition-closed': 1 }, satisfaction: { n: 1, satisfied: 1, percent: '100.00' },
    });
  });

  it('A06, A07: tell what came of the answered, and what their writers think, each with its number', async () => {
    await fixture.clear();
    const at = '2026-09-11T10:00:00+08:00';
    const lives = Array.from({ length: 4 }, () => new Life());
    await replica.handle(...lives.flatMap((one, n) => [
      one.registered('2026-09-10T10:00:00+08:00'), one.assigned('2026-09-10T11:00:00+08:00'),
      ...(n < 3 ? [one.published(at, at, randomUUID(), n === 0 ? { result: 'resolved' } : n === 1 ? { result: 'explained' } : {})] : []),
      ...(n === 0 ? [one.rated('2026-09-12T10:00:00+08:00')] : []),
    ]));
    const ask = async (query = '') => (await replica.call(`/v1/statistics/outcomes${query}`, { role: 'supervision-office' })).body;
    const figures = {
      answered: 3, results: { resolved: 1, partlyResolved: 0, explained: 1, cannotBeResolved: 0, unstated: 1 }, resolvedPercent: '50.00',
      ratings: { of: 3, n: 1, satisfied: 1, basicallySatisfied: 0, dissatisfied: 0, afterContactReading: 0, satisfiedPercent: '100.00', responsePercent: '33.33' },
    };
    expect(await ask()).toMatchObject({ totals: figures, units: [{ unit: housing, ...figures }] });
    expect(await ask('?from=2026-09-11')).toMatchObject({ totals: { answered: 0, resolvedPercent: null }, units: [] });
  });

  it('come as a league table, as CSV and as XLSX, with definitions, cut-off and what ranks', async () => {
    await fixture.clear();
    const lives = Array.from({ length: 12 }, () => new Life());
    await replica.handle(...lives.flatMap((one) => [
      one.registered('2026-09-10T10:00:00+08:00'), one.assigned('2026-09-10T11:00:00+08:00', { code: 'city.housing', name: '=市住建局' }),
      one.published('2026-09-11T10:00:00+08:00', '2026-09-14T10:00:00+08:00', randomUUID()),
    ]));
    const { body } = await replica.call('/v1/statistics/league-table?period=2026-09', { role: 'supervision-office' });
    expect(body).toMatchObject({
      from: '2026-09-01', to: '2026-09-30', by: 'submittedInTime', minimumSample: { value: 10, basis: 'default' }, cutOff: '2026-09-30T04:00:00.000Z',
      rows: [{ rank: 1, answered: 12, stages: { routing: { n: 12, median: 0 }, handling: { median: 1 }, review: { median: 1 }, publication: { p90: 2, unit: 'working days' } } }],
    });
    const authorization = `Bearer ${await fixture.token('supervision-office')}`;
    const csv = await replica.app.inject({ url: '/v1/statistics/league-table?period=2026-09', headers: { authorization, accept: 'text/csv' } });
    expect(csv.headers['content-type']).toContain('text/csv; charset=utf-8');
    expect(csv.body.startsWith('\uFEFF受理登记日：2026-09-01 至 2026-09-30\r\n数据截至：2026年9月30日 12:00:00\r\n')).toBe(true);
    expect(csv.body).toContain("\r\n1,'=市住建局,city.housing,100.00,100.00,100.00,");
    for (const address of ['/v1/statistics/league-table?format=xlsx', '/v1/statistics?format=xlsx']) {
      const xlsx = await replica.app.inject({ url: address, headers: { authorization } });
      expect([xlsx.statusCode, xlsx.rawPayload.subarray(0, 4).toString('latin1')]).toEqual([200, 'PK\x03\x04']);
    }
  });
});
