import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createEvent, messageRated, type EventData, type Rating, type renewalDeclined, type renewalOrdered, type replySubmitted } from '@wenzheng/contracts';
import { Housekeeping } from '../housekeeping/housekeeping.service.js';
import { call, code, deskOf, Fixture, published, returned, waterUnit, type Answer, type Desk, type Replica } from '../routing.fixture.js';

let fixture: Fixture;
let replica: Replica;
let desk: Desk;
beforeAll(async () => {
  fixture = await Fixture.create();
  replica = await fixture.start();
  desk = await deskOf(fixture, replica);
});
afterAll(() => fixture.drop());
beforeEach(() => fixture.clock.set('2026-11-25T10:00:00+08:00'));

const rated = (messageId: string, rating: Rating = 'dissatisfied') => {
  const data = { messageId, ratingId: randomUUID(), rating, reason: '水压还是很低', afterContactReading: true, ratedAt: '2026-11-25T01:00:00.000Z' };
  return createEvent(messageRated, { subject: messageId, sequence: 3, time: new Date(), data });
};
/** An answered message and its dissatisfied rating. */
async function dissatisfied(changes: Parameters<Fixture['registered']>[0] = {}): Promise<{ messageId: string; ratingId: string }> {
  const messageId = await fixture.registered(changes);
  if (changes.kind === 'report') await desk.assign(messageId, 'water');
  const { body } = await desk.reply(messageId);
  await fixture.deliver(published(messageId, String(body['replyId'])));
  const rating = rated(messageId);
  await fixture.deliver(rating);
  return { messageId, ratingId: (rating.data as { ratingId: string }).ratingId };
}
const decide = (ratingId: string, body: object, token = desk.office): Promise<Answer> => call(`${replica.url}/v1/ratings/${ratingId}/decisions`, { token, body: { reason: '请核实水压', ...body } });
const list = async (what: string, token = desk.office) => (await call(`${replica.url}/v1/${what}`, { token })).body['items'] as Record<string, unknown>[];
const about = async (what: string, messageId: string, token?: string) => (await list(what, token)).filter((one) => one['messageId'] === messageId);
const view = async (messageId: string, token = desk.office) => (await desk.get(`/${messageId}`, token)).body;
const replies = async (messageId: string) => (await fixture.events<EventData<typeof replySubmitted>>('routing.reply.submitted.v1', messageId)).map(({ data }) => data);
const renew = (messageId: string, token = desk.water, text = '已加装增压泵，水压恢复。') => desk.reply(messageId, token, { text, renews: true, result: 'resolved' });

describe('不满意', () => {
  it('waits for the information office with its reason and its time, and is decided once', async () => {
    const { messageId, ratingId } = await dissatisfied();
    expect(await about('ratings', messageId)).toMatchObject([{ ratingId, unit: waterUnit, reason: '水压还是很低', afterContactReading: true, dueAt: '2026-11-30T16:00:00.000Z', overdue: false, allowedActions: [{ action: 'decide-rating', allowed: true }] }]);
    const { status, body } = await decide(ratingId, { decision: 'decline', reason: '水压符合标准' });
    expect([status, body]).toMatchObject([201, { decision: 'decline', renewal: null, decidedAt: '2026-11-25T02:00:00.000Z' }]);
    const [event] = await fixture.events<EventData<typeof renewalDeclined>>('routing.renewal.declined.v1', messageId);
    expect(event).toMatchObject({ data: { ratingId, reason: '水压符合标准' } });
    expect(code(await decide(ratingId, { decision: 'order' }))).toEqual([409, 'routing.rating-decided']);
    expect(await about('ratings', messageId)).toEqual([]);
    expect(await about('ratings?state=decided', messageId)).toMatchObject([{ outcome: 'declined', decisionReason: '水压符合标准' }]);
    expect(await view(messageId, desk.water)).toMatchObject({ ratings: [{ rating: 'dissatisfied', outcome: 'declined' }], renewals: [] });
    expect(JSON.stringify(await view(messageId, desk.water))).not.toContain('水压还是很低');
  });

  it('of a satisfied writer nothing waits, and of a rating that came before anything else nothing is lost', async () => {
    const messageId = randomUUID();
    await fixture.deliver(rated(messageId));
    expect(await about('ratings', messageId)).toEqual([]);
    await fixture.registered({ messageId });
    // Of a renewed handling, which ends nothing.
    await fixture.deliver(published(messageId, randomUUID(), { renews: randomUUID() }));
    expect(await view(messageId)).toMatchObject({ state: 'assigned', ending: 'open' });
    const { body } = await desk.reply(messageId);
    await fixture.deliver(published(messageId, String(body['replyId'])));
    expect(await about('ratings', messageId)).toHaveLength(1);
    const happy = rated(await fixture.registered(), 'satisfied');
    await fixture.deliver(happy);
    expect(code(await decide((happy.data as { ratingId: string }).ratingId, { decision: 'order' }))).toEqual([404, 'routing.unknown-rating']);
  });
});

describe('二次办理', () => {
  it('is given to the unit that answered with three working days, and answered beside the first answer', async () => {
    const { messageId, ratingId } = await dissatisfied();
    const { body } = await decide(ratingId, { decision: 'order' });
    const renewal = body['renewal'] as { renewalId: string };
    expect(renewal).toMatchObject({ unit: waterUnit, dueOn: '2026-11-30' });
    const [ordered] = await fixture.events<EventData<typeof renewalOrdered>>('routing.renewal.ordered.v1', messageId);
    expect(ordered).toMatchObject({ data: { renewalId: renewal.renewalId, unit: waterUnit, reason: '请核实水压', dueOn: '2026-11-30' } });
    expect(await about('renewals', messageId, desk.water)).toMatchObject([{ renewalId: renewal.renewalId, dueAt: '2026-11-30T16:00:00.000Z', inReview: false, allowedActions: [{ action: 'renewed-reply', allowed: true }] }]);
    expect(await about('renewals', messageId)).toMatchObject([{ allowedActions: [] }]);
    expect(code(await desk.reply(messageId, desk.water, { text: '另一份答复。' }))).toEqual([409, 'routing.already-answered']);
    fixture.clock.set('2026-11-26T10:00:00+08:00');
    expect((await renew(messageId)).status).toBe(201);
    const [first, second] = await replies(messageId);
    expect([first?.renews, second]).toMatchObject([undefined, { renews: renewal.renewalId, result: 'resolved', unit: waterUnit }]);
    expect(await view(messageId)).toMatchObject({ state: 'answered', ending: 'publicly-answered', replies: [{ renews: null }, { renews: renewal.renewalId, review: 'in-review' }] });
    expect(code(await renew(messageId, desk.water, '再次答复。'))).toEqual([409, 'routing.reply-in-review']);
    expect(await about('renewals', messageId, desk.water)).toMatchObject([{ inReview: true, allowedActions: [{ allowed: false, reason: { code: 'routing.reply-in-review' } }] }]);
    await fixture.deliver(returned(messageId, second?.replyId ?? ''));
    const again = await renew(messageId, desk.water, '已加装增压泵，水压恢复，请再试。');
    await fixture.deliver(published(messageId, String(again.body['replyId']), { renews: renewal.renewalId, sequence: 9 }));
    expect(await about('renewals', messageId, desk.water)).toEqual([]);
    expect(code(await renew(messageId, desk.water, '第三次。'))).toEqual([409, 'routing.renewal-answered']);
  });

  it('by another unit is that unit’s to read, to draft and to sign, while the first stays where it was judged', async () => {
    const { messageId, ratingId } = await dissatisfied();
    expect((await desk.get(`/${messageId}`, desk.roads)).status).toBe(403);
    await decide(ratingId, { decision: 'order', unit: '市交通局', dueOn: '2026-12-04' });
    expect(await view(messageId, desk.roads)).toMatchObject({ unit: waterUnit, renewals: [{ unit: { code: 'roads' }, dueOn: '2026-12-04' }] });
    expect(code(await renew(messageId))).toEqual([403, 'routing.not-your-unit']);
    const draft = await desk.post(messageId, 'drafts', desk.roads, { kind: 'renewed-reply', text: '道路下方水管已更换。', result: 'resolved' });
    expect([draft.status, draft.body]).toMatchObject([201, { unit: { code: 'roads' }, state: 'drafting' }]);
    const signed = await call(`${replica.url}/v1/drafts/${String(draft.body['draftId'])}/submissions`, { token: desk.roads, body: { version: 1 } });
    expect(signed.body).toMatchObject({ state: 'signed' });
    expect((await replies(messageId))[1]).toMatchObject({ unit: { code: 'roads' }, result: 'resolved', text: '道路下方水管已更换。' });
    expect(await about('renewals', messageId, desk.water)).toEqual([]);
  });

  it.each([
    ['a unit that is not there', { unit: '市气象局' }, 422, 'routing.unit-not-in-registry'],
    ['a unit without anybody', { unit: 'empty' }, 409, 'routing.unit-without-web-admin'],
    ['today', { dueOn: '2026-11-25' }, 422, 'routing.renewal-date'],
    ['a Sunday', { dueOn: '2026-11-29' }, 422, 'routing.renewal-date'],
    ['after the tenth working day', { dueOn: '2026-12-10' }, 422, 'routing.renewal-date'],
  ])('is refused to %s', async (_, body, status, problem) => {
    const { ratingId } = await dissatisfied();
    expect(code(await decide(ratingId, { decision: 'order', ...body }))).toEqual([status, problem]);
    expect((await decide(ratingId, { decision: 'order', dueOn: '2026-12-09' })).status).toBe(201);
  });

  it('of a report never goes to the unit that it names', async () => {
    const { ratingId } = await dissatisfied({ kind: 'report', title: '举报市交通局', text: '市交通局乱收费' });
    expect(code(await decide(ratingId, { decision: 'order', unit: 'roads' }))).toEqual([409, 'routing.report-against-this-unit']);
  });

  it('is ordered once, however many order it at the same moment', async () => {
    const { messageId, ratingId } = await dissatisfied();
    const colleagues = await Promise.all(['a', 'b', 'c', 'd'].map((sub) => fixture.token('information-office', { sub })));
    const answers = await Promise.all(colleagues.map((token) => decide(ratingId, { decision: 'order' }, token)));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409]);
    expect(await fixture.events('routing.renewal.ordered.v1', messageId)).toHaveLength(1);
  });

  it('raises an alarm once where nobody decides or answers in time', async () => {
    const [open, late] = [await dissatisfied(), await dissatisfied()];
    await decide(late.ratingId, { decision: 'order' });
    // Business time that is moved stops there.
    expect(await replica.app.get(Housekeeping).nextDue()).toContainEqual(new Date('2026-11-30T16:00:00.000Z'));
    fixture.clock.set('2026-12-01T00:00:01+08:00');
    await replica.app.get(Housekeeping).run();
    const alarmed = (table: string, messageId: string) => fixture.rows<{ at: Date | null }>(`SELECT alarmed_at AS at FROM ${table} WHERE message_id = $1`, [messageId]);
    expect([await alarmed('rating', open.messageId), await alarmed('rating', late.messageId), await alarmed('renewal', late.messageId)]).toMatchObject([[{ at: expect.any(Date) }], [{ at: null }], [{ at: expect.any(Date) }]]);
  });
});
