import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '@wenzheng/testing';
import { City, message, type Receipt } from '../support/city.js';

let city: City;
beforeAll(async () => {
  city = await City.start({ startAt: new Date('2026-09-18T15:20:00+08:00') });
}, 180_000);
afterAll(async () => {
  await city?.stop();
}, 60_000);

interface Session {
  sessionId: string;
  number: string;
  state: string;
  code?: string;
}
interface Deadline {
  dayZero: { on: string; because: string; zh: string };
  replyDueOn: string;
  finalDueOn: string;
  phase: string;
}

const on = (date: string) => ({ startsAt: `${date}T09:00:00+08:00`, endsAt: `${date}T11:00:00+08:00` });
const office = async (address: string, body: object) => (await city.call<Session>('intake', `/v1/sessions${address}`, { as: 'information-office', body })).body;
const unitOf = async () => {
  const { code, name } = (await city.call<{ code: string; name: string }>('routing', `/v1/units/${city.unit}`, { as: 'information-office' })).body;
  return { code, name };
};
const schedule = async (channel: string, date: string, unit?: { code: string; name: string }) =>
  office('', { channel, title: '谈老旧小区改造', unit: unit ?? (await unitOf()), principal: { name: '周明', post: '局长' }, shortNoticeReason: '配合全市集中访谈周', ...on(date) });
const ask = (channel: 'interview' | 'forum', externalId: string, { sessionId }: Session) => city.push(channel, message(externalId, { unit: city.unit, sessionId }));
const deadlineOf = async ({ messageId }: Receipt) => (await city.call<Deadline>('deadline-supervision', `/v1/deadlines/${messageId}`, { as: 'supervision-office' })).body;
const counts = (receipt: Receipt, expected: object) => eventually(async () => expect(await deadlineOf(receipt)).toMatchObject(expected), { timeoutMs: 15_000 });
const pageSays = (receipt: Receipt, words: string) => eventually(async () => expect(await city.page(receipt.messageNumber)).toContain(words), { timeoutMs: 15_000 });

describe('a question that is asked before an interview 在线访谈', () => {
  let interview: Session;
  let question: Receipt;

  it('can be asked where its unit is one of the registry, of which intake has heard', async () => {
    await eventually(async () => expect(await schedule('interview', '2026-09-23', { code: 'nobody', name: '市住建局' })).toMatchObject({ code: 'intake.unknown-unit' }));
    expect(await schedule('interview', '2026-09-23', { code: city.unit, name: '市住建局' })).toMatchObject({ code: 'intake.unknown-unit' });
  });

  it('counts from the day of the interview, and its page says so', async () => {
    interview = await schedule('interview', '2026-09-23');
    expect(interview).toMatchObject({ number: 'HN-FT2026-001', state: 'scheduled' });
    ({ body: question } = await ask('interview', 'q-1', interview));
    await counts(question, { dayZero: { on: '2026-09-23', because: 'session' }, replyDueOn: '2026-09-29', finalDueOn: '2026-10-14', phase: 'running' });
    await pageSays(question, '访谈当日（9月23日）起算，3个工作日内答复');
  });

  it('follows its postponement, once, on the page of the public too', async () => {
    await city.advanceTo('2026-09-22T10:00:00+08:00');
    expect(await office(`/${interview.sessionId}/postponements`, { ...on('2026-10-29'), reason: '防汛会商' })).toMatchObject({ code: 'intake.session-postponed-too-far' });
    expect(await office(`/${interview.sessionId}/postponements`, { ...on('2026-10-13'), reason: '防汛会商' })).toMatchObject({ state: 'postponed' });
    await counts(question, { dayZero: { on: '2026-10-13', because: 'postponement' }, replyDueOn: '2026-10-16', finalDueOn: '2026-10-27' });
    await pageSays(question, '访谈当日（10月13日）起算，3个工作日内答复');
    expect(await office(`/${interview.sessionId}/postponements`, { ...on('2026-10-15'), reason: '再次推迟' })).toMatchObject({ code: 'intake.session-already-postponed' });
    const explained = await city.call<string>('publication', `/messages/${question.messageNumber}/deadline`, { headers: { accept: 'text/html' } });
    expect(explained.body).toContain('访谈起算日·第0天');
    expect(explained.body).toContain('2026年10月13日');
  });

  it('is not overdue by its own day, and is answered in time after the interview', async () => {
    await city.advanceTo('2026-10-13T12:00:00+08:00');
    expect((await deadlineOf(question)).phase).toBe('running');
    await pageSays(question, '应于2026年10月16日（星期五）24时前答复');
    expect((await ask('interview', 'q-2', interview)).body).toMatchObject({ code: 'intake.session-takes-no-questions' });
    const reply = await city.call('routing', `/v1/messages/${question.messageId}/replies`, { as: 'principal', body: { text: '您好！该小区已列入明年改造计划。' } });
    expect(reply.status).toBe(201);
    await counts(question, { phase: 'closed', submittedInTime: true, workingDaysToSubmission: 0 });
  });
});

describe('a question that is asked before a forum 网民座谈会 that is cancelled', () => {
  it('counts from the day of the cancellation', async () => {
    const forum = await schedule('forum', '2026-10-21');
    const { body: question } = await ask('forum', 'q-3', forum);
    await counts(question, { dayZero: { on: '2026-10-21' }, replyDueOn: '2026-10-26' });
    await city.advanceTo('2026-10-14T10:00:00+08:00');
    expect(await office(`/${forum.sessionId}/cancellations`, { reason: '职责划转' })).toMatchObject({ state: 'cancelled' });
    await counts(question, { dayZero: { on: '2026-10-14', because: 'cancellation' }, replyDueOn: '2026-10-19' });
    await pageSays(question, '应于2026年10月19日（星期一）24时前答复');
    expect(await ask('forum', 'q-4', forum)).toMatchObject({ status: 422, body: { code: 'intake.session-takes-no-questions' } });
  });
});
