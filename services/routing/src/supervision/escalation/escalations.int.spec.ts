import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createEvent, escalationRaised, escalationWithdrawn } from '@wenzheng/contracts';
import { deskOf, Fixture, waterUnit, type Desk } from '../../routing.fixture.js';

let fixture: Fixture;
let desk: Desk;
beforeAll(async () => {
  fixture = await Fixture.create();
  desk = await deskOf(fixture, await fixture.start());
});
afterAll(() => fixture.drop());

const at = '2026-12-01T02:00:00.000Z';
const of = (messageId: string, sequence: number) => ({ subject: messageId, sequence, time: new Date(at) });
const raised = (messageId: string, escalationId: string, level: 1 | 2, sequence: number) =>
  createEvent(escalationRaised, {
    ...of(messageId, sequence),
    data: { escalationId, messageId, messageNumber: 'WZ1', channel: 'board', unit: waterUnit, level, to: 'supervision-office', replyDueOn: '2026-11-26', finalDueOn: '2026-12-07', raisedAt: at },
  });
const withdrawn = (messageId: string, escalationId: string, level: 1 | 2, sequence: number) =>
  createEvent(escalationWithdrawn, { ...of(messageId, sequence), data: { escalationId, messageId, level, withdrawnAt: at } });

describe('a withdrawn escalation', () => {
  it('counts no longer, and stays in the history', async () => {
    const messageId = await fixture.registered();
    const [first, second] = [randomUUID(), randomUUID()];
    const view = async () => (await desk.get(`/${messageId}`, desk.supervision)).body;
    await fixture.deliver(raised(messageId, first, 1, 1), raised(messageId, second, 2, 2));
    expect(await view()).toMatchObject({ deadline: { escalationLevel: 2 }, escalations: [{ level: 1, withdrawnAt: null }, { level: 2, withdrawnAt: null }] });
    await fixture.deliver(withdrawn(messageId, second, 2, 3));
    expect(await view()).toMatchObject({ deadline: { escalationLevel: 1 }, escalations: [{ level: 1, withdrawnAt: null }, { level: 2, withdrawnAt: at }] });
    await fixture.deliver(withdrawn(messageId, first, 1, 4));
    expect(await view()).toMatchObject({ deadline: { escalationLevel: null }, escalations: [{ withdrawnAt: at }, { withdrawnAt: at }] });
  });

  it('never counted if the withdrawal is heard of first', async () => {
    const [messageId, escalationId] = [await fixture.registered(), randomUUID()];
    await fixture.deliver(withdrawn(messageId, escalationId, 1, 2));
    await fixture.deliver(raised(messageId, escalationId, 1, 1));
    const { body } = await desk.get(`/${messageId}`, desk.supervision);
    expect(body).toMatchObject({ deadline: { escalationLevel: null }, escalations: [{ level: 1, withdrawnAt: at }] });
  });
});
