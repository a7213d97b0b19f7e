import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually, notice2027 } from '@wenzheng/testing';
import { City, message, type Receipt } from '../support/city.js';

let city: City;
beforeAll(async () => {
  city = await City.start({ startAt: new Date('2026-12-28T10:00:00+08:00') });
}, 180_000);
afterAll(async () => {
  await city?.stop();
}, 60_000);

interface Deadline {
  replyDueOn: string;
  dueOn: string;
  finalDueOn: string;
  provisional: boolean;
}
interface Explanation {
  calendarVersion: string;
  days: { date: string; zh: string }[];
}

const supervision = async <Body>({ messageId }: Receipt, address = '') =>
  (await city.call<Body>('deadline-supervision', `/v1/deadlines/${messageId}${address}`, { as: 'supervision-office' })).body;
const shown = async ({ messageNumber }: Receipt) => (await city.call<{ deadline: Deadline & { sentence: string } }>('publication', `/v1/messages/${messageNumber}`)).body.deadline;
const explained = async ({ messageNumber }: Receipt) =>
  (await city.call<string>('publication', `/messages/${messageNumber}/deadline`, { headers: { accept: 'text/html' } })).body;
const datesOf = ({ replyDueOn, dueOn, finalDueOn, provisional }: Deadline) => ({ replyDueOn, dueOn, finalDueOn, provisional });

/** What supervision says of the deadline, day by day, everyone else says too. */
async function allAgree(receipt: Receipt): Promise<void> {
  const [told, explanation, json, page, day, { body: queued }] = await Promise.all([
    supervision<Deadline & { sentence: { zh: string } }>(receipt), supervision<Explanation>(receipt, '/explanation'), shown(receipt), city.page(receipt.messageNumber), explained(receipt),
    city.call<{ deadline: Deadline }>('routing', `/v1/messages/${receipt.messageId}`, { as: 'supervision-office' }),
  ]);
  expect(datesOf(json)).toEqual(datesOf(told));
  expect(queued.deadline).toMatchObject({ replyDueOn: told.dueOn, finalDueOn: told.finalDueOn, provisional: told.provisional });
  expect(json.sentence).toBe(told.sentence.zh);
  for (const text of [page, day]) expect(text).toContain(told.sentence.zh);
  expect(day).toContain(explanation.calendarVersion);
  for (const { date, zh } of explanation.days) expect(day).toMatch(new RegExp(`datetime="${date}">[^<]*</time></th><td>.</td><td>${zh}`));
}

describe('a notice of the State Council 放假安排通知', () => {
  let waiting: Receipt;
  let answered: Receipt;

  it('is waited for: what is registered at the end of the year is provisional, for all services', async () => {
    ({ body: waiting } = await city.push('board', message('c-1', { unit: city.unit })));
    ({ body: answered } = await city.push('board', message('c-2', { unit: city.unit })));
    await eventually(async () => {
      expect(await shown(waiting)).toMatchObject({ dueOn: '2026-12-31', provisional: true });
      expect(await city.page(waiting.messageNumber)).toContain('2027年节假日安排尚未公布');
      await allAgree(waiting);
    }, { timeoutMs: 30_000 });
    const reply = await city.call('routing', `/v1/messages/${answered.messageId}/replies`, { as: 'principal', body: { text: '您好！路灯已于今日修复，请查看。' } });
    expect(reply.status).toBe(201);
    await eventually(async () => expect(await supervision(answered)).toMatchObject({ phase: 'closed' }), { timeoutMs: 15_000 });
    await eventually(() => allAgree(answered), { timeoutMs: 15_000 });
  });

  it('is loaded, and from then on pages, JSON and queue say what supervision says, and nothing is provisional', async () => {
    const { days, ...notice } = notice2027;
    const body = { ...notice, days: days.map(({ name, date, isOffDay }) => ({ name, date, isOffDay })) };
    expect((await city.call('deadline-supervision', '/v1/calendar/notices', { as: 'administrator', body })).status).toBe(201);
    await eventually(async () => {
      expect(await shown(waiting)).toMatchObject({ replyDueOn: '2027-01-03', dueOn: '2027-01-03', finalDueOn: '2027-01-12', provisional: false });
      for (const text of [await city.page(waiting.messageNumber), await explained(waiting)]) expect(text).not.toContain('暂定');
      await allAgree(waiting);
    }, { timeoutMs: 30_000 });
    // What was closed before is explained as it was counted then, here and there.
    await allAgree(answered);
    expect(await explained(answered)).toContain('暂定');
  });

  it('counts for an extension too, which promises no holiday', async () => {
    const extend = (newDueOn: string) => city.call('routing', `/v1/messages/${waiting.messageId}/extensions`, { as: 'principal', body: { reason: '需要更换线路', newDueOn } });
    await eventually(async () => expect(await extend('2027-01-01')).toMatchObject({ status: 422, body: { code: 'routing.extension-not-a-working-day' } }));
    expect((await extend('2027-01-05')).status).toBe(201);
    await eventually(async () => {
      expect(await shown(waiting)).toMatchObject({ replyDueOn: '2027-01-03', dueOn: '2027-01-05', provisional: false });
      await allAgree(waiting);
    }, { timeoutMs: 15_000 });
  });
});
