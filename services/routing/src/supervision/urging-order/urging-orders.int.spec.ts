import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createEvent, urgingOrderClosed, urgingOrderServed } from '@wenzheng/contracts';
import { deskOf, Fixture, waterUnit, type Desk } from '../../routing.fixture.js';

let fixture: Fixture;
let desk: Desk;
beforeAll(async () => {
  fixture = await Fixture.create();
  desk = await deskOf(fixture, await fixture.start());
  fixture.clock.set(later);
});
afterAll(() => fixture.drop());

const [at, later] = ['2026-12-01T02:00:00.000Z', '2026-12-04T02:00:00.000Z'];
const served = (messageId: string, urgingOrderId: string) =>
  createEvent(urgingOrderServed, {
    subject: messageId, sequence: 1, time: new Date(at),
    data: { urgingOrderId, messageId, number: '淮督〔2026〕1号', title: '关于路灯的督办', unit: waterUnit, coUnits: [], answerBy: '2026-12-04', servedAt: at },
  });
const closed = (messageId: string, urgingOrderId: string) =>
  createEvent(urgingOrderClosed, { subject: messageId, sequence: 2, time: new Date(later), data: { urgingOrderId, messageId, outcome: 'accepted', closedAt: later } });
const shown = { number: '淮督〔2026〕1号', title: '关于路灯的督办', unit: waterUnit, answerBy: '2026-12-04', servedAt: at };

describe('R22: an urging order 督办单 at the desk', () => {
  it('stands beside the message that it covers from its service on', async () => {
    const [messageId, orderId] = [await fixture.registered(), randomUUID()];
    await fixture.deliver(served(messageId, orderId));
    const { body } = await desk.get(`/${messageId}`, desk.supervision);
    expect(body['urgingOrders']).toEqual([{ urgingOrderId: orderId, ...shown, outcome: null, closedAt: null }]);
  });

  it('is closed whichever of its events comes first, and however often', async () => {
    const [messageId, orderId] = [await fixture.registered(), randomUUID()];
    await fixture.deliver(closed(messageId, orderId));
    expect((await desk.get(`/${messageId}`, desk.supervision)).body['urgingOrders']).toEqual([]);
    await fixture.deliver(served(messageId, orderId), closed(messageId, orderId), served(messageId, orderId));
    expect((await desk.get(`/${messageId}`, desk.supervision)).body['urgingOrders']).toEqual([{ urgingOrderId: orderId, ...shown, outcome: 'accepted', closedAt: later }]);
  });
});
