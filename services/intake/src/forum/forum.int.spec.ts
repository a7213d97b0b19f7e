import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createEvent, forumChanged, forumPhaseChanged, messageRegistered, parseEvent, unitChanged } from '@wenzheng/contracts';
import { Metrics } from '@wenzheng/platform';
import { FormPasses } from '../connectors/form/form-pass.js';
import { call, Fixture, type Answer, type Replica } from '../intake.fixture.js';
import { ForumPlanMetrics } from './plan/plan.metrics.js';
import { ForumPlan } from './plan/plan.service.js';
import { commitmentOf, drawLot } from './sign-up/selection.rules.js';
import { SignUps } from './sign-up/sign-ups.service.js';

let fixture: Fixture;
let intake: Replica;
let office: string;
beforeAll(async () => {
  fixture = await Fixture.create();
  intake = await fixture.start({ PUBLIC_URL: portal, FORM_LIMIT: '100' });
  office = await fixture.token('information-office');
  const told = (unit: typeof housing) => createEvent(unitChanged, { subject: unit.code, sequence: 1, time: fixture.clock.now(), data: { unit, parent: null, level: 2, phones: [], removed: false } });
  await intake.handle(told(housing), told(water), told(traffic));
});
afterAll(() => fixture.drop());

// The fixture's clock stands at 09:00 of Monday 23 November 2026.
const housing = { code: 'city.housing', name: '市住建局' };
const water = { code: 'city.water', name: '市水利局' };
const traffic = { code: 'city.traffic', name: '市交通局' };

const portal = 'http://portal.example';
const post = (address: string, body: object): Promise<Answer> => call(`${intake.url}${address}`, { token: office, body });
const plan = async () => (await call(`${intake.url}/v1/forum-phases`)).body as { phases: { slots: { unit: { code: string }; month: string; sessionId: string | null }[]; changes: object[] }[]; isNextPlanned: boolean };
const order = async () => (await plan()).phases.map(({ slots }) => slots.map(({ unit, month }) => `${unit.code} ${month}`));

describe('分期安排', () => {
  const first = { phase: 1, slots: [{ unit: water, month: '2027-01' }, { unit: housing, month: '2026-12' }] };

  /** As it is read anew; what the service itself exports is some seconds old. */
  const owed = async () => {
    const metrics = new Metrics();
    new ForumPlanMetrics(metrics, intake.app.get(ForumPlan, { strict: false }));
    return /^wenzheng_forum_phases_owed(?:\{.*\})? (\d+)/m.exec(await metrics.render())?.[1];
  };

  it('is owed while no later phase is announced, and told of', async () => {
    expect(await plan()).toEqual({ phases: [], isNextPlanned: false });
    expect(await owed()).toBe('1');
  });

  it('announces a phase once, its units in the order of time, and tells of it', async () => {
    const answer = await post('/v1/forum-phases', first);
    expect(answer).toMatchObject({ status: 201, body: { phase: 1, changes: [], slots: [{ unit: housing, month: '2026-12', sessionId: null }, { unit: water, month: '2027-01' }] } });
    expect(await post('/v1/forum-phases', first)).toMatchObject({ status: 200, body: answer.body });
    const events = (await fixture.events(forumPhaseChanged.subject)).map((event) => parseEvent(forumPhaseChanged, event));
    expect(events).toMatchObject([{ subject: 'forum-phase-1', sequence: 1, data: { phase: 1, slots: [{ unit: housing }, { unit: water }] } }]);
    expect((await plan()).isNextPlanned).toBe(true);
    expect(await owed()).toBe('0');
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

describe('网民座谈会', () => {
  const at = (text: string) => fixture.clock.set(`${text}:00+08:00`);
  let sessionId: string;
  const forum = (address = '', body?: object) => (body ? post(`/v1/forums/${sessionId}${address}`, body) : call(`${intake.url}/v1/forums/${sessionId}${address}`, { token: office }));
  const announcement = (changes: object = {}) => ({
    sessionId, place: '市政务服务中心三楼', seats: 3, groups: [{ name: '居民代表', seats: 1 }, { name: '企业代表', seats: 1 }], signUp: { from: '2026-12-20T00:00:00+08:00', until: '2027-01-10T00:00:00+08:00' }, ...changes,
  });
  const session = async (changes: object = {}): Promise<string> => {
    const times = { startsAt: '2027-01-20T09:00:00+08:00', endsAt: '2027-01-20T11:00:00+08:00' };
    return String((await post('/v1/sessions', { channel: 'forum', title: '供水保障网民座谈会', unit: water, principal: { name: '周明', post: '局长' }, ...times, ...changes })).body['sessionId']);
  };
  const told = async () => (await fixture.events(forumChanged.subject)).map((event) => parseEvent(forumChanged, event)).filter(({ data }) => data.sessionId === sessionId);

  /** A browser that opened the form some seconds ago. */
  const signUp = async (fields: object, { cookie }: { cookie?: string } = {}) => {
    const passes = intake.app.get(FormPasses, { strict: false });
    const pass = passes.open(cookie, new Date(Date.now() - 10_000));
    const kept = cookie ?? passes.cookieOf(pass).split(';')[0]!;
    const sent = { form: passes.textOf(pass), consent: 'yes', ...fields };
    const answer = await fetch(`${intake.url}/submit/forums/${sessionId}`, { method: 'POST', redirect: 'manual', headers: { origin: portal, cookie: kept }, body: new URLSearchParams(sent) });
    const slip = answer.headers.getSetCookie().find((one) => one.startsWith('wenzheng_forum='))?.split(';')[0];
    const received = slip ? await (await fetch(`${intake.url}${answer.headers.get('location')}`, { headers: { cookie: slip } })).text() : '';
    return { status: answer.status, html: await answer.text(), code: /<strong>([A-Z0-9]{4}-[A-Z0-9]{4})<\/strong>/.exec(received)?.[1], cookie: kept };
  };
  const codes: string[] = [];

  it('is announced for a session whose unit has a free slot in that month, once, with the digest of its seed', async () => {
    sessionId = await session({ unit: traffic });
    expect(await post('/v1/forums', announcement())).toMatchObject({ status: 422, body: { code: 'intake.forum-not-planned' } });
    sessionId = await session();
    expect(await post('/v1/forums', announcement({ groups: [{ name: '居民代表', seats: 4 }] }))).toMatchObject({ status: 422, body: { code: 'intake.forum-quotas-wrong' } });
    expect(await post('/v1/forums', announcement({ signUp: { from: '2027-01-19T00:00:00+08:00', until: '2027-01-21T00:00:00+08:00' } }))).toMatchObject({ status: 422, body: { code: 'intake.forum-sign-up-times-wrong' } });
    const answer = await post('/v1/forums', announcement());
    expect(answer).toMatchObject({ status: 201, body: { phase: 1, number: 'HN-ZT2026-002', draw: null, commitment: expect.stringMatching(/^[0-9a-f]{64}$/) } });
    expect(await post('/v1/forums', announcement())).toMatchObject({ status: 200, body: answer.body });
    expect(await post('/v1/forums', announcement({ seats: 9 }))).toMatchObject({ status: 409, body: { code: 'intake.forum-announced' } });
    expect((await plan()).phases[0]?.slots).toContainEqual({ unit: water, month: '2027-01', sessionId });
    expect(await told()).toMatchObject([{ sequence: 1, data: { sessionNumber: 'HN-ZT2026-002', commitment: answer.body['commitment'], draw: null, minutes: null } }]);
    expect(await post('/v1/forum-phases/1/changes', { change: 'removed', unit: water, reason: '调整' })).toMatchObject({ status: 409, body: { code: 'intake.forum-slot-announced' } });
  });

  it('takes each telephone number once, gives a code, and keeps name and number sealed', async () => {
    const page = async () => (await fetch(`${intake.url}/submit/forums/${sessionId}`)).text();
    expect(await page()).toContain('报名还没有开始');
    at('2026-12-21T09:00');
    expect(await page()).toContain('name="group" value="企业代表"');
    const faulty = await signUp({ name: '王小明', phone: '1380000', group: '居民代表', consent: '' });
    expect([faulty.status, faulty.html]).toEqual([422, expect.stringMatching(/请填写11位手机号[\s\S]*同意后才能报名[\s\S]*value="王小明"/)]);
    for (const [index, group] of ['居民代表', '居民代表', '居民代表', '企业代表', '企业代表'].entries()) {
      const { status, code } = await signUp({ name: '王小明', phone: `138 0000 000${index}`, group });
      expect([status, code]).toEqual([303, expect.any(String)]);
      codes.push(code!);
    }
    const first = await signUp({ name: '李华', phone: '13900000001', group: '企业代表' });
    codes.push(first.code!);
    expect(await signUp({ name: '李华', phone: '13900000001', group: '企业代表' }, { cookie: first.cookie })).toMatchObject({ status: 303, code: first.code });
    expect(await signUp({ name: '李华', phone: '13900000001', group: '企业代表' })).toMatchObject({ status: 422, html: expect.stringContaining('这个手机号已经报过名') });
    expect((await forum()).body).toMatchObject({ groups: [{ name: '居民代表', signedUp: 3 }, { name: '企业代表', signedUp: 3 }] });
    const stored = JSON.stringify(await fixture.rows('SELECT * FROM forum_sign_up'));
    expect(stored).not.toMatch(/王小明|李华|1380000000|13900000001/);
  });

  it('tells nobody who has signed up, nor the seed, before the draw', async () => {
    expect(await forum('/entries')).toMatchObject({ status: 200, body: { items: [] } });
    expect(await forum(`/entries/${codes[0]}/contact-readings`, { purpose: '通知' })).toMatchObject({ status: 409, body: { code: 'intake.forum-not-drawn' } });
    expect(await forum('/draws', {})).toMatchObject({ status: 409, body: { code: 'intake.forum-sign-up-open' } });
    expect(await told()).toHaveLength(1);
  });

  it('lets whoever has the code withdraw, and forgets them at once', async () => {
    const { code, cookie } = await signUp({ name: '钱七', phone: '13600000007', group: '居民代表' });
    const answer = await forum(`/entries/${code}/withdrawals`, {});
    expect(answer).toMatchObject({ status: 201, body: { groups: [{ signedUp: 3 }, { signedUp: 3 }] } });
    expect((await forum(`/entries/${code}/withdrawals`, {})).status).toBe(200);
    expect((await forum('/entries/AAAA-AAAA/withdrawals', {})).status).toBe(404);
    expect(await fixture.rows(`SELECT ciphertext, person_hash FROM forum_sign_up WHERE code = '${code}'`)).toEqual([{ ciphertext: null, person_hash: null }]);
    // And may think again.
    const again = await signUp({ name: '钱七', phone: '13600000007', group: '居民代表' }, { cookie });
    expect([again.status, again.code === code]).toEqual([303, false]);
    expect((await forum(`/entries/${again.code}/withdrawals`, {})).status).toBe(201);
  });

  it('is drawn once, as everybody can recompute from what is public', async () => {
    at('2027-01-10T00:00');
    expect(await signUp({ name: '赵一', phone: '13700000001', group: '居民代表' })).toMatchObject({ status: 200, html: expect.stringContaining('报名已经截止') });
    const answer = await forum('/draws', {});
    expect(answer).toMatchObject({ status: 201, body: { draw: { selected: 3, waiting: 3 } } });
    expect(await forum('/draws', {})).toMatchObject({ status: 200, body: answer.body });
    const { data } = (await told()).at(-1)!;
    const { seed, entries } = data.draw!;
    expect(commitmentOf(seed)).toBe(data.commitment);
    expect(entries.map(({ code }) => code).toSorted()).toEqual(codes.toSorted());
    expect(drawLot(entries, seed, data)).toEqual(entries);
    expect(JSON.stringify(data)).not.toMatch(/王小明|李华|13800000|13900000/);
    expect((await forum('/entries')).body['items']).toEqual(entries);
  });

  it('shows the office whom to call, on record', async () => {
    expect(await forum(`/entries/${codes[5]}/contact-readings`, { purpose: '通知参加座谈会' })).toMatchObject({ status: 201, body: { code: codes[5], name: '李华', phone: '13900000001' } });
    expect(await forum('/entries/AAAA-AAAA/contact-readings', { purpose: '通知' })).toMatchObject({ status: 404 });
    expect(await fixture.rows(`SELECT details->>'purpose' AS purpose FROM audit_entry WHERE did = 'contact.read' AND about = '${sessionId} ${codes[5]}'`)).toEqual([{ purpose: '通知参加座谈会' }]);
  });

  it('put off, takes its slot along, and the log and the public hear why', async () => {
    const { status } = await post(`/v1/sessions/${sessionId}/postponements`, { startsAt: '2027-02-03T09:00:00+08:00', endsAt: '2027-02-03T11:00:00+08:00', reason: '寒潮应急' });
    expect(status).toBe(201);
    expect((await plan()).phases[0]).toMatchObject({ slots: [{ unit: housing }, { unit: water, month: '2027-02', sessionId }], changes: expect.arrayContaining([expect.objectContaining({ change: 'postponed', fromMonth: '2027-01', toMonth: '2027-02', reason: '寒潮应急' })]) });
    expect((await told()).at(-1)).toMatchObject({ sequence: 3, data: { state: 'postponed', reason: '寒潮应急', startsAt: '2027-02-03T01:00:00.000Z', draw: { entries: { length: 6 } } } });
  });

  it('has points, each answered on the spot or a message of the session, and nothing between', async () => {
    const spot = { topic: '水压', opinion: '高层水压不足。', answer: '泵房本月改造。' };
    const open = { topic: '老旧管网', opinion: '管网漏水多年，请问何时更换。' };
    expect(await forum('/points', spot)).toMatchObject({ status: 409, body: { code: 'intake.forum-not-begun' } });
    at('2027-02-03T10:00');
    expect((await forum('/points', spot)).status).toBe(201);
    const answer = await forum('/points', open);
    expect(answer).toMatchObject({ status: 201, body: { points: [{ ...spot, messageNumber: null }, { ...open, answer: null, messageNumber: expect.stringMatching(/^HN20270203-/) }] } });
    expect(await forum('/points', open)).toMatchObject({ status: 200, body: answer.body });
    const registered = (await fixture.events(messageRegistered.subject)).map((event) => parseEvent(messageRegistered, event)).filter(({ data }) => data.sessionId === sessionId);
    expect(registered).toMatchObject([{ data: { channel: 'forum', title: '老旧管网', text: open.opinion, addressedUnit: 'city.water', visibility: 'public' } }]);
    const points = await fixture.rows(`SELECT (SELECT count(*) FROM forum_point WHERE session_id = '${sessionId}')::int AS raised, (SELECT count(*) FROM forum_point WHERE session_id = '${sessionId}' AND answer IS NOT NULL)::int AS answered,
      (SELECT count(*) FROM message WHERE session_id = '${sessionId}')::int AS messages`);
    expect(points).toEqual([{ raised: 2, answered: 1, messages: 1 }]);
  });

  it('is minuted once its session is closed, and no word is added afterwards', async () => {
    const minutes = { invited: 3, attended: 2, summary: '会议听取了供水保障的意见。' };
    expect(await forum('/minutes', minutes)).toMatchObject({ status: 409, body: { code: 'intake.forum-not-closed' } });
    await post(`/v1/sessions/${sessionId}/openings`, { uncoachedReason: '会前已书面辅导' });
    at('2027-02-03T11:30');
    expect((await post(`/v1/sessions/${sessionId}/closings`, { attendance: 'held' })).status).toBe(201);
    expect(await forum('/minutes', { ...minutes, attended: 4 })).toMatchObject({ status: 422, body: { code: 'intake.forum-attendance-wrong' } });
    const answer = await forum('/minutes', minutes);
    expect(answer).toMatchObject({ status: 201, body: { minutes: { invited: 3, attended: 2 } } });
    expect(await forum('/minutes', minutes)).toMatchObject({ status: 200, body: answer.body });
    expect(await forum('/points', { topic: '补记', opinion: '会后补记。' })).toMatchObject({ status: 409, body: { code: 'intake.forum-minuted' } });
    expect((await told()).at(-1)).toMatchObject({ data: { state: 'postponed', minutes: { invited: 3, attended: 2, principal: { isPresent: true, name: '周明', post: '局长', reason: null }, points: [{ answer: '泵房本月改造。' }, { messageNumber: expect.any(String) }] } } });
    expect((await call(`${intake.url}/v1/forums`, { token: office })).body['items']).toMatchObject([{ sessionId, minutes: { attended: 2 } }]);
  });

  it('forgets names and telephone numbers thirty days later', async () => {
    const signUps = intake.app.get(SignUps, { strict: false });
    at('2027-03-05T10:59');
    expect(await signUps.forget()).toBe(0);
    at('2027-03-05T11:01');
    expect(await signUps.forget()).toBe(6);
    expect(await forum(`/entries/${codes[5]}/contact-readings`, { purpose: '通知' })).toMatchObject({ status: 409, body: { code: 'intake.forum-entry-forgotten' } });
    expect(await fixture.count('forum_sign_up WHERE ciphertext IS NOT NULL OR person_hash IS NOT NULL')).toBe(0);
  });
});
