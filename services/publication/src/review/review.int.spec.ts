import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { replyHeld, replyPublished, replyReturned, unitChanged } from '@wenzheng/contracts';
import type { Replica } from '@wenzheng/testing';
import { assigned, eventOf, Fixture, idOf, opened, registered, replied, unit } from '../publication.fixture.js';
import { OverdueAlarm } from '../projection/overdue-alarm.js';
import { ReviewsService } from './reviews.service.js';

let fixture: Fixture;
let second: Replica;
const tokens: Record<string, string> = {};
beforeAll(async () => {
  fixture = await Fixture.create({ listen: false });
  second = await fixture.start({}, { reading: false });
  for (const role of ['information-office', 'administrator', 'web-admin'] as const) tokens[role] = await fixture.token(role, role === 'web-admin' ? { unit: unit.code } : {});
});
beforeEach(async () => {
  await fixture.clear();
  fixture.clock.set('2026-09-20T09:00:00+08:00');
});
afterAll(() => fixture.drop());

type Json = Record<string, unknown>;
async function call(method: string, path: string, body?: object, role = 'information-office', url = fixture.url): Promise<{ status: number; body: Json }> {
  const response = await fetch(url + path, { method, headers: { authorization: `Bearer ${tokens[role]}`, ...(body && { 'content-type': 'application/json' }) }, ...(body && { body: JSON.stringify(body) }) });
  return { status: response.status, body: (await response.json()) as Json };
}
const setReview = (review: string) => call('PUT', '/v1/review-policies/board', { review, reason: '市政府办要求' }, 'administrator');
const decide = (n: number, decision: string, url = fixture.url) => call('POST', `/v1/reviews/${idOf(10_000 + n)}/decisions`, { decision, reason: '已核对' }, 'information-office', url);
const queue = async (state = 'held') => ((await call('GET', `/v1/reviews?state=${state}`)).body.items as { messageNumber: string; findings: Json[]; dueAt: string; overdue: boolean }[]);
const statusOf = async (n: number) => ((await (await fetch(`${fixture.url}/v1/messages/HN20260918-${String(n).padStart(4, '0')}`)).json()) as { status: { code: string } }).status.code;
const soft = { text: '经查，店主刘建军已停业整改。' };
const answered = { ...soft, findingReasons: [{ finding: 'third-person', reason: '当事人已书面同意公开姓名' }] };
const message = (n: number, changes: Parameters<typeof replied>[1] = {}) => [registered(n), assigned(n), opened(n), replied(n, changes)];

describe('a soft finding', () => {
  it('returns the reply unless its signer gave a reason for it', async () => {
    await fixture.handle(...message(1, soft), ...message(2, answered), ...message(3, { ...answered, findingReasons: [{ finding: 'other-name', reason: '不是这一条' }] }));
    expect((await fixture.emitted(replyReturned)).map(({ data }) => [data.messageId, data.reasons])).toEqual([[idOf(1), ['third-person']], [idOf(3), ['third-person']]]);
    expect((await fixture.emitted(replyPublished)).map(({ data }) => data.messageId)).toEqual([idOf(2)]);
  });

  it('is a reply that says the same as one to another matter of the last 90 days', async () => {
    const text = '经现场核实，该路段路灯因电缆老化短路熄灭，我局已于9月19日更换电缆四十米、灯头六只，当晚恢复照明，并加密夜间巡查。';
    await fixture.handle(...message(1, { text }), ...message(2, { text: `${text}感谢监督！` }), ...message(3, { text: '已更换。' }), ...message(4, { text: '已更换。' }));
    await fixture.handle(...message(5, { text }), ...message(6, { text, findingReasons: [{ finding: 'same-as-other', reason: '同一路段' }] }));
    expect((await fixture.emitted(replyReturned)).map(({ data }) => [data.messageId, data.reasons])).toEqual([[idOf(2), ['same-as-other']], [idOf(5), ['same-as-other']]]);
    expect((await fixture.emitted(replyPublished)).map(({ data }) => data.messageId)).toEqual([idOf(1), idOf(3), idOf(4), idOf(6)]);
    fixture.clock.set('2026-12-20T09:00:00+08:00');
    await fixture.handle(...message(7, { text, submittedAt: '2026-12-20T08:00:00+08:00' }));
    expect((await fixture.emitted(replyPublished)).at(-1)?.data.messageId).toBe(idOf(7));
  });

  it('is none where one follows up the other: both are of one matter', async () => {
    const text = '经现场核实，该路段路灯因电缆老化短路熄灭，我局已于9月19日更换电缆四十米、灯头六只，当晚恢复照明，受理编号HN20260918-0001一并办结。';
    await fixture.handle(...message(1, { text }));
    await fixture.handle(registered(2, { followUpTo: idOf(1) }), replied(2, { text }));
    expect((await fixture.emitted(replyPublished)).map(({ data }) => data.messageId)).toEqual([idOf(1), idOf(2)]);
  });

  it('is shown while the reply is being written, with the unit of who writes it', async () => {
    const other = { code: 'housing', name: '市住房和城乡建设局' };
    await fixture.handle(registered(1), assigned(1), ...[unit, other].map((one) => eventOf(unitChanged, 1, '2026-09-01T00:00:00+08:00', { unit: one, parent: null, level: 2, phones: [], removed: false })));
    const check = (text: string) => call('POST', '/v1/reply-checks', { messageNumber: 'HN20260918-0001', text }, 'web-admin');
    expect((await check('已收悉，请向有关部门反映。')).body.findings).toEqual([expect.objectContaining({ code: 'turned-away', weight: 'hard', words: expect.stringContaining('没有写明') })]);
    expect((await check('路灯已修复。\n市住房和城乡建设局')).body.findings).toEqual([expect.objectContaining({ code: 'other-unit', weight: 'soft' })]);
    expect((await check('路灯已修复。\n市城市管理局')).body.findings).toEqual([]);
    expect((await call('POST', '/v1/reply-checks', { messageNumber: 'HN20260918-0009', text: '已修复。' }, 'web-admin')).status).toBe(404);
  });
});

describe('what the city wants to see before it is published', () => {
  it('is said for each channel, by an administrator, with a reason in the audit log', async () => {
    expect((await setReview('soft-findings')).body).toEqual({ channel: 'board', review: 'soft-findings' });
    expect((await call('GET', '/v1/review-policies')).body.policies).toEqual(expect.arrayContaining([{ channel: 'board', review: 'soft-findings' }, { channel: 'portal', review: 'none' }]));
    expect(await fixture.rows('SELECT did, about, before, after, details FROM audit_entry')).toEqual([
      { did: 'review-policy.changed', about: 'board', before: { review: 'none' }, after: { review: 'soft-findings' }, details: { reason: '市政府办要求' } },
    ]);
  });

  it('soft findings wait, the message is in review, and the office publishes once', async () => {
    await setReview('soft-findings');
    await fixture.handle(...message(1, answered), ...message(2));
    const [held] = await fixture.emitted(replyHeld);
    // Submitted on a Sunday that is a working day: review ends with Monday.
    expect(held).toMatchObject({ sequence: 1, data: { replyId: idOf(10_001), findings: ['third-person'], heldAt: '2026-09-20T01:00:00.000Z', dueAt: '2026-09-21T16:00:00.000Z' } });
    expect([await statusOf(1), await statusOf(2)]).toEqual(['review', 'answered']);
    const page = await fixture.page('/messages/HN20260918-0001');
    expect(page).toContain('审核发布中');
    expect(page).toContain('承办单位已提交答复，正在审核');
    expect(page).not.toContain('尚未答复');
    expect(page).not.toContain('刘建军');
    expect(await fixture.page('/messages?state=review')).toContain('HN20260918-0001');
    expect(await queue()).toEqual([expect.objectContaining({ messageNumber: 'HN20260918-0001', overdue: false, findings: [expect.objectContaining({ code: 'third-person', reason: '当事人已书面同意公开姓名' })] })]);

    const statuses = await Promise.all([decide(1, 'publish'), decide(1, 'publish', second.url), decide(1, 'publish')]);
    expect(statuses.map(({ status }) => status).toSorted()).toEqual([200, 200, 201]);
    expect((await decide(1, 'return')).body).toMatchObject({ status: 409, code: 'publication.review-decided' });
    expect((await fixture.emitted(replyPublished)).filter(({ data }) => data.messageId === idOf(1)).map(({ sequence, data }) => [sequence, data.publishedAt])).toEqual([[2, '2026-09-20T01:00:00.000Z']]);
    expect(await statusOf(1)).toBe('answered');
    expect(await fixture.rows(`SELECT about, after, details FROM audit_entry WHERE did LIKE 'review.%'`)).toEqual([
      { about: idOf(10_001), after: { state: 'published' }, details: { messageNumber: 'HN20260918-0001', reason: '已核对' } },
    ]);
  });

  it('a return goes to the unit with what the office wrote, and the message is open again', async () => {
    await setReview('all');
    await fixture.handle(...message(1));
    expect((await decide(1, 'return')).status).toBe(201);
    expect((await fixture.emitted(replyReturned)).map(({ data }) => [data.reasons, data.note])).toEqual([[['returned-by-office'], '已核对']]);
    expect(await statusOf(1)).toBe('open');
    await setReview('none');
    await fixture.handle(replied(1, { sequence: 3, replyId: idOf(40_001) }));
    expect(await statusOf(1)).toBe('answered');
    expect(await queue('returned')).toHaveLength(1);
    expect((await decide(2, 'publish')).body.code).toBe('publication.review-not-found');
  });

  it('the queue goes by what is due first, in pages', async () => {
    await setReview('all');
    const days = ['2026-09-20', '2026-09-18', '2026-09-19'];
    await fixture.handle(...days.flatMap((day, at) => message(at + 1, { submittedAt: `${day}T16:00:00+08:00`, interim: at === 2 })));
    expect((await queue()).map(({ messageNumber }) => messageNumber.slice(-1))).toEqual(['2', '3', '1']);
    const { body } = await call('GET', '/v1/reviews?limit=2');
    expect((body.items as Json[])[0]).toMatchObject({ allowedActions: [{ action: 'publish', allowed: true, reason: null }, { action: 'return', allowed: true, reason: null }] });
    const rest = await call('GET', `/v1/reviews?limit=2&after=${String(body.next)}`);
    expect([(body.items as unknown[]).length, (rest.body.items as { messageNumber: string }[]).map(({ messageNumber }) => messageNumber.slice(-1)), rest.body.next]).toEqual([2, ['1'], null]);
  });

  it('a decision that breaks off has not happened', async () => {
    await setReview('all');
    await fixture.handle(...message(1));
    const caller = { subject: 'office', name: '信息办', roles: ['information-office' as const], unit: null, expiresAt: new Date() };
    await fixture.dataSource.query(`CREATE FUNCTION break_off() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION ''broken off''; END'; CREATE TRIGGER break_off BEFORE INSERT ON audit_entry FOR EACH ROW EXECUTE FUNCTION break_off()`);
    await expect(fixture.app.get(ReviewsService).decide(idOf(10_001), { decision: 'publish', reason: '已核对' }, caller)).rejects.toThrow('broken off');
    await fixture.dataSource.query('DROP TRIGGER break_off ON audit_entry; DROP FUNCTION break_off');
    expect([await fixture.emitted(replyPublished), await statusOf(1), (await queue()).length]).toEqual([[], 'review', 1]);
    expect((await decide(1, 'publish')).status).toBe(201);
  });

  it('what nobody has decided by its day raises the alarm, once', async () => {
    await setReview('all');
    await fixture.handle(...message(1));
    const alarmed = () => fixture.rows('SELECT review_alarmed_at FROM reply WHERE review_alarmed_at IS NOT NULL');
    fixture.clock.set('2026-09-21T23:59:59+08:00');
    await fixture.app.get(OverdueAlarm).raise();
    expect([await alarmed(), (await queue())[0]?.overdue]).toEqual([[], false]);
    fixture.clock.set('2026-09-22T00:00:00+08:00');
    await fixture.app.get(OverdueAlarm).raise();
    fixture.clock.set('2026-09-23T00:00:00+08:00');
    await fixture.app.get(OverdueAlarm).raise();
    expect([await alarmed(), (await queue())[0]?.overdue]).toEqual([[{ review_alarmed_at: new Date('2026-09-22T00:00:00+08:00') }], true]);
    expect(await fixture.page('/messages/HN20260918-0001')).toContain('审核');
  });
});
