import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { attachmentStored, createEvent, ledgerCounted, messageRegistered, messageRuledInvalid, parseEvent } from '@wenzheng/contracts';
import { eventually } from '@wenzheng/testing';
import { call, channelKeys, Fixture, message, pushMessage, type Replica } from '../intake.fixture.js';

let fixture: Fixture;
let intake: Replica;
let officer: string;
let colleague: string;
beforeAll(async () => {
  fixture = await Fixture.create();
  intake = await fixture.start({ SCREENING: JSON.stringify({ authorPerHour: 2, sameTextPerHour: 2 }), LEDGER_SECONDS: '0.1' });
  [officer, colleague] = [await fixture.token('information-office', { sub: 'officer' }), await fixture.token('information-office', { sub: 'colleague' })];
});
afterAll(() => fixture.drop());

const by = (author: string, changes: object = {}) => ({ author: { externalId: author }, text: `${author}反映：和平路夜间路灯不亮。`, ...changes });
const registeredEvents = (messageId: string) => fixture.events(messageRegistered.subject, messageId);
const decide = (messageId: string, body: object, token = officer) => call(`${intake.url}/v1/holds/${messageId}/decisions`, { token, body });
const list = async (query = '') => (await call(`${intake.url}/v1/holds${query}`, { token: officer })).body as { items: Record<string, unknown>[]; next: string | null };
const held = async (externalId: string, changes: object = {}) => {
  const { status, body } = await pushMessage(intake, message(externalId, { ...by(externalId), text: '点此领取 https://example.com/x', ...changes }));
  expect(status).toBe(201);
  return body as { messageId: string; messageNumber: string; trackingCode: string };
};
const ruling = { outcome: 'ruled-invalid', ground: 'advertising', reason: '来信为商业广告，未反映具体诉求。', guidance: '反映具体问题请重新来信。' };

describe('what looks like spam or abuse', () => {
  it('has a receipt like any other, is told to nobody, and stands in the queue with its reasons, text and due instant', async () => {
    const accepted = await Promise.all([1, 2].map((index) => pushMessage(intake, message(`flood-${index}`, by('flooder')))));
    const third = await pushMessage(intake, message('flood-3', by('flooder')));
    expect([...accepted, third].map(({ status }) => status)).toEqual([201, 201, 201]);
    expect(Object.keys(third.body)).toEqual(Object.keys(accepted[0]!.body));
    const messageId = String(third.body['messageId']);
    expect([await registeredEvents(String(accepted[0]!.body['messageId'])), await registeredEvents(messageId)].map(({ length }) => length)).toEqual([1, 0]);
    expect((await list()).items).toEqual([
      expect.objectContaining({
        messageId, reasons: ['flooding'], text: 'flooder反映：和平路夜间路灯不亮。', connector: 'push', overdue: false, heldAt: fixture.clock.now().toISOString(), dueAt: new Date('2026-11-25T00:00:00+08:00').toISOString(),
        decision: null, allowedActions: [expect.objectContaining({ action: 'release', allowed: true }), expect.objectContaining({ action: 'rule-invalid', allowed: true }), expect.objectContaining({ action: 'set-aside', allowed: false })],
      }),
    ]);
    expect((await call(`${intake.url}/v1/channels/board/messages/flood-3`, { token: channelKeys.board })).body).toMatchObject({ messageNumber: third.body['messageNumber'], hold: 'held', ending: 'open' });
  });

  it('sent again has the same receipt and is held once, at a replica that has not seen it before', async () => {
    const first = await held('again');
    const other = await fixture.start();
    const again = await pushMessage(other, message('again', { ...by('again'), text: '点此领取 https://example.com/x' }));
    expect([again.status, again.body]).toEqual([200, first]);
    await other.close();
    expect(await fixture.count(`hold WHERE message_id = '${first.messageId}' AND outcome IS NULL`)).toBe(1);
  });

  it('nobody but the information office reads or decides it', async () => {
    const { messageId } = await held('closed');
    for (const role of ['web-admin', 'administrator', 'supervision-office'] as const) {
      const token = await fixture.token(role);
      expect([(await call(`${intake.url}/v1/holds`, { token })).status, (await decide(messageId, { outcome: 'released' }, token)).status]).toEqual([403, 403]);
    }
  });
});

describe('a decision', () => {
  it('to release registers it as of when it came in, once, whoever asks again', async () => {
    const cameIn = fixture.clock.now();
    const { messageId, messageNumber } = await held('released');
    fixture.clock.set('2026-11-25T09:00:00+08:00');
    expect((await list('?limit=200')).items.find((one) => one['messageId'] === messageId)).toMatchObject({ overdue: true });
    expect((await call(`${intake.url}/v1/holds/count`, { token: officer })).body['overdue']).toBeGreaterThan(0);
    const [decided, repeated] = [await decide(messageId, { outcome: 'released' }), await decide(messageId, { outcome: 'released' })];
    expect([decided.status, repeated.status, repeated.body]).toEqual([201, 200, decided.body]);
    expect(await decide(messageId, ruling)).toMatchObject({ status: 409, body: { code: 'intake.hold-decided' } });
    expect(await decide(messageId, { outcome: 'released' }, colleague)).toMatchObject({ status: 409 });
    const events = await registeredEvents(messageId);
    expect(events).toMatchObject([{ sequence: 1, time: fixture.clock.now().toISOString(), data: { messageNumber, registeredAt: cameIn.toISOString(), visibility: 'public', screening: { decidedAt: fixture.clock.now().toISOString(), ruling: null } } }]);
    parseEvent(messageRegistered, events[0]);
    expect(decided.body).toMatchObject({ outcome: 'released', registeredAt: cameIn.toISOString() });
    fixture.clock.set(cameIn.toISOString());
  });

  it('of invalidity registers it as private, with the ruling for routing; the writer reads it, and objects, by number and code', async () => {
    const { messageId, messageNumber, trackingCode } = await held('ruled');
    const { ticket: token } = (await call(`${intake.url}/v1/queries`, { body: { number: messageNumber, trackingCode } })).body as { ticket: string };
    expect(await call(`${intake.url}/v1/messages/${messageId}/withdrawals`, { token, body: {} })).toMatchObject({ status: 409, body: { code: 'intake.message-held' } });
    expect((await decide(messageId, ruling)).status).toBe(201);
    const [event] = await registeredEvents(messageId);
    expect(event!.data).toMatchObject({ visibility: 'private', screening: { ruling: { ground: 'advertising', reason: ruling.reason, guidance: ruling.guidance, ruledBy: 'officer' } } });
    const at = fixture.clock.now();
    await intake.handle(createEvent(messageRuledInvalid, { subject: messageId, sequence: 1, time: at, data: { messageId, rulingId: messageId, proposedBy: null, ground: 'advertising', reason: ruling.reason, guidance: ruling.guidance, objectionUntil: '2026-12-07', ruledAt: at.toISOString() } }));
    expect((await call(`${intake.url}/v1/messages/${messageId}/objections`, { token, body: { text: '不是广告，链接是现场照片。' } })).status).toBe(201);
  });

  it('sets nothing aside in which somebody has written words', async () => {
    const { messageId } = await held('worded');
    expect(await decide(messageId, { outcome: 'set-aside', reason: '无实质内容' })).toMatchObject({ status: 409, body: { code: 'intake.hold-has-words' } });
  });

  it('tells of its attachments only after the message', async () => {
    const { messageId } = await held('with-file', { attachments: [{ externalId: 'a', name: '说明.txt' }] });
    const answer = await fetch(`${intake.url}/v1/channels/board/messages/with-file/attachments/a`, { method: 'PUT', headers: { authorization: `Bearer ${channelKeys.board}`, 'content-type': 'application/octet-stream' }, body: '说明' });
    expect(answer.status).toBe(201);
    expect(await fixture.count(`attachment WHERE message_id = '${messageId}' AND state = 'received' AND attempts = 0`)).toBe(1);
    await decide(messageId, { outcome: 'released' });
    await eventually(async () => expect(await fixture.events(attachmentStored.subject, messageId)).toMatchObject([{ sequence: 2 }]));
  });
});

it('many are decided about alike, each by itself, and again with the same answers', async () => {
  const [first, second] = [await held('many-1'), await held('many-2')];
  const [worded, nobody] = [await held('many-3'), '00000000-0000-7000-8000-000000000000'];
  await decide(worded.messageId, { outcome: 'released' }, colleague);
  const all = { messageIds: [first, second, worded, { messageId: nobody }].map(({ messageId }) => messageId), decision: ruling };
  const answers = await Promise.all([1, 2].map(() => call(`${intake.url}/v1/holds/decisions`, { token: officer, body: all })));
  for (const { status, body } of answers) {
    expect(status).toBe(200);
    expect(body['results']).toMatchObject([
      { messageId: first.messageId, decided: { outcome: 'ruled-invalid', messageNumber: first.messageNumber }, code: null },
      { messageId: second.messageId, decided: { outcome: 'ruled-invalid' }, code: null },
      { messageId: worded.messageId, decided: null, code: 'intake.hold-decided' },
      { messageId: nobody, decided: null, code: 'intake.hold-not-found' },
    ]);
  }
  expect((await registeredEvents(first.messageId)).length).toBe(1);
  expect((await call(`${intake.url}/v1/holds/decisions`, { token: await fixture.token('web-admin'), body: all })).status).toBe(403);
});

it('its writer is told that it is held, by the ticket alone', async () => {
  const { messageId, messageNumber, trackingCode } = await held('asked');
  const { ticket: token } = (await call(`${intake.url}/v1/queries`, { body: { number: messageNumber, trackingCode } })).body as { ticket: string };
  const acts = async () => (await call(`${intake.url}/v1/messages/${messageId}/open-acts`, { token })).body;
  expect(await acts()).toMatchObject({ hold: 'held', followUps: null, rating: null });
  await decide(messageId, { outcome: 'released' });
  expect(await acts()).toMatchObject({ hold: null });
});

it('conservation: all that came in is registered, held or set aside', async () => {
  await eventually(async () => {
    const counted = parseEvent(ledgerCounted.intake, (await fixture.events(ledgerCounted.intake.subject)).at(-1));
    const heldNow = (counted.data.held ?? []).reduce((sum, one) => sum + one.held, 0);
    expect(heldNow).toBe(await fixture.count('hold WHERE outcome IS NULL'));
    const { body } = await call(`${intake.url}/v1/ledger/board/2026-11-23`, { token: await fixture.token('ledger-reader') });
    expect((body['items'] as unknown[]).length).toBe(await fixture.count('registered_message'));
    expect(await fixture.count('message')).toBe((await fixture.count('registered_message')) + heldNow);
  });
});
