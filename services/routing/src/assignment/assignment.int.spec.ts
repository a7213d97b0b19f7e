import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { code, deskOf, Fixture, published, waterUnit, type Desk } from '../routing.fixture.js';

let fixture: Fixture;
let desk: Desk;
beforeAll(async () => {
  fixture = await Fixture.create();
  desk = await deskOf(fixture, await fixture.start());
});
afterAll(() => fixture.drop());
beforeEach(() => fixture.clock.set('2026-11-23T09:00:00+08:00'));

describe('a return', () => {
  it('puts the message back into the holding pen with the reason and the suggested unit', async () => {
    const messageId = await fixture.registered();
    const answer = await desk.giveBack(messageId);
    expect([answer.status, answer.body['returns']]).toEqual([201, 1]);
    const [event] = await fixture.events('routing.message.returned.v1', messageId);
    expect(event).toMatchObject({ sequence: 2, data: { unit: waterUnit, reason: '不属本单位职责', suggestedUnit: { code: 'roads', name: '市交通局' } } });
    expect((await desk.get(`/${messageId}`, desk.office)).body).toMatchObject({ state: 'holding-pen', holdingPen: { reason: 'returned' }, returns: 1 });
    expect((await desk.giveBack(messageId)).status).toBe(200);
    expect(code(await desk.post(messageId, 'returns', desk.water, { reason: '还是不属本单位职责' }))).toEqual([403, 'routing.not-your-unit']);
  });

  it.each([
    ['in the last second of the next working day', '2026-11-24T23:59:59+08:00', 201, undefined],
    ['at midnight after it', '2026-11-25T00:00:00+08:00', 409, 'routing.return-window-closed'],
  ])('%s', async (_, now, status, problem) => {
    const messageId = await fixture.registered();
    fixture.clock.set(now);
    expect(code(await desk.giveBack(messageId))).toEqual([status, problem]);
  });

  it('across the National Day holiday is in time on the first working day after it', async () => {
    fixture.clock.set('2026-09-30T16:00:00+08:00');
    const messageId = await fixture.registered({ registeredAt: '2026-09-30T15:59:00+08:00' });
    fixture.clock.set('2026-10-08T20:00:00+08:00');
    expect((await desk.giveBack(messageId)).status).toBe(201);
  });

  it("of an interview's question is refused, and the attempt stays for the supervision office to see (R18)", async () => {
    const messageId = await fixture.registered({ channel: 'interview', sessionId: 's1' });
    expect(code(await desk.giveBack(messageId))).toEqual([409, 'routing.first-asked-unit-cannot-return']);
    expect((await desk.get(`/${messageId}`, desk.supervision)).body).toMatchObject({
      state: 'assigned',
      returns: 0,
      returnHistory: [{ accepted: false, unit: waterUnit, reason: '不属本单位职责' }],
    });
    expect(await fixture.events('routing.message.returned.v1', messageId)).toEqual([]);
  });

  it('is not possible while a reply is in review, and may suggest only units of the registry', async () => {
    const messageId = await fixture.registered();
    expect(code(await desk.post(messageId, 'returns', desk.water, { reason: '不', suggestedUnit: 'nowhere' }))).toEqual([422, 'routing.unit-not-in-registry']);
    await desk.reply(messageId);
    expect(code(await desk.giveBack(messageId))).toEqual([409, 'routing.reply-in-review']);
  });
});

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

  it('designates after the second return, and that is final', async () => {
    const messageId = await fixture.registered();
    await desk.giveBack(messageId);
    await desk.assign(messageId, 'roads');
    await desk.giveBack(messageId, desk.roads);
    expect((await desk.get(`/${messageId}`, desk.office)).body).toMatchObject({ state: 'holding-pen', holdingPen: { reason: 'returned-twice' }, returns: 2 });
    const answer = await desk.assign(messageId, 'water');
    expect(answer.body).toMatchObject({ designated: true, reason: '信息办指定承办' });
    expect(await fixture.events('routing.message.designated.v1', messageId)).toMatchObject([{ sequence: 5, data: { unit: waterUnit } }]);
    expect(await fixture.events('routing.message.assigned.v1', messageId)).toHaveLength(2);
    expect(code(await desk.giveBack(messageId))).toEqual([409, 'routing.designation-is-final']);
  });

  it('cannot send a report of wrongdoing to the unit complained of, nor below it', async () => {
    const messageId = await fixture.registered({ kind: 'report', addressedUnit: '市水务局' });
    for (const target of ['water', 'water.plant']) {
      expect(code(await desk.assign(messageId, target))).toEqual([409, 'routing.report-against-this-unit']);
    }
    expect(code(await desk.get(`/${messageId}`, desk.water))).toEqual([403, 'routing.not-your-unit']);
    expect((await desk.assign(messageId, 'city')).status).toBe(201);
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
