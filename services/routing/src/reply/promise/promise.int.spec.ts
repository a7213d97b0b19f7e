import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { replySubmitted } from '@wenzheng/contracts';
import { call, code, deskOf, Fixture, published, waterUnit, type Desk, type Replica } from '../../routing.fixture.js';

let fixture: Fixture;
let replica: Replica;
let desk: Desk;
beforeAll(async () => {
  fixture = await Fixture.create();
  replica = await fixture.start();
  desk = await deskOf(fixture, replica);
});
afterAll(() => fixture.drop());

const promise = { text: '9月底前更换两盏路灯', dueOn: '2026-12-10' };
const waiting = async (token: string) => ((await call(`${replica.url}/v1/promises`, { token })).body as { items: { replyId: string; overdue: boolean }[] }).items;

describe('A06: an answer states what has come of it, and what is promised by when', () => {
  it('goes out with the reply, waits for the unit once that is public, and is kept by a published supplement', async () => {
    const messageId = await fixture.registered();
    const { body } = await desk.reply(messageId, desk.water, { text: '已修复一盏，其余待更换。', result: 'partly-resolved', promise });
    const replyId = String(body['replyId']);
    expect(await fixture.events(replySubmitted.subject, messageId)).toMatchObject([{ data: { replyId, result: 'partly-resolved', promise } }]);
    expect(await waiting(desk.water)).toEqual([]);
    await fixture.deliver(published(messageId, replyId));
    expect(await waiting(desk.water)).toMatchObject([{ messageId, replyId, unit: waterUnit, dueOn: '2026-12-10', overdue: false }]);
    expect([(await waiting(desk.office)).length, await waiting(desk.roads)]).toEqual([1, []]);

    const drafted = await desk.post(messageId, 'drafts', desk.water, { kind: 'supplement', replyId, text: '两盏路灯已更换。', fulfils: true });
    const draftId = String(drafted.body['draftId']);
    const submitted = await call(`${replica.url}/v1/drafts/${draftId}/submissions`, { token: desk.water, body: { version: 1 } });
    expect([drafted.status, submitted.status]).toEqual([201, 201]);
    const [, kept] = await fixture.events<{ replyId: string; fulfils: string; supplements: string }>(replySubmitted.subject, messageId);
    expect(kept?.data).toMatchObject({ fulfils: replyId, supplements: replyId });
    expect(await waiting(desk.water)).toHaveLength(1);
    await fixture.deliver(published(messageId, String(kept?.data.replyId)));
    expect(await waiting(desk.water)).toEqual([]);
  });

  it('is for a day after today, and of no interim reply', async () => {
    const messageId = await fixture.registered();
    expect(code(await desk.reply(messageId, desk.water, { text: '即将修复。', promise: { ...promise, dueOn: '2026-11-23' } }))).toEqual([422, 'routing.promise-date-passed']);
    await desk.reply(messageId, desk.water, { text: '正在查看。', interim: true, result: 'resolved' });
    const [interim] = await fixture.events(replySubmitted.subject, messageId);
    expect(interim?.data).not.toHaveProperty('result');
  });
});
