import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { Fixture, housing, unitKnown, type Replica } from '../../../deadline-supervision.fixture.js';
import { admin, at, office, ordersAt, report } from '../urging-order.fixture.js';

let fixture: Fixture;
let replica: Replica;
beforeAll(async () => {
  fixture = await Fixture.create('2026-09-24T10:00:00+08:00');
  replica = await fixture.start();
  await replica.handle(unitKnown(housing));
});
afterEach(async () => {
  await fixture.clear();
  fixture.clock.set(at('2026-09-24T10:00:00'));
});
afterAll(() => fixture.drop());

const { overdue, act, read, served } = ordersAt(() => replica);

describe('messages to people go out in working hours', () => {
  it('an order served on a Friday evening reaches the unit on Sunday, a make-up working day, and its event with it', async () => {
    fixture.clock.set(at('2026-09-18T19:00:00'));
    const id = await served({ answerBy: '2026-09-25' });
    expect(await read(id)).toMatchObject({ state: 'signed', serveAt: '2026-09-20T01:00:00.000Z', servedAt: null });
    expect((await act(id, 'services')).status).toBe(200);
    expect((await replica.call(`/v1/urging-orders/${id}`, admin)).status).toBe(404);
    await fixture.until('2026-09-20T08:59:59');
    expect(await fixture.events('urging-order.served')).toEqual([]);
    await fixture.until('2026-09-20T09:00:00');
    expect(await read(id, admin)).toMatchObject({ state: 'served', serveAt: null, servedAt: '2026-09-20T01:00:00.000Z' });
    expect(await fixture.events('urging-order.served')).toHaveLength(1);
  });

  it('until then it can be cancelled, and nobody hears of it', async () => {
    fixture.clock.set(at('2026-09-18T19:00:00'));
    const id = await served({ answerBy: '2026-09-25' });
    await act(id, 'cancellations', { reason: '已办结' });
    await fixture.until('2026-09-20T09:00:00');
    expect(await read(id)).toMatchObject({ state: 'cancelled', servedAt: null });
    expect([...(await fixture.events('urging-order.served')), ...(await fixture.events('urging-order.closed'))]).toEqual([]);
  });
});

describe('R22: an order that nobody answers climbs', () => {
  const raised = async () =>
    (await fixture.events('escalation.raised')).filter(({ data }) => data['cause']).map(({ data }) => [data['level'], data['to'], data['messageId']]);

  it('to the supervision office, then to the inspection bureau, for each message that still waits, and each once', async () => {
    const [first, second] = [await overdue(), await overdue()];
    await served({}, [first.messageId, second.messageId]);
    await fixture.until('2026-09-28T23:59:59');
    expect(await raised()).toEqual([]);
    await fixture.until('2026-09-29T00:00:00');
    expect((await raised()).map(([level, to]) => [level, to])).toEqual([[2, 'supervision-office'], [2, 'supervision-office']]);
    const replyId = randomUUID();
    await replica.handle(first.published(at('2026-09-29T10:00:00'), at('2026-09-29T11:00:00'), replyId));
    await fixture.until('2026-10-01T00:00:00');
    await fixture.until('2026-10-20T00:00:00');
    expect((await raised()).slice(2)).toEqual([[3, 'inspection-bureau', second.messageId]]);
    const { body } = await replica.call('/v1/escalations?level=3', { role: 'inspection-bureau' });
    expect((body['items'] as { messageId: string }[]).filter(({ messageId }) => messageId === second.messageId)).toHaveLength(2);
  });

  it('not once it was answered, whatever happens to the answer', async () => {
    const id = await served();
    await act(id, 'acknowledgements', {}, admin);
    await fixture.until('2026-09-29T10:00:00');
    await act(id, 'answers', report, admin);
    await fixture.until('2026-10-20T00:00:00');
    expect(await raised()).toEqual([]);
  });

  it('a deadline that reaches its own level 3 afterwards raises its own escalation too', async () => {
    const life = await overdue();
    await served({}, [life.messageId]);
    await fixture.until('2026-10-20T00:00:00');
    const { body } = await replica.call('/v1/escalations', office);
    const levels = (body['items'] as { level: number }[]).map(({ level }) => level);
    expect(levels.toSorted()).toEqual([1, 2, 2, 3, 3]);
    const sequences = (await fixture.dataSource.query<{ envelope: string }[]>('SELECT envelope FROM outbox')).map(({ envelope }) => (JSON.parse(envelope) as { subject: string; sequence: number }));
    const own = sequences.filter(({ subject }) => subject === life.messageId).map(({ sequence }) => sequence);
    expect(own.toSorted((a, b) => a - b)).toEqual(own.map((_, index) => index + 1));
  });
});
