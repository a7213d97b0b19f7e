import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { attachmentHidden, attachmentReleased, attachmentStored, messageReturned, messageWithdrawn, replyPublished } from '@wenzheng/contracts';
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
    '/feeds/messages.atom', '/feeds/messages.rss', '/feeds/messages.json', '/feeds/units/water.atom', '/feeds/kinds/complaint.json', `/feeds/search.rss?q=${number}`, `/feeds/search.json?state=answered`, '/sitemaps/messages-2026-09-1.xml', '/data/catalog.jsonld',
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

describe('附件', () => {
  it('stand on the page from their release until they are hidden, in whatever order that is told; their writer sees all that were kept', async () => {
    const at = '2026-09-18T18:00:00+08:00';
    const messageId = idOf(2);
    const [bridge, card, street] = ['桥面.jpg', '证件.jpg', '路口.pdf'].map((name, index) => ({ name, attachmentId: idOf(50_000 + index) })) as [Named, Named, Named];
    const stored = ({ name, attachmentId }: Named, sequence: number) =>
      eventOf(attachmentStored, sequence, at, { messageId, attachmentId, name, mediaType: name.endsWith('pdf') ? 'application/pdf' as const : 'image/jpeg' as const, size: 182_044, sha256: '3f'.repeat(32), storedAt: at });
    const released = ({ attachmentId }: Named, sequence: number) => eventOf(attachmentReleased, sequence, at, { messageId, attachmentId, releasedAt: at });
    const hidden = ({ attachmentId }: Named, sequence: number) => eventOf(attachmentHidden, sequence, at, { messageId, attachmentId, hiddenAt: at });
    await fixture.handle(hidden(card, 6), released(bridge, 5), released(card, 4), registered(2, { title: '桥面破损', text: '请修。' }), stored(street, 7), stored(card, 3), stored(bridge, 2));

    const address = '/messages/HN20260918-0002';
    const page = await fixture.page(address);
    expect(page).toContain(`href="/attachments/${bridge.attachmentId}"`);
    expect(page).toMatch(/桥面\.jpg.*JPEG 图片，178 KB/s);
    for (const { name, attachmentId } of [card, street]) for (const words of [name, attachmentId]) expect(page).not.toContain(words);
    const json = (await (await fetch(`${fixture.url}/v1${address}`)).json()) as { attachments: object[] };
    expect(json.attachments).toEqual([{ id: bridge.attachmentId, url: `http://portal.example/attachments/${bridge.attachmentId}`, name: bridge.name, mediaType: 'image/jpeg', size: 182_044 }]);

    const own = await (await fetch(`${fixture.url}/query/message`, { headers: { accept: 'text/html', cookie: `wenzheng_ticket=${await fixture.intake.ticket(messageId)}` } })).text();
    for (const { attachmentId } of [bridge, card, street]) expect(own).toContain(`href="/query/message/attachments/${attachmentId}"`);
    expect(own.match(/未公开，仅您本人可见/g)).toHaveLength(2);

    await fixture.handle(hidden(bridge, 8));
    expect(await fixture.page(address)).not.toContain('附件');
  });

  it('of a reply stand below its words with it, as it was signed, and are told on, until they are hidden', async () => {
    const at = '2026-09-18T18:00:00+08:00';
    const attachments = [{ attachmentId: idOf(60_001), name: '维修计划.pdf', mediaType: 'application/pdf' as const, size: 182_044, sha256: '3f'.repeat(32) }];
    const [messageId, address, link] = [idOf(3), '/messages/HN20260918-0003', `href="/attachments/${idOf(60_001)}"`];
    await fixture.handle(registered(3), assigned(3), opened(3), replied(3, { text: '路灯将于9月30日前修复，详见附件。', attachments }));
    const page = await fixture.page(address);
    expect(page).toMatch(new RegExp(`详见附件。.*${link}.*维修计划\\.pdf.*PDF 文件，178 KB`, 's'));
    const [published] = (await fixture.emitted(replyPublished)).filter(({ subject }) => subject === messageId);
    expect(published?.data.attachments).toEqual(attachments);
    const json = (await (await fetch(`${fixture.url}/v1${address}`)).json()) as { replies: { attachments: object[] }[] };
    expect(json.replies.map((one) => one.attachments)).toEqual([[{ id: idOf(60_001), url: `http://portal.example/attachments/${idOf(60_001)}`, name: '维修计划.pdf', mediaType: 'application/pdf', size: 182_044 }]]);
    const asWriter = async () => (await fetch(`${fixture.url}/query/message`, { headers: { accept: 'text/html', cookie: `wenzheng_ticket=${await fixture.intake.ticket(messageId)}` } })).text();
    expect(await asWriter()).toContain(`href="/query/message/attachments/${idOf(60_001)}"`);
    await fixture.handle(eventOf(attachmentHidden, 2, at, { messageId, attachmentId: idOf(60_001), hiddenAt: at }));
    for (const shown of [await fixture.page(address), await asWriter()]) expect(shown).not.toContain(idOf(60_001));
    await fixture.handle(eventOf(attachmentReleased, 3, at, { messageId, attachmentId: idOf(60_001), releasedAt: at }));
    expect(await fixture.page(address)).toContain(link);
    await fixture.handle(eventOf(messageWithdrawn, 4, at, { messageId, withdrawnAt: at, reason: null }));
    expect(await fixture.page(address)).not.toContain(idOf(60_001));
  });
});

interface Named {
  name: string;
  attachmentId: string;
}
