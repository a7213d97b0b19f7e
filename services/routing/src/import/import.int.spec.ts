import { randomUUID } from 'node:crypto';
import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { material, readJsonLines } from '@wenzheng/testing';
import { HoldingPenAlarm } from '../assignment/holding-pen/holding-pen-alarm.service.js';
import { call, Fixture, registration, type Answer, type Replica } from '../routing.fixture.js';

let fixture: Fixture;
let replica: Replica;
let administrator: string;
let office: string;
beforeAll(async () => {
  fixture = await Fixture.create();
  replica = await fixture.start();
  administrator = await fixture.token('administrator');
  office = await fixture.token('information-office');
});
afterAll(() => fixture.drop());

const registeredAt = '2019-05-06T10:00:00+08:00';
const submittedAt = '2019-05-08T10:00:00+08:00';
const past = { historical: true, registeredAt, title: '您好', text: '请问' };
const send = (items: object[], unit?: string, token = administrator): Promise<Answer> =>
  call(`${replica.url}/v1/imports`, { token, body: { ...(unit ? { unit } : {}), items } });
const resultsOf = (answer: Answer) => (answer.body['results'] as { status: string; code?: string }[]).map(({ status, code }) => code ?? status);
const item = (messageId: string, text = '已办结。', at = submittedAt) => ({ messageId, reply: { text, submittedAt: at } });
const submissions = (messageId: string) => fixture.events('routing.reply.submitted.v1', messageId);
const view = async (messageId: string) => (await call(`${replica.url}/v1/messages/${messageId}`, { token: office })).body;

describe('an import', () => {
  it('files a reply of the past, signed by the unit that has the message, and does so once', async () => {
    const messageId = await fixture.registered({ ...past, addressedUnit: 'roads' });
    expect(resultsOf(await send([item(messageId)]))).toEqual(['created']);
    expect(resultsOf(await send([item(messageId), item(messageId)]))).toEqual(['repeated', 'repeated']);
    expect(resultsOf(await send([item(messageId, '另一份')]))).toEqual(['routing.import-conflict']);
    expect(await submissions(messageId)).toMatchObject([
      { sequence: 2, data: { unit: { code: 'roads' }, submittedAt: '2019-05-08T02:00:00.000Z', historical: true, interim: false, text: '已办结。' } },
    ]);
    expect(await view(messageId)).toMatchObject({ state: 'in-review', replies: [{ source: 'import', review: 'in-review' }] });
  });

  it.each([
    ['after the registration', async (messageId: string) => void (await fixture.deliver(registration({ messageId, ...past }))), async () => undefined],
    ['before the registration', async () => undefined, async (messageId: string) => void (await fixture.deliver(registration({ messageId, ...past })))],
  ])('that names a unit assigns and signs %s', async (_, before, after) => {
    const messageId = randomUUID();
    await before(messageId);
    expect(resultsOf(await send([item(messageId)], 'parks'))).toEqual(['created']);
    await after(messageId);
    expect(await view(messageId)).toMatchObject({ state: 'in-review', unit: { code: 'parks' }, assignedBy: 'import', replies: [{ unit: { code: 'parks' } }] });
    const assigned = await fixture.events('routing.message.assigned.v1', messageId);
    expect(assigned.map(({ sequence, data }) => [sequence, data['unit']])).toEqual([
      [1, { code: 'city', name: '淮岭市人民政府' }],
      [2, { code: 'parks', name: '市园林局' }],
    ]);
    expect(await submissions(messageId)).toMatchObject([{ sequence: 3 }]);
    expect(resultsOf(await send([item(messageId)], 'parks'))).toEqual(['repeated']);
    expect(resultsOf(await send([item(messageId)], 'roads'))).toEqual(['routing.import-conflict']);
  });

  it.each(['before', 'after'])('that comes %s a report of wrongdoing gives it to no unit complained of; what that unit answered stays in its name', async (place) => {
    const [against, about] = [randomUUID(), randomUUID()];
    const report = { ...past, kind: 'report' as const, visibility: 'private' as const, text: '举报市交通局有人收受好处' };
    const register = () => fixture.deliver(registration({ messageId: against, ...report }), registration({ messageId: about, ...report }));
    if (place === 'after') await register();
    expect(resultsOf(await send([item(against)], 'roads'))).toEqual(['created']);
    expect(resultsOf(await send([item(about)], 'parks'))).toEqual(['created']);
    if (place === 'before') await register();
    expect(await view(against)).toMatchObject({ state: 'holding-pen', unit: null, holdingPen: { reason: 'report-of-wrongdoing', dueAt: null, overdue: false }, replies: [{ unit: { code: 'roads' } }] });
    expect(await fixture.events('routing.message.assigned.v1', against)).toEqual([]);
    expect(await submissions(against)).toMatchObject([{ sequence: 1, data: { unit: { code: 'roads' } } }]);
    const roads = await fixture.token('web-admin', { unit: 'roads', sub: 'roads-admin' });
    expect((await call(`${replica.url}/v1/messages/${against}`, { token: roads })).status).toBe(403);
    expect(await view(about)).toMatchObject({ state: 'in-review', unit: { code: 'parks' }, assignedBy: 'import', holdingPen: null });
    expect(await fixture.events('routing.message.assigned.v1', about)).toMatchObject([{ sequence: 1, data: { unit: { code: 'parks' }, by: 'import' } }]);
    await replica.app.get(HoldingPenAlarm).raise();
    expect(await fixture.rows('SELECT holding_pen_due_at, holding_pen_alarmed_at FROM message WHERE message_id = $1', [against])).toEqual([{ holding_pen_due_at: null, holding_pen_alarmed_at: null }]);
  });

  it('without a reply assigns alone', async () => {
    const messageId = await fixture.registered(past);
    expect(resultsOf(await send([{ messageId }], 'water'))).toEqual(['created']);
    expect(resultsOf(await send([{ messageId }], 'water'))).toEqual(['repeated']);
    expect(await view(messageId)).toMatchObject({ state: 'assigned', unit: { code: 'water' }, replies: [] });
  });

  it.each(['before', 'after'])('counts a reply that claims to be earlier than its letter from the registration, also when it comes %s it', async (place) => {
    const messageId = randomUUID();
    const register = () => fixture.deliver(registration({ messageId, ...past, addressedUnit: 'water' }));
    if (place === 'after') await register();
    expect(resultsOf(await send([item(messageId, '已办结。', '2019-05-01T10:00:00+08:00')]))).toEqual(['created']);
    if (place === 'before') await register();
    expect(await submissions(messageId)).toMatchObject([{ data: { unit: { code: 'water' }, submittedAt: '2019-05-06T02:00:00.000Z' } }]);
    expect(await view(messageId)).toMatchObject({ replies: [{ givenAt: '2019-05-01T02:00:00.000Z' }] });
    expect(resultsOf(await send([item(messageId, '已办结。', '2019-05-01T10:00:00+08:00')]))).toEqual(['repeated']);
  });

  it('answers nothing that is not history: the kept reply is dropped when the message turns out to be of today', async () => {
    const messageId = randomUUID();
    await send([item(messageId)], 'water');
    await fixture.deliver(registration({ messageId, addressedUnit: 'roads' }));
    expect(await submissions(messageId)).toEqual([]);
    expect(await view(messageId)).toMatchObject({ state: 'assigned', unit: { code: 'roads' }, replies: [] });
    expect(resultsOf(await send([item(messageId)], 'water'))).toEqual(['routing.import-not-historical']);
  });

  it('refuses line by line and takes the rest', async () => {
    const [early, future, good] = [await fixture.registered(past), await fixture.registered(past), await fixture.registered(past)];
    const answer = await send([item(early, '。'), item(future, '晚', '2026-11-23T09:00:01+08:00'), item(good)]);
    expect(answer.status).toBe(200);
    expect(resultsOf(answer)).toEqual(['routing.import-invalid-item', 'routing.import-in-future', 'created']);
  });

  it.each<[string, object, string[]]>([
    ['no id', { reply: { text: '已办结。', submittedAt } }, ['messageId']],
    ['an id that is none', { messageId: 'x\u0000' }, ['messageId']],
    ['nothing to read', item(randomUUID(), '。'), ['reply.text']],
    ['U+0000', item(randomUUID(), '已办结\u0000'), ['reply.text']],
    ['the year nought', item(randomUUID(), '已办结。', '0000-01-01T00:00:00Z'), ['reply.submittedAt']],
    ['no such day', item(randomUUID(), '已办结。', '2019-02-30T10:00:00+08:00'), ['reply.submittedAt']],
  ])('with %s in one line refuses that line alone', async (_, bad, fields) => {
    const good = await fixture.registered(past);
    const { body } = await send([bad, item(good)]);
    expect(body['results']).toMatchObject([{ status: 'refused', code: 'routing.import-invalid-item', fields }, { messageId: good, status: 'created' }]);
  });

  it('for a unit that nobody knows is refused as a whole', async () => {
    const answer = await send([item(randomUUID())], 'nowhere');
    expect([answer.status, answer.body['code']]).toEqual([422, 'routing.unit-not-in-registry']);
  });

  it('sent five times at the same moment files each reply once', async () => {
    const ids = await Promise.all(Array.from({ length: 50 }, () => fixture.registered(past)));
    const answers = await Promise.all(Array.from({ length: 5 }, (_, turn) => send((turn % 2 === 0 ? ids : ids.toReversed()).map((id) => item(id)))));
    expect(answers.flatMap(resultsOf).filter((status) => status === 'created')).toHaveLength(50);
    const rows = await fixture.rows(`SELECT 1 FROM reply WHERE source = 'import' AND message_id = ANY ($1::uuid[])`, [ids]);
    expect(rows).toHaveLength(50);
  });

  it('of 500 long replies fits; other requests keep the smaller limit', async () => {
    const text = '长'.repeat(10_000);
    const items = Array.from({ length: 500 }, () => item(randomUUID(), text));
    expect((await send(items)).status).toBe(200);
    expect((await send([...items, ...items.slice(0, 1)])).status).toBe(400);
    const messageId = await fixture.registered({ addressedUnit: 'water' });
    const large = await call(`${replica.url}/v1/messages/${messageId}/replies`, { token: await fixture.token('web-admin', { unit: 'water' }), body: { text: '长'.repeat(100_000) } });
    expect(large.status).toBe(413);
  });

  it.each([['no token', undefined], ['a forged one', 'a.b.c']])('by someone with %s is refused before a byte of it is sent', async (_, bearer) => {
    const headers = { 'content-type': 'application/json', 'content-length': 16_000_000, ...(bearer ? { authorization: `Bearer ${bearer}` } : {}) };
    const status = await new Promise((resolve, reject) => {
      const sending = request(`${replica.url}/v1/imports`, { method: 'POST', headers, signal: AbortSignal.timeout(20_000) }, (response) => {
        resolve(response.statusCode);
        sending.destroy();
      });
      sending.on('error', reject).flushHeaders();
    });
    expect(status).toBe(401);
  });

  it('of 1,988 real messages and replies leaves each with its reply, whichever came first', async () => {
    const real = readJsonLines<{ subject: string; body: string; reply: string; submitted_at: string; replied_at: string }>(material('messages/replies.jsonl'));
    const lines = real.map((line) => ({ ...line, messageId: randomUUID() }));
    const register = (part: typeof lines) =>
      fixture.deliver(
        ...part.map((line) =>
          registration({ messageId: line.messageId, historical: true, registeredAt: line.submitted_at, title: line.subject.slice(0, 200), text: line.body }),
        ),
      );
    const file = async (part: typeof lines) => {
      const statuses: string[] = [];
      for (let from = 0; from < part.length; from += 500) {
        statuses.push(...resultsOf(await send(part.slice(from, from + 500).map((line) => item(line.messageId, line.reply, line.replied_at)))));
      }
      return statuses;
    };
    const half = Math.floor(lines.length / 2);
    await register(lines.slice(0, half));
    expect(new Set(await file(lines))).toEqual(new Set(['created']));
    await register(lines.slice(half));
    const ids = lines.map((line) => line.messageId);
    const rows = await fixture.rows('SELECT state, count(*)::int AS count FROM message WHERE message_id = ANY ($1::uuid[]) GROUP BY 1', [ids]);
    expect(rows).toEqual([{ state: 'in-review', count: 1_988 }]);
    expect(new Set(await file(lines))).toEqual(new Set(['repeated']));
  });
});
