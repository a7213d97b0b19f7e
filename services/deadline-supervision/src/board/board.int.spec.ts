import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Fixture, housing, Life, unitKnown, water, type Asking, type Replica } from '../deadline-supervision.fixture.js';

let fixture: Fixture;
let replica: Replica;
const lives = { early: new Life(), late: new Life(), reviewed: new Life(), waiting: new Life(), answered: new Life(), past: new Life() };
const officer: Asking = { role: 'supervision-office', sub: 'li' };
const read = async (path: string) => (await replica.call(`/v1/board${path}`, officer)).body;
const itemsOf = async (path: string) => (await read(path))['items'] as Record<string, unknown>[];

beforeAll(async () => {
  fixture = await Fixture.create('2026-09-18T15:00:00+08:00');
  replica = await fixture.start();
  const { early, late, reviewed, waiting, answered, past } = lives;
  await replica.handle(
    unitKnown(housing), unitKnown(water),
    early.registered('2026-09-18T15:00:00+08:00'), early.assigned('2026-09-18T15:01:00+08:00', housing),
    reviewed.registered('2026-09-18T15:00:00+08:00'), reviewed.assigned('2026-09-18T15:01:00+08:00', water),
    waiting.registered('2026-09-18T15:00:00+08:00'),
    answered.registered('2026-09-18T15:00:00+08:00'), answered.assigned('2026-09-18T15:01:00+08:00', water),
    past.registered('2019-05-06T10:00:00+08:00', { historical: true }), past.assigned('2019-05-06T10:00:00+08:00', water),
  );
  await fixture.until('2026-09-20T10:00:00');
  await replica.handle(late.registered('2026-09-20T10:00:00+08:00'), late.assigned('2026-09-20T10:01:00+08:00', housing));
  await fixture.until('2026-09-21T10:00:00');
  const [first, second] = ['0199f0a2-7c11-7a55-9a3e-0d7f5a3c2e01', '0199f0a2-7c11-7a55-9a3e-0d7f5a3c2e02'];
  await replica.handle(reviewed.submitted('2026-09-21T10:00:00+08:00', first!, { unit: water }), answered.submitted('2026-09-21T10:00:00+08:00', second!, { unit: water }));
  await replica.handle(answered.published('2026-09-21T10:00:00+08:00', '2026-09-21T11:00:00+08:00', second!, { unit: water }));
  await fixture.until('2026-09-23T10:00:00');
});
afterAll(() => fixture.drop());

const none = { open: 1, dueToday: 0, overdue: 0, level1: 0, level2: 0, level3: 0, ordersUnanswered: 0, reviewsLate: 0, longestOverdueSince: null };
const since = '2026-09-22T16:00:00.000Z';

describe('时限看板', () => {
  it('counts what is due, what is late and how far it has been escalated, by unit; of history nothing', async () => {
    expect(await read('')).toEqual({ ...none, at: '2026-09-23T02:00:00.000Z', open: 4, dueToday: 1, overdue: 2, level1: 2, reviewsLate: 1, longestOverdueSince: since, units: 2 });
    expect(await itemsOf('/units')).toEqual([
      { ...none, unit: null, overdue: 1, level1: 1, longestOverdueSince: since },
      { ...none, unit: housing, open: 2, dueToday: 1, overdue: 1, level1: 1, longestOverdueSince: since },
      { ...none, unit: water, reviewsLate: 1 },
    ]);
  });

  it('pages the units without a gap, and says of which messages each figure is', async () => {
    const first = await read('/units?limit=2');
    const second = await read(`/units?limit=2&after=${encodeURIComponent(String(first['next']))}`);
    expect([...(first['items'] as object[]), ...(second['items'] as object[])]).toEqual(await itemsOf('/units'));
    expect(second['next']).toBeNull();
    const { early, late, reviewed, waiting } = lives;
    expect(await itemsOf(`/messages?unit=${housing.code}`)).toEqual([
      {
        messageId: early.messageId, messageNumber: expect.any(String), matter: '路灯坏了', channel: 'board', kind: 'complaint', unit: housing, dueOn: '2026-09-22', dueAt: since, finalDueOn: '2026-10-09',
        overdueSince: since, level: 1, urgedAt: '2026-09-23T02:00:00.000Z', submittedAt: null, orders: [],
      },
    ]);
    expect(await itemsOf(`/messages?unit=${housing.code}&state=due-today`)).toMatchObject([{ messageId: late.messageId, dueOn: '2026-09-23', overdueSince: null, level: null }]);
    expect(await itemsOf('/messages?state=review-late')).toMatchObject([{ messageId: reviewed.messageId, unit: water, submittedAt: '2026-09-21T02:00:00.000Z' }]);
    expect(await itemsOf('/messages?unassigned=true')).toMatchObject([{ messageId: waiting.messageId, unit: null }]);
    expect(await itemsOf('/messages?level=2')).toEqual([]);
    expect([await itemsOf('/messages?channel=mailbox'), await itemsOf('/units?channel=mailbox'), await itemsOf('/units?level=2')]).toEqual([[], [], []]);
    expect(await itemsOf('/units?channel=board&level=1')).toMatchObject([{ unit: null, level1: 1 }, { unit: housing, level1: 1 }]);
    expect(await itemsOf('/units?state=review-late')).toMatchObject([{ unit: water }]);
    const one = await read('/messages?limit=1');
    const rest = await read(`/messages?limit=1&after=${encodeURIComponent(String(one['next']))}`);
    expect([one, rest].flatMap(({ items }) => (items as { messageId: string }[]).map(({ messageId }) => messageId)).toSorted()).toEqual([early.messageId, waiting.messageId].toSorted());
    expect(rest['next']).toBeNull();
    for (const after of ['x', '2026-02-30 00000000-0000-4000-8000-000000000001']) expect((await replica.call(`/v1/board/messages?after=${encodeURIComponent(after)}`, officer)).status).toBe(400);
  });

  it('is a sheet too, of all that the filters leave', async () => {
    const response = await fetch(`${replica.url}/v1/board/messages?format=csv&limit=1`, { headers: { authorization: `Bearer ${await fixture.token(['supervision-office'])}` } });
    expect(response.headers.get('content-disposition')).toBe('attachment; filename="board.csv"');
    const [head, ...lines] = (await response.text()).trimEnd().split('\r\n');
    expect(head).toContain('受理编号,事由,渠道,类别,承办单位,应答复日');
    expect(lines).toHaveLength(2);
    expect(lines.find((line) => line.includes(housing.name))).toContain(`路灯坏了,市民心声,投诉,${housing.name},2026-09-22,2026-10-09,一级,2026-09-23 00:00,2026-09-23 10:00,,`);
    const log = await replica.call('/v1/audit-log?about=board', { role: 'auditor', sub: 'audit' });
    expect(log.body['items']).toMatchObject([{ did: 'board.exported', details: { state: 'overdue', count: 2 } }]);
  });

  it('counts an urging order from its service until the unit answers, and shows it beside its message', async () => {
    const post = async (path: string, who: Asking, body: object = {}) => (await replica.call(`/v1/urging-orders${path}`, { ...who, body })).body;
    const { id } = await post('', officer, { title: '督办', unit: housing.code, coUnits: [], messageIds: [lives.early.messageId], contact: '周信' });
    const ordered = async () => (await itemsOf('/units')).map(({ ordersUnanswered }) => ordersUnanswered);
    expect(await ordered()).toEqual([0, 0, 0]);
    const { number } = await post(`/${String(id)}/signatures`, officer);
    await post(`/${String(id)}/services`, officer);
    expect(await ordered()).toEqual([0, 1, 0]);
    expect(await itemsOf(`/messages?unit=${housing.code}`)).toMatchObject([{ orders: [{ id, number, state: 'served' }] }]);
    const clerk: Asking = { role: 'web-admin', unit: housing.code, sub: 'wang' };
    await post(`/${String(id)}/acknowledgements`, clerk);
    await post(`/${String(id)}/answers`, clerk, { process: '现场勘查', situation: '路灯线路老化', result: 'resolved', next: null });
    expect([await ordered(), (await read(''))['ordersUnanswered']]).toEqual([[0, 0, 0], 0]);
  });

  it('goes by the highest level that stands', async () => {
    await fixture.until('2026-09-25T10:00:00');
    expect(await read('')).toMatchObject({ dueToday: 0, overdue: 3, level1: 1, level2: 2, level3: 0, units: 2 });
    expect(await itemsOf(`/messages?unit=${housing.code}&level=2`)).toMatchObject([{ messageId: lives.early.messageId, level: 2 }]);
  });
});
