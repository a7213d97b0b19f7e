import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createEvent, deadlineOpened, messageCoHandled, messageWithdrawn, type EventData } from '@wenzheng/contracts';
import { Housekeeping } from '../housekeeping/housekeeping.service.js';
import { call, code, deskOf, Fixture, published, waterUnit, type Answer, type Desk, type Replica } from '../routing.fixture.js';

let fixture: Fixture;
let replica: Replica;
let desk: Desk;
let parks: string;
beforeAll(async () => {
  fixture = await Fixture.create();
  replica = await fixture.start({ NOTIFIERS: JSON.stringify([{ channel: 'sms', url: 'http://127.0.0.1:9/', key: 'secret' }]) });
  desk = await deskOf(fixture, replica);
  parks = await fixture.token('web-admin', { unit: 'parks', sub: 'roads-admin' });
});
afterAll(() => fixture.drop());
beforeEach(() => fixture.clock.set('2026-11-23T09:00:00+08:00'));

const roadsUnit = { code: 'roads', name: '市交通局' };
const task = '请核实路面开挖是否已获许可，并告知恢复日期。';

/** With the water office, until 26 November. */
async function open(changes: Parameters<Fixture['registered']>[0] = {}): Promise<string> {
  const messageId = await fixture.registered(changes);
  const data = { messageId, channel: 'board' as const, registeredAt: '2026-11-23T01:00:00.000Z', replyDueOn: '2026-11-26', finalDueOn: '2026-12-07', provisional: false, policyVersion: '1', calendarVersion: '1' };
  await fixture.deliver(createEvent(deadlineOpened, { subject: messageId, sequence: 1, time: new Date(), data }));
  return messageId;
}
const ask = (messageId: string, body: object = {}, token = desk.water, key?: string): Promise<Answer> => desk.post(messageId, 'co-tasks', token, { unit: 'roads', task, dueOn: '2026-11-25', ...body }, key);
const deed = (taskId: unknown, what: string, body: object = {}, token = desk.roads, at = replica): Promise<Answer> => call(`${at.url}/v1/co-tasks/${String(taskId)}/${what}`, { token, body });
async function asked(changes: Parameters<Fixture['registered']>[0] = {}): Promise<{ messageId: string; taskId: string }> {
  const messageId = await open(changes);
  const { status, body } = await ask(messageId);
  expect(status).toBe(201);
  return { messageId, taskId: String(body['taskId']) };
}
interface Item extends Record<string, unknown> {
  messageId: string;
  allowedActions: { action: string; allowed: boolean; reason: { code: string } | null }[];
}
const list = async (token: string, state = 'open'): Promise<Item[]> => (await call(`${replica.url}/v1/co-tasks?state=${state}&limit=200`, { token })).body['items'] as Item[];
const of = async (messageId: string, token: string, state?: string): Promise<Item[]> => (await list(token, state)).filter((item) => item.messageId === messageId);
const allowed = (item: Item | undefined) => item?.allowedActions.map(({ action, reason }) => [action, reason?.code ?? 'yes'].join(' '));
const view = async (messageId: string, token = desk.water) => (await desk.get(`/${messageId}`, token)).body;
const handled = async (messageId: string) => (await fixture.events<EventData<typeof messageCoHandled>>(messageCoHandled.subject, messageId)).map(({ data }) => [data.lead.code, ...data.coUnits.map((unit) => unit.code)].join(' '));
const told = (messageId: string) => fixture.rows<{ line: string }>(`SELECT DISTINCT kind || ' ' || coalesce(unit_code, 'office') AS line FROM notification WHERE message_id = $1 ORDER BY 1`, [messageId]).then((rows) => rows.map(({ line }) => line));

describe('协办: from the question to the one answer of the lead', () => {
  it('asked, accepted and told inside; the lead answers, and the public reads that the unit took part, not what it said', async () => {
    const { messageId, taskId } = await asked();
    expect(await of(messageId, desk.roads)).toMatchObject([{ taskId, unit: roadsUnit, lead: waterUnit, askedBy: waterUnit, task, dueOn: '2026-11-25', dueAt: '2026-11-25T16:00:00.000Z', overdue: false, state: 'asked', contribution: null, late: false }]);
    expect(allowed((await of(messageId, desk.roads))[0])).toEqual(['accept yes', 'contribute yes', 'decline yes']);
    expect(await handled(messageId)).toEqual([]);

    expect((await deed(taskId, 'acceptances')).body).toMatchObject({ messageId, taskId, unit: roadsUnit, state: 'accepted' });
    expect(await handled(messageId)).toEqual(['water roads']);
    expect(code(await deed(taskId, 'declines', { reason: '不属职责' }))).toEqual([409, 'routing.co-task-accepted']);
    const text = '许可证号2026-88，11月30日前恢复路面。';
    expect((await deed(taskId, 'contributions', { text })).status).toBe(201);
    expect(code(await deed(taskId, 'contributions', { text: `${text}补充` }))).toEqual([409, 'routing.co-task-answered']);
    expect((await view(messageId))['coTasks']).toMatchObject([{ taskId, unit: roadsUnit, state: 'answered', contribution: text, answeredBy: '陆承远', late: false }]);
    expect(await of(messageId, desk.roads)).toEqual([]);
    expect(await of(messageId, desk.office, 'closed')).toMatchObject([{ taskId, state: 'answered', contribution: text, allowedActions: [{ action: 'decide', allowed: false }] }]);

    const reply = await desk.reply(messageId, desk.water, { text: '路面将于11月30日前恢复。' });
    expect(reply.status).toBe(201);
    expect(code(await desk.reply(messageId, desk.roads))).toEqual([403, 'routing.not-your-unit']);
    const events = await fixture.rows<{ envelope: string }>('SELECT envelope::text AS envelope FROM outbox WHERE envelope::text LIKE $1', [`%${messageId}%`]);
    expect(events.length).toBeGreaterThan(2);
    expect(events.map(({ envelope }) => envelope).join('\n')).not.toMatch(/许可证|路面开挖/);
    const log = await call(`${replica.url}/v1/audit-log?about=${messageId}&limit=50`, { token: await fixture.token('auditor') });
    const entries = (log.body['items'] as { did: string; by: string }[]).filter(({ did }) => did.startsWith('co-task'));
    expect(entries.map(({ did, by }) => `${did} ${by}`)).toEqual(['co-task.asked water-admin', 'co-task.accepted roads-admin', 'co-task.answered roads-admin']);
    expect(JSON.stringify(entries)).not.toMatch(/许可证|路面开挖/);
    expect(await told(messageId)).toEqual(['co-task-answered water', 'co-task-asked roads']);
  });

  it('the co-unit reads the message and its own task, and neither drafts nor what others were asked; nobody else reads it', async () => {
    const { messageId, taskId } = await asked();
    await ask(messageId, { unit: 'parks' });
    await desk.post(messageId, 'drafts', desk.water, { kind: 'reply', text: '正在核实。' });
    const seen = await view(messageId, desk.roads);
    expect(seen).toMatchObject({ messageId, text: '我家停水三天', drafts: [], coTasks: [{ taskId }] });
    expect((seen['allowedActions'] as Item['allowedActions']).filter((one) => one.allowed)).toEqual([]);
    expect((await view(messageId))['coTasks']).toHaveLength(2);
    expect(code(await desk.get(`/${messageId}`, await fixture.token('web-admin', { unit: 'water.plant', sub: 'water-admin' })))).toEqual([403, 'routing.not-your-unit']);
    await deed(taskId, 'declines', { reason: '不属职责' });
    expect(code(await desk.get(`/${messageId}`, desk.roads))).toEqual([403, 'routing.not-your-unit']);
  });

  it('told without being accepted before, it takes part with that', async () => {
    const { messageId, taskId } = await asked();
    await deed(taskId, 'contributions', { text: '已核实。' });
    expect(await handled(messageId)).toEqual(['water roads']);
    expect((await ask(messageId, { task: '请再核实一次。' })).status).toBe(201);
  });

  it('goes on under another lead; a co-unit that becomes the lead is none any more', async () => {
    const { messageId, taskId } = await asked();
    await deed(taskId, 'acceptances');
    await desk.assign(messageId, 'parks');
    expect(await handled(messageId)).toEqual(['water roads', 'parks roads']);
    expect(await of(messageId, desk.roads)).toMatchObject([{ lead: { code: 'parks' } }]);
    expect((await view(messageId, parks))['coTasks']).toMatchObject([{ unit: roadsUnit }]);
    await desk.assign(messageId, 'roads');
    expect(await handled(messageId)).toEqual(['water roads', 'parks roads', 'roads']);
    expect(await of(messageId, desk.roads)).toEqual([]);
    expect(code(await deed(taskId, 'contributions', { text: '已核实。' }))).toEqual([409, 'routing.co-task-ended']);
  });
});

describe('who asks whom, and until when', () => {
  it('the unit that has the message or the information office asks; nobody else', async () => {
    const messageId = await open();
    expect(code(await ask(messageId, {}, parks))).toEqual([403, 'routing.not-your-unit']);
    expect((await ask(messageId, {}, desk.office)).status).toBe(201);
    expect(await of(messageId, desk.roads)).toMatchObject([{ askedBy: null }]);
    expect(code(await ask(messageId, { task: '另一件事' }))).toEqual([409, 'routing.co-task-open']);
    const { body } = await ask(messageId, { unit: 'parks' });
    expect(code(await deed(body['taskId'], 'acceptances', {}, desk.water))).toEqual([403, 'routing.not-your-unit']);
    expect(code(await deed(randomUUID(), 'acceptances'))).toEqual([404, 'routing.unknown-co-task']);
  });

  it.each([
    ['市水务局', 409, 'routing.co-task-of-lead'],
    ['empty', 409, 'routing.unit-without-web-admin'],
    ['nowhere', 422, 'routing.unit-not-in-registry'],
  ])('not %s', async (unit, status, refusal) => {
    expect(code(await ask(await open(), { unit }))).toEqual([status, refusal]);
  });

  it('no unit that a report of wrongdoing complains of, nor one above or below, whoever asks', async () => {
    const messageId = await open({ kind: 'report', visibility: 'private', title: '举报第一水厂', text: '有人收受好处' });
    await desk.assign(messageId, 'parks');
    for (const token of [parks, desk.office]) {
      for (const unit of ['water.plant', 'water']) expect(code(await ask(messageId, { unit }, token))).toEqual([409, 'routing.report-against-this-unit']);
    }
    expect((await ask(messageId, {}, parks)).status).toBe(201);
  });

  it('the inner due date is a working day, and not after the lead’s own', async () => {
    const messageId = await open();
    for (const dueOn of ['2026-11-20', '2026-11-28', '2026-11-27']) {
      const refused = await ask(messageId, { dueOn });
      expect(refused).toMatchObject({ status: 422, body: { code: 'routing.co-task-date', errors: [{ pointer: '/dueOn' }] } });
      expect(refused.body['detail']).toContain('2026年11月26日');
    }
    expect((await ask(messageId, { dueOn: '2026-11-26' })).status).toBe(201);
    expect(code(await ask(await fixture.registered()))).toEqual([409, 'routing.co-task-deadline-unknown']);
  });
});

describe('a refusal', () => {
  it('waits for the information office, which overrules it; the unit then takes part and cannot decline anew', async () => {
    const { messageId, taskId } = await asked();
    expect(code(await deed(taskId, 'decisions', { decision: 'upheld', reason: '同意' }, desk.office))).toEqual([409, 'routing.co-task-not-declined']);
    await deed(taskId, 'declines', { reason: '路面由区里管护' });
    expect(await of(messageId, desk.office, 'declined')).toMatchObject([{ taskId, declineReason: '路面由区里管护', allowedActions: [{ action: 'decide', allowed: true }] }]);
    expect(code(await ask(messageId, { task: '请再考虑。' }))).toEqual([409, 'routing.co-task-open']);
    fixture.clock.set('2026-11-26T09:00:00+08:00');
    const decided = await deed(taskId, 'decisions', { decision: 'overruled', reason: '该路段由市交通局管护' }, desk.office);
    expect(decided.body).toMatchObject({ state: 'accepted', dueOn: '2026-11-26' });
    expect(await handled(messageId)).toEqual(['water roads']);
    expect(allowed((await of(messageId, desk.roads))[0])).toEqual(['accept routing.co-task-accepted', 'contribute yes', 'decline routing.co-task-ordered']);
    expect(code(await deed(taskId, 'declines', { reason: '仍不接受' }))).toEqual([409, 'routing.co-task-ordered']);
    expect((await view(messageId))['coTasks']).toMatchObject([{ state: 'accepted', declineReason: '路面由区里管护', decision: 'overruled', decisionReason: '该路段由市交通局管护' }]);
    expect(await told(messageId)).toEqual(['co-task-asked roads', 'co-task-decided roads', 'co-task-decided water', 'co-task-declined office', 'co-task-declined water']);
  });

  it('that is upheld leaves the unit out, of the public’s sight as well, and another can be asked', async () => {
    const { messageId, taskId } = await asked();
    await deed(taskId, 'declines', { reason: '路面由区里管护' });
    expect((await deed(taskId, 'decisions', { decision: 'upheld', reason: '理由成立' }, desk.office)).body).toMatchObject({ state: 'declined' });
    expect(code(await deed(taskId, 'decisions', { decision: 'overruled', reason: '改变决定' }, desk.office))).toEqual([409, 'routing.co-task-decided']);
    expect(await of(messageId, desk.office, 'declined')).toEqual([]);
    expect(await handled(messageId)).toEqual([]);
    expect((await ask(messageId, { unit: 'parks' })).status).toBe(201);
  });
});

it.each([
  ['answered', async (messageId: string) => fixture.deliver(published(messageId, String((await desk.reply(messageId)).body['replyId'])))],
  ['withdrawn', (messageId: string) => fixture.deliver(createEvent(messageWithdrawn, { subject: messageId, sequence: 2, time: new Date(), data: { messageId, withdrawnAt: '2026-11-23T02:00:00.000Z', reason: null } }))],
])('with a message that is %s what was asked has ended: nobody is reminded, and nothing is late', async (_, end) => {
  const { messageId, taskId } = await asked();
  await end(messageId);
  expect(await of(messageId, desk.roads)).toEqual([]);
  expect(await of(messageId, desk.roads, 'closed')).toMatchObject([{ taskId, state: 'ended', overdue: false }]);
  for (const [what, body] of [['acceptances', {}], ['contributions', { text: '已核实。' }], ['declines', { reason: '不属职责' }]] as const) expect(code(await deed(taskId, what, body))).toEqual([409, 'routing.co-task-ended']);
  expect([409, 403]).toContain((await ask(messageId, { unit: 'parks' })).status);
  fixture.clock.set('2026-11-26T09:00:00+08:00');
  await replica.app.get(Housekeeping).run();
  expect(await told(messageId)).toEqual(['co-task-asked roads']);
});

it('the morning of the inner due date reminds the co-unit; its end marks it late, for lead and co-unit, once each, and a late answer stays late', async () => {
  const { messageId, taskId } = await asked();
  const housekeeping = replica.app.get(Housekeeping);
  fixture.clock.set('2026-11-24T09:00:00+08:00');
  await housekeeping.run();
  expect(await told(messageId)).toEqual(['co-task-asked roads']);
  expect((await housekeeping.nextDue()).map((at) => at.toISOString())).toEqual(expect.arrayContaining(['2026-11-24T16:00:00.000Z', '2026-11-25T16:00:00.000Z']));
  fixture.clock.set('2026-11-25T00:01:00+08:00');
  await Promise.all([housekeeping.run(), housekeeping.run()]);
  expect(await told(messageId)).toEqual(['co-task-asked roads', 'co-task-reminder roads']);
  fixture.clock.set('2026-11-26T00:00:00+08:00');
  await Promise.all([housekeeping.run(), housekeeping.run()]);
  expect(await told(messageId)).toEqual(['co-task-asked roads', 'co-task-late roads', 'co-task-late water', 'co-task-reminder roads']);
  expect(await of(messageId, desk.roads)).toMatchObject([{ overdue: true, late: true }]);
  await deed(taskId, 'contributions', { text: '已核实。' });
  expect((await view(messageId))['coTasks']).toMatchObject([{ state: 'answered', late: true }]);
  expect(await fixture.rows('SELECT alarmed_at FROM co_task WHERE task_id = $1', [taskId])).toEqual([{ alarmed_at: new Date('2026-11-25T16:00:00.000Z') }]);
});

describe('a repeat is one deed', () => {
  it('at two replicas at once, without a key', async () => {
    const other = await fixture.start();
    const messageId = await open();
    const at = (one: Replica) => call(`${one.url}/v1/messages/${messageId}/co-tasks`, { token: desk.water, body: { unit: 'roads', task, dueOn: '2026-11-25' } });
    const answers = await Promise.all([at(replica), at(other), at(replica)]);
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 200, 201]);
    expect(new Set(answers.map(({ body }) => body['taskId'])).size).toBe(1);
    const taskId = answers[0]?.body['taskId'];
    const told2 = await Promise.all([replica, other].map((one) => deed(taskId, 'contributions', { text: '已核实。' }, desk.roads, one)));
    expect(told2.map(({ status }) => status).toSorted()).toEqual([200, 201]);
    expect(await handled(messageId)).toEqual(['water roads']);
    await other.close();
  });

  it('of accepting and declining at once one has its effect', async () => {
    const { taskId } = await asked();
    const answers = await Promise.all([deed(taskId, 'acceptances'), deed(taskId, 'declines', { reason: '不属职责' })]);
    expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 409]);
  });
});
