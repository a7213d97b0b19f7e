import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { messageRegistered, replySubmitted, type EventEnvelope } from '@wenzheng/contracts';
import { directoryOf, redact } from '@wenzheng/redaction';
import { material, readJsonLines } from '@wenzheng/testing';
import { deadlineStatus, messageStatuses } from '@wenzheng/wording';
import { stateCouncilCalendar } from '@wenzheng/working-days';
import { parse } from 'parse5';
import { assigned, eventOf, extended, Fixture, idOf, opened, registered, replied, unit } from '../../publication.fixture.js';
import { statusSql } from '../../message/filter.rules.js';
import { deadlineViewOf } from '../../message/message-view.rules.js';
import { MessageReader } from '../../message/message.reader.js';

let fixture: Fixture;
beforeAll(async () => {
  fixture = await Fixture.create({ listen: false });
});
afterAll(() => fixture.drop());
beforeEach(() => fixture.clear());

const get = async (path: string, headers: Record<string, string> = {}) => fetch(fixture.url + path, { headers, redirect: 'manual' });
const json = async (path: string) => (await (await get(path)).json()) as { items: { number: string; title: string | null }[]; next: string | null };

describe('R09, R28: what was answered long ago is read like everything else', () => {
  it('200 real messages with their replies: every page and JSON shows the message and its reply, redacted, but of what the information office looks at first', async () => {
    interface Real { subject: string; submitted_at: string; body: string; reply: string; replied_at: string }
    const rows = readJsonLines<Real>(material('messages/replies.jsonl')).slice(0, 200);
    const events = rows.flatMap((row, n): EventEnvelope[] => [
      eventOf(messageRegistered, 1, row.submitted_at, {
        messageId: idOf(n), messageNumber: `HN${row.submitted_at.slice(0, 10).replaceAll('-', '')}-${1000 + n}`, channel: 'mailbox',
        registeredAt: row.submitted_at, occurredAt: row.submitted_at, kind: null, visibility: 'public', title: row.subject, text: row.body,
        addressedUnit: null, authorHash: createHash('sha256').update('x').digest('hex'), sessionId: null, historical: true,
      }),
      assigned(n),
      eventOf(replySubmitted, 2, row.replied_at, {
        messageId: idOf(n), replyId: idOf(1_000 + n), unit, text: row.reply, interim: false, submittedAt: row.replied_at, historical: true,
      }),
    ]);
    await fixture.handle(...events);
    const directory = directoryOf([]);
    const { items } = await json('/v1/messages?limit=100');
    const second = await json(`/v1/messages?limit=100&after=${(await json('/v1/messages?limit=100')).next}`);
    expect(new Set([...items, ...second.items].map((message) => message.number)).size).toBe(200);
    const waiting = new Set((await fixture.rows<{ number: string }>('SELECT message_number AS number FROM content_review JOIN message USING (message_id) WHERE decision IS NULL')).map(({ number }) => number));
    expect([waiting.size > 0, waiting.size < 20]).toEqual([true, true]);
    for (const [n, row] of rows.entries()) {
      const number = `HN${row.submitted_at.slice(0, 10).replaceAll('-', '')}-${1000 + n}`;
      const texts = textOf(parse(await fixture.page(`/messages/${number}`)));
      if (waiting.has(number)) {
        for (const text of [row.subject, row.body, row.reply]) expect(texts).not.toContain(normal(redact(text, directory)));
        continue;
      }
      for (const text of [row.subject, row.body, row.reply]) expect(texts).toContain(normal(redact(text, directory)));
      const one = (await (await get(`/v1/messages/${number}`)).json()) as { replies: { text: string }[]; status: { code: string } };
      expect(one.replies.map((reply) => reply.text)).toEqual([redact(row.reply, directory)]);
      expect(one.status.code).toBe('answered');
    }
  });
});

interface Node { value?: string; childNodes?: Node[] }
const normal = (text: string): string => text.replace(/\r\n?/g, '\n').trim();
function textOf(node: unknown): string {
  const { value, childNodes } = node as Node;
  return value ?? (childNodes ?? []).map(textOf).join('');
}

/** Messages in every state that this release knows. */
async function eachState(): Promise<void> {
  const provisional = '2026-12-18T10:00:00+08:00';
  await fixture.handle(
    registered(1),
    registered(2), assigned(2), opened(2),
    registered(3), assigned(3), opened(3), extended(3),
    registered(4, { registeredAt: '2026-09-10T10:00:00+08:00' }), assigned(4), opened(4, '2026-09-10T10:00:00+08:00'),
    registered(5), assigned(5), opened(5), replied(5),
    registered(6, { visibility: 'private', title: '匿名', text: '不公开', kind: 'report' }), replied(6),
    registered(7, { registeredAt: provisional }), assigned(7), opened(7, provisional),
    registered(8, { registeredAt: '2026-09-10T10:00:00+08:00', kind: 'inquiry', channel: 'microblog' }),
    registered(9, { registeredAt: '2005-03-01T10:00:00+08:00' }), assigned(9),
    registered(10), assigned(10), opened(10), extended(10, { submittedAt: '2026-09-23T09:00:00+08:00' }),
  );
}

describe('the filter', () => {
  it.each(['2026-09-20T09:00:00+08:00', '2026-09-22T23:59:59+08:00', '2026-09-23T00:00:00+08:00', '2026-09-25T09:00:00+08:00', '2027-01-15T09:00:00+08:00'])(
    'finds at %s by status what the page calls so, in SQL and in words alike',
    async (instant) => {
      await eachState();
      fixture.clock.set(instant);
      const now = fixture.clock.now();
      const reader = fixture.app.get(MessageReader);
      const said = await fixture.dataSource.query<{ id: string; status: string }[]>(
        `SELECT message_id AS id, ${statusSql} AS status FROM message m WHERE channel IS NOT NULL`, [instant.slice(0, 10)],
      );
      expect(said).toHaveLength(10);
      for (const { id, status } of said) {
        const row = await reader.byId(id);
        expect([id, status]).toEqual([id, deadlineStatus(deadlineViewOf(row!, false, '监察机关'), now, stateCouncilCalendar)]);
      }
      for (const status of messageStatuses) {
        const { items } = await json(`/v1/messages?state=${status}&limit=100`);
        expect(items).toHaveLength(said.filter((entry) => entry.status === status).length);
      }
      fixture.clock.set('2026-09-20T09:00:00+08:00');
    },
  );

  it('what an import brought unanswered stands apart: on no home page, in no figure, not among the overdue', async () => {
    const past = { registeredAt: '2019-03-01T10:00:00+08:00', historical: true };
    await fixture.handle(
      registered(1, { registeredAt: '2026-09-10T10:00:00+08:00', title: '超期的' }), registered(2, { ...past, title: '历史的' }),
      registered(3, { registeredAt: '2026-09-19T10:00:00+08:00', historical: true, title: '本月补录的' }),
    );
    const numbers = async (state: string) => (await json(`/v1/messages?state=${state}`)).items.map((message) => message.number);
    expect(await numbers('overdue')).toEqual(['HN20260918-0001']);
    expect(await numbers('historical')).toEqual(['HN20260918-0002']);
    const home = await fixture.page('/');
    expect(home).toContain('超期未答复<strong>1</strong>');
    expect(home).toContain('受理<strong>1</strong>');
    expect(home).toContain('超期的');
    expect(home).not.toContain('历史的');
  });

  it('combines unit, kind, channel, dates and words', async () => {
    await eachState();
    const numbers = async (query: string) => (await json(`/v1/messages?${query}`)).items.map((message) => message.number);
    expect(await numbers('kind=inquiry')).toEqual(['HN20260918-0008']);
    expect(await numbers('channel=microblog&kind=inquiry')).toEqual(['HN20260918-0008']);
    expect(await numbers('from=2026-12-01&to=2026-12-31')).toEqual(['HN20260918-0007']);
    expect(await numbers('unit=urban-management')).toHaveLength(7);
    expect(await numbers('q=路灯三天不亮')).toHaveLength(9);
    expect(await numbers('q=%25')).toEqual([]);
    expect(await numbers('q=13812345678')).toEqual([]);
    expect(await numbers('q=hn20260918-0002')).toEqual(['HN20260918-0002']);
  });

  it('R04: words find no private message, its exact number does', async () => {
    await eachState();
    expect((await json('/v1/messages?q=匿名')).items).toEqual([]);
    expect((await json('/v1/messages?q=不公开')).items).toEqual([]);
    expect((await json('/v1/messages?q=HN20260918-0006')).items.map(({ number, title }) => [number, title])).toEqual([['HN20260918-0006', null]]);
  });

  it.each(['state=nothing', 'from=2026-02-30', 'limit=0', 'limit=101', 'after=abc', 'kind=x'])('?%s is refused to programs with 400', async (query) => {
    expect((await get(`/v1/messages?${query}`)).status).toBe(400);
  });

  it.each(['state=nothing', 'from=2026-02-30', 'page=-1', 'page=x', 'page=99999999', 'kind=x&kind=y'])('?%s is refused to people with a page', async (query) => {
    expect((await get(`/messages?${query}`, { accept: 'text/html' })).status).toBe(400);
  });

  it('is not asked for by a field of the form that was left empty', async () => {
    await eachState();
    expect(await fixture.page('/messages?q=&kind=&state=&page=')).toContain('共10件');
  });
});

describe('the board', () => {
  it('has 20 a page, says how many there are, and links the pages in one fixed order of parameters', async () => {
    await fixture.handle(...Array.from({ length: 45 }, (_, n) => registered(n + 1)));
    const first = await fixture.page('/messages?kind=complaint&q=路灯');
    expect(first.match(/<li><h3>/g)).toHaveLength(20);
    expect(first).toContain('共45件，第1页');
    expect(first).toContain('href="/messages?q=%E8%B7%AF%E7%81%AF&amp;kind=complaint&amp;page=2"');
    expect((await fixture.page('/messages?page=3')).match(/<li><h3>/g)).toHaveLength(5);
    expect(await fixture.page('/messages?page=4')).toContain('没有符合条件的留言');
  });
});

describe('what is sent', () => {
  it('carries a tag, and 304 where the reader has it, until the message or the day changes', async () => {
    await fixture.handle(registered(1), assigned(1), opened(1));
    for (const path of ['/messages/HN20260918-0001', '/v1/messages/HN20260918-0001', '/messages', '/v1/messages', '/']) {
      const etag = (await get(path)).headers.get('etag')!;
      expect((await get(path, { 'if-none-match': etag })).status).toBe(304);
      fixture.clock.set('2026-09-21T09:00:00+08:00');
      expect((await get(path, { 'if-none-match': etag })).status).toBe(200);
      fixture.clock.set('2026-09-20T09:00:00+08:00');
    }
  });

  it('forbids everything but its own stylesheet, and the stylesheet lives under its hash', async () => {
    const response = await get('/', { accept: 'text/html' });
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
      'x-content-type-options': 'nosniff',
      'cache-control': 'public, max-age=30',
    });
    const [, path] = /href="(\/assets\/[^"]+\.css)"/.exec(await response.text()) ?? [];
    const style = await get(path!);
    expect([style.status, style.headers.get('cache-control')]).toEqual([200, 'public, max-age=31536000, immutable']);
    expect(Buffer.byteLength(await style.text())).toBeLessThan(11_000);
  });

  it('an error is a page for a browser and a problem document for a program', async () => {
    for (const path of ['/messages/HN0', '/nowhere', '/messages/HN0/deadline']) {
      const page = await get(path, { accept: 'text/html,*/*;q=0.8' });
      expect([page.status, page.headers.get('content-type')]).toEqual([404, 'text/html; charset=utf-8']);
      expect(await page.text()).toContain('没有找到这个页面');
    }
    const document = await get('/v1/messages/HN0', { accept: 'text/html' });
    expect(document.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
    expect(await document.json()).toMatchObject({ code: 'publication.message-not-found', status: 404 });
  });
});
