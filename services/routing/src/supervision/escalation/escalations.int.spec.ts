import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createEvent, escalationPassedOn, escalationRaised, escalationWithdrawn } from '@wenzheng/contracts';
import { code, deskOf, Fixture, waterUnit, type Desk } from '../../routing.fixture.js';

let fixture: Fixture;
let desk: Desk;
beforeAll(async () => {
  fixture = await Fixture.create();
  desk = await deskOf(fixture, await fixture.start());
  fixture.clock.set(at);
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

describe('what is escalated to the inspection bureau', () => {
  it('can be read by it, in the list and alone, from then on; of other messages it does not learn', async () => {
    const [messageId, other, escalationId] = [await fixture.registered(), await fixture.registered(), randomUUID()];
    const bureau = await fixture.token('inspection-bureau');
    await fixture.deliver(raised(messageId, escalationId, 1, 1), raised(other, randomUUID(), 1, 1));
    expect(code(await desk.get(`/${messageId}`, bureau))).toEqual([404, 'routing.unknown-message']);
    const data = { escalationId, messageId, level: 1 as const, from: 'supervision-office' as const, to: 'inspection-bureau' as const, passedOnAt: at };
    await fixture.deliver(createEvent(escalationPassedOn, { ...of(messageId, 2), data }));
    expect((await desk.get(`/${messageId}`, bureau)).body).toMatchObject({ messageId });
    expect((await desk.get('', bureau)).body).toMatchObject({ items: [{ messageId }] });
    expect((await desk.get(`/${other}`, bureau)).status).toBe(404);
  });
});

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
