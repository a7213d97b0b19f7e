import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { services } from '@wenzheng/contracts';
import { eventually } from '@wenzheng/testing';
import { Webhook } from 'standardwebhooks';
import { City, message, type Receipt } from '../support/city.js';
import { WebhookReceiver } from '../support/webhook.js';

let city: City;
const receiver = new WebhookReceiver();
// A Friday whose next working day is a Sunday: 2026-09-20 is a make-up day 调休上班.
beforeAll(async () => {
  city = await City.start({ startAt: new Date('2026-09-18T15:20:00+08:00') });
}, 180_000);
afterAll(async () => {
  await city?.stop();
  await receiver.close();
}, 60_000);

interface DeskMessage {
  messageId: string;
  state: string;
  unit: { code: string; name: string } | null;
  deadline: { replyDueOn: string | null; finalDueOn: string | null; overdueSince: string | null; remindedAt: string | null; urgedAt: string | null; escalationLevel: number | null; closedAt: string | null };
}
interface Escalations {
  items: { id: string; messageId: string; level: number; to: string; acknowledgedAt: string | null; withdrawnAt: string | null }[];
  next: string;
}

const register = async (externalId: string, changes: Record<string, unknown> = {}): Promise<Receipt> => {
  const answer = await city.push('board', message(externalId, { unit: city.unit, ...changes }));
  expect(answer.status).toBe(201);
  return answer.body;
};
const desk = async ({ messageId }: Receipt, as = 'web-admin') => (await city.call<DeskMessage>('routing', `/v1/messages/${messageId}`, { as })).body;
const atDesk = (receipt: Receipt) =>
  eventually(async () => {
    const found = await desk(receipt);
    if (!found.unit || !found.deadline.replyDueOn) throw new Error('not on the desk yet');
    return found;
  });
const reply = ({ messageId }: Receipt, body: Record<string, unknown>) => city.call('routing', `/v1/messages/${messageId}/replies`, { as: 'principal', body });
const pageSays = (receipt: Receipt, words: string) =>
  eventually(async () => expect(await city.page(receipt.messageNumber)).toContain(words), { timeoutMs: 15_000 });
const escalationsOf = async ({ messageId }: Receipt, as = 'supervision-office') =>
  (await city.call<Escalations>('deadline-supervision', '/v1/escalations', { as })).body.items.filter((escalation) => escalation.messageId === messageId);
const totals = async () =>
  (await city.call<{ totals: Record<string, number> }>('deadline-supervision', '/v1/statistics', { as: 'supervision-office' })).body.totals;

describe('a message that is answered in time (R04, R09)', () => {
  let receipt: Receipt;

  it('is given number and code, and a repeat the same again', async () => {
    const { status, body } = await city.call<{ secret: string }>('intake', '/v1/channels/board/webhook', {
      method: 'PUT',
      as: 'security-administrator',
      body: { url: await receiver.listen() },
    });
    expect(status).toBe(201);
    receiver.secret = body.secret;
    receipt = await register('lamp');
    expect(receipt.messageNumber).toMatch(/^HN20260918-\d{4,}$/);
    expect(receipt.trackingCode).toMatch(/^[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z*~$=]$/);
    const repeat = await city.push('board', message('lamp', { unit: city.unit }));
    expect({ status: repeat.status, body: repeat.body }).toEqual({ status: 200, body: receipt });
  });

  it('reaches the desk of the unit it addresses, with its two dates', async () => {
    const found = await atDesk(receipt);
    expect(found).toMatchObject({ state: 'assigned', unit: { code: city.unit }, deadline: { replyDueOn: '2026-09-22', finalDueOn: '2026-10-09' } });
  });

  it('has a public page that says by when, and why that day', async () => {
    await pageSays(receipt, '应于2026年9月22日（星期二）24时前答复');
    const page = await city.page(receipt.messageNumber);
    expect(page).toContain('和平路夜间路灯不亮');
    expect(page).toContain('调休上班');
    expect(page).not.toContain('13855400001');
  });

  it('is answered in the name of the unit, and the reply stands on the page without the numbers of people', async () => {
    const unitName = (await desk(receipt)).unit!.name;
    const answer = await reply(receipt, { text: '您好！路灯已于9月18日修复。联系人王某，手机13955412345。' });
    expect(answer.status).toBe(201);
    await pageSays(receipt, '路灯已于9月18日修复');
    const page = await city.page(receipt.messageNumber);
    expect(page).toContain('〔手机号已隐去〕');
    expect(page).not.toContain('13955412345');
    expect(page).toContain(unitName);
    expect(page).toContain('已答复');
    expect((await reply(receipt, { text: '再答复一次，此件已办结。' })).body).toMatchObject({ status: 409 });
  });

  it('is told to its channel step by step, signed', async () => {
    await eventually(() => receiver.deliveries.length > 1, { timeoutMs: 15_000 });
    const told = receiver.deliveries.map(({ body, headers }) => new Webhook(receiver.secret).verify(body, headers as Record<string, string>) as { type: string; data: { externalId: string; text?: string } });
    expect(told.map(({ type, data }) => [type, data.externalId])).toEqual([['message.assigned', 'lamp'], ['message.replied', 'lamp']]);
    expect(told[1]!.data.text).toContain('〔手机号已隐去〕');
  });

  it('stops the clock and counts as answered within three working days', async () => {
    await eventually(async () => (await desk(receipt)).deadline.closedAt !== null);
    expect(await totals()).toMatchObject({ registered: 1, answered: 1, answeredWithin3WorkingDays: 1, answeredWithin10WorkingDays: 1, answeredLater: 0, open: 0 });
  });

  it('opens for its writer with number and code, and for nobody else', async () => {
    const ask = (code: string) =>
      city.call<string>('publication', '/query', {
        body: new URLSearchParams({ number: receipt.messageNumber, code }).toString(),
        headers: { 'content-type': 'application/x-www-form-urlencoded', origin: city.endpoints.portal, accept: 'text/html' },
      });
    const wrong = await ask('0000-0000-0000-0000-0');
    expect(wrong.status).not.toBe(303);
    expect(wrong.body).toContain('编号或查询码不正确');
    const right = await ask(receipt.trackingCode);
    expect(right.status).toBe(303);
    const cookie = right.headers.get('set-cookie')!.split(';')[0]!;
    const own = await city.call<string>('publication', '/query/message', { headers: { cookie, accept: 'text/html' } });
    expect(own.status).toBe(200);
    expect(own.body).toContain('您正在查看自己的留言');
    expect(own.headers.get('cache-control')).toContain('no-store');
  });
});

describe('a message that nobody answers (R22, R24)', () => {
  let receipt: Receipt;

  it('reminds its unit one working day before the due date', async () => {
    receipt = await register('ignored');
    await atDesk(receipt);
    await city.advanceTo('2026-09-21T09:01:00+08:00');
    await eventually(async () => (await desk(receipt)).deadline.remindedAt !== null);
    expect(await escalationsOf(receipt)).toEqual([]);
  });

  it('is overdue the instant its third working day ends, and the supervision office is told', async () => {
    await city.advanceTo('2026-09-22T23:59:58+08:00');
    expect(await escalationsOf(receipt)).toEqual([]);
    await city.advanceTo('2026-09-23T00:00:01+08:00');
    // The sweep has committed when the clock's command returns: no waiting here.
    expect(await escalationsOf(receipt)).toMatchObject([{ level: 1, to: 'supervision-office', acknowledgedAt: null }]);
    await eventually(async () => expect((await desk(receipt)).deadline).toMatchObject({ overdueSince: '2026-09-22T16:00:00.000Z', urgedAt: null }));
    await pageSays(receipt, '超期第1个工作日');
  });

  it('urges its unit when work begins', async () => {
    await city.advanceTo('2026-09-23T09:00:01+08:00');
    await eventually(async () => expect((await desk(receipt)).deadline).toMatchObject({ urgedAt: expect.any(String) }));
  });

  it('can be acknowledged by the office, once', async () => {
    const [escalation] = await escalationsOf(receipt);
    const acknowledge = () => city.call('deadline-supervision', `/v1/escalations/${escalation!.id}/acknowledgements`, { as: 'supervision-office', body: {} });
    expect((await acknowledge()).status).toBe(201);
    expect((await acknowledge()).status).toBe(200);
    expect(await escalationsOf(receipt)).toMatchObject([{ level: 1, acknowledgedAt: expect.any(String) }]);
  });

  it('climbs to level 2 after two more working days and to the inspection bureau past the cap', async () => {
    await city.advanceTo('2026-09-25T00:00:01+08:00');
    expect((await escalationsOf(receipt)).map((escalation) => escalation.level)).toEqual([1, 2]);
    await city.advanceTo('2026-10-10T00:00:01+08:00');
    expect((await escalationsOf(receipt)).map((escalation) => escalation.level).toSorted()).toEqual([1, 2, 3]);
    // What the supervision office did not acknowledge came to the inspection bureau too.
    const bureau = (await escalationsOf(receipt, 'inspection-bureau')).toSorted((a, b) => a.level - b.level);
    expect(bureau).toMatchObject([{ level: 2, passedOnFrom: 'supervision-office' }, { level: 3, passedOnFrom: null }]);
  });

  it('answered at last counts as later than ten working days', async () => {
    expect((await reply(receipt, { text: '您好！路灯已修复，抱歉让您久等。' })).status).toBe(201);
    await pageSays(receipt, '超过应答复日');
    await eventually(async () => expect(await totals()).toMatchObject({ registered: 2, answered: 2, answeredWithin10WorkingDays: 1, answeredLater: 1 }));
  });
});

describe('an extension (R10, R11)', () => {
  const extend = ({ messageId }: Receipt, newDueOn: string) =>
    city.call('routing', `/v1/messages/${messageId}/extensions`, { as: 'principal', body: { reason: '需更换地下电缆，正在招标。', newDueOn } });

  it('explained in public within three working days moves the due date, never past the tenth', async () => {
    // Monday 2026-10-12: three working days end on the 15th, ten on the 26th.
    await city.advanceTo('2026-10-12T10:00:00+08:00');
    const receipt = await register('cable');
    await atDesk(receipt);
    await eventually(async () => expect(await extend(receipt, '2026-10-27')).toMatchObject({ status: 422, body: { code: 'routing.extension-beyond-cap' } }));
    expect((await extend(receipt, '2026-10-22')).status).toBe(201);
    expect((await extend(receipt, '2026-10-23')).status).toBe(409);
    await pageSays(receipt, '公开说明延期');
    await eventually(async () => (await desk(receipt)).deadline.replyDueOn === '2026-10-22');
    await city.advanceTo('2026-10-16T00:00:01+08:00');
    expect(await escalationsOf(receipt)).toEqual([]);
    await city.advanceTo('2026-10-23T00:00:01+08:00');
    expect(await escalationsOf(receipt)).toMatchObject([{ level: 1 }]);
  });

  it('that comes late is shown and cures nothing', async () => {
    const receipt = await register('late-cable');
    await atDesk(receipt);
    // Friday 2026-10-23: due on Wednesday the 28th.
    await city.advanceTo('2026-10-29T09:00:00+08:00');
    const late = await extend(receipt, '2026-11-03');
    expect(late).toMatchObject({ status: 201, body: { timely: false } });
    await pageSays(receipt, '不改变应答复日');
    expect(await escalationsOf(receipt)).toMatchObject([{ level: 1, withdrawnAt: null }]);
  });
});

describe('a private message', () => {
  it('shows number, unit, kind, dates and state alone, on the page, in the list and as JSON', async () => {
    const canary = '幸福小区三栋的秘密';
    const receipt = await register('secret', { title: canary, text: `${canary}：请勿公开。`, visibility: 'private' });
    await atDesk(receipt);
    await pageSays(receipt, '不公开');
    expect((await reply(receipt, { text: `关于${canary}，已处理完毕。` })).status).toBe(201);
    await pageSays(receipt, '已答复');
    const everything = await Promise.all([
      city.page(receipt.messageNumber),
      city.call<string>('publication', '/messages', { headers: { accept: 'text/html' } }).then(({ body }) => body),
      city.call<string>('publication', `/messages?q=${encodeURIComponent(canary)}`, { headers: { accept: 'text/html' } }).then(({ body }) => body.replaceAll(`value="${canary}"`, '')),
      city.call('publication', `/v1/messages/${receipt.messageNumber}`).then(({ body }) => JSON.stringify(body)),
      city.call('publication', '/v1/messages').then(({ body }) => JSON.stringify(body)),
    ]);
    expect(everything[0]).toContain(receipt.messageNumber);
    // The search page repeats what its reader typed, and nothing else of it.
    expect(everything.map((text) => text.split(canary).length - 1).slice(0, 2)).toEqual([0, 0]);
    expect(everything.slice(3).filter((text) => text.includes(canary))).toEqual([]);
    expect(everything[2]).not.toContain(receipt.messageNumber);
  });
});

describe('text that a citizen or a unit wrote', () => {
  it('is shown as text', async () => {
    const receipt = await register('script', { title: '<script>alert(1)</script>', text: '<img src=x onerror=alert(2)> & "引号"' });
    await atDesk(receipt);
    expect((await reply(receipt, { text: '<b>您好</b>！<a href="javascript:alert(3)">已办理完毕</a>' })).status).toBe(201);
    await pageSays(receipt, '已办理完毕');
    const page = await city.page(receipt.messageNumber);
    expect(page).not.toMatch(/<script|<img|<b>|href="javascript/i);
    expect(page).toContain('&lt;script>');
  });
});

describe.each([...services])('what %s says of itself', (service) => {
  it('at /openapi.json is the committed document', async () => {
    const { status, body } = await city.call(service, '/openapi.json');
    expect(status).toBe(200);
    expect(body).toEqual(JSON.parse(readFileSync(new URL(`../../services/${service}/openapi.json`, import.meta.url), 'utf8')));
  });

  it('at /docs can be read in a browser', async () => {
    const page = await city.call<string>(service, '/docs');
    expect(page.status).toBe(200);
    const scripts = [...page.body.matchAll(/<script src="\.?\/?(?:docs\/)?([\w.-]+)"/g)].map(([, file]) => file ?? '');
    expect(scripts).toContain('swagger-ui-init.js');
    for (const file of scripts) expect({ file, status: (await city.call(service, `/docs/${file}`)).status }).toEqual({ file, status: 200 });
    expect((await city.call<string>(service, '/docs/swagger-ui-init.js')).body).toContain('"openapi": "3.1.0"');
  });
});
