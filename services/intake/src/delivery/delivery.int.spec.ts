import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createEvent, extensionNoticePublished, messageRuledInvalid, renewalDeclined, renewalOrdered, messageVisibilityChanged, replyDelivered, replyDeliveryFailed, replyPublished, textHidden, unitChanged, type ChannelName } from '@wenzheng/contracts';
import { eventually } from '@wenzheng/testing';
import { Webhook } from 'standardwebhooks';
import { call, channelKeys, Fixture, message, pushMessage, type Replica } from '../intake.fixture.js';
import { Platform } from './platform.fixture.js';

let fixture: Fixture;
let intake: Replica;
let second: Replica;
const platforms: Platform[] = [];
beforeAll(async () => {
  fixture = await Fixture.create();
  intake = await fixture.start();
  second = await fixture.start();
});
afterAll(async () => {
  await fixture.drop();
  await Promise.all(platforms.map((platform) => platform.stop()));
});

async function platformOf(channel: ChannelName, ...answers: Platform['answers']): Promise<{ platform: Platform; secret: string; url: string }> {
  const platform = new Platform();
  platform.answers = answers;
  platforms.push(platform);
  const url = await platform.start();
  const { body } = await register(channel, url);
  return { platform, secret: String(body['secret']), url };
}
const register = async (channel: string, url: string, replica = intake) =>
  call(`${replica.url}/v1/channels/${channel}/webhook`, { method: 'PUT', token: await fixture.token('security-administrator'), body: { url } });

async function registered(channel: ChannelName, externalId: string): Promise<string> {
  const { body, status } = await pushMessage(intake, message(externalId), { channel, key: channelKeys[channel] });
  expect(status).toBe(201);
  return String(body['messageId']);
}

function reply(messageId: string, changes: object = {}) {
  return createEvent(replyPublished, {
    subject: messageId,
    sequence: 1,
    time: new Date('2026-11-24T02:00:00Z'),
    data: {
      messageId,
      replyId: randomUUID(),
      unit: { code: 'CG', name: '市城市管理局' },
      visibility: 'public',
      interim: false,
      submittedAt: '2026-11-24T01:00:00.000Z',
      publishedAt: '2026-11-24T02:00:00.000Z',
      path: '/messages/HN20261123-0001',
      text: '您好：和平路路灯已修复。',
      historical: false,
      ...changes,
    },
  });
}

const stateOf = async (channel: ChannelName, externalId: string) =>
  (await call(`${intake.url}/v1/channels/${channel}/messages/${externalId}`, { token: channelKeys[channel] })).body as {
    ending: string;
    replies: { replyId: string; delivery: { state: string; attempts: number; deliveryId: string | null } }[];
    extensions: { delivery: { state: string } }[];
  };

describe('a reply goes back through its channel', () => {
  it('signed, once, and the platform\'s id is kept and told (R36)', async () => {
    const { platform, secret } = await platformOf('microblog', { status: 200, body: '{"id":5012345678901234567}' });
    const messageId = await registered('microblog', 'd-1');
    const attachment = { attachmentId: randomUUID(), name: '维修计划.pdf', mediaType: 'application/pdf', size: 4_096, sha256: 'ab'.repeat(32) } as const;
    const event = reply(messageId, { attachments: [attachment] });
    await fixture.deliver(event, event);
    await eventually(async () => expect((await stateOf('microblog', 'd-1')).replies[0]?.delivery.state).toBe('delivered'));
    expect(platform.received).toHaveLength(1);
    const [request] = platform.received;
    expect(new Webhook(secret).verify(request?.body ?? '', request?.headers as Record<string, string>)).toEqual({
      type: 'message.replied',
      timestamp: '2026-11-24T02:00:00.000Z',
      data: {
        externalId: 'd-1',
        replyId: event.data.replyId,
        corrects: null,
        supplements: null,
        renews: null,
        messageNumber: expect.stringMatching(/^HN20261123-/),
        unit: { code: 'CG', name: '市城市管理局' },
        text: '您好：和平路路灯已修复。',
        interim: false,
        visibility: 'public',
        publishedAt: '2026-11-24T02:00:00.000Z',
        attachments: [{ ...attachment, url: `https://wz.example/attachments/${attachment.attachmentId}` }],
        url: 'https://wz.example/messages/HN20261123-0001',
      },
    });
    expect(await stateOf('microblog', 'd-1')).toMatchObject({ ending: 'publicly-answered', replies: [{ replyId: event.data.replyId, delivery: { attempts: 1, deliveryId: '5012345678901234567' } }] });
    const told = await fixture.events(replyDelivered.subject);
    expect(told).toMatchObject([{ subject: messageId, sequence: 2, data: { replyId: event.data.replyId, channel: 'microblog', deliveryId: '5012345678901234567' } }]);
  });

  it('is tried again with the same id after a failure, and then told once', async () => {
    const { platform } = await platformOf('board', { status: 500 }, { status: 302, headers: { location: 'http://169.254.169.254/' } }, { status: 200 });
    const messageId = await registered('board', 'd-2');
    await fixture.deliver(reply(messageId));
    await eventually(async () => expect((await stateOf('board', 'd-2')).replies[0]?.delivery).toMatchObject({ state: 'delivered', attempts: 3, deliveryId: null }));
    expect(new Set(platform.received.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
    expect(platform.received).toHaveLength(3);
    expect((await fixture.events(replyDelivered.subject)).filter(({ subject }) => subject === messageId)).toHaveLength(1);
  });

  it('is given up after the last attempt, and told with its reason', async () => {
    await platformOf('forum', { status: 500 });
    const messageId = await registered('forum', 'd-3');
    await fixture.deliver(reply(messageId));
    await eventually(async () => expect((await stateOf('forum', 'd-3')).replies[0]?.delivery).toMatchObject({ state: 'failed', attempts: 3 }));
    const [failure] = (await fixture.events(replyDeliveryFailed.subject)).filter(({ subject }) => subject === messageId);
    expect(failure).toMatchObject({ sequence: 2, data: { attempts: 3, reason: 'HTTP 500', channel: 'forum' } });
  });

  it('410 Gone ends it at once and disables the webhook, until another is registered', async () => {
    const { platform, url } = await platformOf('mailbox', { status: 410 });
    const messageId = await registered('mailbox', 'd-4');
    await fixture.deliver(reply(messageId));
    await eventually(async () => expect((await stateOf('mailbox', 'd-4')).replies[0]?.delivery).toMatchObject({ state: 'failed', attempts: 1 }));
    await fixture.deliver(reply(await registered('mailbox', 'd-5')));
    expect((await stateOf('mailbox', 'd-5')).replies[0]?.delivery).toMatchObject({ state: 'no-webhook', attempts: 0 });
    expect(platform.received).toHaveLength(1);

    platform.answers = [{ status: 204 }];
    expect((await register('mailbox', url)).status).toBe(200);
    await fixture.deliver(reply(await registered('mailbox', 'd-6')));
    await eventually(async () => expect((await stateOf('mailbox', 'd-6')).replies[0]?.delivery.state).toBe('delivered'));
  });

  it('of a channel without a webhook stays on the portal, and the state says so', async () => {
    await fixture.deliver(reply(await registered('interview', 'd-7')));
    expect(await stateOf('interview', 'd-7')).toMatchObject({ ending: 'publicly-answered', replies: [{ delivery: { state: 'no-webhook' } }] });
  });

  it('an extension notice goes back as well; no event is owed for it', async () => {
    const { platform } = await platformOf('portal', { status: 200 });
    const messageId = await registered('portal', 'd-8');
    await fixture.deliver(
      createEvent(extensionNoticePublished, {
        subject: messageId,
        sequence: 1,
        time: new Date(),
        data: {
          messageId,
          extensionId: randomUUID(),
          unit: { code: 'CG', name: '市城市管理局' },
          reason: '需现场勘察',
          newDueOn: '2026-12-01',
          submittedAt: '2026-11-24T01:00:00.000Z',
          publishedAt: '2026-11-24T02:00:00.000Z',
        },
      }),
    );
    await eventually(async () => expect((await stateOf('portal', 'd-8')).extensions[0]?.delivery.state).toBe('delivered'));
    expect(JSON.parse(platform.received[0]?.body ?? '')).toMatchObject({ type: 'message.extended', data: { externalId: 'd-8', newDueOn: '2026-12-01', reason: '需现场勘察' } });
    expect(await stateOf('portal', 'd-8')).toMatchObject({ ending: 'open', replies: [] });
    expect((await fixture.events(replyDelivered.subject)).filter(({ subject }) => subject === messageId)).toEqual([]);
  });

  it('what the office rules goes back with the number of where to turn, and without those of people', async () => {
    const { platform } = await platformOf('interview', { status: 200 });
    const messageId = await registered('interview', 'd-10');
    const at = { time: new Date('2026-11-24T02:00:00Z'), sequence: 1 };
    const unit = { code: 'CG', name: '市城市管理局' };
    await fixture.deliver(createEvent(unitChanged, { ...at, subject: 'CG', data: { unit, parent: null, level: 2, phones: ['0554-1234567'], removed: false } }));
    const [guidance, reason] = ['请拨打0554-1234567，或找13812345678', '来信人13812345678自述'];
    const data = { messageId, rulingId: randomUUID(), proposedBy: null, ground: 'private-dispute' as const, reason, guidance, objectionUntil: null, ruledAt: '2026-11-24T02:00:00.000Z' };
    await fixture.deliver(createEvent(messageRuledInvalid, { ...at, subject: messageId, data }));
    await eventually(async () => expect(platform.received).toHaveLength(1));
    expect(JSON.parse(platform.received[0]?.body ?? '')).toMatchObject({
      type: 'message.ruled-invalid',
      data: { guidance: '请拨打0554-1234567，或找〔手机号已隐去〕', reason: '来信人〔手机号已隐去〕自述' },
    });
  });
});

describe('二次办理', () => {
  it('ordered or declined goes back to the writer, and its answer is marked as such and ends nothing anew', async () => {
    const { platform } = await platformOf('forum', { status: 200 });
    const [messageId, other] = [await registered('forum', 'd-11'), await registered('forum', 'd-12')];
    const unit = { code: 'CG', name: '市城市管理局' };
    const of = (subject: string) => ({ subject, time: new Date('2026-11-26T02:00:00Z'), sequence: 5 });
    const renewalId = randomUUID();
    const first = reply(messageId, { visibility: 'private' });
    const renewed = reply(messageId, { visibility: 'public', renews: renewalId, publishedAt: '2026-11-20T02:00:00.000Z' });
    await fixture.deliver(renewed);
    expect((await stateOf('forum', 'd-11')).ending).toBe('open');
    await fixture.deliver(first);
    await fixture.deliver(createEvent(renewalOrdered, { ...of(messageId), data: { messageId, renewalId, unit, reason: '请核实，来电13812345678', dueOn: '2026-12-01', orderedAt: '2026-11-26T02:00:00.000Z' } }));
    await fixture.deliver(createEvent(renewalDeclined, { ...of(other), data: { messageId: other, ratingId: randomUUID(), reason: '已按规定办结', declinedAt: '2026-11-26T02:00:00.000Z' } }));
    expect(await stateOf('forum', 'd-11')).toMatchObject({ ending: 'privately-answered', replies: [{ renews: renewalId }, { renews: null }] });
    await eventually(() => expect(platform.received).toHaveLength(4));
    const sent = platform.received.map(({ body }) => JSON.parse(body) as { type: string; data: Record<string, unknown> });
    expect(sent.find(({ type }) => type === 'message.renewal-ordered')?.data).toMatchObject({ externalId: 'd-11', unit, reason: '请核实，来电〔手机号已隐去〕', dueOn: '2026-12-01' });
    expect(sent.find(({ type }) => type === 'message.renewal-declined')?.data).toMatchObject({ externalId: 'd-12', reason: '已按规定办结' });
    expect(sent.filter(({ type }) => type === 'message.replied').map(({ data }) => data['renews']).sort()).toEqual([renewalId, null]);
  });
});

describe('how a message ends', () => {
  it('an interim reply 阶段性回复 ends nothing; the first reply decides, in whatever order they come', async () => {
    const messageId = await registered('interview', 'e-1');
    await fixture.deliver(reply(messageId, { interim: true }));
    expect((await stateOf('interview', 'e-1')).ending).toBe('open');
    await fixture.deliver(reply(messageId, { visibility: 'public', publishedAt: '2026-11-25T02:00:00.000Z' }));
    expect((await stateOf('interview', 'e-1')).ending).toBe('publicly-answered');
    await fixture.deliver(reply(messageId, { visibility: 'private', publishedAt: '2026-11-24T23:00:00.000Z' }));
    expect(await stateOf('interview', 'e-1')).toMatchObject({ ending: 'privately-answered', replies: [{ interim: true }, { interim: false }, { interim: false }] });
  });

  it('a correction 更正 goes back marked as such, and neither it nor a supplement 补充 ends anything anew', async () => {
    const { platform } = await platformOf('microblog', { status: 200 });
    const messageId = await registered('microblog', 'e-3');
    const first = reply(messageId, { visibility: 'private' });
    const correction = reply(messageId, { corrects: first.data.replyId, text: '更正：已于22日修复。', publishedAt: '2026-11-23T02:00:00.000Z' });
    const supplement = reply(messageId, { supplements: first.data.replyId, publishedAt: '2026-11-23T03:00:00.000Z' });
    await fixture.deliver(supplement, correction);
    expect((await stateOf('microblog', 'e-3')).ending).toBe('open');
    await fixture.deliver(first);
    expect(await stateOf('microblog', 'e-3')).toMatchObject({ ending: 'privately-answered', replies: [{ corrects: first.data.replyId }, { supplements: first.data.replyId }, { corrects: null, supplements: null }] });
    await eventually(() => expect(platform.received).toHaveLength(3));
    const sent = platform.received.map(({ body }) => (JSON.parse(body) as { data: { replyId: string } }).data).find(({ replyId }) => replyId === correction.data.replyId);
    expect(sent).toMatchObject({ corrects: first.data.replyId, supplements: null, text: '更正：已于22日修复。' });
  });

  it('a reply to an imported message is kept and not sent', async () => {
    const { platform } = await platformOf('board', { status: 200 });
    const answer = await call(`${intake.url}/v1/imports`, {
      token: await fixture.token('administrator'),
      body: { channel: 'board', messages: [{ externalId: 'old', author: { externalId: 'a' }, text: '旧信', registeredAt: '2019-04-24T15:40:04+08:00' }] },
    });
    const [result] = answer.body['results'] as { messageId: string }[];
    await fixture.deliver(reply(result?.messageId ?? '', { historical: true }));
    expect(await stateOf('board', 'old')).toMatchObject({ ending: 'publicly-answered', replies: [{ delivery: { state: 'historical' } }] });
    expect(platform.received).toEqual([]);
  });

  it('a reply to a message that intake never registered is set aside, and the next one is handled', async () => {
    const messageId = await registered('interview', 'e-2');
    await fixture.send(reply(randomUUID()), reply(messageId));
    await eventually(async () => expect((await stateOf('interview', 'e-2')).ending).toBe('publicly-answered'));
    await eventually(async () => expect(await fixture.count(`dead_letter WHERE kind = 'rejected'`)).toBe(1));
  });
});

describe('what was hidden or taken down since', () => {
  const at = '2026-11-24T03:00:00.000Z';
  const hidden = (messageId: string, replyId: string, text: string, sequence: number) =>
    createEvent(textHidden, { subject: messageId, sequence, time: new Date(at), data: { messageId, part: 'reply', partId: replyId, text, hiddenAt: at } });
  const visibility = (messageId: string, to: 'taken-down' | 'public', sequence: number) =>
    createEvent(messageVisibilityChanged, { subject: messageId, sequence, time: new Date(at), data: { messageId, visibility: to, reason: 'take-down', changedAt: at } });

  it('is not sent, whichever came first', async () => {
    const { platform } = await platformOf('forum', { status: 200 });
    const messageId = await registered('forum', 'h-1');
    const event = reply(messageId);
    await fixture.deliver(hidden(messageId, event.data.replyId, '您好：〔内容已隐去〕已修复。', 3), hidden(messageId, event.data.replyId, '旧的', 2), visibility(messageId, 'taken-down', 4));
    await fixture.deliver(event);
    await eventually(() => expect(platform.received).toHaveLength(1));
    expect(JSON.parse(platform.received[0]!.body)).toMatchObject({ data: { text: '您好：〔内容已隐去〕已修复。', visibility: 'private' } });
    expect(await stateOf('forum', 'h-1')).toMatchObject({ ending: 'publicly-answered', replies: [{ text: '您好：〔内容已隐去〕已修复。' }] });
  });

  it('of a decision is its reason, and whom to turn to', async () => {
    const { platform } = await platformOf('forum', { status: 200 });
    const messageId = await registered('forum', 'h-3');
    const rulingId = randomUUID();
    const part = (which: 'decision' | 'guidance' | 'promise', text: string, sequence: number) =>
      createEvent(textHidden, { subject: messageId, sequence, time: new Date(at), data: { messageId, part: which, partId: rulingId, text, hiddenAt: at } });
    await fixture.deliver(part('decision', '〔内容已隐去〕，不予受理', 2), part('guidance', '可向〔内容已隐去〕反映', 3), part('promise', '〔内容已隐去〕', 4));
    const data = { messageId, rulingId, proposedBy: null, ground: 'petition-closed' as const, reason: '李某已信访终结，不予受理', guidance: '可向张某反映', objectionUntil: '2026-12-08', ruledAt: at };
    await fixture.deliver(createEvent(messageRuledInvalid, { subject: messageId, sequence: 2, time: new Date(at), data }));
    await eventually(() => expect(platform.received).toHaveLength(1));
    const sent = JSON.parse(platform.received[0]!.body) as { data: object };
    expect(sent.data).toMatchObject({ reason: '〔内容已隐去〕，不予受理', guidance: '可向〔内容已隐去〕反映' });
    expect(platform.received[0]!.body).not.toMatch(/李某|张某/);
  });

  it('is taken out of what waits for its next attempt', async () => {
    await platformOf('forum', { status: 500 });
    const messageId = await registered('forum', 'h-2');
    const event = reply(messageId);
    await fixture.deliver(event);
    // Far from its next attempt.
    await eventually(async () => expect(await fixture.rows(`UPDATE delivery SET due_at = 'infinity' WHERE message_id = $1 AND state = 'pending' AND last_reason IS NOT NULL RETURNING 1`, [messageId])).toEqual([[{ '?column?': 1 }], 1]));
    await fixture.deliver(hidden(messageId, event.data.replyId, '您好：〔内容已隐去〕已修复。', 2), visibility(messageId, 'taken-down', 3));
    const [row] = await fixture.rows<{ body: string }>('SELECT body FROM delivery WHERE message_id = $1', [messageId]);
    expect(JSON.parse(row!.body)).toMatchObject({ type: 'message.replied', data: { text: '您好：〔内容已隐去〕已修复。', visibility: 'private', unit: { code: 'CG' } } });
  });
});

describe('registering a webhook', () => {
  it('answers 201, then 200, each time with a new secret that is stored sealed', async () => {
    await fixture.dataSource.query(`DELETE FROM webhook WHERE channel = 'interview'`);
    const first = await register('interview', 'http://127.0.0.1:9/hook');
    const next = await register('interview', 'http://127.0.0.1:9/hook', second);
    expect([first.status, next.status]).toEqual([201, 200]);
    expect(first.body).toEqual({ channel: 'interview', url: 'http://127.0.0.1:9/hook', secret: expect.stringMatching(/^whsec_/) });
    expect(next.body['secret']).not.toBe(first.body['secret']);
    const bytes = Buffer.from(String(next.body['secret'])).toString('hex');
    expect(await fixture.count(`webhook AS w WHERE position('whsec_' in w::text) > 0 OR position('${bytes}' in w::text) > 0`)).toBe(0);
  });

  it('refuses what is no address, and private addresses unless they are allowed', async () => {
    expect((await register('telegram', 'https://board.example/')).status).toBe(404);
    const strict = await fixture.start({ WEBHOOK_ALLOW_PRIVATE: 'false' });
    for (const url of ['http://127.0.0.1/', 'http://localhost:8080/', 'http://169.254.169.254/latest', 'http://[::1]/', 'http://[::ffff:10.0.0.1]/', 'http://0x7f.1/', 'ftp://8.8.8.8/', 'https://u:p@8.8.8.8/', 'nonsense']) {
      expect(await register('board', url, strict)).toMatchObject({ status: 400, body: { code: 'intake.webhook-url-refused' } });
    }
    await strict.close();
  });
});
