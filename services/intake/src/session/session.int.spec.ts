import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createEvent, interviewPlanChanged, messageRegistered, parseEvent, sessionCancelled, sessionClosed, sessionOpened, sessionPostponed, sessionScheduled, unitChanged } from '@wenzheng/contracts';
import { eventually, noticeLoaded } from '@wenzheng/testing';
import { call, channelKeys, Fixture, message, pushMessage, type Answer, type Replica } from '../intake.fixture.js';

let fixture: Fixture;
let intake: Replica;
let office: string;
beforeAll(async () => {
  fixture = await Fixture.create();
  intake = await fixture.start();
  office = await fixture.token('information-office');
  await fixture.deliver(told(unit));
});
afterAll(() => fixture.drop());

// The fixture's clock stands at 09:00 of Monday 23 November 2026.
const unit = { code: 'city.housing', name: '市住建局' };
const told = (changed: typeof unit, { removed = false, sequence = 1 } = {}) =>
  createEvent(unitChanged, { subject: changed.code, sequence, time: new Date('2026-11-20T01:00:00Z'), data: { unit: changed, parent: 'city', level: 2, phones: [], removed } });
const on = (date: string, from = '09:00', to = '11:00') => ({ startsAt: `${date}T${from}:00+08:00`, endsAt: `${date}T${to}:00+08:00` });
const principal = { name: '周明', post: '局长' };
const interview = (changes: object = {}) => ({ channel: 'interview', title: '谈老旧小区改造', unit, principal, shortNoticeReason: '配合全市集中访谈周', ...on('2026-11-26'), ...changes });
const post = (address: string, body: object): Promise<Answer> => call(`${intake.url}/v1/sessions${address}`, { token: office, body });
const idOf = ({ body }: Answer) => String(body['sessionId']);
const scheduled = async (changes: object = {}) => idOf(await post('', interview(changes)));
const ask = (externalId: string, sessionId: string, channel: 'interview' | 'forum' = 'interview') =>
  pushMessage(intake, message(externalId, { sessionId }), { channel, key: channelKeys[channel] });

describe('a session 在线访谈', () => {
  it('is announced once, with a number of its own, and the event is committed with it', async () => {
    const answer = await post('', interview());
    expect(answer).toMatchObject({ status: 201, body: { number: 'HN-FT2026-001', state: 'scheduled', unit, startsAt: '2026-11-26T01:00:00.000Z', postponement: null, cancellation: null } });
    expect(answer.headers.get('location')).toBe(`/v1/sessions/${idOf(answer)}`);
    expect(await post('', interview())).toMatchObject({ status: 200, body: answer.body });
    expect(await post('', interview({ title: '谈物业管理' }))).toMatchObject({ status: 409, body: { code: 'intake.session-conflict' } });
    expect((await post('', interview({ channel: 'forum' }))).body).toMatchObject({ number: 'HN-ZT2026-001' });
    const [event] = (await fixture.events(sessionScheduled.subject)).filter(({ subject }) => subject === idOf(answer));
    expect(parseEvent(sessionScheduled, event)).toMatchObject({ sequence: 1, data: { sessionNumber: 'HN-FT2026-001', channel: 'interview', unit, endsAt: '2026-11-26T03:00:00.000Z' } });
  });

  it('stands in the public list, the last announced first, page by page', async () => {
    const [first, second] = [await scheduled(on('2026-12-01')), await scheduled(on('2026-12-02'))];
    const page = async (query: string) => (await call(`${intake.url}/v1/sessions?channel=interview&limit=1${query}`)).body as { items: { sessionId: string }[]; next: string };
    const latest = await page('');
    const earlier = await page(`&after=${latest.next}`);
    expect([latest, earlier].map(({ items }) => items[0]?.sessionId)).toEqual([second, first]);
    expect(await call(`${intake.url}/v1/sessions/${first}`)).toMatchObject({ status: 200, body: { sessionId: first } });
    expect(await call(`${intake.url}/v1/sessions/${randomUUID()}`)).toMatchObject({ status: 404, body: { code: 'intake.session-not-found' } });
  });

  it('announced by two at once is announced once', async () => {
    const answers = await Promise.all(Array.from({ length: 6 }, () => post('', interview(on('2026-12-03')))));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 200, 200, 200, 200, 201]);
    expect(new Set(answers.map(idOf)).size).toBe(1);
  });

  it('is postponed once, and by 20 working days at most', async () => {
    const id = await scheduled(on('2026-11-27'));
    expect(await post(`/${id}/postponements`, { ...on('2026-12-28'), reason: '防汛会商' })).toMatchObject({ status: 422, body: { code: 'intake.session-postponed-too-far', detail: expect.stringContaining('2026年12月25日') } });
    const answer = await post(`/${id}/postponements`, { ...on('2026-12-25'), reason: '防汛会商' });
    expect(answer).toMatchObject({
      status: 201,
      body: { state: 'postponed', startsAt: '2026-12-25T01:00:00.000Z', postponement: { reason: '防汛会商', postponedAt: '2026-11-23T01:00:00.000Z', firstStartsAt: '2026-11-27T01:00:00.000Z' } },
    });
    expect(await post(`/${id}/postponements`, { ...on('2026-12-25'), reason: '防汛会商' })).toMatchObject({ status: 200, body: answer.body });
    expect(await post(`/${id}/postponements`, { ...on('2026-12-24'), reason: '提前' })).toMatchObject({ status: 409, body: { code: 'intake.session-already-postponed' } });
    const events = (await fixture.events(sessionPostponed.subject)).filter(({ subject }) => subject === id);
    expect(events.map((event) => parseEvent(sessionPostponed, event))).toMatchObject([{ sequence: 2, data: { reason: '防汛会商', startsAt: '2026-12-25T01:00:00.000Z' } }]);
  });

  it('is postponed by the calendar of deadline-supervision, as soon as that knows the next notice', async () => {
    const id = await scheduled(on('2026-12-04'));
    const postpone = async (date: string) => (await post(`/${id}/postponements`, { ...on(date), reason: '防汛会商' })).body;
    expect(await postpone('2027-01-05')).toMatchObject({ code: 'intake.session-postponed-too-far', detail: expect.stringContaining('2027年1月1日') });
    await fixture.deliver(noticeLoaded());
    // Two holidays and a Sunday of work later.
    await eventually(async () => expect(await postpone('2027-01-05')).toMatchObject({ detail: expect.stringContaining('2027年1月4日') }));
    expect(await postpone('2027-01-04')).toMatchObject({ state: 'postponed' });
  });

  it('is cancelled with a reason that the public reads, after a postponement too', async () => {
    const id = await scheduled(on('2026-11-30'));
    await post(`/${id}/postponements`, { ...on('2026-12-07'), reason: '防汛会商' });
    expect(await post(`/${id}/cancellations`, { reason: '职责划转' })).toMatchObject({ status: 201, body: { state: 'cancelled', cancellation: { reason: '职责划转' } } });
    expect((await post(`/${id}/cancellations`, { reason: '职责划转' })).status).toBe(200);
    expect(await post(`/${id}/cancellations`, { reason: '其他' })).toMatchObject({ status: 409, body: { code: 'intake.session-cancelled' } });
    const events = (await fixture.events(sessionCancelled.subject)).filter(({ subject }) => subject === id);
    expect(events.map((event) => parseEvent(sessionCancelled, event).sequence)).toEqual([3]);
    // The unit may begin another one at that time.
    expect((await post('', interview({ ...on('2026-11-30'), title: '谈物业管理' }))).status).toBe(201);
  });

  it.each([
    ['a channel without sessions', { channel: 'board' }, 400],
    ['a unit with U+0000', { unit: { code: 'a\u0000', name: '市住建局' } }, 400],
    ['a title that shows nothing', { title: '\u3164' }, 400],
    ['a past day', on('2026-11-20'), 422],
    ['two days', { startsAt: '2026-11-25T09:00:00+08:00', endsAt: '2026-11-26T09:00:00+08:00' }, 422],
  ])('is not announced for %s', async (_, changes, status) => expect((await post('', interview(changes))).status).toBe(status));
});

describe('the unit of a session', () => {
  const other = { code: 'city.water', name: '市水务局' };
  const announce = (changes: object, date: string) => post('', interview({ ...on(date), ...changes }));
  const refusal = (field: string) => ({ status: 422, body: { code: 'intake.unknown-unit', errors: [{ pointer: `/unit/${field}`, code: 'invalid_value' }] } });

  it('is one of the registry, by code and name, and what is wrong is named', async () => {
    expect(await announce({ unit: other }, '2026-12-14')).toMatchObject(refusal('code'));
    await fixture.deliver(told(other));
    expect(await announce({ unit: { ...other, name: '市住建局' } }, '2026-12-14')).toMatchObject(refusal('name'));
    expect((await announce({ unit: other }, '2026-12-14')).status).toBe(201);
  });

  it('is known as it was told last, whatever the order; of one that is gone what is announced stands', async () => {
    const renamed = { code: 'city.parks', name: '市园林绿化局' };
    await fixture.deliver(told(renamed, { sequence: 2 }), told({ ...renamed, name: '市园林局' }));
    expect(await announce({ unit: { ...renamed, name: '市园林局' } }, '2026-12-15')).toMatchObject(refusal('name'));
    const announced = await announce({ unit: renamed }, '2026-12-15');
    expect(announced.status).toBe(201);
    await fixture.deliver(told(renamed, { sequence: 3, removed: true }));
    expect(await announce({ unit: renamed }, '2026-12-16')).toMatchObject(refusal('code'));
    expect(await announce({ unit: renamed }, '2026-12-15')).toMatchObject({ status: 200, body: announced.body });
  });

  it('cannot be told before routing has told of any: later', async () => {
    await fixture.rows('DELETE FROM unit');
    const answer = await announce({}, '2026-12-17');
    expect(answer).toMatchObject({ status: 503, body: { code: 'intake.units-not-known' } });
    expect(answer.headers.get('retry-after')).toBe('10');
    await fixture.deliver(told(unit));
    expect((await announce({}, '2026-12-17')).status).toBe(201);
  });
});

describe('a question in a session', () => {
  it('is registered while the session stands, under its id', async () => {
    const id = await scheduled(on('2026-12-08'));
    const answer = await ask('s-1', id.toUpperCase());
    expect(answer.status).toBe(201);
    const [event] = (await fixture.events(messageRegistered.subject)).filter(({ subject }) => subject === answer.body['messageId']);
    expect(event?.data).toMatchObject({ sessionId: id, channel: 'interview' });
  });

  it('is refused with what is wrong: no session of the channel, or one that is cancelled', async () => {
    const id = await scheduled(on('2026-12-09'));
    for (const answer of [await ask('s-2', randomUUID()), await ask('s-2', '访谈一'), await ask('s-2', id, 'forum')]) {
      expect(answer).toMatchObject({ status: 422, body: { code: 'intake.session-unknown' } });
    }
    await post(`/${id}/cancellations`, { reason: '职责划转' });
    expect(await ask('s-2', id)).toMatchObject({ status: 422, body: { code: 'intake.session-takes-no-questions' } });
    expect(await fixture.count(`message WHERE external_id = 's-2'`)).toBe(0);
  });

  it('keeps its receipt when it is sent again after the session, where a new one is refused', async () => {
    const id = await scheduled(on('2026-12-10'));
    const first = await ask('s-3', id);
    fixture.clock.set('2026-12-10T11:00:00+08:00');
    expect(await ask('s-3', id)).toMatchObject({ status: 200, body: first.body });
    expect(await ask('s-4', id)).toMatchObject({ status: 422, body: { code: 'intake.session-takes-no-questions' } });
    fixture.clock.set('2026-11-23T09:00:00+08:00');
  });
});

describe('R15, R16: a session', () => {
  it('is announced seven days before, or with a reason that the public reads, and names its principal', async () => {
    const withoutReason = { ...interview(on('2026-11-30', '14:00', '16:00')), shortNoticeReason: undefined };
    expect(await post('', { ...withoutReason, ...on('2026-11-30', '08:00', '08:59') })).toMatchObject({ status: 422, body: { code: 'intake.session-notice-short' } });
    expect(await post('', withoutReason)).toMatchObject({ status: 201, body: { principal, shortNoticeReason: null } });
    expect(await post('', { ...interview(on('2026-12-18')), principal: undefined })).toMatchObject({ status: 400, body: { errors: [{ pointer: '/principal' }] } });
    const short = await post('', interview(on('2026-11-24', '09:00', '09:30')));
    const [event] = (await fixture.events(sessionScheduled.subject)).filter(({ subject }) => subject === idOf(short));
    expect(event?.data).toMatchObject({ principal, shortNoticeReason: '配合全市集中访谈周' });
  });

  it('is coached, opened and closed, each once, and others are told what the public may know', async () => {
    const id = await scheduled(on('2026-11-24', '14:00', '16:00'));
    const note = '模拟问答；请准备供暖数据';
    expect(await post(`/${id}/coachings`, { heldAt: '2026-11-24T14:00:00+08:00', note })).toMatchObject({ status: 422, body: { code: 'intake.coaching-time-wrong' } });
    const coaching = { heldAt: '2026-11-22T15:00:00+08:00', note };
    expect([(await post(`/${id}/coachings`, coaching)).status, (await post(`/${id}/coachings`, coaching)).status]).toEqual([201, 200]);
    expect(await call(`${intake.url}/v1/sessions/${id}/coachings`, { token: office })).toMatchObject({ status: 200, body: { items: [{ note }] } });
    expect((await call(`${intake.url}/v1/sessions/${id}/coachings`)).status).toBe(401);
    expect(JSON.stringify((await call(`${intake.url}/v1/sessions/${id}`)).body)).not.toContain(note);
    expect(await post(`/${id}/openings`, {})).toMatchObject({ status: 409, body: { code: 'intake.session-not-begun' } });
    expect(await post(`/${id}/closings`, { attendance: 'held' })).toMatchObject({ status: 409, body: { code: 'intake.session-not-open' } });
    fixture.clock.set('2026-11-24T14:00:00+08:00');
    expect(await post(`/${id}/openings`, {})).toMatchObject({ status: 201, body: { state: 'open', coachedAt: '2026-11-22T07:00:00.000Z', opening: { uncoachedReason: null } } });
    expect((await post(`/${id}/openings`, {})).status).toBe(200);
    expect(await post(`/${id}/cancellations`, { reason: '其他' })).toMatchObject({ status: 409, body: { code: 'intake.session-opened' } });
    expect((await post(`/${id}/closings`, { attendance: 'held-without-principal' })).status).toBe(400);
    const closed = await post(`/${id}/closings`, { attendance: 'held', summary: '回答了网友提问。' });
    expect(closed).toMatchObject({ status: 201, body: { state: 'held', closing: { attendedBy: principal, summary: '回答了网友提问。' } } });
    expect(await post(`/${id}/closings`, { attendance: 'held', summary: '回答了网友提问。' })).toMatchObject({ status: 200, body: closed.body });
    expect(await ask('s-5', id)).toMatchObject({ status: 422, body: { code: 'intake.session-takes-no-questions' } });
    const told = [sessionOpened, sessionClosed].map(async (definition) => (await fixture.events(definition.subject)).filter(({ subject }) => subject === id).map((event) => parseEvent(definition as typeof sessionOpened, event)));
    expect(await Promise.all(told)).toMatchObject([[{ sequence: 2, data: { coachedAt: '2026-11-22T07:00:00.000Z' } }], [{ sequence: 3, data: { attendance: 'held', attendedBy: principal } }]]);
    fixture.clock.set('2026-11-23T09:00:00+08:00');
  });

  it('opens without coaching, and closes without its principal, with reasons for the public alone', async () => {
    const id = await scheduled(on('2026-11-25', '14:00', '16:00'));
    fixture.clock.set('2026-11-25T14:00:00+08:00');
    expect(await post(`/${id}/openings`, {})).toMatchObject({ status: 409, body: { code: 'intake.session-uncoached' } });
    expect(await post(`/${id}/openings`, { uncoachedReason: '临时更换主题' })).toMatchObject({ status: 201, body: { opening: { uncoachedReason: '临时更换主题' } } });
    const attendedBy = { name: '吴敏', post: '副局长' };
    expect(await post(`/${id}/closings`, { attendance: 'held-without-principal', attendedBy, absenceReason: '参加防汛会商' })).toMatchObject({
      status: 201, body: { state: 'held-without-principal', closing: { attendedBy, absenceReason: '参加防汛会商' } },
    });
    fixture.clock.set('2026-11-23T09:00:00+08:00');
  });

  it('without a recorded principal is not closed as held', async () => {
    const id = await scheduled(on('2026-11-25', '08:00', '08:30'));
    await fixture.rows(`UPDATE live_session SET principal_name = NULL, principal_post = NULL WHERE session_id = '${id}'`);
    fixture.clock.set('2026-11-25T08:00:00+08:00');
    await post(`/${id}/openings`, { uncoachedReason: '旧场次' });
    expect(await post(`/${id}/closings`, { attendance: 'held' })).toMatchObject({ status: 409, body: { code: 'intake.session-without-principal' } });
    await expect(fixture.rows(`UPDATE live_session SET state = 'held', closed_at = now() WHERE session_id = '${id}'`)).rejects.toThrow('live_session_closed_attended');
    fixture.clock.set('2026-11-23T09:00:00+08:00');
  });
});

describe('R14: the plan 年度计划', () => {
  const plan = (year: number, entries?: object[]): Promise<Answer> => call(`${intake.url}/v1/interview-plans/${year}`, entries ? { token: office, body: { entries }, method: 'PUT' } : {});

  it('says which unit is when, each version once, and counts all units directly below the city, whatever it names', async () => {
    await fixture.deliver(told({ code: 'city.roads', name: '市交通局' }), createEvent(unitChanged, { subject: 'city.roads.bus', sequence: 1, time: new Date('2026-11-20T01:00:00Z'), data: { unit: { code: 'city.roads.bus', name: '公交集团' }, parent: 'city.roads', level: 3, phones: [], removed: false } }));
    expect(await plan(2027)).toMatchObject({ status: 200, body: { entries: [], changedAt: null, coverage: { planned: 0, held: 0 } } });
    const { units, unplanned } = (await plan(2027)).body['coverage'] as { units: number; unplanned: { code: string }[] };
    expect(unplanned.map(({ code }) => code)).toEqual(expect.arrayContaining(['city.roads', unit.code]));
    expect(unplanned.map(({ code }) => code)).not.toContain('city.roads.bus');
    const entries = [{ unit, month: '2027-03', topic: '老旧小区改造' }];
    expect(await plan(2027, entries)).toMatchObject({ status: 200, body: { entries, coverage: { units, planned: 1 } } });
    await plan(2027, entries);
    expect(await plan(2027, [{ unit: { code: 'nobody', name: '无此单位' }, month: '2027-03', topic: '无' }])).toMatchObject({ status: 422, body: { code: 'intake.unknown-unit' } });
    expect((await plan(2027, [...entries, ...entries])).status).toBe(400);
    expect(await plan(2027, [{ unit, month: '2026-03', topic: '老旧小区改造' }])).toMatchObject({ status: 422, body: { code: 'intake.interview-month-wrong' } });
    expect((await fixture.events(interviewPlanChanged.subject)).map(({ sequence }) => sequence)).toEqual([1]);
  });

  it('covers a unit once it has held an interview with its principal', async () => {
    const before = (await plan(2026)).body['coverage'] as { held: number };
    const city = { code: 'city.roads', name: '市交通局' };
    const id = idOf(await post('', interview({ unit: city, ...on('2026-11-24', '16:00', '17:00') })));
    fixture.clock.set('2026-11-24T16:00:00+08:00');
    await post(`/${id}/openings`, { uncoachedReason: '临时更换主题' });
    await post(`/${id}/closings`, { attendance: 'held' });
    expect((await plan(2026)).body['coverage']).toMatchObject({ held: before.held + 1 });
    fixture.clock.set('2026-11-23T09:00:00+08:00');
  });
});
