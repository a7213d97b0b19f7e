import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { messageWithdrawn, questionAnswered, replySubmitted, sessionScheduled, createEvent, type EventData } from '@wenzheng/contracts';
import { call, code, deskOf, Fixture, published, registration, waterUnit, type Desk, type Replica } from '../routing.fixture.js';

let fixture: Fixture;
let replica: Replica;
let desk: Desk;
let reviewer: string;
beforeAll(async () => {
  fixture = await Fixture.create();
  replica = await fixture.start();
  desk = await deskOf(fixture, replica);
  reviewer = await fixture.token('reviewer', { unit: 'water', sub: 'spec' });
});
afterAll(() => fixture.drop());
beforeEach(() => fixture.clock.set('2026-11-23T09:00:00+08:00'));

const at = '2026-11-01T02:00:00Z';
/** A session of the water office, and a question of it. */
function session() {
  const sessionId = randomUUID();
  const data = { sessionId, sessionNumber: 'HN-FT2026-001', channel: 'interview' as const, title: '谈供水', unit: waterUnit, startsAt: '2026-11-23T01:00:00Z', endsAt: '2026-11-23T03:00:00Z', scheduledAt: at };
  return { scheduled: createEvent(sessionScheduled, { subject: sessionId, sequence: 1, time: new Date(at), data }), asked: registration({ channel: 'interview', sessionId }) };
}

/** Asked of the water office in its interview, led by the roads office. */
async function led(): Promise<string> {
  const { scheduled, asked } = session();
  await fixture.deliver(scheduled, asked);
  expect((await desk.assign(asked.subject, 'roads')).status).toBe(201);
  return asked.subject;
}
const interim = { text: '您的提问已由市交通局办理，我局将继续跟进。', interim: true };
const replies = async (messageId: string) => (await fixture.events<EventData<typeof replySubmitted>>(replySubmitted.subject, messageId)).map(({ data }) => `${data.unit.code} ${data.interim ? 'interim' : 'final'}`);
const view = async (messageId: string, token = desk.water) => (await desk.get(`/${messageId}`, token)).body;
const allowed = async (messageId: string, token: string) => ((await view(messageId, token))['allowedActions'] as { action: string; allowed: boolean }[]).filter((one) => one.allowed).map(({ action }) => action);

describe('首问责任单位: under another lead the unit first asked', () => {
  it('tells the writer by an interim reply in its own name, which ends nothing; everything else is refused', async () => {
    const messageId = await led();
    expect(await allowed(messageId, desk.water)).toEqual(['interim-reply']);
    expect((await desk.reply(messageId, desk.water, interim)).body).toMatchObject({ unit: waterUnit, interim: true });
    expect(await replies(messageId)).toEqual(['water interim']);
    const { replyId } = ((await view(messageId))['replies'] as { replyId: string }[])[0] ?? { replyId: '' };
    await fixture.deliver(published(messageId, replyId, { interim: true }));
    expect(await view(messageId)).toMatchObject({ state: 'assigned', ending: 'open', unit: { code: 'roads' }, replies: [{ unit: waterUnit, review: 'published' }] });

    for (const [what, body] of [
      ['replies', { text: '已修复。' }], ['extensions', { reason: '需要时间', newDueOn: '2026-12-01' }], ['returns', { reason: '不属职责' }], ['ruling-proposals', { ground: 'advertising', reason: '广告' }],
      ['drafts', { kind: 'reply', text: '已修复。' }], ['drafts', { kind: 'correction', text: '更正。', replyId }], ['drafts', { kind: 'supplement', text: '补充。', replyId }], ['co-tasks', { unit: 'parks', task: '请核实', dueOn: '2026-11-25' }],
    ] as const) expect([what, ...code(await desk.post(messageId, what, desk.water, body))]).toEqual([what, 403, 'routing.not-your-unit']);
    expect((await desk.reply(messageId, desk.roads)).body).toMatchObject({ unit: { code: 'roads' }, interim: false });
    expect(await replies(messageId)).toEqual(['water interim', 'roads final']);
  });

  it('through its own sign-off, beside a draft of the lead, and across a change of leads', async () => {
    const messageId = await led();
    await fixture.dataSource.query(`INSERT INTO sign_off_policy (policy_id, unit_code, steps, drafter_may_sign, reason, decided_by, decided_at) VALUES (gen_random_uuid(), 'water', '[["reviewer"]]', true, '—', 'spec', '2026-01-02')`);
    expect(code(await desk.reply(messageId, desk.water, interim))).toEqual([409, 'routing.sign-off-required']);
    expect((await desk.post(messageId, 'drafts', desk.roads, { kind: 'interim-reply', text: '正在查看。' })).status).toBe(201);
    const begun = await desk.post(messageId, 'drafts', desk.water, { kind: 'interim-reply', text: interim.text });
    expect(begun).toMatchObject({ status: 201, body: { unit: waterUnit, state: 'drafting' } });
    const draft = `${replica.url}/v1/drafts/${String(begun.body['draftId'])}`;
    await desk.assign(messageId, 'parks');
    expect(code(await desk.post(messageId, 'drafts', desk.water, { kind: 'interim-reply', text: '另一份。' }))).toEqual([409, 'routing.draft-exists']);
    expect((await call(`${draft}/submissions`, { token: desk.water, body: { version: 1 } })).status).toBe(201);
    expect(code(await call(draft, { token: desk.roads }))).toEqual([403, 'routing.not-your-unit']);
    const waiting = (await call(`${replica.url}/v1/sign-offs`, { token: reviewer })).body['items'] as { messageId: string; unit: object }[];
    expect(waiting).toMatchObject([{ messageId, unit: waterUnit, kind: 'interim-reply' }]);
    expect((await call(`${draft}/decisions`, { token: reviewer, body: { version: 1, decision: 'sign' } })).status).toBe(201);
    expect(await replies(messageId)).toEqual(['water interim']);
    await fixture.dataSource.query(`DELETE FROM sign_off_policy WHERE unit_code = 'water'`);
  });

  it('says nothing more once the message is answered', async () => {
    const messageId = await led();
    const { body } = await desk.reply(messageId, desk.roads);
    await fixture.deliver(published(messageId, String(body['replyId'])));
    expect(code(await desk.reply(messageId, desk.water, interim))).toEqual([409, 'routing.already-answered']);
  });
});

describe('R17: what the unit said in its session', () => {
  const text = '您反映的管网已列入今年改造，12月20日前完工。';
  const answered = (messageId: string, changes: Partial<EventData<typeof questionAnswered>> = {}) => {
    const sessionId = randomUUID();
    const data = { sessionId, messageId, mergedInto: null, unit: waterUnit, text, speaker: { name: '周明', post: '局长' }, answeredAt: '2026-11-23T01:05:00.000Z', ...changes };
    return createEvent(questionAnswered, { subject: sessionId, sequence: 4, time: new Date('2026-11-23T01:05:00Z'), data });
  };
  const submitted = async (messageId: string) => (await fixture.events<EventData<typeof replySubmitted>>(replySubmitted.subject, messageId)).map(({ data }) => data);

  it.each([
    ['after session and question', ['scheduled', 'asked', 'answer']],
    ['before the question', ['scheduled', 'answer', 'asked']],
    ['before the session', ['asked', 'answer', 'scheduled']],
    ['first of all', ['answer', 'asked', 'scheduled']],
  ] as const)('is its reply, submitted when it was said, once and with nobody’s signature, heard of %s', async (_, order) => {
    const { scheduled, asked } = session();
    const told = { scheduled, asked, answer: answered(asked.subject) };
    for (const one of order) await fixture.deliver(told[one]);
    await fixture.deliver(answered(asked.subject, { text: '又说一遍。' }));
    expect(await submitted(asked.subject)).toMatchObject([{ unit: waterUnit, text, interim: false, submittedAt: '2026-11-23T01:05:00.000Z' }]);
    expect(await view(asked.subject)).toMatchObject({ state: 'in-review', replies: [{ source: 'session', signatory: null }] });
    const [{ replyId } = { replyId: '' }] = await submitted(asked.subject);
    await fixture.deliver(published(asked.subject, replyId));
    expect(await view(asked.subject)).toMatchObject({ state: 'answered', ending: 'publicly-answered' });
  });

  it('is an interim reply where another unit leads, and takes nothing from that', async () => {
    const messageId = await led();
    await fixture.deliver(answered(messageId));
    expect(await replies(messageId)).toEqual(['water interim']);
    expect(await view(messageId)).toMatchObject({ state: 'assigned', unit: { code: 'roads' } });
  });

  it('is no reply where the message has one in review, was withdrawn, or was never that unit’s', async () => {
    const [inReview, withdrawn, anothers] = [session(), session(), session()];
    await fixture.deliver(inReview.scheduled, inReview.asked, withdrawn.scheduled, withdrawn.asked, anothers.scheduled, anothers.asked);
    await desk.reply(inReview.asked.subject, desk.water);
    await fixture.deliver(createEvent(messageWithdrawn, { subject: withdrawn.asked.subject, sequence: 2, time: new Date(at), data: { messageId: withdrawn.asked.subject, withdrawnAt: at, reason: null } }));
    await fixture.deliver(answered(inReview.asked.subject), answered(withdrawn.asked.subject), answered(anothers.asked.subject, { unit: { code: 'parks', name: '市园林局' } }));
    expect([await replies(inReview.asked.subject), await replies(withdrawn.asked.subject), await replies(anothers.asked.subject)]).toEqual([['water final'], [], []]);
    const refused = await fixture.dataSource.query<{ refused: string }[]>('SELECT refused FROM live_answer WHERE message_id = ANY ($1) ORDER BY refused', [[inReview, withdrawn, anothers].map(({ asked }) => asked.subject)]);
    expect(refused.map((row) => row.refused)).toEqual(['routing.not-your-unit', 'routing.reply-in-review', 'routing.withdrawn']);
  });
});
