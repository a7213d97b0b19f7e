import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { messageRegistered, parseEvent, withLineFeeds } from '@wenzheng/contracts';
import { material, publishedFromMemory, readJsonLines } from '@wenzheng/testing';
import { channelKeys, Fixture, message, pushMessage, type Replica } from '../intake.fixture.js';

let fixture: Fixture;
let intake: Replica;
beforeAll(async () => {
  fixture = await Fixture.create();
  intake = await fixture.start();
});
afterAll(() => fixture.drop());

const push = (body: object | string, options: Parameters<typeof pushMessage>[2] = {}) => pushMessage(intake, body, options);

describe('registering a message 受理登记', () => {
  it('answers 201 with the receipt once message and event are committed', async () => {
    const answer = await push(message('r-1', { title: '路灯', kind: 'complaint', unit: '市城管局', author: { externalId: 'u-1', contact: { phone: '13800000000' } } }));
    expect(answer.status).toBe(201);
    expect(answer.headers.get('location')).toBe('/v1/channels/board/messages/r-1');
    expect(answer.body).toEqual({
      messageId: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-7/),
      messageNumber: expect.stringMatching(/^HN20261123-\d{4}$/),
      trackingCode: expect.stringMatching(/^([0-9A-HJKMNP-TV-Z]{4}-){4}[0-9A-HJKMNP-TV-Z]$/),
      registeredAt: '2026-11-23T01:00:00.000Z',
    });
    const events = (await fixture.events(messageRegistered.subject)).filter((event) => event.subject === answer.body['messageId']);
    expect(events).toHaveLength(1);
    const event = parseEvent(messageRegistered, events[0]);
    expect(event).toMatchObject({
      sequence: 1,
      data: { channel: 'board', title: '路灯', kind: 'complaint', visibility: 'public', addressedUnit: '市城管局', historical: false, occurredAt: '2026-11-23T00:59:00.000Z' },
    });
    expect(JSON.stringify(event)).not.toContain('13800000000');
  });

  it('is on the bus as soon as it is committed', async () => {
    const published = await publishedFromMemory(fixture, messageRegistered.subject, () => push(message('r-at-once')));
    expect(published.data).toMatchObject({ externalId: 'r-at-once' });
  });

  it('the same externalId with the same body, in whatever order of keys, gets the same receipt with 200', async () => {
    const first = await push(message('r-2'));
    const { text, ...rest } = message('r-2');
    const second = await push(JSON.stringify({ text, ...rest }));
    expect([first.status, second.status]).toEqual([201, 200]);
    expect(second.body).toEqual(first.body);
    expect(await fixture.count(`message WHERE external_id = 'r-2'`)).toBe(1);
    expect(await fixture.count(`outbox WHERE envelope LIKE '%${String(first.body['messageId'])}%'`)).toBe(1);
  });

  it('the same externalId with another body is 409, and on another channel another message', async () => {
    await push(message('r-3'));
    const conflict = await push(message('r-3', { text: '另一件事' }));
    expect(conflict).toMatchObject({ status: 409, body: { code: 'intake.external-id-conflict' } });
    const other = await push(message('r-3', { text: '另一件事' }), { channel: 'portal', key: channelKeys.portal });
    expect(other.status).toBe(201);
  });

  it('a report of wrongdoing 举报 is private, and a message without a title takes its first line', async () => {
    const { body } = await push(message('r-4', { kind: 'report', visibility: 'public', text: '\t\n　　尊敬的领导：\n我举报……' }));
    const [event] = (await fixture.events(messageRegistered.subject)).filter(({ subject }) => subject === body['messageId']);
    expect(event?.data).toMatchObject({ visibility: 'private', title: '尊敬的领导：', text: '\t\n　　尊敬的领导：\n我举报……' });
  });

  it('numbers follow the business date in Shanghai', async () => {
    fixture.clock.set('2026-11-23T23:59:59.999+08:00');
    expect((await push(message('r-5'))).body['messageNumber']).toMatch(/^HN20261123-/);
    fixture.clock.set('2026-11-24T00:00:00+08:00');
    expect((await push(message('r-6'))).body['messageNumber']).toBe('HN20261124-0001');
    fixture.clock.set('2026-11-23T09:00:00+08:00');
  });

  it('real messages, the longest among them, are registered as they were written, but for Excel’s line ends', async () => {
    const real = readJsonLines<{ id: string; user: string; subject: string; submitted_at: string; body: string }>(material('messages/replies.jsonl'));
    const longest = real.toSorted((one, other) => other.body.length - one.body.length).slice(0, 20);
    const chosen = new Map([...longest, ...real.slice(0, 80)].map((one) => [one.id, one]));
    for (const { id, user, subject, submitted_at, body } of chosen.values()) {
      const answer = await push({ externalId: id, occurredAt: submitted_at, author: { externalId: user }, title: subject, text: body });
      expect(answer.status).toBe(201);
      const [row] = await fixture.dataSource.query<{ text: string; title: string }[]>('SELECT text, title FROM message WHERE external_id = $1', [id]);
      expect(row).toEqual({ text: withLineFeeds(body), title: withLineFeeds(subject) });
    }
  });
});

describe('what is refused', () => {
  const refusals: [title: string, status: number, code: string, () => ReturnType<typeof push>][] = [
    ['no key', 401, 'intake.channel-key-invalid', () => push(message('x'), { key: '' })],
    ['an unknown key', 401, 'intake.channel-key-invalid', () => push(message('x'), { key: 'nobody-has-this-key' })],
    ['the key of another channel', 403, 'intake.channel-key-of-another-channel', () => push(message('x'), { channel: 'portal' })],
    ['an unknown channel', 404, 'intake.unknown-channel', () => push(message('x'), { channel: 'telegram' })],
    ['no JSON', 400, 'malformed-body', () => push('{"externalId":')],
    ['another content type', 415, 'unsupported-media-type', () => push('<m/>', { headers: { 'content-type': 'application/xml' } })],
    ['a body beyond 256 KiB', 413, 'payload-too-large', () => push(message('x', { text: 'x'.repeat(300_000) }))],
    ['a text beyond 20,000 characters', 400, 'invalid-request', () => push(message('x', { text: 'x'.repeat(20_001) }))],
    ['U+0000', 400, 'invalid-request', () => push(message('x', { text: 'a\u0000b' }))],
    ['a lone surrogate', 400, 'invalid-request', () => push(message('x', { author: { externalId: '\ud800' } }))],
    ['U+0000 in a nested key', 400, 'invalid-request', () => push(message('x', { author: { externalId: 'u', 'a\u0000': 1 } }))],
    ['a __proto__ key', 400, 'malformed-body', () => push('{"__proto__":{"visibility":"public"},"externalId":"x"}')],
    ['an attachment by its address', 400, 'invalid-request', () => push(message('x', { attachments: [{ url: 'https://x' }] }))],
    ['ten attachments', 400, 'invalid-request', () => push(message('x', { attachments: Array.from({ length: 10 }, (_, index) => ({ externalId: `a-${index}`, name: '照片.jpg' })) }))],
    ['two attachments of one externalId', 400, 'invalid-request', () => push(message('x', { attachments: [{ externalId: 'a', name: '一.jpg' }, { externalId: 'a', name: '二.jpg' }] }))],
    ['a future occurredAt', 400, 'intake.occurred-in-future', () => push(message('x', { occurredAt: '2026-11-23T09:05:01+08:00' }))],
    ['an Idempotency-Key that differs', 400, 'intake.idempotency-key-mismatch', () => push(message('x'), { headers: { 'idempotency-key': 'y' } })],
  ];
  it.each(refusals)('%s is %i %s', async (_, status, code, send) => {
    const answer = await send();
    expect(answer).toMatchObject({ status, body: { status, code } });
    expect(answer.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
  });

  it('is not registered, and its words are not repeated', async () => {
    const answer = await push(message('secret-id', { kind: '秘密内容' }));
    expect(answer.status).toBe(400);
    expect(JSON.stringify(answer.body)).not.toContain('秘密内容');
    expect(await fixture.count(`message WHERE external_id IN ('x', 'secret-id')`)).toBe(0);
  });

  it('a key given twice is refused: nobody could say which of the two was meant', async () => {
    const body = JSON.stringify(message('twice'));
    expect(await push(body.replace('{', '{"externalId":"first",'))).toMatchObject({ status: 400, body: { code: 'malformed-body', errors: [{ code: 'duplicate_name' }] } });
    expect(await fixture.count(`message WHERE external_id IN ('first', 'twice')`)).toBe(0);
  });
});
