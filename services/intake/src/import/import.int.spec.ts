import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { messageRegistered } from '@wenzheng/contracts';
import { material, readJsonLines } from '@wenzheng/testing';
import { call, Fixture, message, pushMessage, type Answer, type Replica } from '../intake.fixture.js';

interface Result {
  externalId: string;
  status: string;
  messageId?: string;
  messageNumber?: string;
  code?: string;
}

let fixture: Fixture;
let intake: Replica;
let administrator: string;
beforeAll(async () => {
  fixture = await Fixture.create();
  intake = await fixture.start();
  administrator = await fixture.token('administrator');
});
afterAll(() => fixture.drop());

const send = (body: object): Promise<Answer> => call(`${intake.url}/v1/imports`, { token: administrator, body });
const resultsOf = (answer: Answer) => answer.body['results'] as Result[];
const line = (externalId: string, changes: object = {}) => ({
  externalId,
  author: { externalId: 'A1' },
  title: '路灯',
  text: '不亮',
  registeredAt: '2019-04-24T15:40:04+08:00',
  ...changes,
});

describe('an import of past messages', () => {
  const real = () =>
    readJsonLines<{ id: string; user: string; subject: string; submitted_at: string; body: string }>(material('messages/replies.jsonl'))
      .slice(0, 500)
      .map(({ id, user, subject, submitted_at, body }) => ({ externalId: id, author: { externalId: user }, title: subject, text: body, registeredAt: submitted_at }));

  it('registers 500 real messages when the file says; the same file again changes nothing', async () => {
    const first = await send({ channel: 'mailbox', unit: 'CG', messages: real() });
    expect(first.status).toBe(200);
    expect(new Set(resultsOf(first).map(({ status }) => status))).toEqual(new Set(['created']));
    const again = await send({ channel: 'mailbox', unit: 'CG', messages: real() });
    expect(resultsOf(again)).toEqual(resultsOf(first).map((result) => ({ ...result, status: 'repeated' })));
    expect(await fixture.count('message')).toBe(500);

    const events = await fixture.events<{ historical: boolean; addressedUnit: string; registeredAt: string; occurredAt: string; messageNumber: string }>(messageRegistered.subject);
    expect(events).toHaveLength(500);
    for (const { data, time } of events) {
      expect(data).toMatchObject({ historical: true, addressedUnit: 'CG', registeredAt: time, occurredAt: time });
    }
  });

  it('takes exactly as many numbers of a day as it has messages, in order of their times', async () => {
    const days = await fixture.dataSource.query<{ count: number; last: string; next: number }[]>(
      `SELECT count(*)::int AS count, max(message_number) AS last, next FROM message JOIN number_block ON date = registered_on GROUP BY registered_on, next`,
    );
    for (const { count, last, next } of days) {
      expect(next).toBe(count + 1);
      expect(Number(last.split('-')[1])).toBe(count);
    }
    const disordered = await fixture.dataSource.query(
      `SELECT FROM message AS one JOIN message AS other USING (registered_on)
       WHERE one.registered_at < other.registered_at AND one.message_number > other.message_number`,
    );
    expect(disordered).toHaveLength(0);
  });

  it('a bad line is refused alone, with its code', async () => {
    const answer = await send({
      channel: 'forum',
      messages: [
        line('i-1'),
        line('i-2', { registeredAt: '2026-11-23T09:00:01+08:00' }),
        line('i-3', { text: '' }),
        line('i-1'),
        line('i-1', { text: '别的' }),
        line('i-4', { kind: 'report' }),
        line('i-5', { registeredAt: '0000-01-01T00:00:00Z' }),
        line('i-6', { registeredAt: '0001-01-01T00:00:00+14:00' }),
        line('i-7', { text: '。' }),
        line('i-8', { title: '路灯\u001b[31m' }),
      ],
    });
    expect(resultsOf(answer)).toEqual([
      { externalId: 'i-1', status: 'created', messageId: expect.any(String), messageNumber: 'HN20190424-' + String(resultsOf(answer)[0]?.messageNumber).slice(-4) },
      { externalId: 'i-2', status: 'refused', code: 'intake.registered-in-future' },
      { externalId: 'i-3', status: 'refused', code: 'intake.invalid-line' },
      { ...resultsOf(answer)[0], status: 'repeated' },
      { externalId: 'i-1', status: 'refused', code: 'intake.external-id-conflict' },
      { externalId: 'i-4', status: 'created', messageId: expect.any(String), messageNumber: expect.any(String) },
      ...['i-5', 'i-6', 'i-7', 'i-8'].map((externalId) => ({ externalId, status: 'refused', code: 'intake.invalid-line' })),
    ]);
    const [report] = await fixture.dataSource.query<{ visibility: string }[]>(`SELECT visibility FROM message WHERE external_id = 'i-4'`);
    expect(report?.visibility).toBe('private');
  });

  it('two imports and the channel itself at once: each message once', async () => {
    const messages = Array.from({ length: 100 }, (_, index) => line(`at-once-${index}`));
    const [one, other, ...pushed] = await Promise.all([
      send({ channel: 'board', messages }),
      send({ channel: 'board', messages: messages.toReversed() }),
      ...messages.slice(0, 20).map(({ externalId }) => pushMessage(intake, message(externalId))),
    ]);
    expect([one.status, other.status]).toEqual([200, 200]);
    expect(await fixture.count(`message WHERE external_id LIKE 'at-once-%'`)).toBe(100);
    const created = [...resultsOf(one), ...resultsOf(other)].filter(({ status }) => status === 'created').length;
    expect(created + pushed.filter(({ status }) => status === 201).length).toBe(100);
  });

  it('may be 8 MiB long, and other requests may not', async () => {
    const messages = Array.from({ length: 200 }, (_, index) => line(`long-${index}`, { text: 'x'.repeat(20_000) }));
    expect((await send({ channel: 'portal', messages })).status).toBe(200);
    expect((await send({ channel: 'portal', messages: Array.from({ length: 500 }, () => line('x', { text: 'x'.repeat(20_000) })) })).status).toBe(413);
    expect((await send({ channel: 'portal', messages: [] })).status).toBe(400);
    expect((await send({ channel: 'telegram', messages: [line('x')] })).status).toBe(400);
    expect((await send({ channel: 'portal', unit: 'a\u0000', messages: [line('x')] })).status).toBe(400);
  });

  it.each([['no token', undefined], ['a forged one', 'a.b.c']])('by someone with %s is refused before a byte of it is sent', async (_, bearer) => {
    const headers = { 'content-type': 'application/json', 'content-length': 8_000_000, ...(bearer ? { authorization: `Bearer ${bearer}` } : {}) };
    const status = await new Promise((resolve, reject) => {
      const sending = request(`${intake.url}/v1/imports`, { method: 'POST', headers }, (response) => {
        resolve(response.statusCode);
        sending.destroy();
      });
      sending.on('error', reject).flushHeaders();
    });
    expect(status).toBe(401);
  });
});
