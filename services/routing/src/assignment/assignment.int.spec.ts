import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { code, deskOf, Fixture, published, type Desk } from '../routing.fixture.js';

let fixture: Fixture;
let desk: Desk;
beforeAll(async () => {
  fixture = await Fixture.create();
  desk = await deskOf(fixture, await fixture.start());
});
afterAll(() => fixture.drop());
beforeEach(() => fixture.clock.set('2026-11-23T09:00:00+08:00'));

describe('the information office', () => {
  it('assigns from the holding pen and re-assigns, with its reason', async () => {
    const messageId = await fixture.registered({ title: '您好', text: '请问' });
    expect((await desk.assign(messageId, 'water')).status).toBe(201);
    expect((await desk.get(`/${messageId}`, desk.water)).body).toMatchObject({ state: 'assigned', holdingPen: null, assignedBy: 'office' });
    expect(code(await desk.post(messageId, 'assignments', desk.office, { unit: 'water', reason: '再派一次' }))).toEqual([409, 'routing.already-assigned']);
    expect((await desk.post(messageId, 'assignments', desk.office, { unit: 'roads', reason: '路面问题' })).status).toBe(201);
    const events = await fixture.events('routing.message.assigned.v1', messageId);
    expect(events.map(({ sequence, data }) => [sequence, data['by'], data['reason']])).toEqual([
      [1, 'office', '信息办分派'],
      [2, 'office', '路面问题'],
    ]);
    expect(code(await desk.get(`/${messageId}`, desk.water))).toEqual([403, 'routing.not-your-unit']);
  });

  it('cannot send a report of wrongdoing to the unit complained of, nor below or above it', async () => {
    const messageId = await fixture.registered({ kind: 'report', addressedUnit: '市水务局' });
    for (const target of ['water', 'water.plant', 'city']) {
      expect(code(await desk.assign(messageId, target))).toEqual([409, 'routing.report-against-this-unit']);
    }
    expect(code(await desk.get(`/${messageId}`, desk.water))).toEqual([403, 'routing.not-your-unit']);
    expect((await desk.assign(messageId, 'roads')).status).toBe(201);
  });

  it.each([
    ['empty', 409, 'routing.unit-without-web-admin'],
    ['nowhere', 422, 'routing.unit-not-in-registry'],
  ])('cannot assign to %s (R02)', async (target, status, problem) => {
    expect(code(await desk.assign(await fixture.registered(), target))).toEqual([status, problem]);
  });

  it('moves neither a message with a reply in review nor an answered one', async () => {
    const messageId = await fixture.registered();
    const answer = await desk.reply(messageId);
    expect(code(await desk.assign(messageId, 'roads'))).toEqual([409, 'routing.reply-in-review']);
    await fixture.deliver(published(messageId, String(answer.body['replyId'])));
    expect(code(await desk.assign(messageId, 'roads'))).toEqual([409, 'routing.already-answered']);
  });
});
