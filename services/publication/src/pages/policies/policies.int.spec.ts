import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '@wenzheng/testing';
import { assigned, Fixture, idOf, opened, registered, replied } from '../../publication.fixture.js';

let fixture: Fixture;
let office: string;
beforeAll(async () => {
  fixture = await Fixture.create({ listen: false });
  office = await fixture.token('information-office');
});
afterAll(() => fixture.drop());

type Json = Record<string, unknown>;
async function call(method: string, path: string, body?: object): Promise<{ status: number; body: Json }> {
  const response = await fetch(fixture.url + path, { method, headers: { authorization: `Bearer ${office}`, ...(body && { 'content-type': 'application/json' }) }, ...(body && { body: JSON.stringify(body) }) });
  return { status: response.status, body: (await response.json()) as Json };
}
const rule = { number: '淮府办[2011] 118号', title: '关于印发淮南市网络问政工作暂行办法的通知', otherTitles: ['淮南市网络问政工作暂行办法'], issuer: '淮南市人民政府办公室', issuedOn: '2011-10-09', text: '第一条 为规范网络问政工作，制定本办法。' };
const enter = (content: object) => call('POST', '/v1/policy-documents', { content, reason: '登记' });
const numberOf = (n: number) => `HN20260918-${String(n).padStart(4, '0')}`;
const page = async (path: string) => (await fixture.page(path)).replace(/<!--.*?-->/g, '');
const words = async (path: string) => (await page(path)).replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ');
const json = async (path: string) => (await (await fetch(fixture.url + path)).json()) as Json;
const citations = async (n: number) => ((await json(`/v1/messages/${numberOf(n)}`))['replies'] as { citations: { number: string; repealedOn: string | null; url: string }[] }[]).flatMap((reply) => reply.citations);

let id: string;

describe('R07: 政策文件', () => {
  it('is entered once, in one form of its number, and no other document has it', async () => {
    expect(await words('/policies')).toContain('还没有登记政策文件');
    const first = await enter(rule);
    expect([first.status, first.body['number'], first.body['state'], first.body['version']]).toEqual([201, '淮府办〔2011〕118号', 'in-force', 1]);
    id = String(first.body['id']);
    expect(first.body['url']).toBe(`http://portal.example/policies/${id}`);
    const again = await enter({ ...rule, number: '淮府办〔2011〕118号' });
    expect([again.status, again.body['id']]).toEqual([200, id]);
    expect(await enter({ ...rule, title: '另一份' })).toMatchObject({ status: 409, body: { code: 'publication.policy-document-number-taken' } });
    expect(await enter({ ...rule, number: '第118号' })).toMatchObject({ status: 400, body: { errors: [{ pointer: '/content/number' }] } });
    expect((await enter({ ...rule, number: null, text: null })).status).toBe(400);
    expect((await enter({ ...rule, number: null, text: null, url: 'javascript:alert(1)' })).status).toBe(400);
  });

  it('a citation in a reply leads to its page, in page and JSON, whichever came first, and the page leads back', async () => {
    const text = '您好，根据淮府办（2011）118号和《淮南市物业管理条例》第三条，路灯已修复；依据淮建〔2019〕33号另行安排。';
    await fixture.handle(...[1, 2, 3].flatMap((n) => [registered(n, { visibility: n === 2 ? 'private' : 'public' }), opened(n), assigned(n)]), replied(1, { text }), replied(2, { text: '您反映的噪声已查实，依淮府办〔2011〕118号责令该工地夜间停工，并处罚款两千元。' }));
    expect(await page(`/messages/${numberOf(1)}`)).toContain(`根据<a href="/policies/${id}">淮府办（2011）118号</a>和《淮南市物业管理条例》第三条`);
    expect(await words(`/messages/${numberOf(1)}`)).toContain('引用政策： 《关于印发淮南市网络问政工作暂行办法的通知》（淮府办〔2011〕118号）');
    expect(await citations(1)).toEqual([expect.objectContaining({ number: '淮府办〔2011〕118号', url: `http://portal.example/policies/${id}`, repealedOn: null })]);
    const law = await enter({ title: '淮南市物业管理条例', issuer: '淮南市人大常委会', issuedOn: '2015-03-01', url: 'https://law.example.gov.cn/1' });
    expect((await citations(1)).map(({ number }) => number)).toEqual(['淮府办〔2011〕118号', null]);
    expect(await page(`/messages/${numberOf(1)}`)).toContain(`<a href="/policies/${String(law.body['id'])}">《淮南市物业管理条例》</a>`);
    const shown = await page(`/policies/${id}`);
    expect(shown).toContain(`<a href="/messages/${numberOf(1)}">`);
    // A private answer is nobody's.
    expect(shown).not.toContain(numberOf(2));
    expect(await words(`/policies/${id}`)).toMatch(/✓ 现行有效 文号 淮府办〔2011〕118号 制发机关 淮南市人民政府办公室 印发日期 2011年10月9日 .*第一条 为规范/);
  });

  it('the office is told of numbers that lead nowhere, until they are registered', async () => {
    const unresolved = async (query = '') => (await call('GET', `/v1/unresolved-citations${query}`)).body as { items: { messageNumber: string; numbers: string[] }[]; next: string | null };
    await fixture.handle(replied(3, { text: '按照皖政办〔2020〕7号、淮建〔2019〕33号办理完毕，已于昨日修复。' }));
    expect((await unresolved()).items.map(({ messageNumber, numbers }) => [messageNumber, numbers])).toEqual([[numberOf(1), ['淮建〔2019〕33号']], [numberOf(3), ['皖政办〔2020〕7号', '淮建〔2019〕33号']]]);
    const first = await unresolved('?limit=1');
    expect([first.items.length, (await unresolved(`?limit=1&after=${first.next}`)).items.map(({ messageNumber }) => messageNumber)]).toEqual([1, [numberOf(3)]]);
    await enter({ ...rule, number: '淮建〔2019〕33号', title: '城市照明管理规定' });
    expect((await unresolved()).items.map(({ numbers }) => numbers)).toEqual([['皖政办〔2020〕7号']]);
    expect((await call('GET', '/v1/unresolved-citations?after=eA')).status).toBe(400);
  });

  it('what is hidden in a reply, or no longer public, is cited no more', async () => {
    const [reply] = (await json(`/v1/messages/${numberOf(1)}`))['replies'] as { id: string }[];
    const hidden = await call('POST', `/v1/messages/${numberOf(1)}/hidings`, { part: 'reply', partId: reply!.id, text: '淮府办（2011）118号', reason: '笔误' });
    expect(hidden.status).toBe(201);
    expect((await citations(1)).map(({ number }) => number)).toEqual([null, '淮建〔2019〕33号']);
    expect(await words(`/policies/${id}`)).toContain('还没有公开的答复引用这个文号');
    await call('POST', `/v1/messages/${numberOf(3)}/take-downs`, { reason: '不宜公开' });
    expect((await call('GET', '/v1/unresolved-citations')).body['items']).toEqual([]);
  });

  it('is repealed in a new version, which says so wherever it is cited; who changes an older one is refused', async () => {
    await fixture.handle(registered(4), opened(4), assigned(4), replied(4, { text: '已按淮府办〔2011〕118号在三个工作日内办结。' }));
    // Where pages are kept.
    const { url } = await fixture.start({ PAGE_CACHE_MIB: '8' }, { reading: false });
    const kept = async () => (await fetch(`${url}/messages/${numberOf(4)}`)).text();
    expect(await kept()).not.toContain('废止');
    const change = (version: number, content: object) => call('PUT', `/v1/policy-documents/${id}`, { content: { ...rule, ...content }, version, reason: '清理规范性文件' });
    expect((await change(1, { repealedBy: '淮府〔2026〕1号' })).status).toBe(400);
    const repealed = { repealedOn: '2026-09-01', repealedBy: '淮府〔2026〕1号' };
    expect(await change(1, repealed)).toMatchObject({ status: 200, body: { version: 2, state: 'repealed' } });
    expect(await change(1, repealed)).toMatchObject({ status: 200, body: { version: 2 } });
    expect(await change(1, {})).toMatchObject({ status: 409, body: { code: 'publication.policy-document-changed' } });
    expect((await call('PUT', `/v1/policy-documents/${idOf(9)}`, { content: rule, version: 1, reason: 'x' })).status).toBe(404);
    expect(await words(`/messages/${numberOf(4)}`)).toContain('（自2026年9月1日起废止）');
    await eventually(async () => expect(await kept()).toContain('（自2026年9月1日起废止）'));
    expect(await words(`/policies/${id}`)).toMatch(/⊘ 已废止 .*废止日期 2026年9月1日 废止依据 淮府〔2026〕1号.*第2版，更新于2026年9月20日；以前各版更新于2026年9月20日/);
    expect(await fixture.rows(`SELECT did, details->>'reason' AS reason FROM audit_entry WHERE about = $1 ORDER BY position`, [id])).toEqual([{ did: 'policy-document.entered', reason: '登记' }, { did: 'policy-document.changed', reason: '清理规范性文件' }]);
    expect(await fixture.rows(`SELECT version, content->>'repealedOn' AS "repealedOn" FROM policy_document_version WHERE document_id = $1 ORDER BY version`, [id])).toEqual([{ version: 1, repealedOn: null }, { version: 2, repealedOn: '2026-09-01' }]);
  });

  it('is found by number in any brackets, by title and by whether it is in force, page by page', async () => {
    const listed = async (query: string) => ((await json(`/v1/policy-documents?${query}`)) as { items: { title: string }[]; next: string | null });
    const titles = async (query: string) => (await listed(query)).items.map(({ title }) => title);
    expect((await titles('')).toSorted()).toEqual([rule.title, '城市照明管理规定', '淮南市物业管理条例'].toSorted());
    expect(await titles(`q=${encodeURIComponent('淮府办[2011]118')}`)).toEqual([rule.title]);
    expect(await titles(`q=${encodeURIComponent('照明')}`)).toEqual(['城市照明管理规定']);
    expect(await titles('state=repealed')).toEqual([rule.title]);
    const first = await listed('limit=2');
    expect([...first.items.map(({ title }) => title), ...(await titles(`limit=2&after=${first.next}`))].length).toBe(3);
    expect((await fetch(`${fixture.url}/v1/policy-documents?after=eA`)).status).toBe(400);
    expect(await words('/policies?q=&state=in-force')).toMatch(/淮南市物业管理条例.*城市照明管理规定/);
    for (const path of ['/policies/x', `/policies/${idOf(9)}`, `/v1/policy-documents/${idOf(9)}`]) expect([path, (await fetch(fixture.url + path)).status]).toEqual([path, 404]);
  });
});
