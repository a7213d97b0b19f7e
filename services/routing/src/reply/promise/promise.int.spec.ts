import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { replySubmitted } from '@wenzheng/contracts';
import { Housekeeping } from '../../housekeeping/housekeeping.service.js';
import { call, code, deskOf, Fixture, published, waterUnit, type Desk, type Replica } from '../../routing.fixture.js';

let fixture: Fixture;
let replica: Replica;
let desk: Desk;
beforeAll(async () => {
  fixture = await Fixture.create();
  replica = await fixture.start({ NOTIFIERS: JSON.stringify([{ channel: 'sms', url: 'http://127.0.0.1:9/', key: 'secret' }]) });
  desk = await deskOf(fixture, replica);
});
afterAll(() => fixture.drop());

const promise = { text: '9月底前更换两盏路灯', dueOn: '2026-12-10' };
const waiting = async (token: string) => ((await call(`${replica.url}/v1/promises`, { token })).body as { items: { replyId: string; overdue: boolean }[] }).items;

async function promised(dueOn: string): Promise<{ messageId: string; replyId: string }> {
  const messageId = await fixture.registered();
  const { body } = await desk.reply(messageId, desk.water, { text: '已修复一盏，其余待更换。', result: 'partly-resolved', promise: { ...promise, dueOn } });
  const replyId = String(body['replyId']);
  await fixture.deliver(published(messageId, replyId));
  return { messageId, replyId };
}

/** Signs the supplement that says so. */
async function keep(messageId: string, replyId: string): Promise<void> {
  const drafted = await desk.post(messageId, 'drafts', desk.water, { kind: 'supplement', replyId, text: '两盏路灯已更换。', fulfils: true });
  const submitted = await call(`${replica.url}/v1/drafts/${String(drafted.body['draftId'])}/submissions`, { token: desk.water, body: { version: 1 } });
  expect([drafted.status, submitted.status]).toEqual([201, 201]);
}

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

    await keep(messageId, replyId);
    const [, kept] = await fixture.events<{ replyId: string; fulfils: string; supplements: string }>(replySubmitted.subject, messageId);
    expect(kept?.data).toMatchObject({ fulfils: replyId, supplements: replyId });
    expect(await waiting(desk.water)).toHaveLength(1);
    await fixture.deliver(published(messageId, String(kept?.data.replyId)));
    expect(await waiting(desk.water)).toEqual([]);
  });

  it('is reminded of on the working day before, and when its day has passed unkept the principal and the office are told too; once each', async () => {
    const [kept, broken] = await Promise.all([promised('2026-12-14'), promised('2026-12-14')]);
    const housekeeping = replica.app.get(Housekeeping);
    const told = async ({ messageId }: { messageId: string }) =>
      (await fixture.rows<{ line: string }>(`SELECT kind || ' ' || coalesce(unit_code, 'office') || ' ' || subject AS line FROM notification WHERE message_id = $1 ORDER BY kind, unit_code, subject`, [messageId])).map(({ line }) => line);
    const at = async (now: string) => {
      fixture.clock.set(now);
      await housekeeping.run();
      await housekeeping.run();
      return { kept: await told(kept), broken: await told(broken) };
    };
    const people = ['roads-admin', 'spec', 'stand-in', 'water-admin'];
    const reminded = people.map((subject) => `promise-reminder water ${subject}`);
    expect(await at('2026-12-10T23:59:59+08:00')).toEqual({ kept: [], broken: [] });
    expect(await housekeeping.nextDue()).toContainEqual(new Date('2026-12-11T00:00:00+08:00'));
    expect(await at('2026-12-11T00:00:00+08:00')).toEqual({ kept: reminded, broken: reminded });
    await keep(kept.messageId, kept.replyId);
    const [, supplement] = await fixture.events<{ replyId: string }>(replySubmitted.subject, kept.messageId);
    await fixture.deliver(published(kept.messageId, String(supplement?.data.replyId)));
    expect(await at('2026-12-14T23:59:59+08:00')).toEqual({ kept: reminded, broken: reminded });
    expect(await at('2026-12-15T00:00:00+08:00')).toEqual({ kept: reminded, broken: [...people.map((subject) => `promise-broken water ${subject}`), 'promise-broken office ', ...reminded] });
  });

  it('is for a day after today, and of no interim reply', async () => {
    const messageId = await fixture.registered();
    expect(code(await desk.reply(messageId, desk.water, { text: '即将修复。', promise: { ...promise, dueOn: '2026-11-23' } }))).toEqual([422, 'routing.promise-date-passed']);
    await desk.reply(messageId, desk.water, { text: '正在查看。', interim: true, result: 'resolved' });
    const [interim] = await fixture.events(replySubmitted.subject, messageId);
    expect(interim?.data).not.toHaveProperty('result');
  });
});
