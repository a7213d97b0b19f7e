import { describe, expect, it } from '@jest/globals';
import { errorPage } from '@wenzheng/page-frame';
import { Editions, shippedNotices } from '@wenzheng/working-days';
import { parse } from 'parse5';
import { messageJson } from '../message/message-json.rules.js';
import { Citations } from '../policy-document/citations.rules.js';
import { present, summarise, type MessageDetails, type MessageRow, type Reading } from '../message/message-view.rules.js';
import { queryPage } from './query/query.view.js';
import { boardPage } from './board/board.view.js';
import { hotIssuePage, hotIssuesPage } from './hot-issues/hot-issues.view.js';
import { homePage } from './home/home.view.js';
import { deadlinePage, messagePage } from './message/message.view.js';
import { privacyPage } from './privacy/privacy.view.js';
import { excerptOf, spansOf } from '../search/highlight.rules.js';

const payloads = [
  '<script>alert(1)</script>', '"><img src=x onerror=alert(1)>', `' onmouseover='alert(1)`, '</title></h1><svg onload=alert(1)>', '&lt;b&gt; &amp; &#60;',
  'javascript:alert(1)', '<!-- --><style>*{display:none}</style>', '{{constructor}}${1}', '</textarea><iframe src=//evil.example>', 'http://evil.example/?a=1&b=2', '\u202e反转\u2028',
];
const hostile = payloads.join(' ');
const calendars = new Editions(shippedNotices);
const citations = new Citations([{ documentId: hostile, number: null, yearAndSerial: null, title: hostile, otherTitles: ['办法'], repealedOn: '2026-01-01' }]);
const reading: Reading = { now: new Date('2026-09-20T09:00:00+08:00'), calendars, inspectionBureau: hostile };
const at = new Date('2026-09-19T09:00:00+08:00');
const unit = { code: hostile, name: hostile };
const row: MessageRow = {
  messageId: '00000000-0000-7000-8000-000000000001', messageNumber: hostile, channel: 'board', kind: 'complaint', visibility: 'public', content: null,
  registeredAt: new Date('2026-09-18T15:20:00+08:00'), registeredOn: '2026-09-18', title: hostile, historical: false, unitCode: hostile, unitName: hostile,
  ending: 'open', endedAt: null, dayZero: null, replyDueOn: '2026-09-22', finalDueOn: '2026-10-09', dueOn: '2026-09-22', provisional: false,
  extension: { submittedOn: '2026-09-19', publishedOn: '2026-09-19', newDueOn: '2026-09-24', timely: true }, interimPublished: true,
  submittedAt: null, reviewDueOn: null, answeredAt: null, answeredInTime: null, level: 3, calendarVersion: hostile, revision: 1, unitSequence: 0, updatedAt: at,
};
const amended = { replyId: '', text: `《办法》${hostile}《办法》`, submittedAt: at, publishedAt: at, correctedAt: at, attachments: [{ attachmentId: '', name: hostile, mediaType: 'image/jpeg' as const, size: 1 }] };
const details: MessageDetails = {
  text: hostile,
  attachments: [true, false].map((isReleased) => ({ attachmentId: '', name: hostile, mediaType: 'image/jpeg', size: 1, isReleased })),
  replies: [false, true].map((interim) => ({ unit, interim, isRenewed: !interim, ...amended, result: 'resolved' as const, promise: { id: '', text: hostile, dueOn: '2026-09-30', keptAt: null }, supplements: [amended] })),
  notices: [{ extensionId: '', unit, reason: hostile, newDueOn: '2026-09-24', submittedAt: at, publishedAt: at }],
  decisions: [
    { id: '', kind: 'ruling', at, reason: hostile, ground: 'other', guidance: hostile, objectionUntil: '2026-10-09', isLifted: false }, { id: '', kind: 'objection', at, reason: hostile, outcome: 'upheld' },
    { id: '', kind: 'renewal', at, reason: hostile, unit: hostile, dueOn: '2026-10-09' }, { id: '', kind: 'no-renewal', at, reason: hostile },
    { id: '', kind: 'transfer', at, reason: hostile, to: hostile, receiptNumber: hostile, receivedAt: at },
  ],
  rating: null,
  merged: { into: null, with: [{ number: 'HN1', title: hostile }] },
  followUps: { of: { number: 'HN20260918-0002', title: hostile }, by: [{ number: 'HN20260918-0003', title: hostile }] },
  coHandling: { coUnits: [unit], firstAsked: unit },
  timeline: [{ at, text: hostile }],
  policyVersion: hostile,
};
const site = { cityName: hostile, organiser: hostile, contact: hostile, siteCode: hostile, icpRecord: hostile, policeRecord: hostile };
const message = present(row, details, reading);
const summary = summarise(row, reading);
const month = { from: '2026-09-01', registered: 1, answered: 1, inTime: 1, overdue: 0, asOf: '2026-09-20' };
const hotIssue = { issueId: '00000000-0000-7000-8000-000000000009', state: 'confirmed' as const, mergedInto: null, title: hostile, confirmedAt: '2026-09-18T02:00:00.000Z', people: 8, messages: 10, cohesion: 11_420, rule: { version: hostile, people: 5, windowDays: 60, cohesion: 9_000 }, changedAt: '2026-09-18T02:00:00.000Z' };
const next = { now: reading.now, interview: null, forum: null, closed: null, hotIssues: [hotIssue] };
const interview = {
  sessionId: '', number: hostile, channel: 'interview' as const, title: hostile, unit, principal: null, scheduledAt: reading.now, startsAt: reading.now, endsAt: new Date('2026-09-20T10:00:00+08:00'),
  shortNoticeReason: null, postponement: null, cancellation: null, opening: null, closing: null, questions: new Map(),
};
const hit = { title: spansOf(hostile, ['script']), excerpt: excerptOf(hostile, ['script']) };
const filter = { q: hostile, unit: hostile, state: undefined, kind: undefined, channel: undefined, from: undefined, to: undefined };

const pages: [string, string][] = [
  ['home', homePage({ ...next, site, answered: [summary], overdue: [summary], month, interview })],
  ['hot issues', hotIssuesPage({ site, issues: [hotIssue] })],
  ['hot issue', hotIssuePage({ site, issue: hotIssue, days: [{ date: '2026-09-18', channel: 'board', messages: 1 }], messages: [summary] })],
  ['board', boardPage({ site, filter: { ...filter, hotIssue: hotIssue.issueId }, hotIssueTitle: hostile, page: 2, count: 99, isAtLeast: true, isOfNewest: true, near: null, messages: [summary], units: [unit] })],
  ['board with what was looked for', boardPage({ site, filter, page: 1, count: 1, isAtLeast: false, isOfNewest: false, near: null, messages: [{ ...summary, hit }], units: [unit] })],
  ['board where nothing was found', boardPage({ site, filter, page: 1, count: 0, isAtLeast: false, isOfNewest: false, near: { number: hostile, withoutFilters: 1, words: [{ word: hostile, count: 1 }] }, messages: [], units: [unit] })],
  ['message', messagePage({ site, message, calendars, citations })],
  ['writer', messagePage({ site, message, calendars, citations, isWriter: true, said: { fault: hostile } })],
  ['writer of what was answered', messagePage({ site, message: { ...message, status: { ...message.status, code: 'answered' } }, calendars, citations, isWriter: true, said: { notice: hostile } })],
  ['writer of what was ruled invalid', messagePage({ site, message: { ...message, status: { ...message.status, code: 'invalid' } }, calendars, citations, isWriter: true })],
  ['deadline', deadlinePage({ site, message, calendars })],
  ['query', queryPage({ site, number: hostile, fault: hostile, notice: hostile })],
  ['privacy', privacyPage(site)],
  ['error', errorPage({ site, status: 500, detail: hostile, reference: hostile })],
];

interface Node {
  nodeName: string;
  value?: string;
  attrs?: { name: string; value: string }[];
  childNodes?: Node[];
}
const walk = (node: Node): Node[] => [node, ...(node.childNodes ?? []).flatMap(walk)];
const nodesOf = (page: string): Node[] => walk(parse(page) as unknown as Node);

const elements = new Set([
  '#document', '#documentType', '#text', 'html', 'head', 'meta', 'title', 'link', 'body', 'a', 'header', 'div', 'nav', 'ul', 'li', 'main', 'footer', 'p', 'h1', 'h2', 'h3', 'h4', 'span', 'i',
  'time', 'form', 'label', 'input', 'select', 'option', 'button', 'section', 'article', 'dl', 'dt', 'dd', 'details', 'summary', 'table', 'caption', 'thead', 'tbody', 'tr', 'th', 'td', 'ol', 'strong', 'bdi', 'textarea', 'fieldset', 'legend', 'mark', 'svg', 'rect',
]);

describe('what citizens and units write is text, whatever it looks like', () => {
  it.each(pages)('%s: every element and attribute is one of ours', (_, page) => {
    for (const node of nodesOf(page)) {
      expect(elements.has(node.nodeName)).toBe(true);
      for (const { name, value } of node.attrs ?? []) {
        expect(name).not.toMatch(/^on|^style$|^src$/);
        if (name === 'href' || name === 'action') expect(value).toMatch(/^(?:\/(?:[a-z]|$)|#main$|data:,$|https:\/\/beian\.(?:miit|mps)\.gov\.cn\/[^\s<>"']*$)/);
      }
    }
  });

  it.each(pages)('%s: is a whole page in Chinese with charset, one h1 and no script', (_, page) => {
    expect(page.startsWith('<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8"/>')).toBe(true);
    expect(nodesOf(page).filter((node) => node.nodeName === 'h1')).toHaveLength(1);
    expect(page).not.toContain('<script');
    const ids = nodesOf(page).flatMap((node) => node.attrs?.filter(({ name }) => name === 'id').map(({ value }) => value) ?? []);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('each payload can be read on the page as it was written, in title, text, reply, notice and timeline', () => {
    const texts = nodesOf(messagePage({ site, message, calendars, citations })).filter((node) => node.value !== undefined).map((node) => node.value);
    expect(texts.filter((text) => text === hostile).length).toBeGreaterThanOrEqual(9);
  });

  it('each payload of a direction turns nothing around it: what people wrote stands isolated, and no title bar turns', () => {
    const turned = '\u202e倒过来\u2066';
    const quiet = { cityName: '淮南市' };
    const people = { code: 'unit', name: turned };
    const turnedRow = { ...row, messageNumber: 'N1', title: turned, unitCode: 'unit', unitName: turned };
    const shown = present(turnedRow, {
      ...details, text: turned, timeline: [{ at, text: turned }], policyVersion: null,
      replies: [{ replyId: '', unit: people, text: turned, interim: false, isRenewed: false, submittedAt: at, publishedAt: at, correctedAt: null, result: null, promise: { id: '', text: turned, dueOn: '2026-09-30', keptAt: null }, supplements: [], attachments: [{ attachmentId: '', name: turned, mediaType: 'image/jpeg', size: 1 }] }],
      notices: [{ extensionId: '', unit: people, reason: turned, newDueOn: '2026-09-24', submittedAt: at, publishedAt: at }],
    }, reading);
    const listed = summarise(turnedRow, reading);
    const filtered = { ...filter, q: turned, unit: 'unit' };
    for (const page of [
      messagePage({ site: quiet, message: shown, calendars, citations }), messagePage({ site: quiet, message: shown, calendars, citations, isWriter: true }),
      deadlinePage({ site: quiet, message: shown, calendars }), homePage({ ...next, site: quiet, answered: [listed], overdue: [listed], month }),
      boardPage({ site: quiet, filter: filtered, page: 1, count: 1, isAtLeast: false, isOfNewest: false, near: null, messages: [listed, { ...listed, hit: { title: spansOf(turned, ['倒']), excerpt: excerptOf(turned, ['倒']) } }], units: [people] }),
      boardPage({ site: quiet, filter: filtered, page: 1, count: 0, isAtLeast: false, isOfNewest: false, near: { number: turned, withoutFilters: 1, words: [{ word: turned, count: 1 }] }, messages: [], units: [people] }),
    ]) {
      expect(/<title>(.*?)<\/title>/.exec(page)?.[1]).not.toMatch(/\p{Bidi_Control}/u);
      const open = page.replace(/<bdi>.*?<\/bdi>|<p class="text">.*?<\/p>|<option.*?<\/option>|<input[^>]*>/gs, '');
      expect(open).not.toMatch(/\p{Bidi_Control}/u);
      expect(page).toMatch(/\p{Bidi_Control}/u);
    }
  });

  it.each(['', ' \u3000', '\u3164', '\u200b\u2060\ufeff', '\u202e'])('a title or text of %j is said to be none', (blank) => {
    const shown = present({ ...row, title: blank }, { ...details, text: blank }, reading);
    expect(shown.heading).toBe('（无标题）');
    expect(messagePage({ site, message: shown, calendars, citations })).toContain('（无内容）');
  });

  it('each payload comes out of the JSON as it went in', () => {
    const json = JSON.parse(JSON.stringify(messageJson(message, 'https://portal.example', citations))) as Record<string, unknown>;
    expect(json).toMatchObject({ title: hostile, text: hostile, number: hostile, timeline: [{ text: hostile }] });
    expect(json['url']).toMatch(/^https:\/\/portal\.example\/messages\/%3Cscript/);
  });
});
