import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { messageLiked } from '@wenzheng/contracts';
import { call, channelKeys, Fixture, message, pushMessage, type Replica } from '../intake.fixture.js';

let fixture: Fixture;
let intake: Replica;
let other: Replica;
beforeAll(async () => {
  fixture = await Fixture.create();
  [intake, other] = [await fixture.start(), await fixture.start()];
});
afterAll(() => fixture.drop());

const at = (minute: number) => new Date(Date.parse('2026-11-23T08:00:00+08:00') + minute * 60_000).toISOString();
const count = (externalId: string, likes: number, minute: number) => ({ externalId, likes, countedAt: at(minute) });
const put = (counts: object[], replica = intake, channel: keyof typeof channelKeys = 'board') =>
  call(`${replica.url}/v1/channels/${channel}/likes`, { method: 'PUT', token: channelKeys[channel], body: { counts } });

async function told(messageId: unknown): Promise<{ sequence: number; likes: number; countedAt: string }[]> {
  const events = await fixture.events<{ messageId: string; likes: number; countedAt: string }>(messageLiked.subject);
  return events.filter(({ subject }) => subject === messageId).map(({ sequence, data }) => ({ sequence, likes: data.likes, countedAt: data.countedAt }));
}

describe('likes 点赞 that come with a message', () => {
  it('are told in an event of their own; the same message with other likes has the same receipt, and they are not counted', async () => {
    const { status, body } = await pushMessage(intake, message('liked', { likes: 12 }));
    expect(status).toBe(201);
    const again = await pushMessage(intake, message('liked', { likes: 15 }));
    expect([again.status, again.body]).toEqual([200, body]);
    expect(await told(body['messageId'])).toEqual([{ sequence: 2, likes: 12, countedAt: body['registeredAt'] }]);
  });

  it('none of them is no event', async () => {
    const [none, unsaid] = [await pushMessage(intake, message('none', { likes: 0 })), await pushMessage(intake, message('unsaid'))];
    expect([await told(none.body['messageId']), await told(unsaid.body['messageId'])]).toEqual([[], []]);
  });

  it('are refused of a channel that has none, and nothing is registered', async () => {
    const answer = await pushMessage(intake, message('letter', { likes: 1 }), { channel: 'mailbox', key: channelKeys.mailbox });
    expect([answer.status, answer.body['code']]).toEqual([400, 'intake.channel-without-likes']);
    expect(await fixture.count(`message WHERE channel = 'mailbox'`)).toBe(0);
  });

  it('may come with a message of the past; a line of a channel without likes is refused alone', async () => {
    const key = await fixture.token('administrator');
    const line = (externalId: string, likes?: number) => ({ externalId, author: { externalId: 'A1' }, text: '路灯不亮', registeredAt: '2019-04-24T15:40:04+08:00', ...(likes === undefined ? {} : { likes }) });
    const send = (channel: string, ...messages: object[]) => call(`${intake.url}/v1/imports`, { token: key, body: { channel, messages } });
    const [created] = (await send('board', line('old', 1_762))).body['results'] as { messageId: string; status: string }[];
    const [repeated] = (await send('board', line('old', 1_800))).body['results'] as { messageId: string; status: string }[];
    expect([created?.status, repeated?.status]).toEqual(['created', 'repeated']);
    expect(await told(created?.messageId)).toEqual([{ sequence: 2, likes: 1_762, countedAt: '2019-04-24T07:40:04.000Z' }]);
    const answer = await send('mailbox', line('old-1', 5), line('old-2'));
    expect(answer.body['results']).toMatchObject([{ status: 'refused', code: 'intake.channel-without-likes' }, { status: 'created' }]);
  });
});

describe('later counts', () => {
  it('replace earlier ones; only a change is told, in the order of its sequence', async () => {
    const { body } = await pushMessage(intake, message('counted', { occurredAt: at(0) }));
    for (const [likes, minute] of [[3, 70], [3, 80], [9, 75], [4, 90], [4, 90]] as const) {
      fixture.clock.set(at(minute));
      expect((await put([count('counted', likes, minute)])).status).toBe(200);
    }
    expect(await told(body['messageId'])).toEqual([{ sequence: 2, likes: 3, countedAt: at(70) }, { sequence: 3, likes: 4, countedAt: at(90) }]);
  });

  it('of unknown messages are named, those of another channel among them, and the others are taken', async () => {
    const { body } = await pushMessage(intake, message('known'));
    fixture.clock.set(at(100));
    await pushMessage(intake, message('elsewhere'), { channel: 'forum', key: channelKeys.forum });
    const answer = await put([count('nobody', 1, 0), count('known', 2, 100), count('elsewhere', 3, 0)]);
    expect([answer.status, answer.body]).toEqual([200, { unknown: ['nobody', 'elsewhere'] }]);
    expect((await told(body['messageId'])).map(({ likes }) => likes)).toEqual([2]);
  });

  it('come to the same from two replicas at once, in opposite orders', async () => {
    const ids = Array.from({ length: 50 }, (_, index) => `many-${index}`);
    const receipts = await Promise.all(ids.map((id) => pushMessage(intake, message(id))));
    fixture.clock.set(at(200));
    const rounds = Array.from({ length: 8 }, (_, round) => ids.map((id) => count(id, round % 3, 100 + round)));
    await Promise.all(rounds.map((counts, round) => put(round % 2 ? counts.toReversed() : counts, round % 2 ? intake : other)));
    expect(await fixture.count(`message WHERE external_id LIKE 'many-%' AND likes = 1 AND likes_counted_at = '${at(107)}'`)).toBe(50);
    for (const { body } of receipts) {
      const events = await told(body['messageId']);
      const last = events.toSorted((a, b) => (a.countedAt < b.countedAt ? -1 : 1)).at(-1);
      expect(last?.likes).toBe(1);
      expect(events.map(({ sequence }) => sequence)).toEqual(events.map((_, index) => index + 2));
    }
  });

  it.each([
    ['in the future', () => put([count('known', 1, 100_000)]), 'intake.counted-in-future'],
    ['of a channel without likes', () => put([count('known', 1, 0)], intake, 'portal'), 'intake.channel-without-likes'],
  ])('%s are refused', async (_, send, code) => {
    expect(await send()).toMatchObject({ status: 400, body: { code } });
  });
});
