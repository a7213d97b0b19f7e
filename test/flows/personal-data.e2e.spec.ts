import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { services } from '@wenzheng/contracts';
import { eventually } from '@wenzheng/testing';
import { City, message, type Receipt } from '../support/city.js';
import { portalPaths } from '../support/portal-pages.js';

/** Each kind of number, in the words in which it stands in a letter; every writer has his own. */
const numbersOf = (writer: number) => ({
  mobile: `1385549${String(1000 + writer * 37)}`,
  identity: identityNumber(`3404031985${String(101 + writer).padStart(4, '0')}${String(120 + writer)}`),
  card: cardNumber(`62170013${String(20_000_000_00 + writer * 7_919)}`),
  mail: `zhang.san.${writer}77@example.org`,
  qq: `4857${String(100_200 + writer * 13)}`,
  plate: `皖D8${writer}K5Q`,
});
type Numbers = ReturnType<typeof numbersOf>;

const writers = Array.from({ length: 7 }, (_, index) => numbersOf(index + 1));
/** Those of units and officials who write about a citizen. */
const [official, ...citizens] = writers as [Numbers, ...Numbers[]];

/** 香樟花园小区 is the place, the lift the matter that its people share. */
const letter = (numbers: Numbers) => ({
  title: `香樟花园小区电梯停运，请打${numbers.mobile}联系`,
  text:
    `淮舜南路香樟花园小区，业主王某，身份证${numbers.identity}，车牌${numbers.plate}。三号楼的电梯停运半个月，物业公司拒绝维修。` +
    `维修资金从卡号${numbers.card}扣了。QQ：${numbers.qq}，邮箱${numbers.mail}。`,
});

let city: City;
beforeAll(async () => {
  city = await City.start({ startAt: new Date('2026-09-18T15:20:00+08:00') });
}, 180_000);
afterAll(async () => {
  await city?.stop();
}, 60_000);

const office = <Body = Record<string, unknown>>(address: string, body?: object) =>
  city.call<Body>('deadline-supervision', address, { as: 'supervision-office', ...(body ? { body } : {}) });
const print = (address: string) => city.call<string>('deadline-supervision', address, { as: 'supervision-office', headers: { accept: 'text/html' } });
const made = async (address: string, body: object): Promise<{ id: string }> => {
  const answer = await office<{ id: string }>(address, body);
  expect([address, answer.status, answer.body]).toEqual([address, 201, expect.anything()]);
  return answer.body;
};

/** What was seen at each exit, by its address. */
const exits = new Map<string, string>();
const see = (exit: string, seen: { status: number; body: unknown }): void => {
  expect([exit, seen.status]).toEqual([exit, 200]);
  exits.set(exit, typeof seen.body === 'string' ? seen.body : JSON.stringify(seen.body));
};
const publicPage = async (address: string) => see(address, await city.call('publication', address, { headers: { accept: 'text/html' } }));
const publicJson = async (address: string) => see(address, await city.call('publication', address));

describe('numbers of people that stand in letters, replies and explanations', () => {
  const receipts: Receipt[] = [];
  let answered: Receipt;
  let extended: Receipt;

  it('come in by every field that a citizen or a unit fills', async () => {
    for (const [index, numbers] of citizens.entries()) {
      const { status, body } = await city.push('board', message(`lift-${index}`, { unit: city.unit, ...letter(numbers), author: { externalId: `writer-${index}`, displayName: `王某${numbers.mobile}`, contact: { phone: numbers.mobile, email: numbers.mail } } }));
      expect(status).toBe(201);
      receipts.push(body);
    }
    [answered, extended] = receipts as [Receipt, Receipt, ...Receipt[]];
    const desk = (receipt: Receipt, act: string, body: object) =>
      eventually(async () => expect((await city.call('routing', `/v1/messages/${receipt.messageId}/${act}`, { as: 'principal', body })).status).toBe(201), { timeoutMs: 20_000 });
    const words = `王某（${official.mobile}，${official.identity}）的来信已办理，退款到${official.card}，联系邮箱${official.mail}，车辆${official.plate}。`;
    await desk(answered, 'replies', { text: `阶段性：${words}`, interim: true });
    const findingReasons = [{ finding: 'third-person', reason: '号码由脱敏隐去，款项去向须写明' }];
    await desk(answered, 'replies', { text: `您好！${words}`, findingReasons });
    await desk(extended, 'extensions', { reason: `需会商。${words}`, newDueOn: '2026-09-29' });
    await eventually(async () => expect(await city.page(answered.messageNumber)).toContain('已答复'), { timeoutMs: 20_000 });
    await eventually(async () => expect(await city.page(extended.messageNumber)).toContain('需会商'), { timeoutMs: 20_000 });
  });

  it('stand on no page, in no JSON and are found by no search of the portal', async () => {
    await publicPage('/');
    await publicPage('/messages');
    await publicJson('/v1/messages');
    for (const feed of ['messages.atom', 'messages.rss', 'messages.json', `units/${city.unit}.atom`, 'search.json?q=电梯', 'interviews.atom', 'statistics.atom']) await publicPage(`/feeds/${encodeURI(feed)}`);
    for (const told of ['/data', '/data/catalog.jsonld', '/sitemap.xml', '/sitemaps/messages-2026-09-1.xml']) await publicPage(told);
    // Every kind of page that the portal leads to, and what programs read beside those.
    for (const path of (await portalPaths(city.endpoints.portal, [answered.messageNumber])).filter((path) => !/^\/(?:nowhere|submit)/.test(path))) await publicPage(path);
    const programs = ['/v1/channels', '/v1/publications', '/v1/policy-documents', '/log/entries', '/log/checkpoint', '/feeds/channels/board.atom', '/feeds/kinds/complaint.json', '/open311/v2/services.json', '/open311/v2/requests.xml', `/open311/v2/requests/${answered.messageNumber}.json`];
    for (const path of programs) await publicJson(path);
    expect(exits.get(`/open311/v2/requests/${answered.messageNumber}.json`)).toContain('〔手机号已隐去〕');
    expect(exits.get('/feeds/messages.atom')).toContain('〔手机号已隐去〕');
    for (const { messageNumber } of receipts) {
      await publicPage(`/messages/${messageNumber}`);
      await publicPage(`/messages/${messageNumber}/deadline`);
      await publicJson(`/v1/messages/${messageNumber}`);
    }
    expect(exits.get(`/messages/${answered.messageNumber}`)).toContain('〔手机号已隐去〕');
    for (const numbers of writers) {
      for (const number of Object.values(numbers)) {
        const { items } = (await city.call<{ items: unknown[] }>('publication', `/v1/messages?q=${encodeURIComponent(number)}`)).body;
        expect([number, items]).toEqual([number, []]);
      }
    }
  });

  it('stand in no hot issue, and on none of the papers that supervision draws up', async () => {
    interface Issue { id: string; title: string; people: number; state: string }
    const issue = await eventually(async () => {
      const [first] = (await office<{ items: Issue[] }>('/v1/hot-issues?state=raised')).body.items;
      if (first?.people !== citizens.length) throw new Error(`not raised by all: ${JSON.stringify(first)}`);
      return first;
    }, { timeoutMs: 30_000 });
    expect(issue.title).toMatch(/香樟花园|电梯/);
    see('raised', await office('/v1/hot-issues'));
    expect((await office(`/v1/hot-issues/${issue.id}/confirmations`, { reason: '多人反映', wantsUrgingOrder: true })).status).toBe(201);
    see('hot issue', await office(`/v1/hot-issues/${issue.id}`));
    // In public it has the title alone that an officer gives it.
    expect((await office(`/v1/hot-issues/${issue.id}/titles`, { reason: '核定标题', title: `香樟花园小区电梯停运，请打${official.mobile}` })).status).toBe(201);
    await eventually(async () => expect((await city.call<string>('publication', '/hot-issues', { headers: { accept: 'text/html' } })).body).toContain('香樟花园小区电梯停运，请打〔手机号已隐去〕'), { timeoutMs: 20_000 });
    for (const path of ['/hot-issues', `/hot-issues/${issue.id}`]) await publicPage(path);
    see('liked', await office('/v1/hot-issues/liked-messages?atLeast=1'));

    const [drafted] = await eventually(async () => {
      const { items } = (await office<{ items: { id: string }[] }>('/v1/urging-orders')).body;
      if (items.length === 0) throw new Error('no order was drafted');
      return items;
    }, { timeoutMs: 20_000 });
    const period = { from: '2026-09-01', to: '2026-09-30' };
    const papers = [
      `/v1/urging-orders/${drafted!.id}`,
      `/v1/circulars/${(await made('/v1/circulars', { ...period, title: '关于2026年9月网民留言办理情况的通报', analysis: '总体平稳' })).id}`,
      `/v1/referrals/${(await made('/v1/referrals', { title: '关于电梯停运的移送', unit: city.unit, messageIds: [receipts[2]!.messageId] })).id}`,
      `/v1/major-matters/${(await made('/v1/major-matters', { messageId: receipts[3]!.messageId, reason: '涉及人身安全' })).id}`,
      `/v1/dossiers/${answered.messageId}`,
      `/v1/dossiers/${extended.messageId}`,
    ];
    for (const paper of papers) {
      see(paper, await office(paper));
      see(`${paper}/print`, await print(`${paper}/print`));
    }
    // A page of sheets breaks its lines itself.
    expect(exits.get(`${papers[1]!}/print`)!.replace(/<[^>]*>/g, '')).toContain('香樟花园小区电梯停运，请打〔手机号已隐去〕');
    for (const exit of ['/v1/statistics', '/v1/escalations', `/v1/deadlines/${answered.messageId}/explanation`]) see(exit, await office(exit));
    expect(leaks(exits)).toEqual([]);
  });

  it('stand in no log of a service, and in no table but those that keep what was written', async () => {
    for (const service of services) see(`metrics of ${service}`, await city.call(service, '/metrics'));
    const tables = await city.sql<{ schema: string; name: string }>(
      `SELECT table_schema AS schema, table_name AS name FROM information_schema.tables WHERE table_type = 'BASE TABLE' AND table_schema IN ('publication', 'deadline_supervision')`,
    );
    expect(tables.length).toBeGreaterThan(40);
    for (const { schema, name } of tables.filter(({ schema, name }) => !keepsOriginals.has(`${schema}.${name}`))) {
      const [row] = await city.sql<{ text: string }>(`SELECT coalesce(string_agg(entry::text, E'\\n'), '') AS text FROM ${schema}."${name}" AS entry`);
      exits.set(`${schema}.${name}`, row!.text);
    }
    expect(leaks(exits)).toEqual([]);
  });
});

/** Read by redaction alone, and by the private writer's own view (services/publication/README.md). */
const keepsOriginals = new Set(['publication.unredacted', 'publication.original']);

/** Eight characters of any number are as good as the number. */
function leaks(seen: ReadonlyMap<string, string>): string[] {
  const parts = writers.flatMap((numbers) =>
    Object.entries(numbers).flatMap(([kind, number]) => {
      const length = Math.min(8, number.length);
      return Array.from({ length: number.length - length + 1 }, (_, from) => ({ kind, part: number.slice(from, from + length) }));
    }),
  );
  return [...seen].flatMap(([exit, text]) => [...new Set(parts.filter(({ part }) => text.includes(part)).map(({ kind, part }) => `${kind} ${part} in ${exit}`))]);
}

/** With its check digit (GB 11643). */
function identityNumber(seventeen: string): string {
  const sum = [...seventeen].reduce((total, digit, index) => total + Number(digit) * (2 ** (17 - index) % 11), 0);
  return `${seventeen}${'10X98765432'[sum % 11]}`;
}

/** With its check digit (Luhn). */
function cardNumber(others: string): string {
  const sum = [...others].reverse().reduce((total, digit, index) => total + (index % 2 === 0 ? [0, 2, 4, 6, 8, 1, 3, 5, 7, 9][Number(digit)]! : Number(digit)), 0);
  return `${others}${(10 - (sum % 10)) % 10}`;
}
