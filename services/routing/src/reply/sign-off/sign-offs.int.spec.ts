import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually } from '@wenzheng/testing';
import pg from 'pg';
import { call, code, deskOf, Fixture, published, sampleUnits, waterUnit, type Answer, type Desk, type Replica } from '../../routing.fixture.js';
import type { SignOffStep } from './sign-off.rules.js';

let fixture: Fixture;
let replica: Replica;
let second: Replica;
let desk: Desk;
let administrator: string;
/** Of the water bureau, who are told apart. */
const people = { admin: '陆承远', backup: '林语', reviewer: '沈怀瑾', colleague: '贝以恒', principal: '张见山' };
type Name = keyof typeof people;
const tokens = {} as Record<Name, string>;

beforeAll(async () => {
  fixture = await Fixture.create();
  const person = (id: Name) => ({ id, name: people[id] });
  const water = { webAdmins: [person('admin'), { id: 'spec', name: '言知微' }], backup: person('backup'), reviewers: [person('reviewer'), person('colleague')], principal: { ...person('principal'), post: '局长' } };
  fixture.writeUnits(sampleUnits.map((unit) => (unit.code === 'water' ? { ...unit, ...water } : unit.code === 'parks' ? { ...unit, reviewers: [], principal: null } : unit)));
  [replica, second] = [await fixture.start(), await fixture.start()];
  desk = await deskOf(fixture, replica);
  administrator = await fixture.token('administrator');
  const roleOf = { admin: 'web-admin', backup: 'web-admin', reviewer: 'reviewer', colleague: 'reviewer', principal: 'principal' } as const;
  for (const name of Object.keys(people) as Name[]) tokens[name] = await fixture.token(roleOf[name], { unit: 'water', sub: name });
  await policy(null);
});
afterAll(() => fixture.drop());
beforeEach(() => fixture.clock.set('2026-11-23T09:00:00+08:00'));

let decided = 0;
const policy = async (steps: SignOffStep[] | null, more: object = {}) => {
  fixture.clock.advance(1);
  decided += 1;
  const answer = await call(`${replica.url}/v1/sign-off-policies`, { token: administrator, body: { steps, reason: `三定方案第${decided}条`, ...more } });
  expect(answer.status).toBe(201);
};
const begin = async (messageId: string, body: object = { kind: 'reply', text: '已修复。' }, token = tokens.admin) => desk.post(messageId, 'drafts', token, body);
const draftIdOf = (answer: Answer) => String(answer.body['draftId']);
const post = (draftId: string, what: string, by: Name, body: object, { at = replica, key = '' } = {}) =>
  call(`${at.url}/v1/drafts/${draftId}/${what}`, { token: tokens[by], body, headers: key ? { 'idempotency-key': key } : {} });
const submit = (draftId: string, version = 1) => post(draftId, 'submissions', 'admin', { version });
const decide = (draftId: string, by: Name, decision: string, more: object = {}, options = {}) => post(draftId, 'decisions', by, { version: 1, decision, ...more }, options);
const submissionsOf = (messageId: string) => fixture.events('routing.reply.submitted.v1', messageId);
const waiting = async (by: Name) => ((await call(`${replica.url}/v1/sign-offs?limit=200`, { token: tokens[by] })).body['items'] as { draftId: string; deputyOf: unknown }[]);

/** A draft of a fresh message that waits for its first step. */
async function submitted(body?: object): Promise<{ messageId: string; draftId: string }> {
  const messageId = await fixture.registered();
  const draftId = draftIdOf(await begin(messageId, body));
  expect((await submit(draftId)).status).toBe(201);
  return { messageId, draftId };
}

it('a policy that is decided again in the same words is the one that holds, also at the same moment at two replicas', async () => {
  const other = await fixture.start();
  const body = { unit: 'parks', steps: [['principal']], reason: '试行' };
  const decide = (at: Replica) => call(`${at.url}/v1/sign-off-policies`, { token: administrator, body });
  const together = await Promise.all([decide(replica), decide(other)]);
  await other.close();
  expect(together.map(({ status }) => status).sort()).toEqual([200, 201]);
  expect((await decide(replica)).body).toEqual(together[0]!.body);
  expect(await fixture.count(`sign_off_policy WHERE unit_code = 'parks'`)).toBe(1);
});

describe('a reply', () => {
  it('is submitted at the instant at which it is signed, by whom token and registry say, in the unit’s name (R09)', async () => {
    const { messageId, draftId } = await submitted();
    expect(await submissionsOf(messageId)).toEqual([]);
    expect((await desk.get(`/${messageId}`, tokens.admin)).body).toMatchObject({ state: 'assigned', drafts: [{ draftId, state: 'in-sign-off' }] });
    fixture.clock.set('2026-11-24T15:30:00+08:00');
    const signed = await decide(draftId, 'principal', 'sign', { findingReasons: [{ finding: 'no-date', reason: '工期以采购结果为准' }] });
    expect([signed.status, signed.headers.get('location')]).toEqual([201, `/v1/drafts/${draftId}`]);
    expect(signed.body).toMatchObject({ state: 'signed', acts: [{ act: 'submit', by: { name: '陆承远' } }, { act: 'sign', by: { name: '张见山', post: 'principal', deputyOf: null } }] });
    const [event] = await submissionsOf(messageId);
    expect(event).toMatchObject({
      data: { replyId: signed.body['paperId'], unit: waterUnit, text: '已修复。', submittedAt: '2026-11-24T07:30:00.000Z', findingReasons: [{ finding: 'no-date', reason: '工期以采购结果为准' }] },
    });
    expect(JSON.stringify(event)).not.toContain('张见山');
    expect((await desk.get(`/${messageId}`, tokens.admin)).body).toMatchObject({ state: 'in-review', replies: [{ signatory: { name: '张见山', post: 'principal' } }] });
    const entries = await call(`${replica.url}/v1/audit-log?about=${messageId}`, { token: await fixture.token('auditor') });
    expect(entries.body['items']).toMatchObject([{ by: 'principal', did: 'paper.signed', details: { paperId: signed.body['paperId'], kind: 'reply', post: 'principal' } }]);
    expect(JSON.stringify(entries.body)).not.toContain('已修复');
  });

  it('goes back with its reason, and comes again in another version', async () => {
    const { messageId, draftId } = await submitted();
    expect((await decide(draftId, 'reviewer', 'send-back')).status).toBe(400);
    const back = await decide(draftId, 'reviewer', 'send-back', { reason: '请写明修复日期' });
    expect(back.body).toMatchObject({ state: 'drafting', acts: [{}, { act: 'send-back', reason: '请写明修复日期', by: { name: '沈怀瑾' } }] });
    expect(code(await decide(draftId, 'reviewer', 'sign'))).toEqual([409, 'routing.draft-not-submitted']);
    expect((await post(draftId, 'versions', 'admin', { basedOn: 1, text: '已于11月22日修复。' })).status).toBe(201);
    expect(code(await submit(draftId, 1))).toEqual([409, 'routing.draft-changed']);
    expect((await submit(draftId, 2)).status).toBe(201);
    expect((await decide(draftId, 'reviewer', 'sign', { version: 2 })).status).toBe(201);
    expect(await submissionsOf(messageId)).toMatchObject([{ data: { text: '已于11月22日修复。' } }]);
  });

  it('in two steps is approved, then signed by somebody else; the queue of each knows', async () => {
    await policy([['reviewer'], ['reviewer', 'principal']], { unit: 'water' });
    const { messageId, draftId } = await submitted();
    const queues = async () => Promise.all((['admin', 'reviewer', 'principal'] as const).map(async (name) => (await waiting(name)).some((one) => one.draftId === draftId)));
    expect(await queues()).toEqual([false, true, false]);
    expect(code(await decide(draftId, 'principal', 'sign'))).toEqual([409, 'routing.not-this-step']);
    expect(code(await decide(draftId, 'principal', 'approve'))).toEqual([403, 'routing.not-in-registry']);
    expect((await decide(draftId, 'reviewer', 'approve')).status).toBe(201);
    expect(await queues()).toEqual([false, true, true]);
    expect(code(await decide(draftId, 'reviewer', 'sign'))).toEqual([409, 'routing.step-by-another']);
    expect((await decide(draftId, 'colleague', 'sign')).status).toBe(201);
    expect(await queues()).toEqual([false, false, false]);
    expect(await submissionsOf(messageId)).toHaveLength(1);
    await policy(null, { unit: 'water' });
  });

  it('of a unit that has nobody to review is signed by its web admin', async () => {
    const parks = await fixture.token('web-admin', { unit: 'parks', sub: 'water-admin' });
    const [drafted, direct] = [await fixture.registered({ addressedUnit: 'parks' }), await fixture.registered({ addressedUnit: 'parks' })];
    const draftId = draftIdOf(await begin(drafted, undefined, parks));
    const answer = await call(`${replica.url}/v1/drafts/${draftId}/submissions`, { token: parks, body: { version: 1 } });
    expect(answer.body).toMatchObject({ state: 'signed', acts: [{ act: 'submit' }, { act: 'sign', by: { post: 'web-admin' } }] });
    expect((await desk.reply(direct, parks)).status).toBe(201);
  });

  it('is given in one deed by whoever may sign alone, and by nobody else', async () => {
    const messageId = await fixture.registered();
    expect(code(await desk.reply(messageId, tokens.admin))).toEqual([409, 'routing.sign-off-required']);
    expect(code(await desk.post(messageId, 'extensions', tokens.admin, { reason: '需要更换管道', newDueOn: '2026-12-01' }))).toEqual([409, 'routing.sign-off-required']);
    await policy(null, { unit: 'water' });
    await policy([['principal']], { unit: 'water', kind: 'complaint', drafterMaySign: false });
    expect(code(await desk.reply(messageId, tokens.principal))).toEqual([409, 'routing.sign-off-required']);
    await policy([['principal']], { unit: 'water', kind: 'complaint' });
    expect(code(await desk.reply(messageId, tokens.reviewer))).toEqual([409, 'routing.sign-off-required']);
    expect((await desk.reply(messageId, tokens.principal)).status).toBe(201);
    await policy(null, { unit: 'water', kind: 'complaint' });
  });

  it('is referred to a colleague who may take the step, leaves the list of whoever referred it, and is signed once (转由他人审核)', async () => {
    const { draftId } = await submitted();
    const { body } = await call(`${replica.url}/v1/drafts/${draftId}`, { token: tokens.reviewer });
    expect(body['referees']).toEqual(expect.arrayContaining([{ subject: 'colleague', name: '贝以恒', post: 'reviewer' }, { subject: 'principal', name: '张见山', post: 'principal' }]));
    expect((body['referees'] as object[]).length).toBe(2);
    expect((await call(`${replica.url}/v1/drafts/${draftId}`, { token: tokens.admin })).body['referees']).toEqual([]);
    expect(code(await decide(draftId, 'reviewer', 'refer', { to: 'admin' }))).toEqual([422, 'routing.not-a-referee']);
    expect(code(await decide(draftId, 'reviewer', 'refer', { to: 'reviewer' }))).toEqual([422, 'routing.not-a-referee']);
    expect(code(await decide(draftId, 'admin', 'refer', { to: 'colleague' }))).toEqual([403, 'routing.not-in-registry']);
    const referred = await decide(draftId, 'reviewer', 'refer', { to: 'colleague', reason: '请你把关' });
    expect(referred.body).toMatchObject({ state: 'in-sign-off', step: 0, acts: [{ act: 'submit', referredTo: null }, { act: 'refer', by: { name: '沈怀瑾' }, reason: '请你把关', referredTo: { name: '贝以恒', post: 'reviewer' } }] });
    const listed = await Promise.all((['reviewer', 'colleague', 'principal'] as const).map(async (name) => (await waiting(name)).some((one) => one.draftId === draftId)));
    expect(listed).toEqual([false, true, true]);
    expect((await decide(draftId, 'colleague', 'sign')).status).toBe(201);
    expect(code(await decide(draftId, 'colleague', 'refer', { to: 'principal' }))).toEqual([409, 'routing.draft-decided']);
  });

  it('is referred to nobody where nobody else may take the step', async () => {
    fixture.clock.set('2026-11-23T10:00:00+08:00');
    await policy([['principal']], { unit: 'water' });
    const { draftId } = await submitted();
    expect(code(await decide(draftId, 'principal', 'refer', { to: 'reviewer' }))).toEqual([409, 'routing.nobody-to-refer-to']);
    const { body } = await call(`${replica.url}/v1/drafts/${draftId}`, { token: tokens.principal });
    expect(body['allowedActions']).toContainEqual({ action: 'refer', allowed: false, reason: expect.objectContaining({ code: 'routing.nobody-to-refer-to' }) });
    await policy(null, { unit: 'water' });
  });

  it('is signed by a deputy 代签 for whoever is absent, who is named', async () => {
    const { draftId, messageId } = await submitted();
    await fixture.dataSource.query(
      `INSERT INTO deputy (deputy_id, unit_code, post, absent, deputy, from_date, to_date) VALUES (gen_random_uuid(), 'water', 'principal', 'principal', 'backup', '2026-11-23', '2026-11-24')`,
    );
    expect((await waiting('backup')).find((one) => one.draftId === draftId)).toMatchObject({ deputyOf: { subject: 'principal', name: '张见山' } });
    const signed = await decide(draftId, 'backup', 'sign');
    expect(signed.body).toMatchObject({ acts: [{}, { by: { name: '林语', post: 'principal', deputyOf: { name: '张见山' } } }] });
    expect(await submissionsOf(messageId)).toHaveLength(1);
    await fixture.dataSource.query('DELETE FROM deputy');
  });

  it('is signed once by two at the same moment, at two replicas', async () => {
    const { messageId, draftId } = await submitted();
    const answers = await Promise.all([decide(draftId, 'reviewer', 'sign'), decide(draftId, 'principal', 'sign', {}, { at: second }), decide(draftId, 'colleague', 'send-back', { reason: '请再核实' }, { at: second })]);
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409]);
    const [refused] = answers.filter(({ status }) => status === 409);
    expect(['routing.draft-decided', 'routing.draft-not-submitted']).toContain(refused?.body['code']);
    const wasSigned = answers[2]?.status !== 201;
    expect(await submissionsOf(messageId)).toHaveLength(wasSigned ? 1 : 0);
  });

  it('that is signed again in the same words is one, and sent back twice in the same words is two', async () => {
    const { messageId, draftId } = await submitted();
    const back = () => decide(draftId, 'reviewer', 'send-back', { reason: '请写明修复日期' });
    expect([(await back()).status, (await back()).status, (await submit(draftId)).status, (await submit(draftId)).status, (await back()).status]).toEqual([201, 200, 201, 200, 201]);
    expect((await submit(draftId)).status).toBe(201);
    const signed = [await decide(draftId, 'principal', 'sign'), await decide(draftId, 'principal', 'sign')];
    expect(signed.map(({ status }) => status)).toEqual([201, 200]);
    expect(await submissionsOf(messageId)).toHaveLength(1);
  });

  it('whose signing is cut off in its transaction is not signed, and can be signed again', async () => {
    const { messageId, draftId } = await submitted();
    const blocker = new pg.Client({ connectionString: fixture.database.ownerUrl });
    const admin = new pg.Client({ connectionString: process.env['TEST_POSTGRES_URL'] });
    await Promise.all([blocker.connect(), admin.connect()]);
    await blocker.query('BEGIN; LOCK TABLE draft_act IN SHARE MODE');
    const cut = decide(draftId, 'principal', 'sign');
    // Reply and event are written; the act is not.
    await eventually(async () => {
      const { rows } = await admin.query<{ ended: boolean }>(
        `SELECT pg_terminate_backend(pid) AS ended FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE '%draft_act%' AND datname = $1`,
        [new URL(fixture.database.ownerUrl).pathname.slice(1)],
      );
      expect(rows).toHaveLength(1);
    });
    expect((await cut).status).toBe(503);
    await blocker.query('ROLLBACK');
    await Promise.all([blocker.end(), admin.end()]);
    expect(await submissionsOf(messageId)).toEqual([]);
    expect((await desk.get(`/${messageId}`, tokens.admin)).body).toMatchObject({ state: 'assigned', replies: [], drafts: [{ state: 'in-sign-off' }] });
    expect((await decide(draftId, 'principal', 'sign')).status).toBe(201);
    expect(await submissionsOf(messageId)).toHaveLength(1);
  });
});

describe('other papers go the same way', () => {
  it('an interim reply 阶段性回复, and an extension 延期说明 that is judged when it is signed', async () => {
    const interim = await submitted({ kind: 'interim-reply', text: '正在核查。' });
    await decide(interim.draftId, 'reviewer', 'sign');
    expect(await submissionsOf(interim.messageId)).toMatchObject([{ data: { interim: true } }]);
    const messageId = await fixture.registered();
    expect(code(await begin(messageId, { kind: 'extension', text: '需要更换管道' }))).toEqual([400, 'invalid-request']);
    const draftId = draftIdOf(await begin(messageId, { kind: 'extension', text: '需要更换管道', newDueOn: '2026-12-01' }));
    expect(code(await submit(draftId))).toEqual([409, 'routing.deadline-unknown']);
  });

  it('a correction 更正 and a supplement 补充 of what is published pass, and end nothing anew', async () => {
    const messageId = await fixture.registered();
    const replyId = String((await desk.reply(messageId, tokens.principal)).body['replyId']);
    expect(code(await begin(messageId, { kind: 'correction', text: '更正：已于22日修复。', replyId }))).toEqual([409, 'routing.reply-not-published']);
    await fixture.deliver(published(messageId, replyId));
    expect(code(await desk.reply(messageId, tokens.principal))).toEqual([409, 'routing.already-answered']);
    const sign = async (kind: string, of: string) => {
      fixture.clock.advance(1);
      const draftId = draftIdOf(await begin(messageId, { kind, text: `${kind}：已于22日修复。`, replyId: of }));
      expect((await submit(draftId)).status).toBe(201);
      return String((await decide(draftId, 'reviewer', 'sign')).body['paperId']);
    };
    const correction = await sign('correction', replyId);
    expect((await desk.get(`/${messageId}`, tokens.admin)).body).toMatchObject({ state: 'answered', ending: 'publicly-answered' });
    const another = draftIdOf(await begin(messageId, { kind: 'correction', text: '再次更正。', replyId }));
    expect(code(await submit(another))).toEqual([409, 'routing.reply-in-review']);
    await fixture.deliver(published(messageId, correction, { corrects: replyId, sequence: 2 }));
    expect((await submit(another)).status).toBe(201);
    const supplement = await sign('supplement', correction);
    const events = await submissionsOf(messageId);
    expect(events.map(({ data }) => [data['replyId'], data['corrects'], data['supplements']])).toEqual([[replyId, undefined, undefined], [correction, replyId, undefined], [supplement, undefined, replyId]]);
    expect((await desk.get(`/${messageId}`, tokens.admin)).body).toMatchObject({ state: 'answered', replies: [{ review: 'published' }, { corrects: replyId, review: 'published' }, { supplements: replyId, review: 'in-review' }] });
  });
});

describe('drafts', () => {
  it('keep every version apart from what is typed, and say who saved meanwhile', async () => {
    const messageId = await fixture.registered();
    const draftId = draftIdOf(await begin(messageId));
    expect(code(await begin(messageId, { kind: 'reply', text: '另一稿。' }))).toEqual([409, 'routing.draft-exists']);
    const typed = (by: Name, text: string) => call(`${replica.url}/v1/drafts/${draftId}/autosave`, { method: 'PUT', token: tokens[by], body: { basedOn: 1, text } });
    for (const text of ['已', '已于', '']) expect((await typed('admin', text)).body).toMatchObject({ version: 1, editing: [] });
    expect((await typed('backup', '已修复，')).body).toMatchObject({ editing: [{ name: '陆承远' }] });
    expect(await fixture.rows('SELECT FROM draft_autosave WHERE draft_id = $1', [draftId])).toHaveLength(2);
    expect((await post(draftId, 'versions', 'backup', { basedOn: 1, text: '已修复，请查看。' })).body).toMatchObject({ autosave: null, current: { version: 2, text: '已修复，请查看。' }, editing: [{ name: '陆承远' }] });
    const late = await post(draftId, 'versions', 'admin', { basedOn: 1, text: '已于22日修复。' });
    expect([...code(late), late.body['detail']]).toEqual([409, 'routing.draft-changed', '稿件已由林语于2026年11月23日 09:00更新为第2版，请重新阅读。']);
    expect((await call(`${replica.url}/v1/drafts/${draftId}`, { token: tokens.admin })).body).toMatchObject({ autosave: { text: '', basedOn: 1 }, versions: [{ version: 1 }, { version: 2, writtenByName: '林语' }] });
    const differences = await call(`${replica.url}/v1/drafts/${draftId}/differences?from=1&to=2`, { token: tokens.reviewer });
    expect(differences.body).toEqual({ differences: [{ kind: 'same', text: '已修复' }, { kind: 'added', text: '，请查看' }, { kind: 'same', text: '。' }] });
    expect(code(await call(`${replica.url}/v1/drafts/${draftId}/differences?from=1&to=9`, { token: tokens.reviewer }))).toEqual([404, 'routing.unknown-draft-version']);
  });

  it('keep 办理结果 and 承诺 as they are being filled in, until a version has them or takes them away', async () => {
    const promise = { text: '更换12盏灯具', dueOn: '2026-12-04' };
    const draftId = draftIdOf(await begin(await fixture.registered(), { kind: 'reply', text: '已派人查看。', result: 'explained' }));
    const read = async () => (await call(`${replica.url}/v1/drafts/${draftId}`, { token: tokens.admin })).body;
    const keep = (body: object) => call(`${replica.url}/v1/drafts/${draftId}/autosave`, { method: 'PUT', token: tokens.admin, body: { basedOn: 1, text: '已派人', ...body } });
    await keep({ result: 'resolved', promise: { text: '更换', dueOn: null } });
    expect(await read()).toMatchObject({ autosave: { outcome: { result: 'resolved', promise: { text: '更换', dueOn: null } } }, current: { outcome: { result: 'explained' } } });
    await keep({});
    expect(await read()).toMatchObject({ autosave: { outcome: {} } });
    expect((await post(draftId, 'versions', 'admin', { basedOn: 1, text: '已派人。', promise })).body).toMatchObject({ autosave: null, current: { outcome: { result: 'explained', promise } } });
    expect((await post(draftId, 'versions', 'admin', { basedOn: 2, text: '已派人。', result: null, promise: null })).body).toMatchObject({ current: { version: 3, outcome: null } });
    const extension = draftIdOf(await begin(await fixture.registered(), { kind: 'extension', text: '须更换灯具。', newDueOn: '2026-12-01' }));
    await call(`${replica.url}/v1/drafts/${extension}/autosave`, { method: 'PUT', token: tokens.admin, body: { basedOn: 1, text: '须', result: 'resolved' } });
    expect((await call(`${replica.url}/v1/drafts/${extension}`, { token: tokens.admin })).body).toMatchObject({ autosave: { text: '须', outcome: null } });
  });

  it('are another unit’s business no more than its messages', async () => {
    const { draftId } = await submitted();
    expect(code(await call(`${replica.url}/v1/drafts/${draftId}`, { token: desk.roads }))).toEqual([403, 'routing.not-your-unit']);
    const principal = await fixture.token('principal', { unit: 'roads' });
    expect(code(await call(`${replica.url}/v1/drafts/${draftId}/decisions`, { token: principal, body: { version: 1, decision: 'sign' } }))).toEqual([403, 'routing.not-your-unit']);
  });

  it('end with the assignment: of the unit that had it, also when it comes back', async () => {
    const { messageId, draftId } = await submitted();
    expect((await desk.assign(messageId, 'roads')).status).toBe(201);
    expect(code(await decide(draftId, 'principal', 'sign'))).toEqual([409, 'routing.draft-reassigned']);
    expect((await waiting('principal')).some((one) => one.draftId === draftId)).toBe(false);
    fixture.clock.advance(60_000);
    expect((await desk.assign(messageId, 'water')).status).toBe(201);
    expect(code(await decide(draftId, 'principal', 'sign'))).toEqual([409, 'routing.draft-reassigned']);
    expect((await begin(messageId)).status).toBe(201);
    expect(await submissionsOf(messageId)).toEqual([]);
  });

  it('are withdrawn and discarded by the web admin', async () => {
    const { draftId, messageId } = await submitted();
    expect(code(await post(draftId, 'versions', 'admin', { basedOn: 1, text: '改。' }))).toEqual([403, 'routing.not-in-registry']);
    expect((await decide(draftId, 'admin', 'withdraw')).body).toMatchObject({ state: 'drafting' });
    expect((await decide(draftId, 'admin', 'discard')).body).toMatchObject({ state: 'discarded' });
    expect(code(await submit(draftId))).toEqual([409, 'routing.draft-decided']);
    expect((await begin(messageId)).status).toBe(201);
  });
});
