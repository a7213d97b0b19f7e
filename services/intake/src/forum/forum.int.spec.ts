import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createEvent, forumPhaseChanged, parseEvent, unitChanged } from '@wenzheng/contracts';
import { call, Fixture, type Answer, type Replica } from '../intake.fixture.js';

let fixture: Fixture;
let intake: Replica;
let office: string;
beforeAll(async () => {
  fixture = await Fixture.create();
  intake = await fixture.start();
  office = await fixture.token('information-office');
  const told = (unit: typeof housing) => createEvent(unitChanged, { subject: unit.code, sequence: 1, time: fixture.clock.now(), data: { unit, parent: null, level: 2, phones: [], removed: false } });
  await intake.handle(told(housing), told(water), told(traffic));
});
afterAll(() => fixture.drop());

// The fixture's clock stands at 09:00 of Monday 23 November 2026.
const housing = { code: 'city.housing', name: '市住建局' };
const water = { code: 'city.water', name: '市水利局' };
const traffic = { code: 'city.traffic', name: '市交通局' };

const post = (address: string, body: object): Promise<Answer> => call(`${intake.url}${address}`, { token: office, body });
const plan = async () => (await call(`${intake.url}/v1/forum-phases`)).body as { phases: { slots: { unit: { code: string }; month: string; sessionId: string | null }[]; changes: object[] }[]; isNextPlanned: boolean };
const order = async () => (await plan()).phases.map(({ slots }) => slots.map(({ unit, month }) => `${unit.code} ${month}`));

describe('分期安排', () => {
  const first = { phase: 1, slots: [{ unit: water, month: '2027-01' }, { unit: housing, month: '2026-12' }] };

  it('is owed while no later phase is announced', async () => expect(await plan()).toEqual({ phases: [], isNextPlanned: false }));

  it('announces a phase once, its units in the order of time, and tells of it', async () => {
    const answer = await post('/v1/forum-phases', first);
    expect(answer).toMatchObject({ status: 201, body: { phase: 1, changes: [], slots: [{ unit: housing, month: '2026-12', sessionId: null }, { unit: water, month: '2027-01' }] } });
    expect(await post('/v1/forum-phases', first)).toMatchObject({ status: 200, body: answer.body });
    const events = (await fixture.events(forumPhaseChanged.subject)).map((event) => parseEvent(forumPhaseChanged, event));
    expect(events).toMatchObject([{ subject: 'forum-phase-1', sequence: 1, data: { phase: 1, slots: [{ unit: housing }, { unit: water }] } }]);
    expect((await plan()).isNextPlanned).toBe(true);
  });

  it.each([
    ['another plan of the same phase', { ...first, slots: first.slots.slice(1) }, 409, 'intake.forum-phase-announced'],
    ['a phase too many', { phase: 3, slots: [{ unit: water, month: '2027-03' }] }, 422, 'intake.forum-phase-out-of-turn'],
    ['a unit twice', { phase: 2, slots: [{ unit: water, month: '2027-03' }, { unit: water, month: '2027-04' }] }, 422, 'intake.forum-unit-twice'],
    ['a month of the phase before', { phase: 2, slots: [{ unit: traffic, month: '2027-01' }] }, 422, 'intake.forum-phases-overlap'],
    ['a unit that is none', { phase: 2, slots: [{ unit: { code: 'city.moon', name: '月球局' }, month: '2027-03' }] }, 422, 'intake.unknown-unit'],
    ['a month that is none', { phase: 2, slots: [{ unit: traffic, month: '2027-13' }] }, 400, 'invalid-request'],
  ])('refuses %s', async (_, body, status, code) => expect(await post('/v1/forum-phases', body)).toMatchObject({ status, body: { code } }));

  it('is changed with a reason that stands in the log, once', async () => {
    const moved = { change: 'moved', unit: housing, month: '2027-01', reason: '改造工程验收' };
    const answer = await post('/v1/forum-phases/1/changes', moved);
    expect(answer).toMatchObject({ status: 201, body: { changes: [{ change: 'moved', unit: housing, fromMonth: '2026-12', toMonth: '2027-01', reason: '改造工程验收' }] } });
    expect(await post('/v1/forum-phases/1/changes', moved)).toMatchObject({ status: 200, body: answer.body });
    expect((await post('/v1/forum-phases/1/changes', { change: 'added', unit: traffic, month: '2026-12', reason: '市民关注公交' })).status).toBe(201);
    expect(await order()).toEqual([['city.traffic 2026-12', 'city.housing 2027-01', 'city.water 2027-01']]);
    expect((await post('/v1/forum-phases/1/changes', { change: 'removed', unit: traffic, reason: '职责调整' })).status).toBe(201);
    expect(await order()).toEqual([['city.housing 2027-01', 'city.water 2027-01']]);
    const [event] = (await fixture.events(forumPhaseChanged.subject)).slice(-1);
    expect(parseEvent(forumPhaseChanged, event)).toMatchObject({ sequence: 4, data: { changes: [{ change: 'moved' }, { change: 'added' }, { change: 'removed', toMonth: null }] } });
  });

  it.each([
    ['what is not planned', 1, { change: 'moved', unit: traffic, month: '2027-01', reason: '调整' }, 404, 'intake.forum-slot-not-found'],
    ['a phase that is none', 7, { change: 'removed', unit: traffic, reason: '调整' }, 404, 'intake.forum-phase-not-found'],
    ['a unit that has its place', 1, { change: 'added', unit: water, month: '2026-12', reason: '调整' }, 422, 'intake.forum-unit-twice'],
    ['a month that is past', 1, { change: 'moved', unit: water, month: '2026-10', reason: '调整' }, 422, 'intake.forum-month-wrong'],
    ['without a reason', 1, { change: 'moved', unit: water, month: '2026-12' }, 400, 'invalid-request'],
  ])('is not changed: %s', async (_, phase, body, status, code) => expect(await post(`/v1/forum-phases/${phase}/changes`, body)).toMatchObject({ status, body: { code } }));
});
