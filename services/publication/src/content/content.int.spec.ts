import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { messageRuledInvalid, messageVisibilityChanged, objectionDecided, renewalDeclined, replyPublished, textHidden, unitChanged } from '@wenzheng/contracts';
import { eventually, type Replica } from '@wenzheng/testing';
import { z } from 'zod';
import { messageSchema } from '../message/message-json.rules.js';
import { OverdueAlarm } from '../projection/overdue-alarm.js';
import { assigned, eventOf, extended, Fixture, idOf, opened, registered, replied, unit } from '../publication.fixture.js';
import { hiddenParts, type HiddenPart } from '../redaction/hiding.entity.js';
import { SearchIndexer } from '../search/search-indexer.js';
import { ContentService } from './content.service.js';

let fixture: Fixture;
let second: Replica;
let office: string;
beforeAll(async () => {
  fixture = await Fixture.create({ listen: false });
  second = await fixture.start({ PAGE_CACHE_MIB: '8' }, { reading: false });
  office = await fixture.token('information-office');
});
beforeEach(async () => {
  await fixture.clear();
  fixture.clock.set('2026-09-20T09:00:00+08:00');
});
afterAll(() => fixture.drop());

type Json = Record<string, unknown>;
const numberOf = (n: number) => `HN20260918-${String(n).padStart(4, '0')}`;
async function call(method: string, path: string, body?: object, url = fixture.url): Promise<{ status: number; body: Json }> {
  const response = await fetch(url + path, { method, headers: { authorization: `Bearer ${office}`, ...(body && { 'content-type': 'application/json' }) }, ...(body && { body: JSON.stringify(body) }) });
  return { status: response.status, body: (await response.json()) as Json };
}
const post = (n: number, act: string, body: object = {}, url?: string) => call('POST', `/v1/messages/${numberOf(n)}/${act}`, { reason: '经核实', ...body }, url);
const json = async (n: number) => (await (await fetch(`${fixture.url}/v1/messages/${numberOf(n)}`)).json()) as Json & { content: string; title: string | null; text: string | null; replies: { id: string; text: string }[]; extensionNotices: { id: string; reason: string }[]; status: { code: string } };
const found = async (q: string) => ((await (await fetch(`${fixture.url}/v1/messages?q=${encodeURIComponent(q)}`)).json()) as { items: { number: string }[] }).items.map(({ number }) => number);
const told = async () => (await fixture.emitted(messageVisibilityChanged)).map(({ data, sequence }) => [data.messageId, sequence, data.visibility, data.reason]);

/** Everything that anybody can read of a message without being its writer. */
async function everywhere(n: number): Promise<string> {
  const pages = await Promise.all([`/messages/${numberOf(n)}`, `/messages/${numberOf(n)}/deadline`, '/', '/messages', `/v1/messages/${numberOf(n)}`, '/v1/messages'].flatMap((path) => [fixture.url, second.url].map(async (url) => (await fetch(url + path)).text())));
  return pages.join('\n');
}

const advert = { title: '低价代开发票', text: '专业代开发票，量大优惠，加微信kaipiao888详询' };
const illness = { title: '大病救助怎么申请', text: '我母亲患有尿毒症，电话13812345678，请问怎么申请？' };

describe('before anybody reads it', () => {
  it('advertising, abuse and what is unreadable is held: registered, numbered and counted, and its words are nowhere', async () => {
    await fixture.handle(registered(1, advert), assigned(1), opened(1));
    expect(await told()).toEqual([[idOf(1), 1, 'held', 'advertising']]);
    expect(await json(1)).toMatchObject({ content: 'held', title: null, text: null, status: { code: 'open' }, unit: { code: unit.code } });
    expect(await everywhere(1)).not.toMatch(/发票|kaipiao/);
    const page = await fixture.page(`/messages/${numberOf(1)}`);
    expect(page).toContain('内容审核中的留言（投诉）');
    expect(page).toContain('应于2026年9月22日');
    expect(await found('发票')).toEqual([]);
    expect(await fixture.rows('SELECT ending, channel FROM message')).toEqual([{ ending: 'open', channel: 'board' }]);
  });

  it('what speaks of children, illness or persons is its writer’s alone, and the office reads why', async () => {
    await fixture.handle(registered(1, illness), registered(2, { text: '村支书王建国侵占集体土地' }), registered(3), registered(4, { ...illness, visibility: 'private' }), registered(5, { ...illness, historical: true }));
    expect(await told()).toEqual([[idOf(1), 1, 'private', 'health'], [idOf(2), 1, 'private', 'third-person'], [idOf(5), 1, 'private', 'health']]);
    expect(await Promise.all([1, 2, 3, 4, 5].map(async (n) => (await json(n)).content))).toEqual(['private', 'private', 'shown', 'private', 'private']);
    const { items } = (await call('GET', '/v1/content-reviews')).body as { items: Json[] };
    expect(items).toEqual([
      expect.objectContaining({ messageNumber: numberOf(1), content: 'private', text: '我母亲患有尿毒症，电话〔手机号已隐去〕，请问怎么申请？', harms: [{ code: 'health', words: '涉及个人疾病或健康', quotes: ['我母亲患有尿毒症'] }], dueAt: '2026-09-21T16:00:00.000Z', overdue: false, decision: null }),
      expect.objectContaining({ messageNumber: numberOf(2), harms: [expect.objectContaining({ code: 'third-person', quotes: ['村支书王建国'] })] }),
      // Of the past: it waits behind today's, from the instant of its import on, and nobody is late with it tomorrow.
      expect.objectContaining({ messageNumber: numberOf(5), historical: true, openedAt: '2026-09-20T01:00:00.000Z', dueAt: '2026-10-10T16:00:00.000Z', overdue: false }),
    ]);
  });

  it('what an import brings is public once it was looked at, and what speaks of nobody at once', async () => {
    await fixture.handle(registered(1, { ...advert, historical: true }), registered(2, { historical: true }), replied(1, { historical: true }));
    expect([(await json(1)).content, (await json(2)).content]).toEqual(['held', 'shown']);
    expect(await everywhere(1)).not.toMatch(/代开发票|路灯已修复/);
    await call('POST', `/v1/content-reviews/${idOf(1)}/decisions`, { decision: 'publish', reason: '经核实，可以公开' });
    expect(await json(1)).toMatchObject({ content: 'shown', title: advert.title, replies: [{ text: expect.stringContaining('路灯已修复') }] });
  });

  it('the office reads what it may do about it, and why not what is decided', async () => {
    await fixture.handle(registered(1, illness));
    const allowed = async (state: string) => {
      const { items } = (await call('GET', `/v1/content-reviews?state=${state}`)).body as { items: { allowedActions: { action: string; reason: { code: string } | null }[] }[] };
      return Object.fromEntries(items[0]!.allowedActions.map(({ action, reason }) => [action, reason?.code ?? 'allowed']));
    };
    expect(await allowed('waiting')).toEqual({ publish: 'allowed', 'keep-private': 'allowed', 'take-down': 'allowed', privacy: 'allowed', restoration: 'allowed' });
    await call('POST', `/v1/content-reviews/${idOf(1)}/decisions`, { decision: 'publish', reason: '已征得本人同意' });
    expect(await allowed('decided')).toEqual({
      publish: 'allowed', 'keep-private': 'publication.content-review-decided', 'take-down': 'allowed', privacy: 'allowed', restoration: 'publication.nothing-to-restore',
    });
  });

  it('its replies are published as private ones, and stay counted as what others were told', async () => {
    await fixture.handle(registered(1, illness), assigned(1), replied(1));
    expect((await fixture.emitted(replyPublished)).map(({ sequence, data }) => [sequence, data.visibility])).toEqual([[2, 'private']]);
    expect(await everywhere(1)).not.toContain('路灯已修复');
    await call('POST', `/v1/content-reviews/${idOf(1)}/decisions`, { decision: 'publish', reason: '已征得本人同意' });
    expect(await everywhere(1)).toContain('路灯已修复');
    expect(await fixture.rows('SELECT ending FROM message')).toEqual([{ ending: 'privately-answered' }]);
  });

  it('the office shows it once, or keeps it; another decision is refused', async () => {
    await fixture.handle(registered(1, illness), registered(2, advert));
    const decide = (n: number, decision: string, url = fixture.url) => call('POST', `/v1/content-reviews/${idOf(n)}/decisions`, { decision, reason: '已征得本人同意' }, url);
    const answers = await Promise.all([decide(1, 'publish'), decide(1, 'publish', second.url), decide(1, 'publish')]);
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 200, 201]);
    expect((await decide(1, 'keep-private')).body.code).toBe('publication.content-review-decided');
    expect((await decide(2, 'take-down')).body).toEqual({ messageNumber: numberOf(2), content: 'taken-down' });
    expect((await decide(3, 'publish')).status).toBe(404);
    expect(await told()).toEqual(expect.arrayContaining([[idOf(1), 2, 'public', 'publish'], [idOf(2), 2, 'taken-down', 'take-down']]));
    expect(await json(1)).toMatchObject({ content: 'shown', text: '我母亲患有尿毒症，电话〔手机号已隐去〕，请问怎么申请？' });
    expect(await found('尿毒症')).toEqual([numberOf(1)]);
    expect(((await call('GET', '/v1/content-reviews?state=decided')).body.items as Json[]).map(({ decision }) => decision).toSorted()).toEqual(['publish', 'take-down']);
    const entries = await fixture.rows<{ did: string; details: Json }>('SELECT did, about, before, after, details FROM audit_entry ORDER BY position');
    expect(entries.map(({ did }) => did).toSorted()).toEqual(['message-content.publish', 'message-content.take-down']);
    expect(JSON.stringify(entries)).not.toMatch(/尿毒症|发票/);
  });

  it('what nobody has looked at by its day raises the alarm, once', async () => {
    await fixture.handle(registered(1, advert));
    const alarmed = () => fixture.rows('SELECT alarmed_at FROM content_review WHERE alarmed_at IS NOT NULL');
    fixture.clock.set('2026-09-21T23:59:59+08:00');
    await fixture.app.get(OverdueAlarm).raise();
    expect(await alarmed()).toEqual([]);
    for (const instant of ['2026-09-22T00:00:00+08:00', '2026-09-23T00:00:00+08:00']) {
      fixture.clock.set(instant);
      await fixture.app.get(OverdueAlarm).raise();
    }
    expect(await alarmed()).toEqual([{ alarmed_at: new Date('2026-09-22T00:00:00+08:00') }]);
    expect(((await call('GET', '/v1/content-reviews')).body.items as Json[])[0]).toMatchObject({ overdue: true });
  });
});

describe('what was public', () => {
  it('is taken down from everywhere at once, and given back as its writer chose', async () => {
    await fixture.handle(registered(1), assigned(1), opened(1), replied(1));
    await second.app.get(SearchIndexer).build();
    expect(await everywhere(1)).toContain('路灯不亮');
    await post(1, 'take-downs');
    expect((await post(1, 'take-downs', {}, second.url)).status).toBe(200);
    // A page is looked up once a second at most.
    await eventually(async () => expect(await everywhere(1)).not.toMatch(/路灯|桥头/));
    expect(await fixture.page(`/messages/${numberOf(1)}`)).toContain('本件内容已撤下，不再公开。');
    expect([await found('路灯'), (await json(1)).content]).toEqual([[], 'taken-down']);
    expect(await fixture.rows('SELECT ending FROM message')).toEqual([{ ending: 'publicly-answered' }]);
    expect((await post(1, 'restorations')).status).toBe(201);
    expect([await found('路灯'), (await json(1)).text]).toEqual([[numberOf(1)], '\t和平路从一中到桥头，\n路灯三天不亮。联系电话〔手机号已隐去〕。']);
    expect((await told()).map(([, sequence, visibility]) => [sequence, visibility])).toEqual([[2, 'taken-down'], [3, 'public']]);
    expect((await post(1, 'restorations', {}, second.url)).status).toBe(200);
    expect((await post(1, 'restorations', { reason: '又一次' })).body.code).toBe('publication.nothing-to-restore');
    fixture.clock.set(new Date(fixture.clock.now().getTime() + 60_000).toISOString());
    expect((await post(1, 'restorations')).body.code).toBe('publication.nothing-to-restore');
    expect(await told()).toHaveLength(2);
  });

  it('is made private; what its writer chose to keep private nobody shows', async () => {
    await fixture.handle(registered(1), registered(2, { visibility: 'private' }));
    expect((await post(1, 'privacy')).body).toEqual({ messageNumber: numberOf(1), content: 'private' });
    expect(await everywhere(1)).not.toContain('桥头');
    await post(1, 'restorations');
    expect((await json(1)).content).toBe('shown');
    expect((await post(2, 'privacy')).body.code).toBe('publication.not-shown');
    await post(2, 'take-downs');
    await post(2, 'restorations');
    expect(await json(2)).toMatchObject({ content: 'private', title: null });
    expect((await post(3, 'take-downs')).status).toBe(404);
  });

  it('a deed that breaks off has not happened', async () => {
    await fixture.handle(registered(1));
    await fixture.rows(`CREATE FUNCTION break_off() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION ''broken off''; END'; CREATE TRIGGER break_off BEFORE INSERT ON audit_entry FOR EACH ROW EXECUTE FUNCTION break_off()`);
    const caller = { subject: 'office', name: '信息办', roles: ['information-office' as const], unit: null, expiresAt: new Date() };
    await expect(fixture.app.get(ContentService).change(idOf(1), 'take-down', '经核实', caller)).rejects.toThrow('broken off');
    await fixture.rows('DROP TRIGGER break_off ON audit_entry; DROP FUNCTION break_off');
    expect([(await json(1)).content, await told()]).toEqual(['shown', []]);
    expect((await post(1, 'take-downs')).status).toBe(201);
  });
});

/** Every text that people wrote and the JSON of a message shows, by its path there: which part it is. */
const texts: Record<string, HiddenPart> = {
  title: 'title', text: 'text', 'followUps.of.title': 'title', 'followUps.by.title': 'title', 'merged.into.title': 'title', 'merged.with.title': 'title',
  'replies.text': 'reply', 'replies.supplements.text': 'reply', 'replies.promise.text': 'promise', 'extensionNotices.reason': 'extension-notice', 'decisions.reason': 'decision', 'decisions.guidance': 'guidance',
};
/** What else it says: numbers, names of units and offices, and words of the platform. */
const named = [
  'number', 'kind.name', 'channel.name', 'unit.code', 'unit.name', 'status.name', 'status.remarks', 'deadline.sentence', 'extensionNotices.unit.code', 'extensionNotices.unit.name', 'replies.unit.code', 'replies.unit.name', 'replies.result.name',
  'coHandling.coUnits.code', 'coHandling.coUnits.name', 'coHandling.firstAsked.code', 'coHandling.firstAsked.name', 'followUps.of.number', 'followUps.by.number', 'merged.into.number', 'merged.with.number',
  'decisions.ground.name', 'decisions.unit', 'decisions.to', 'decisions.receiptNumber', 'timeline.text',
  // It goes with its attachment, which an officer releases and hides as a whole.
  'attachments.name', 'replies.attachments.name', 'replies.supplements.attachments.name',
  // As the office has entered them, where the text that is shown cites them.
  'replies.citations.number', 'replies.citations.title', 'replies.supplements.citations.number', 'replies.supplements.citations.title',
];

interface Shape { type?: string | string[]; format?: string; pattern?: string; enum?: unknown[]; const?: unknown; $ref?: string; properties?: Record<string, Shape>; items?: Shape; anyOf?: Shape[]; oneOf?: Shape[] }
/** Where a shape has text that may be anything. */
function textsOf(shape: Shape, definitions: Record<string, Shape>, path = ''): string[] {
  if (shape.$ref !== undefined) return textsOf(definitions[shape.$ref.split('/').at(-1)!]!, definitions, path);
  if ([shape.type].flat().includes('string') && !(shape.format ?? shape.pattern ?? shape.enum ?? shape.const)) return [path];
  const below = Object.entries(shape.properties ?? {}).flatMap(([name, one]) => textsOf(one, definitions, path ? `${path}.${name}` : name));
  return [...below, ...[...(shape.items ? [shape.items] : []), ...(shape.anyOf ?? []), ...(shape.oneOf ?? [])].flatMap((one) => textsOf(one, definitions, path))];
}
/** The texts of a message, with the id of what they stand in. */
function written(value: unknown, path = '', id: string | undefined = undefined): { path: string; partId: string | undefined; text: string }[] {
  if (typeof value === 'string') return [{ path, partId: id, text: value }];
  if (Array.isArray(value)) return value.flatMap((one) => written(one, path, id));
  if (value === null || typeof value !== 'object') return [];
  const { id: own } = value as { id?: string };
  return Object.entries(value).flatMap(([name, one]) => written(one, path ? `${path}.${name}` : name, own ?? id));
}

describe('every text that is shown', () => {
  it('is one of those that can be hidden, or says nothing of anybody', () => {
    const { $defs = {}, ...shape } = z.toJSONSchema(messageSchema, { io: 'output' }) as Shape & { $defs?: Record<string, Shape> };
    expect([...new Set(textsOf(shape, $defs))].sort()).toEqual([...Object.keys(texts), ...named].sort());
  });

  it('goes with the message when that is taken down, and by itself when it is hidden: from pages, JSON, search and like replies', async () => {
    const at = (n: number) => `2026-09-${n}T10:00:00+08:00`;
    let count = 0;
    const marked = (text: string) => `${text}暗号${'甲乙丙丁戊己庚辛壬癸子丑'.charAt(count++)}。`;
    const messageId = idOf(1);
    await fixture.handle(
      registered(1, { title: marked('和平路路灯不亮'), text: marked('和平路夜间路灯不亮已有一个星期，老人出行不便，请派人修复') }), assigned(1), opened(1),
      eventOf(messageRuledInvalid, 2, at(18), { messageId, rulingId: idOf(700), proposedBy: null, ground: 'petition-closed', reason: marked('该事项已办结'), guidance: marked('可向市信访局申请复查，电话0554-1234567'), objectionUntil: '2026-10-12', ruledAt: at(18) }),
      eventOf(objectionDecided, 3, at(19), { messageId, objectionId: idOf(600), rulingId: idOf(700), outcome: 'upheld', reason: marked('复核认为是新的事项'), decidedAt: at(19) }),
      extended(1, { sequence: 4, reason: marked('线路需整体更换') }),
      replied(1, { sequence: 5, text: marked('经查，和平路路灯因电缆被挖断不亮，已于9月19日修复'), result: 'partly-resolved', promise: { text: marked('更换其余两盏路灯，进度可致电0554-1234567'), dueOn: '2026-10-20' } }),
      replied(1, { sequence: 6, replyId: idOf(30_002), supplements: idOf(10_001), text: marked('其余两盏已于9月20日更换') }),
      eventOf(renewalDeclined, 7, at(20), { messageId, ratingId: idOf(801), reason: marked('路灯照度符合标准'), declinedAt: at(20) }),
      registered(2, { followUpTo: idOf(1) }), registered(3),
    );
    const similar = async () => JSON.stringify((await call('POST', '/v1/similar-replies', { messageNumber: numberOf(3), title: '和平路的路灯坏了', text: '和平路夜间路灯不亮，老人出行不便，请派人修复。' })).body);
    const read = async () => [await everywhere(1), await everywhere(2), await similar(), (await found('暗号')).join()].join('\n');
    const marks = () => [...'甲乙丙丁戊己庚辛壬癸子丑'.slice(0, count)].map((mark) => `暗号${mark}`);
    const standing = (shown: string) => marks().filter((mark) => shown.includes(mark));
    const whole = await read();
    expect([standing(whole), standing(await similar()), await found('暗号甲')]).toEqual([marks(), ['暗号甲', '暗号庚'], [numberOf(1)]]);

    await post(1, 'take-downs');
    // A replica keeps a page for a second.
    await eventually(async () => expect([standing(await read()), await found('暗号甲')]).toEqual([[], []]));
    await post(1, 'restorations');
    await eventually(async () => expect(standing(await read())).toEqual(marks()));

    const parts = written(await json(1)).flatMap(({ path, partId, text }) => {
      const [mark] = /暗号./u.exec(text) ?? [];
      return mark === undefined ? [] : [{ part: texts[path]!, partId, text: mark }];
    });
    expect(new Set(parts.map(({ part }) => part))).toEqual(new Set(hiddenParts));
    expect(parts.map(({ text }) => text).sort()).toEqual(marks().sort());
    for (const hidden of parts) expect(await post(1, 'hidings', hidden)).toMatchObject({ status: 201, body: { part: hidden.part, partId: hidden.partId ?? null } });
    await eventually(async () => expect([standing(await read()), await found('暗号甲')]).toEqual([[], []]));
    expect((await fixture.emitted(textHidden)).map(({ data }) => [data.part, data.partId ?? undefined, data.text.includes('〔内容已隐去〕')])).toEqual(parts.map(({ part, partId }) => [part, partId, true]));

    // A directory that changes brings none of it back.
    await fixture.handle(eventOf(unitChanged, 1, '2026-09-01T00:00:00+08:00', { unit, parent: null, level: 2, phones: ['0554-1234567'], removed: false }));
    expect(standing(await read())).toEqual([]);
  });
});

describe('words that are hidden', () => {
  const hide = (n: number, body: object) => post(n, 'hidings', body);

  it('go from title, text, reply and notice, from search too, and others are told what stands there now', async () => {
    await fixture.handle(registered(1), assigned(1), opened(1), replied(1), extended(1));
    const { replies, extensionNotices } = await json(1);
    await hide(1, { part: 'title', text: '和平路' });
    const from = (await json(1)).text!.indexOf('桥头');
    await hide(1, { part: 'text', from, to: from + 2 });
    await hide(1, { part: 'reply', partId: replies[0]!.id, text: '路灯已修复' });
    await hide(1, { part: 'extension-notice', partId: extensionNotices[0]!.id, text: '线路' });
    expect(await json(1)).toMatchObject({
      title: '〔内容已隐去〕夜间路灯不亮',
      text: '\t和平路从一中到〔内容已隐去〕，\n路灯三天不亮。联系电话〔手机号已隐去〕。',
      replies: [{ text: '您好，〔内容已隐去〕，请致电〔电话已隐去〕核实。' }],
      extensionNotices: [{ reason: '〔内容已隐去〕需整体更换，联系人〔手机号已隐去〕。' }],
    });
    expect([await found('桥头'), await found('一中')]).toEqual([[], [numberOf(1)]]);
    expect((await fixture.emitted(textHidden)).map(({ sequence, data }) => [sequence, data.part, data.partId, data.text.includes('〔内容已隐去〕')])).toEqual([
      [3, 'title', null, true], [4, 'text', null, true], [5, 'reply', replies[0]!.id, true], [6, 'extension-notice', extensionNotices[0]!.id, true],
    ]);
    expect(JSON.stringify(await fixture.rows('SELECT * FROM audit_entry'))).not.toMatch(/和平路|桥头|线路/);
  });

  it('come back when that is decided, and stay hidden meanwhile, whatever happens to the text', async () => {
    const phones = (sequence: number, numbers: string[]) => eventOf(unitChanged, sequence, '2026-09-01T00:00:00+08:00', { unit, parent: null, level: 2, phones: numbers, removed: false });
    await fixture.handle(registered(1, { text: '请联系老陈0554-1234567，路灯不亮。' }), replied(1));
    const reply = (await json(1)).replies[0]!.id;
    const first = await hide(1, { part: 'text', text: '老陈〔电话已隐去〕' });
    const second_ = await hide(1, { part: 'reply', partId: reply, text: '致电〔电话已隐去〕' });
    expect([first.status, (await hide(1, { part: 'reply', partId: reply, text: '致电〔电话已隐去〕' })).status]).toEqual([201, 200]);
    await fixture.handle(phones(1, ['0554-1234567']));
    expect(await json(1)).toMatchObject({ text: '请联系〔内容已隐去〕，路灯不亮。', replies: [{ text: '您好，路灯已修复，请〔内容已隐去〕核实。' }] });
    await post(1, 'take-downs');
    await post(1, 'restorations');
    expect((await json(1)).text).toBe('请联系〔内容已隐去〕，路灯不亮。');
    const lift = (hiding: { body: Json }) => post(1, `hidings/${String(hiding.body.hidingId)}/restorations`);
    expect([(await lift(first)).status, (await lift(first)).status, (await lift(second_)).status]).toEqual([201, 200, 201]);
    expect(await json(1)).toMatchObject({ text: '请联系老陈〔电话已隐去〕，路灯不亮。', replies: [{ text: '您好，路灯已修复，请致电0554-1234567核实。' }] });
    expect(((await call('GET', `/v1/messages/${numberOf(1)}/hidings`)).body.items as Json[]).map(({ liftedAt }) => liftedAt !== null)).toEqual([true, true]);
    expect(await fixture.rows('SELECT FROM unhidden')).toEqual([]);
  });

  it.each([
    ['words that are not there', { part: 'text', text: '不存在的话' }, 422, 'publication.words-not-found'],
    ['half of a placeholder', { part: 'text', from: 27, to: 30 }, 422, 'publication.words-not-found'],
    ['a reply that there is not', { part: 'reply', partId: idOf(9), text: '路灯' }, 404, 'publication.part-not-found'],
    ['a reply without its id', { part: 'reply', text: '路灯' }, 400, 'invalid-request'],
    ['a place without its end', { part: 'text', from: 3 }, 400, 'invalid-request'],
  ])('%s are refused', async (_, body, status, code) => {
    await fixture.handle(registered(1));
    expect((await hide(1, body))).toMatchObject({ status, body: { code } });
  });
});
