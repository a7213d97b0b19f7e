import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { messageReturned } from '@wenzheng/contracts';
import { assigned, eventOf, extended, Fixture, idOf, opened, registered, replied, unit } from '../../publication.fixture.js';

const canaries = ['金丝雀标题', '金丝雀正文', '金丝雀答复', '金丝雀延期', '金丝雀退回', '金丝雀分派'] as const;
const [title, text, reply, extension, returned] = canaries;
const number = 'HN20260918-0001';

let fixture: Fixture;
beforeAll(async () => {
  fixture = await Fixture.create({ listen: false });
  const returnedAt = '2026-09-18T17:00:00+08:00';
  await fixture.handle(
    registered(1, { visibility: 'private', title, text, kind: 'complaint' }),
    assigned(1),
    eventOf(messageReturned, 5, returnedAt, { messageId: idOf(1), unit, returnedAt, reason: returned, suggestedUnit: null }),
    assigned(1, { code: 'water', name: '市水利局' }, 6),
    opened(1),
    extended(1, { reason: extension }),
    replied(1, { text: `${reply}一`, interim: true }),
    replied(1, { sequence: 4, replyId: idOf(40_001), text: `${reply}二` }),
  );
});
afterAll(() => fixture.drop());

describe('R04: of a private message the public sees number, unit, kind, dates and state alone', () => {
  it.each([
    '/', '/messages', `/messages?q=${number}`, `/messages?q=${title}`, `/messages?q=${text}`, '/messages?state=answered', '/messages?state=overdue',
    `/messages/${number}`, `/messages/${number}/deadline`, '/v1/messages', `/v1/messages?q=${title}`, `/v1/messages/${number}`, `/query?number=${number}`, '/query',
  ])('%s holds none of its words', async (path) => {
    for (const accept of ['text/html', 'application/json']) {
      const response = await fetch(fixture.url + path, { headers: { accept } });
      const body = (await response.text()).replace(/<input[^>]*>/g, '').replace(/已选：.*?<\/p>/s, '');
      const links = body.replaceAll(/href="[^"]*"/g, '');
      for (const canary of canaries) expect(links).not.toContain(canary);
      expect(JSON.stringify([...response.headers])).not.toContain('金丝雀');
    }
  });

  it('the page names number, unit, kind and state, and its title bar nothing more', async () => {
    const page = await fixture.page(`/messages/${number}`);
    expect(/<title>(.*?)<\/title>/.exec(page)?.[1]).toBe(`不公开留言 ${number} - 淮南市网络问政平台`);
    expect(/<h1><bdi>(.*?)<\/bdi><\/h1>/.exec(page)?.[1]).toBe('不公开留言（投诉）');
    for (const shown of [number, '市水利局', '已答复', '不公开', '本件不公开内容。']) expect(page).toContain(shown);
    for (const hidden of ['办理过程', '来源</dt>', '留言内容', '延期说明</h2>', '分派至']) expect(page).not.toContain(hidden);
  });

  it('its channel cannot be asked for', async () => {
    expect(await (await fetch(`${fixture.url}/v1/messages?channel=board`)).json()).toEqual({ items: [], next: null });
  });

  it('the JSON has neither title nor text, reply, notice or timeline', async () => {
    expect(await (await fetch(`${fixture.url}/v1/messages/${number}`)).json()).toMatchObject({
      number, visibility: 'private', title: null, channel: null, text: null, replies: [], extensionNotices: [], timeline: [], unit: { code: 'water' },
    });
  });

  it('the table that public reads use cannot hold its words', async () => {
    await expect(fixture.dataSource.query(`UPDATE message SET title = 'x'`)).rejects.toThrow(/message_private_has_no_words/);
  });
});
