import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createEvent, unitChanged } from '@wenzheng/contracts';
import { deriveKey } from 'altcha-lib/algorithms/sha';
import { connectorContract, type SentItem } from '@wenzheng/testing/connectors';
import { eventually } from '@wenzheng/testing';
import { solveChallenge, type Challenge } from 'altcha-lib';
import { PublishedReplies } from '../../delivery/delivery.fixture.js';
import { call, Fixture, type Replica } from '../../intake.fixture.js';
import { FormLimit } from './form-limit.service.js';
import { FormPasses } from './form-pass.js';

let fixture: Fixture;
let intake: Replica;
let another: Replica;
const portal = 'http://portal.example';
const limit = 3;
beforeAll(async () => {
  fixture = await Fixture.create();
  const environment = { PUBLIC_URL: portal, FORM_LIMIT: String(limit), TRUSTED_PROXIES: '127.0.0.1' };
  [intake, another] = [await fixture.start(environment), await fixture.start(environment)];
  const unit = (code: string, name: string) => createEvent(unitChanged, { subject: code, sequence: 1, time: fixture.clock.now(), data: { unit: { code, name }, parent: null, level: 2, phones: [], removed: false } });
  await intake.handle(unit('urban-management', '市城市管理局'), unit('water', '市水利局'), unit('water-works', '市供水集团'));
});
afterAll(() => fixture.drop());

let address = 0;
beforeEach(() => void (address += 1));

interface Shown { status: number; html: string; headers: Headers; cookies: string[] }

const letter = { kind: 'complaint', unit: '城管局', title: '和平路夜间路灯不亮', text: '和平路从一中到桥头，路灯三天不亮。', visibility: 'public' };

/** A browser: it keeps what it is given, and sends forms from the portal's own page. */
class Browser {
  private readonly jar = new Map<string, string>();
  constructor(private readonly from = `198.51.100.${address}`) {}

  async ask(path: string, fields?: Record<string, string> | FormData, { replica = intake, headers = {} }: { replica?: Replica; headers?: Record<string, string> } = {}): Promise<Shown> {
    const response = await fetch(replica.url + path, {
      redirect: 'manual',
      headers: { accept: 'text/html', origin: portal, 'x-forwarded-for': this.from, cookie: [...this.jar].map((pair) => pair.join('=')).join('; '), ...headers },
      ...(fields && { method: 'POST', body: fields instanceof FormData ? fields : new URLSearchParams(fields) }),
    });
    const cookies = response.headers.getSetCookie();
    for (const cookie of cookies) this.keep(cookie);
    return { status: response.status, html: await response.text(), headers: response.headers, cookies };
  }

  /** Status of a body as it stands here. */
  async raw(body: string, type: string): Promise<number> {
    const headers = { accept: 'text/html', origin: portal, 'x-forwarded-for': this.from, cookie: [...this.jar].map((pair) => pair.join('=')).join('; '), 'content-type': type };
    return (await fetch(`${intake.url}/submit`, { method: 'POST', headers, body })).status;
  }

  /** A form that was opened so many seconds ago. */
  open(secondsAgo = 10): string {
    const passes = intake.app.get(FormPasses);
    const pass = passes.open([...this.jar].map((pair) => pair.join('=')).join('; '), new Date(Date.now() - secondsAgo * 1_000));
    this.keep(passes.cookieOf(pass));
    return passes.textOf(pass);
  }

  private keep(cookie: string): void {
    const [name = '', value = ''] = cookie.split(';')[0]!.split(/=(.*)/s);
    if (value === '') this.jar.delete(name);
    else this.jar.set(name, value);
  }
}

const passOf = (html: string) => /name="form" value="([^"]+)"/.exec(html)![1]!;
const registered = async () => (await fixture.dataSource.query<{ n: number }[]>("SELECT count(*)::int AS n FROM message WHERE channel = 'portal'"))[0]!.n;
const numberAndCode = (html: string) => [...html.matchAll(/<strong>(.*?)<\/strong>/g)].map(([, text]) => text!);


describe('我要留言', () => {
  it('leads from the form to the receipt, which shows number and code once', async () => {
    const form = await new Browser().ask('/submit?unit=water&kind=report');
    expect(form.html).toContain('value="市水利局"');
    expect(form.html).toMatch(/id="kind-report"[^>]*value="report"[^>]*checked/);
    expect(Object.fromEntries(form.headers)).toMatchObject({ 'cache-control': 'no-store', 'content-security-policy': expect.not.stringContaining('script-src') });
    expect(form.cookies[0]).toMatch(/^wenzheng_form=[\w.-]+; Path=\/submit; Max-Age=86400; HttpOnly; SameSite=Strict$/);

    const browser = new Browser();
    const sent = await browser.ask('/submit', { form: browser.open(), ...letter, phone: '138 5540 0001', consent: 'yes' });
    expect([sent.status, sent.headers.get('location')]).toEqual([303, '/submit/received']);
    const receipt = await browser.ask('/submit/received');
    const [number = '', code = ''] = numberAndCode(receipt.html);
    expect([number, code]).toEqual([expect.stringMatching(/^HN20261123-\d{4}$/), expect.stringMatching(/^(?:[0-9A-Z]{4}-){4}[0-9A-Z]$/)]);
    expect(receipt.html).toContain('应于2026年11月26日（星期四）24时前答复，还有3个工作日。');
    expect(receipt.html).toContain(`href="/query?number=${number}"`);
    expect(Object.fromEntries(receipt.headers)).toMatchObject({ 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' });
    expect([form, sent].some(({ html, headers }) => (html + JSON.stringify([...headers])).includes(code))).toBe(false);
    const query = await fetch(`${intake.url}/v1/queries`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ number, trackingCode: code }) });
    expect(query.status).toBe(201);

    const again = await browser.ask('/submit/received');
    expect(again.html).toContain('为保护您的信息，查询码不再显示');
    expect(again.html).not.toContain(code);

    const [event] = await fixture.events('intake.message.registered.v1');
    expect(event!.data).toMatchObject({ channel: 'portal', kind: 'complaint', visibility: 'public', addressedUnit: 'urban-management', title: letter.title, text: letter.text });
    expect(JSON.stringify(event)).not.toContain('13855400001');
  });

  it('asks in an interview, from whose day the receipt counts, and gives the question back as a letter once that takes none', async () => {
    const office = await fixture.token('information-office');
    const body = { channel: 'interview', title: '谈供水', unit: { code: 'water', name: '市水利局' }, principal: { name: '周明', post: '局长' }, startsAt: '2026-12-01T01:00:00Z', endsAt: '2026-12-01T03:00:00Z' };
    const { sessionId } = (await call(`${intake.url}/v1/sessions`, { token: office, body })).body as { sessionId: string };
    const [form, browser] = [await new Browser().ask(`/submit?session=${sessionId}`), new Browser()];
    expect(form.html).toContain('您在向在线访谈“谈供水”提问，由市水利局回答');
    expect(form.html).not.toContain('向哪个单位反映');
    expect([...form.html.matchAll(/>(\d)\. /g)].map(([, place]) => Number(place))).toEqual([1, 2, 3, 4, 5, 6, 7]);
    const question = { ...letter, unit: '', session: sessionId };
    expect((await browser.ask('/submit', { form: browser.open(), ...question })).status).toBe(303);
    expect((await browser.ask('/submit/received')).html).toContain('访谈当日（12月1日）起算，3个工作日内答复。');
    const asked = (await fixture.events<{ channel: string; sessionId: string | null }>('intake.message.registered.v1')).filter(({ data }) => data.sessionId === sessionId);
    expect(asked.map(({ data }) => data.channel)).toEqual(['interview']);
    await call(`${intake.url}/v1/sessions/${sessionId}/cancellations`, { token: office, body: { reason: '职责划转' } });
    const back = await browser.ask('/submit', { form: browser.open(), ...question, title: '第二问' });
    expect([back.status, back.html.includes('将作为普通留言受理'), back.html.includes('第二问'), back.html.includes('name="session"')]).toEqual([422, true, true, false]);
  });

  it.each([
    [{ title: '' }, 'title', '请填写标题'],
    [{ title: '路'.repeat(26) }, 'title', '标题有26字，最多25字'],
    [{ text: ' \r\n ' }, 'text', '请填写内容'],
    [{ text: '路'.repeat(2_135) }, 'text', '内容有2,135字，最多2,000字'],
    [{ text: '。。。' }, 'text', '内容里没有文字，或者含有不能保存的字符'],
    [{ kind: '' }, 'kind', '请选择类别'],
    [{ visibility: '' }, 'visibility', '请选择是否公开'],
    [{ unit: '环保局' }, 'unit', '没有找到这个单位。请从列表中选择，不清楚的请留空'],
    [{ unit: '水' }, 'unit', '有2个单位相符：“市供水集团”、“市水利局”。请写出全名，不清楚的请留空'],
    [{ phone: '1385540000', consent: 'yes' }, 'phone', '手机号应为11位数字'],
    [{ email: 'wang', consent: 'yes' }, 'email', '电子邮箱应写成 name@example.com 的样子'],
    [{ phone: '13855400001' }, 'consent', '请勾选同意，或者不留联系方式'],
  ] as [Record<string, string>, string, string][])('%# comes back with all that was typed, and its fault at the top and at the field', async (changes, field, words) => {
    const browser = new Browser();
    const typed = { ...letter, ...changes };
    const { status, html } = await browser.ask('/submit', { form: browser.open(), ...typed });
    expect(status).toBe(422);
    expect(html).toContain(`<a href="#${field}">${words}</a>`);
    expect(html).toMatch(new RegExp(`id="${field}-fault"><span class="unseen">错误：</span>${words.replace(/[.?]/g, '\\$&')}</p>`));
    expect(html).toContain('<title>错误：有1处需要修改');
    for (const one of [typed.title, typed.unit, changes['phone'] ?? '', typed.text.trim()]) expect(html).toContain(one);
  });

  it('what people type is text, whatever it looks like', async () => {
    const browser = new Browser();
    const hostile = `"><script>alert(1)</script>'</textarea><img src=x onerror=alert(1)>`;
    const { html } = await browser.ask('/submit', { form: hostile, kind: hostile, unit: hostile, title: hostile, text: hostile, visibility: hostile, phone: hostile, email: hostile, advised: hostile, website: '' });
    expect(html).not.toMatch(/<script|<img|<textarea[^>]*><\/textarea><img/);
    expect(html.match(/&lt;script>/g)!.length).toBeGreaterThanOrEqual(5);
  });

  it('a private matter is advised to be private once, and its writer decides', async () => {
    const browser = new Browser();
    const form = browser.open();
    const sick = { ...letter, text: '我母亲患有糖尿病，药店买不到胰岛素。' };
    const advised = await browser.ask('/submit', { form, ...sick });
    expect([advised.status, advised.html]).toEqual([422, expect.stringContaining('内容可能涉及个人疾病或健康，已为您改选“不公开”')]);
    expect(advised.html).toMatch(/value="private"[^>]*checked/);
    const [, before = ''] = /name="advised" value="(.*?)"/.exec(advised.html)!;
    expect((await browser.ask('/submit', { form, ...sick, advised: before })).status).toBe(303);
    expect((await browser.ask('/submit/received')).html).toContain('答复在“市民心声”公开');
  });

  it('a report is private whatever was chosen', async () => {
    const browser = new Browser();
    expect((await browser.ask('/submit', { form: browser.open(), ...letter, kind: 'report' })).status).toBe(303);
    expect((await browser.ask('/submit/received')).html).toContain('本件不公开');
  });
});

describe('the same letter', () => {
  it('from the same form, at another replica, and from one opened within minutes, has the same receipt; other words are another letter', async () => {
    const browser = new Browser();
    const words = { ...letter, title: '同一封信' };
    const form = browser.open();
    const before = await registered();
    await browser.ask('/submit', { form, ...words });
    const first = numberAndCode((await browser.ask('/submit/received')).html);
    await browser.ask('/submit', { form, ...words }, { replica: another });
    const second = await browser.ask('/submit/received');
    expect(second.html).toContain('您已提交过相同的留言');
    const opened = passOf((await browser.ask('/submit')).html);
    expect((await browser.ask('/submit', { form: opened, ...words }, { replica: another })).status).toBe(303);
    const third = numberAndCode((await browser.ask('/submit/received')).html);
    expect([numberAndCode(second.html), third]).toEqual([first, first]);
    expect(await registered()).toBe(before + 1);
  });

  it('from another browser is another letter: its code is not given away', async () => {
    const [one, two] = [new Browser(), new Browser()];
    for (const browser of [one, two]) expect((await browser.ask('/submit', { form: browser.open(), ...letter, title: '两个人' })).status).toBe(303);
    const [first, second] = [await one.ask('/submit/received'), await two.ask('/submit/received')];
    expect(second.html).not.toContain('您已提交过相同的留言');
    expect(numberAndCode(first.html)[1]).not.toBe(numberAndCode(second.html)[1]);
  });
});

describe('a letter with files', () => {
  const withFiles = (fields: Record<string, string>, files: readonly [name: string, bytes: Buffer | string][], keep: readonly string[] = []) => {
    const body = new FormData();
    for (const [name, value] of Object.entries(fields)) body.append(name, value);
    for (const one of keep) body.append('keep', one);
    for (const [name, bytes] of files) body.append('attachments', new Blob([bytes as never]), name);
    return body;
  };
  const hiddenIn = (html: string) => ({ form: passOf(html), files: /name="files" value="([^"]+)"/.exec(html)?.[1] ?? '', keep: [...html.matchAll(/name="keep" value="([^"]+)"/g)].map(([, value]) => value!) });
  const stored = async (title: string) => {
    const find = () => fixture.rows<{ name: string; state: string }>(`SELECT attachment.name, state FROM message CROSS JOIN LATERAL jsonb_array_elements(attachments) WITH ORDINALITY AS told (item, place) JOIN attachment ON attachment_id = (item ->> 'attachmentId')::uuid WHERE title = $1 ORDER BY place`, [title]);
    await eventually(async () => expect((await find()).every(({ state }) => state === 'stored' || state === 'refused')).toBe(true));
    return find();
  };
  const files = () => fixture.count('attachment_file WHERE NOT EXISTS (SELECT FROM attachment WHERE file_key = key)');
  const text = '和平路路灯不亮的时间记录';

  it('is registered with them, and each comes in once, however often it is sent', async () => {
    const browser = new Browser();
    const [form, words] = [browser.open(), { ...letter, title: '带附件的信' }];
    const first = (await browser.ask('/submit')).html;
    expect(first).toMatch(/<form[^>]*enctype="multipart\/form-data"[^>]*>/);
    expect(first).toContain('最多5个，每个不超过10MB，合计不超过30MB');
    const body = () => withFiles({ form, ...words }, [['路灯 记录.txt', text], ['图.jpg', Buffer.from('89504e470d0a1a0a', 'hex')], ['', '']]);
    expect((await browser.ask('/submit', body())).status).toBe(303);
    expect((await browser.ask('/submit', body(), { replica: another })).status).toBe(303);
    expect((await browser.ask('/submit/received')).html).toContain('您已提交过相同的留言');
    expect(await stored(words.title)).toEqual([{ name: '路灯 记录.txt', state: 'stored' }, { name: '图.jpg', state: 'refused' }]);
    expect(await fixture.count(`message WHERE title = '${words.title}'`)).toBe(1);
    // Other files, another letter.
    expect((await browser.ask('/submit', withFiles({ form, ...words }, [['另.txt', '另一份']]))).status).toBe(303);
    expect(await fixture.count(`message WHERE title = '${words.title}'`)).toBe(2);
  });

  it('that comes back keeps what was typed and what has come; what is not wanted any more is left out', async () => {
    const browser = new Browser();
    const [form, words] = [browser.open(), { ...letter, title: '回来的信', text: '' }];
    const back = await browser.ask('/submit', withFiles({ form, ...words }, [['一.txt', text], ['二.txt', `${text}二`], ['空.txt', '']]));
    expect(back.status).toBe(422);
    for (const shown of ['请填写内容', '“空.txt”是空文件，没有附上', 'value="回来的信"', '一.txt（1KB）', '二.txt（1KB）', '<a href="#attachments">']) expect(back.html).toContain(shown);
    const { keep, files: token } = hiddenIn(back.html);
    expect(keep).toHaveLength(2);
    // Of another browser's form it is nothing.
    const other = new Browser('198.51.100.254');
    const stolen = await other.ask('/submit', withFiles({ form: other.open(), ...words, text: letter.text, files: token }, [], keep));
    expect([stolen.status, stolen.html]).toEqual([422, expect.stringContaining('附件已经失效，请重新选择')]);
    const sent = { form, ...words, text: letter.text, files: token };
    expect((await browser.ask('/submit', withFiles(sent, [['三.txt', `${text}三`]], keep.slice(1)), { replica: another })).status).toBe(303);
    expect((await stored(words.title)).map(({ name }) => name)).toEqual(['二.txt', '三.txt']);
    // Its files are its own: another letter does not have them.
    const second = await browser.ask('/submit', withFiles({ ...sent, text: '别的内容，别的事情。' }, [], keep.slice(1)));
    expect([second.status, second.html]).toEqual([422, expect.stringContaining('附件已经失效，请重新选择')]);
  });

  it('has no more than five, of no more than 10 MB, and the rest is told', async () => {
    const browser = new Browser();
    const words = { form: browser.open(), ...letter, title: '太多' };
    const large = await browser.ask('/submit', withFiles(words, [['大.txt', Buffer.alloc(10 * 1024 * 1024 + 1, 'a')], ['小.txt', text]]));
    expect([large.status, large.html]).toEqual([422, expect.stringContaining('“大.txt”超过10MB，没有附上')]);
    expect(large.html).toContain('小.txt（1KB）');
    const many = await browser.ask('/submit', withFiles(words, [1, 2, 3, 4, 5, 6].map((n): [string, string] => [`${n}.txt`, `${text}${n}`])));
    expect([many.status, many.html, hiddenIn(many.html).keep.length]).toEqual([422, expect.stringContaining('最多附5个文件，“6.txt”没有附上'), 5]);
  });

  it('keeps no file of whoever may not submit, and none of what breaks off', async () => {
    const before = await files();
    const stranger = await new Browser().ask('/submit', withFiles({ form: new Browser().open(), ...letter }, [['一.txt', text]]));
    expect([stranger.status, stranger.html]).toEqual([422, expect.stringContaining('请允许本网站使用 Cookie')]);
    expect(stranger.html).toContain('附件没有附上，请重新选择');
    const evil = await new Browser().ask('/submit', withFiles({ ...letter }, [['一.txt', text]]), { headers: { origin: 'https://evil.example' } });
    expect(evil.status).toBe(403);
    const browser = new Browser();
    const form = browser.open();
    const part = `--xx\r\nContent-Disposition: form-data; name="form"\r\n\r\n${form}\r\n--xx\r\nContent-Disposition: form-data; name="attachments"; filename="a.txt"\r\n\r\nhalf of it`;
    const cut = await browser.raw(part, 'multipart/form-data; boundary=xx');
    expect(cut).toBe(400);
    expect(await browser.raw(part, 'multipart/form-data')).toBe(400);
    await eventually(async () => expect(await files()).toBe(before));
    for (const path of ['/query/message/withdrawal', '/v1/queries']) expect((await fetch(intake.url + path, { method: 'POST', headers: { origin: portal }, body: withFiles({}, []) })).status).toBe(415);
  });
});

describe('what is no letter of a person', () => {
  const refused = async (browser: Browser, fields: Record<string, string>, options: Parameters<Browser['ask']>[2] = {}) => {
    const before = await registered();
    const { status, html } = await browser.ask('/submit', { ...letter, ...fields }, options);
    expect(await registered()).toBe(before);
    if (status !== 403) expect(html).toContain(letter.text);
    return [status, html] as const;
  };

  it('is not taken: from another site, without the cookie, with a pass of another browser or a forged one', async () => {
    const browser = new Browser();
    const form = browser.open();
    expect((await refused(browser, { form }, { headers: { origin: 'https://evil.example' } }))[0]).toBe(403);
    expect(await refused(new Browser(), { form })).toEqual([422, expect.stringContaining('请允许本网站使用 Cookie')]);
    const other = new Browser();
    other.open();
    expect(await refused(other, { form })).toEqual([422, expect.stringContaining('页面打开的时间较长')]);
    expect((await refused(browser, { form: `${form.split('.')[0]}.AAAA` }))[0]).toBe(422);
    expect((await browser.ask('/submit', { form, ...letter })).status).toBe(303);
  });

  it('is held 待甄别 where it came too fast or the hidden field is filled in, with a receipt like any other', async () => {
    for (const [secondsAgo, fields] of [[0, {}], [10, { website: 'http://spam.example' }]] as const) {
      const browser = new Browser(`192.0.2.${secondsAgo + 1}`);
      expect((await browser.ask('/submit', { form: browser.open(secondsAgo), ...letter, ...fields, title: `机器提交${secondsAgo}` })).status).toBe(303);
      const [number] = numberAndCode((await browser.ask('/submit/received')).html);
      expect(await fixture.rows('SELECT hold, reasons FROM message JOIN hold USING (message_id) WHERE message_number = $1', [number])).toEqual([{ hold: 'held', reasons: ['form-trap'] }]);
    }
  });

  it('beyond the limit of an address, counted by all replicas, a question or a browser’s work is asked for; beyond six times as many it waits', async () => {
    const browser = new Browser();
    const form = browser.open();
    const send = (n: number, more: Record<string, string> = {}) => browser.ask('/submit', { form, ...letter, title: `第${n}封`, ...more }, { replica: n % 2 === 0 ? intake : another });
    for (let n = 1; n <= limit; n += 1) expect((await send(n)).status).toBe(303);
    const asked = await send(4);
    expect(asked.status).toBe(429);
    expect(asked.headers.get('content-security-policy')).toContain("script-src 'self'");
    const [, script] = /<script src="(.*?)"/.exec(asked.html)!;
    expect((await browser.ask(script!)).headers.get('content-type')).toContain('text/javascript');
    const [, a = '', b = ''] = /(.)加(.)等于几/.exec(asked.html)!;
    const sum = [a, b].reduce((total, one) => total + '零一二三四五六七八九'.indexOf(one), 0);
    expect((await send(4, { answer: String(sum + 1) })).status).toBe(429);
    expect((await send(4, { answer: String(sum) })).status).toBe(303);

    const challenge = JSON.parse(/data-challenge="(.*?)"/.exec((await send(5)).html)![1]!.replaceAll('&quot;', '"')) as Challenge;
    const { counter, derivedKey } = (await solveChallenge({ challenge, deriveKey }))!;
    expect((await send(5, { proof: JSON.stringify({ challenge, solution: { counter: counter + 1, derivedKey } }) })).status).toBe(429);
    const proof = JSON.stringify({ challenge, solution: { counter, derivedKey } });
    expect((await send(5, { proof })).status).toBe(303);

    // The proof is of this form: another one it does not help.
    const second = new Browser();
    expect((await second.ask('/submit', { form: second.open(), ...letter, proof })).status).toBe(429);

    await fixture.dataSource.query('UPDATE form_count SET count = $1 WHERE count > $2', [limit * 6, limit]);
    const refused = await send(6, { answer: String(sum) });
    expect([refused.status, Number(refused.headers.get('retry-after')) > 0, refused.html]).toEqual([429, true, expect.stringContaining('请十分钟后再点')]);
  });

  it('of addresses nothing is kept but a digest, for minutes', async () => {
    const kept = await fixture.rows<{ caller: Buffer }>('SELECT caller FROM form_count');
    expect(kept.every(({ caller }) => caller.length === 32)).toBe(true);
    await intake.app.get(FormLimit).forget(new Date(Date.now() + 21 * 60_000));
    expect(await fixture.rows('SELECT FROM form_count')).toEqual([]);
  });
});

connectorContract('form', () => {
  const browsers = new Map<string, { browser: Browser; form: string }>();
  const letters = new PublishedReplies(fixture, 'form');
  const before = fixture.count("message WHERE connector = 'form'");
  return Promise.resolve({
    name: 'form',
    can: { receives: 'called' as const, delivers: false, readsBack: false },
    isMarkup: false,
    // A browser sends a form in the encoding of its page, its writer need not give a name, and when it was written is ours to say.
    cannotSend: ['broken encoding' as const, 'no author' as const, 'from the future' as const],
    /** The same id is the same form in the same browser. */
    async send({ id, text }: SentItem) {
      if (!browsers.has(id)) {
        const browser = new Browser(`203.0.113.${browsers.size + 1}`);
        browsers.set(id, { browser, form: browser.open() });
      }
      const { browser, form } = browsers.get(id)!;
      const known = await registered();
      const { status } = await browser.ask('/submit', { form, ...letter, text });
      if (status !== 303) return { code: `form.${status}` };
      return (await registered()) > known ? ('registered' as const) : ('repeated' as const);
    },
    registered: async () => (await letters.registered()).slice(await before),
    fateOf: async (id: string) => ((await letters.registered()).some(({ text }) => text.includes(`（${id}）`)) ? ('registered' as const) : null),
    close: () => Promise.resolve(),
  });
});
