import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { assigned, Fixture, idOf, opened, publicUrl, registered, replied } from '../../publication.fixture.js';

let fixture: Fixture;
beforeAll(async () => {
  fixture = await Fixture.create({ listen: false });
  await fixture.handle(
    registered(1, { visibility: 'private', title: '私信标题', text: '私信正文，电话13812345678' }), assigned(1), opened(1), replied(1, { text: '私信答复' }),
    registered(2),
  );
});
afterAll(() => fixture.drop());
beforeEach(() => {
  fixture.intake.asked.length = 0;
  fixture.intake.answer = ({ number, trackingCode }) =>
    number === 'HN20260918-0001' && trackingCode === 'K7MD-2QXT' ? { status: 201, messageId: idOf(1) } : { status: 404 };
});

const post = (path: string, fields: Record<string, string>, headers: Record<string, string> = { origin: publicUrl }) =>
  fetch(fixture.url + path, { method: 'POST', body: new URLSearchParams(fields), headers: { accept: 'text/html', ...headers }, redirect: 'manual' });
const view = (cookie: string) => fetch(`${fixture.url}/query/message`, { headers: { accept: 'text/html', cookie } });
const pair = { number: 'HN20260918-0001', code: 'K7MD-2QXT' };

describe('查询: number and code open the writer’s own view', () => {
  it('the right pair is answered 303 with a strict cookie, and neither stands in an address', async () => {
    const response = await post('/query', { number: ` ${pair.number} `, code: pair.code });
    expect([response.status, response.headers.get('location')]).toEqual([303, '/query/message']);
    expect(response.headers.get('cache-control')).toBe('no-store');
    const cookie = response.headers.get('set-cookie')!;
    expect(cookie).toMatch(/^wenzheng_ticket=[\w.-]+; Path=\/query; Max-Age=900; HttpOnly; SameSite=Strict$/);
    expect(cookie).not.toContain('K7MD');
    expect(fixture.intake.asked).toEqual([{ number: pair.number, trackingCode: pair.code }]);

    const page = await view(cookie.split(';')[0]!);
    const html = await page.text();
    for (const shown of ['私信标题', '私信正文，电话13812345678', '私信答复', '您正在查看自己的留言', '办理过程']) expect(html).toContain(shown);
    expect(page.headers.get('cache-control')).toBe('no-store');
    expect(page.headers.get('referrer-policy')).toBe('same-origin');
    expect(page.headers.get('etag')).toBeNull();
    expect(/<title>(.*?)<\/title>/.exec(html)?.[1]).not.toContain('私信');
  });

  it('intake is told for whom it is asked, by the proxy that is trusted and nobody before it', async () => {
    fixture.intake.callers.length = 0;
    await post('/query', pair, { origin: publicUrl, 'x-forwarded-for': '198.51.100.9, 2001:db8::7' });
    expect(fixture.intake.callers).toEqual(['2001:db8::7']);
  });

  it('a wrong code and an unknown number get the same page', async () => {
    const wrong = await post('/query', { ...pair, code: 'wrong' });
    const unknown = await post('/query', { number: pair.number, code: 'unknown' });
    const [first, second] = [await wrong.text(), await unknown.text()];
    expect(first).toBe(second);
    expect(first).toContain('编号或查询码不正确');
    expect([wrong.status, unknown.status, wrong.headers.get('set-cookie')]).toEqual([422, 422, null]);
    expect(first).toContain(`value="${pair.number}"`);
    expect(first).not.toContain('value="wrong"');
  });

  it.each([[429, '操作过于频繁，请1分钟后再试', 429], [500, '现在无法核对编号和查询码，请1分钟后再试。', 503], [503, '现在无法核对编号和查询码，请1分钟后再试。', 503]] as const)(
    'intake answers %i: the form comes back filled in and says %s',
    async (status, sentence, shown) => {
      fixture.intake.answer = () => ({ status });
      const response = await post('/query', pair);
      expect([response.status, response.headers.get('retry-after')]).toEqual([shown, '60']);
      const html = await response.text();
      expect(html).toContain(sentence);
      expect(html).toContain(`value="${pair.number}"`);
    },
  );

  it.each([
    ['no origin', {}],
    ['another origin', { origin: 'https://evil.example' }],
    ['an opaque origin', { origin: 'null' }],
    ['another site by the browser’s own word', { origin: publicUrl, 'sec-fetch-site': 'cross-site' }],
  ] as [string, Record<string, string>][])('a form with %s is refused and intake is not asked', async (_, headers) => {
    expect((await post('/query', pair, headers)).status).toBe(403);
    expect((await post('/query/end', {}, headers)).status).toBe(403);
    expect(fixture.intake.asked).toEqual([]);
  });

  it('the browser’s word that the form is our own is enough', async () => {
    expect((await post('/query', pair, { 'sec-fetch-site': 'same-origin', origin: 'null' })).status).toBe(303);
  });

  it.each([['', ''], ['HN20260918-0001', '']])('an empty field is told before intake is asked', async (number, code) => {
    const response = await post('/query', { number, code });
    expect(response.status).toBe(422);
    expect(await response.text()).toContain('请填写受理编号和查询码');
    expect(fixture.intake.asked).toEqual([]);
  });
});

describe('a ticket', () => {
  const cookieOf = (ticket: string) => `other=1; wenzheng_ticket=${ticket}`;

  it('opens the one message it was given for', async () => {
    const html = await (await view(cookieOf(await fixture.intake.ticket(idOf(2))))).text();
    expect(html).toContain('和平路夜间路灯不亮');
    expect(html).not.toContain('私信');
  });

  it('that has run out, is for another audience, from another issuer, unsigned or no ticket opens nothing', async () => {
    const unsigned = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${Buffer.from(JSON.stringify({ sub: idOf(1), aud: 'wenzheng-writer', exp: 9e9 })).toString('base64url')}.x`;
    const tickets = [await fixture.intake.ticket(idOf(1), { seconds: -10 }), await fixture.intake.ticket(idOf(1), { audience: 'wenzheng' }), await fixture.intake.ticket(idOf(1), { issuer: 'elsewhere' }), unsigned, 'a.b.c', ''];
    for (const ticket of tickets) {
      const response = await view(cookieOf(ticket));
      const html = await response.text();
      expect(html).toContain('已退出，请重新输入查询码');
      expect(html).not.toContain('私信');
      expect(response.headers.get('set-cookie')).toContain('Max-Age=0');
    }
  });

  it('退出 takes the cookie away', async () => {
    const response = await post('/query/end', {});
    expect(response.headers.get('set-cookie')).toContain('wenzheng_ticket=; Path=/query; Max-Age=0');
  });

  it('for a message not projected yet says that the page is being made', async () => {
    const response = await view(cookieOf(await fixture.intake.ticket(idOf(999))));
    expect(response.status).toBe(503);
    expect(await response.text()).toContain('页面正在生成');
  });

  it.each([['held', '人工甄别'], ['set-aside', '没有登记为留言']])('for one that is %s says so: no other page tells of it', async (hold, words) => {
    fixture.intake.openActs = { followUps: null, rating: null, objection: null, contactReadings: 0, hold };
    const response = await view(cookieOf(await fixture.intake.ticket(idOf(998))));
    fixture.intake.openActs = null;
    expect(response.status).toBe(200);
    expect(await response.text()).toContain(words);
  });
});

describe('what the writer can do', () => {
  it('is linked from the own view: the pages are intake’s', async () => {
    const html = await (await view(`wenzheng_ticket=${await fixture.intake.ticket(idOf(2))}`)).text();
    for (const what of ['withdrawal', 'contact-readings']) expect(html).toContain(`href="/query/message/${what}"`);
    expect(html).not.toContain('href="/query/message/rating"');
    const answered = await (await view(`wenzheng_ticket=${await fixture.intake.ticket(idOf(1))}`)).text();
    for (const what of ['rating', 'follow-ups', 'contact-readings']) expect(answered).toContain(`href="/query/message/${what}"`);
    expect(answered).not.toContain('href="/query/message/withdrawal"');
  });

  it('says beside each how often and until when, as intake says; where intake does not, the page comes without', async () => {
    const answered = async () => (await view(`wenzheng_ticket=${await fixture.intake.ticket(idOf(1))}`)).text();
    fixture.intake.openActs = { followUps: { left: 1, until: '2026-10-20T01:00:00.000Z' }, rating: null, objection: null, contactReadings: 3 };
    const html = await answered();
    for (const said of ['还可追问1次，截至2026年10月20日', '看过3次']) expect(html).toContain(said);
    fixture.intake.openActs = null;
    const without = await answered();
    expect(without).toContain('href="/query/message/follow-ups"');
    expect(without).not.toContain('还可追问');
  });
});
