import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createEvent, messageAssigned, messageCoHandled, sessionScheduled } from '@wenzheng/contracts';
import { code, deskOf, Fixture, registration, waterUnit, type Desk, type Replica } from '../../routing.fixture.js';

let fixture: Fixture;
let replica: Replica;
let desk: Desk;
beforeAll(async () => {
  fixture = await Fixture.create();
  replica = await fixture.start();
  desk = await deskOf(fixture, replica);
});
afterAll(() => fixture.drop());

const roads = { code: 'roads', name: '市交通局' };
const scheduled = (sessionId: string, unit = waterUnit) =>
  createEvent(sessionScheduled, {
    subject: sessionId, sequence: 1, time: new Date('2026-11-01T02:00:00Z'),
    data: { sessionId, sessionNumber: 'HN-FT2026-001', channel: 'interview', title: '谈供水', unit, startsAt: '2026-11-23T01:00:00Z', endsAt: '2026-11-23T03:00:00Z', scheduledAt: '2026-11-01T02:00:00Z' },
  });
/** It speaks of the roads and addresses their unit. */
const question = (sessionId: string, changes = {}) => registration({ channel: 'interview', sessionId, title: '公路坏了', text: '公路坏了', addressedUnit: 'roads', ...changes });
const view = async (messageId: string, token = desk.office) => (await desk.get(`/${messageId}`, token)).body;

describe('R18: what is asked in a session', () => {
  it.each([['after its session was announced', true], ['before routing has heard of the session', false]])('%s is its unit’s, whatever else it says', async (_, isKnownBefore) => {
    const sessionId = randomUUID();
    const asked = question(sessionId);
    if (isKnownBefore) await fixture.deliver(scheduled(sessionId));
    await fixture.deliver(asked);
    if (!isKnownBefore) {
      expect(await view(asked.subject)).toMatchObject({ state: 'holding-pen', holdingPen: { reason: 'session-unknown' } });
      await fixture.deliver(scheduled(sessionId));
    }
    expect(await view(asked.subject)).toMatchObject({ state: 'assigned', unit: { code: 'water' }, firstAsked: { code: 'water' }, holdingPen: null });
    expect(await fixture.events(messageAssigned.subject, asked.subject)).toMatchObject([{ sequence: 1, data: { unit: waterUnit, by: 'addressed' } }]);
    expect(code(await desk.giveBack(asked.subject))).toEqual([409, 'routing.first-asked-unit-cannot-return']);
  });

  it('of another channel than the session’s, or a report of wrongdoing, is not its unit’s', async () => {
    const sessionId = randomUUID();
    await fixture.deliver(scheduled(sessionId));
    const [elsewhere, report] = [question(sessionId, { channel: 'forum' }), question(sessionId, { kind: 'report' })];
    await fixture.deliver(elsewhere, report);
    expect(await view(elsewhere.subject)).toMatchObject({ state: 'holding-pen', firstAsked: null });
    expect(await view(report.subject)).toMatchObject({ holdingPen: { reason: 'report-of-wrongdoing' }, firstAsked: null });
  });

  it('stays in sight of the unit first asked when the office names another lead, which may return it and is called no shirker', async () => {
    const sessionId = randomUUID();
    const asked = question(sessionId);
    await fixture.deliver(scheduled(sessionId), asked);
    expect((await desk.assign(asked.subject, 'roads')).status).toBe(201);
    expect(await fixture.events(messageCoHandled.subject, asked.subject)).toMatchObject([{ sequence: 3, data: { lead: roads, firstAsked: waterUnit } }]);
    expect(await view(asked.subject, desk.water)).toMatchObject({ unit: { code: 'roads' }, firstAsked: { code: 'water' } });
    const listed = (await desk.get('?firstAsked=true', desk.water)).body as { items: { messageId: string }[] };
    expect(listed.items.map(({ messageId }) => messageId)).toContain(asked.subject);
    const askedIn = async (session: string) => ((await desk.get(`?session=${session}`, desk.office)).body as typeof listed).items.map(({ messageId }) => messageId);
    expect([await askedIn(sessionId), await askedIn(randomUUID())]).toEqual([[asked.subject], []]);
    expect(code(await desk.reply(asked.subject))).toEqual([403, 'routing.not-your-unit']);
    expect((await desk.giveBack(asked.subject, desk.roads)).status).toBe(201);
    expect(await view(asked.subject)).toMatchObject({ state: 'assigned', returnHistory: [] });
  });
});

describe('a report of wrongdoing', () => {
  it('is given to no unit that its text names, nor to one above or below, whoever tries', async () => {
    const messageId = await fixture.registered({ kind: 'report', title: '举报', text: '第一水厂的负责人收受好处', addressedUnit: null });
    for (const unit of ['water.plant', 'water', 'city']) expect(code(await desk.assign(messageId, unit))).toEqual([409, 'routing.report-against-this-unit']);
    expect((await desk.assign(messageId, 'roads')).status).toBe(201);
  });
});
