import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { strFromU8, unzipSync } from 'fflate';
import { createEvent, hotIssueChanged, statisticsClosed, statisticsCorrected, statisticsListed, type EventData } from '@wenzheng/contracts';
import { assigned, Fixture, idOf, registered, replied, unit } from '../../publication.fixture.js';

type Closed = EventData<typeof statisticsClosed>;
type Figures = Closed['totals'];

let fixture: Fixture;
beforeAll(async () => {
  fixture = await Fixture.create({ listen: false });
});
afterAll(() => fixture.drop());

const housing = { code: 'city.housing', name: '市住建局' };
const rate = (count: number, of: number) => ({ count, of, percent: of === 0 ? null : ((count / of) * 100).toFixed(2) });
const figuresOf = (counts: Record<string, number>, [submitted, published, judged]: [number, number, number] = [0, 0, 0]): Figures => ({
  counts: { answerable: counts['registered'] ?? 0, submittedInTime: submitted, publishedInTime: published, judgedBySubmission: judged, judgedByPublication: judged, ...counts }, invalidByReason: {}, rates: { answered: rate(counts['answered'] ?? 0, counts['registered'] ?? 0), submittedInTime: rate(submitted, judged), publishedInTime: rate(published, judged) },
  stages: { publication: { n: counts['answered'] ?? 0, median: 2, p90: 4, unit: 'working days' } }, satisfaction: { n: 0, satisfied: 0, basicallySatisfied: 0, dissatisfied: 0, percent: null },
});
function closed(period: string, changes: Partial<Closed> = {}) {
  const last = new Date(Date.UTC(Number(period.slice(0, 4)), Number(period.slice(5)), 0)).toISOString().slice(0, 10);
  const cutOff = `${last}T16:00:00.000Z`;
  return createEvent(statisticsClosed, {
    subject: period, sequence: 1, time: new Date(cutOff),
    data: {
      period, from: `${period}-01`, to: last, cutOff, policyVersions: ['board 2011-118.1'], calendarVersion: '2007-2026.1a2b3c4d', digest: 'a'.repeat(64),
      definitions: [{ name: 'registered', title: '受理', zh: '受理登记日在所选时段内的全部留言', unit: 'messages' }],
      totals: figuresOf({ registered: 30, valid: 29, answered: 24, publiclyAnswered: 24, ruledInvalid: 1, open: 5, overdue: 3 }, [22, 20, 27]),
      channels: [{ channel: 'board', ...figuresOf({ registered: 30, answered: 24 }) }], kinds: [{ kind: 'complaint', ...figuresOf({ registered: 30, answered: 24 }) }],
      units: [
        { unit, ...figuresOf({ registered: 21, answered: 20, overdue: 1 }, [20, 18, 20]) }, { unit: housing, ...figuresOf({ registered: 7, answered: 4, overdue: 2 }, [2, 2, 7]) },
        { unit: null, ...figuresOf({ registered: 2 }) },
      ],
      ...changes,
    },
  });
}
const act = async (number: string, deed: string) =>
  fetch(`${fixture.url}/v1/messages/${number}/${deed}`, { method: 'POST', headers: { authorization: `Bearer ${await fixture.issuer.token({ roles: ['information-office'] })}`, 'content-type': 'application/json' }, body: JSON.stringify({ reason: '来信人要求不公开' }) });
const textOf = (html: string) => html.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ');
const text = async (path: string) => textOf(await fixture.page(path));

// The fixture's clock stands at 09:00 of 20 September 2026.
describe('R12, R28: 办理统计', () => {
  it('before the first period is closed tells of this month alone, and when it will be closed', async () => {
    await fixture.handle(registered(1));
    const page = await text('/statistics');
    expect(page).toContain('本月（初步，截至2026年9月20日） 受理 1件');
    expect(page).toContain('2026年9月统计将于2026年10月1日公布，统计截至2026年9月30日24时');
    expect(page).toContain('尚无已定期的统计');
    for (const path of ['/statistics/2026-08', '/statistics/2026-13', '/statistics/2026-08/units', '/statistics/%00']) expect([path, (await fetch(fixture.url + path)).status]).toEqual([path, 404]);
  });

  it('shows a period as it was closed, whatever is said of it later, with the months before it', async () => {
    await fixture.handle(closed('2026-08'), closed('2026-07', { totals: figuresOf({ registered: 11, answered: 10 }) }));
    await fixture.handle(closed('2026-08', { totals: figuresOf({ registered: 99 }) }));
    const page = await fixture.page('/statistics/2026-08');
    expect(textOf(page)).toContain('统计2026年8月1日至2026年8月31日受理登记的留言，数据截至 2026年8月31日24时');
    expect(textOf(page)).toContain('受理 30件 其中有效29件 已答复 24件 应答复30件，答复率80.00% 单位按时率 81.48% 27件中22件按时提交 上网按时率 74.07% 27件中20件按时公布');
    expect(textOf(page)).toMatch(/2026年8月 30 24 81\.48% 22\/27 74\.07% 20\/27 3 2026年7月 11 10 无 无 0/);
    expect(page).toMatch(/<svg class="trend".*role="img".*各月受理和已答复的件数/);
    expect(textOf(page)).toContain('受理30件的去向，各项之和等于受理件数');
    expect(page).toContain('a'.repeat(64));
    expect(await text('/statistics')).toMatch(/2026年 7月 8月/);
    expect(await text('/statistics/definitions')).toContain('受理 受理登记日在所选时段内的全部留言 件');
  });

  it('sets the units side by side, with what their rates rest on; of too few there is no rate and no rank', async () => {
    const page = await text('/statistics/2026-08/units');
    expect(page).toContain('市城市管理局 21 20 100.00% 20/20 90.00% 18/20');
    expect(page).toContain('市住建局 7 4 样本不足 2/7 样本不足 2/7');
    expect(page).toContain('另有2件截至统计时没有承办单位');
    const placeOf = async (query: string) => {
      const table = (await fixture.page(`/statistics/2026-08/units?${query}`)).split('<table')[1] ?? '';
      return ['市城市管理局', '市住建局'].toSorted((a, b) => table.indexOf(a) - table.indexOf(b));
    };
    expect(await placeOf('sort=overdue')).toEqual(['市住建局', '市城市管理局']);
    expect(await placeOf('sort=publishedInTime')).toEqual(['市城市管理局', '市住建局']);
    expect(await fixture.page('/statistics/2026-08/units?sort=overdue')).toContain('aria-sort="descending">超期未答复<');
    expect((await fetch(`${fixture.url}/statistics/2026-08/units?sort=money`)).status).toBe(400);
  });

  it('is a file for a spreadsheet and one for programs; what a spreadsheet would run stands behind an apostrophe', async () => {
    await fixture.handle(closed('2026-03', { units: [{ unit: { code: 'city.x', name: '=市住建局' }, ...figuresOf({ registered: 3, answered: 3 }, [3, 2, 3]) }] }));
    const csv = await fetch(`${fixture.url}/statistics/2026-03.csv`);
    expect([csv.headers.get('content-type'), csv.headers.get('content-disposition')]).toEqual(['text/csv; charset=utf-8; header=present', 'attachment; filename="statistics-2026-03.csv"']);
    const lines = (await csv.text()).split('\r\n');
    expect(lines[1]).toBe('数据截至2026年3月31日24时');
    const cellsOf = (start: string) => Object.fromEntries((lines.find((line) => line.startsWith(start)) ?? '').split(',').map((cell, index) => [lines[2]?.split(',')[index], cell]));
    expect(cellsOf("单位,'=市住建局")).toMatchObject({ 代码: 'city.x', 受理: '3', '单位按时率（%）': '100.00', '上网按时率（%）': '66.67' });
    expect(cellsOf('合计')).toMatchObject({ 受理: '30', 超期未答复: '3' });
    expect(await (await fetch(`${fixture.url}/statistics/2026-03.json`)).json()).toMatchObject({ period: '2026-03', totals: { counts: { registered: 30 } } });
    const xlsx = await fetch(`${fixture.url}/statistics/2026-03.xlsx`);
    expect([xlsx.headers.get('content-type'), xlsx.headers.get('content-disposition')]).toEqual(['application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', 'attachment; filename="statistics-2026-03.xlsx"']);
    const { 'xl/worksheets/sheet1.xml': figures, 'xl/sharedStrings.xml': words } = unzipSync(new Uint8Array(await xlsx.arrayBuffer()));
    expect([strFromU8(words!), strFromU8(figures!)]).toEqual([expect.stringContaining('=市住建局'), expect.stringContaining('<v>66.67</v>')]);
    expect(strFromU8(figures!)).not.toContain('<f>');
    expect(cellsOf("单位,'=市住建局")).toMatchObject({ 公开答复: '', 未办结: '' });
    for (const format of ['csv', 'xlsx']) expect((await fetch(`${fixture.url}/statistics/2026-02.${format}`)).status).toBe(404);
  });

  it('every figure opens the list of what it counts, as long as it says, whatever has become of these messages since', async () => {
    await fixture.handle(...[2, 3, 4, 5, 6].map((n) => registered(n, { registeredAt: '2026-05-10T10:00:00+08:00', visibility: n === 6 ? 'private' : 'public' })));
    const base = ['registered', 'valid', 'answerable'];
    const inTime = [...base, 'answered', 'publiclyAnswered', 'submittedInTime', 'publishedInTime', 'judgedBySubmission', 'judgedByPublication'];
    const groups = [
      { unitCode: unit.code, counts: inTime, messageIds: [idOf(2), idOf(3)] }, { unitCode: housing.code, counts: [...base, 'open', 'overdue', 'judgedBySubmission', 'judgedByPublication'], messageIds: [idOf(4), idOf(6)] },
      { unitCode: null, counts: ['registered', 'withdrawn'], messageIds: [idOf(5)] },
    ];
    const setOf = (some: typeof groups) => {
      const counts: Record<string, number> = {};
      for (const group of some) for (const name of group.counts) counts[name] = (counts[name] ?? 0) + group.messageIds.length;
      return figuresOf(counts, [counts['submittedInTime'] ?? 0, counts['publishedInTime'] ?? 0, counts['judgedBySubmission'] ?? 0]);
    };
    const units = [unit, housing].map((one) => ({ unit: one, ...setOf(groups.filter(({ unitCode }) => unitCode === one.code)) }));
    await fixture.handle(closed('2026-05', { totals: setOf(groups), kinds: [{ kind: 'complaint', ...setOf(groups) }], channels: [{ channel: 'board', ...setOf(groups) }], units }));
    const linksOf = (page: string) => [...page.matchAll(/<a href="(\/messages\?[^"]*figure=[^"]*)">(\d+)/g)].map(([, href = '', figure]) => [href.replaceAll('&amp;', '&'), figure]);
    expect(linksOf(await fixture.page('/statistics/2026-05'))).toEqual([]);
    const listing = groups.map((group, index) => createEvent(statisticsListed, { subject: '2026-05', sequence: 2 + index, time: new Date('2026-05-31T16:00:00Z'), data: { period: '2026-05', part: index + 1, parts: groups.length, groups: [group] } }));
    await fixture.handle(...listing.slice(1), ...listing.slice(1));
    expect(linksOf(await fixture.page('/statistics/2026-05'))).toEqual([]);
    // What was housing's at the cut-off is another unit's now.
    await fixture.handle(listing[0]!, assigned(4), assigned(6));
    const links = [...linksOf(await fixture.page('/statistics/2026-05')), ...linksOf(await fixture.page('/statistics/2026-05/units'))];
    expect(links).toContainEqual([`/messages?unit=${housing.code}&figure=2026-05.overdue`, '2']);
    expect(links).toContainEqual(['/messages?kind=complaint&figure=2026-05.answered', '2']);
    expect(links.length).toBeGreaterThan(20);
    for (const [href = '', figure] of links) expect([href, await text(href)]).toEqual([href, expect.stringContaining(`共${figure}件，第1页`)]);
    expect(await text(`/messages?unit=${housing.code}&figure=2026-05.overdue`)).toContain('2026年5月统计的“超期未答复”');
    const { items } = (await (await fetch(`${fixture.url}/v1/messages?figure=2026-05.answered`)).json()) as { items: object[] };
    expect(items).toHaveLength(2);
    for (const figure of ['2026-05.money', 'overdue', '2026-5.answered']) expect([figure, (await fetch(`${fixture.url}/messages?figure=${figure}`)).status]).toEqual([figure, 400]);
  });

  it('a correction stands in the place of what was closed, which stays beside it with the reason: on the page, in each file, in the feed and in the lists', async () => {
    const of = (counts: Record<string, number>): Figures => figuresOf({ registered: 2, valid: 2, ...counts }, [counts['answered'] ?? 0, counts['answered'] ?? 0, 2]);
    const whole = (counts: Record<string, number>) => ({ totals: of(counts), units: [{ unit: housing, ...of(counts) }], channels: [], kinds: [{ kind: 'complaint' as const, ...of(counts) }] });
    const corrected = (number: number, counts: Record<string, number>, reason: string) => {
      const figures = closed('2025-06', whole(counts)).data as Closed;
      return createEvent(statisticsCorrected, { subject: `2025-06 ${number}`, sequence: 1, time: new Date('2026-09-19T02:00:00Z'), data: { number, reason, correctedAt: `2026-09-1${number}T02:00:00.000Z`, figures: { ...figures, digest: String(number).repeat(64) } } });
    };
    const listed = (correction: number, counts: string[], ids: string[]) =>
      createEvent(statisticsListed, { subject: '2025-06', sequence: 2, time: new Date('2026-09-19T02:00:00Z'), data: { period: '2025-06', ...(correction ? { correction } : {}), part: 1, parts: 1, groups: [{ unitCode: housing.code, counts, messageIds: ids }] } });
    const json = async () => (await (await fetch(`${fixture.url}/statistics/2025-06.json`)).json()) as Closed & { corrections?: { number: number; digest: string; changes: object[] }[] };
    await fixture.handle(registered(31, { registeredAt: '2025-06-10T10:00:00+08:00' }), registered(32, { registeredAt: '2025-06-10T10:00:00+08:00' }), listed(0, ['registered', 'answered'], [idOf(31)]));
    // The second comes first, and before the closing itself.
    await fixture.handle(corrected(2, { answered: 2, answerable: 2 }, '补计一件答复，联系人13812345678。'));
    await fixture.handle(closed('2025-06', whole({ answered: 0, overdue: 2 })));
    expect(await text('/statistics/2025-06')).not.toContain('更正');
    await fixture.handle(corrected(1, { answered: 1, overdue: 1 }, '单位提交答复的时间在定期后才传来。'));
    await fixture.handle(corrected(1, { answered: 1, overdue: 1 }, '单位提交答复的时间在定期后才传来。'), corrected(2, { answered: 2, answerable: 2 }, '补计一件答复，联系人13812345678。'));
    const page = await fixture.page('/statistics/2025-06');
    expect(textOf(page)).toContain('更正过2次 ，原来的数字和原因列在下面');
    expect(textOf(page)).toContain('第2次更正（2026年9月12日） 更正原因： 补计一件答复，联系人〔手机号已隐去〕。');
    expect(textOf(page)).toContain('第1次更正（2026年9月11日） 更正原因： 单位提交答复的时间在定期后才传来。');
    expect(textOf(page)).toMatch(/第1次更正改动的数字 指标 更正前 更正后 合计 已答复 0件 1件/);
    expect(textOf(page)).toMatch(/市住建局 (?:[^件]+ (?:\d+件|无) (?:\d+件|无) )*超期未答复 1件 无/);
    expect(textOf(page)).toMatch(/受理 2件.*已答复 2件/);
    const { totals, corrections, digest } = await json();
    expect([totals.counts['answered'], digest, corrections?.map((one) => [one.number, one.digest])]).toEqual([2, '2'.repeat(64), [[1, 'a'.repeat(64)], [2, '1'.repeat(64)]]]);
    const csv = await (await fetch(`${fixture.url}/statistics/2025-06.csv`)).text();
    expect(csv).toContain('第1次更正（2026年9月11日）：单位提交答复的时间在定期后才传来。\r\n');
    expect(csv).toContain('第1次更正,合计已答复由0件更正为1件,\r\n');
    const words = strFromU8(unzipSync(new Uint8Array(await (await fetch(`${fixture.url}/statistics/2025-06.xlsx`)).arrayBuffer()))['xl/sharedStrings.xml']!);
    expect(words).toContain('合计已答复由0件更正为1件');
    const feed = await (await fetch(`${fixture.url}/feeds/statistics.atom`)).text();
    expect(feed).toMatch(/2025年6月办理统计[\s\S]*<updated>2026-09-12T10:00:00\+08:00<\/updated>/);
    for (const shown of [page, csv, words, feed, JSON.stringify(corrections)]) expect(shown).not.toContain('13812345678');
    // What is listed of the figures before leads nowhere any more.
    const links = (html: string) => [...html.matchAll(/<a href="(\/messages\?[^"]*figure=2025-06\.answered[^"]*)">(\d+)/g)].map(([, href = '', figure]) => [href.replaceAll('&amp;', '&'), figure]);
    expect(links(page)).toEqual([]);
    await fixture.handle(listed(2, ['registered', 'answered'], [idOf(31), idOf(32)]));
    const [[href = '', figure] = []] = links(await fixture.page('/statistics/2025-06'));
    expect([figure, await text(href)]).toEqual(['2', expect.stringContaining('共2件，第1页')]);
  });

  it('a month of mailboxes tells public letters by unit, each figure opening its list, and those whose source is not public together', async () => {
    await fixture.handle(...[21, 22, 23].map((n) => registered(n, { channel: 'mailbox', registeredAt: '2026-06-10T10:00:00+08:00', visibility: n === 23 ? 'private' : 'public' })), registered(24, { registeredAt: '2026-06-10T10:00:00+08:00' }));
    const base = ['registered', 'valid', 'answerable'];
    const groups = [{ unitCode: unit.code, counts: [...base, 'answered', 'judgedBySubmission', 'submittedInTime', 'judgedByPublication'], messageIds: [idOf(21), idOf(23)] }, { unitCode: housing.code, counts: base, messageIds: [idOf(22), idOf(24)] }];
    await fixture.handle(closed('2026-06', { channels: [{ channel: 'mailbox', ...figuresOf({ registered: 3, answered: 2 }, [2, 0, 2]) }] }));
    expect(await text('/mailboxes/figures/2026-06')).toContain('这一期没有按单位分列的数字');
    await fixture.handle(createEvent(statisticsListed, { subject: '2026-06', sequence: 2, time: new Date('2026-06-30T16:00:00Z'), data: { period: '2026-06', part: 1, parts: 1, groups } }));
    const page = await fixture.page('/mailboxes/figures/2026-06');
    expect(textOf(page)).toContain('统计2026年6月1日至2026年6月30日受理登记的来信，数据截至');
    expect(textOf(page)).toContain('市住建局 1 0 无 无 0 0 市城市管理局 1 1 样本不足 1 / 1 样本不足 0/ 1 0 0 不公开的来信 1 1 样本不足 1/1 样本不足 0/1 0 0');
    const links = [...page.matchAll(/<a href="(\/messages\?[^"]*figure=[^"]*)">(\d+)/g)].map(([, href = '', figure]) => [href.replaceAll('&amp;', '&'), figure]);
    expect(links).toContainEqual([`/messages?unit=${housing.code}&channel=mailbox&figure=2026-06.registered`, '1']);
    for (const [href = '', figure] of links) expect([href, await text(href)]).toEqual([href, expect.stringContaining(`共${figure}件，第1页`)]);
    expect(await text('/microblogs/figures/2026-06')).toContain('本月没有受理登记的微博来件');
    // What is made private since is told of with the others whose source is not public.
    await act('HN20260918-0022', 'privacy');
    const later = await text('/mailboxes/figures/2026-06');
    expect(later).toContain('不公开的来信 2 1');
    expect(later).not.toContain('市住建局');
    for (const path of ['/mailboxes/figures/2026-02', '/mailboxes/figures/2026', '/mailboxes/figures/x', '/microblogs/figures/2026-02']) expect([path, (await fetch(fixture.url + path)).status]).toEqual([path, 404]);
    expect(await fixture.page('/mailboxes')).toContain('href="/mailboxes/figures/2026-08"');
  });

  it('a unit’s quarter adds up its closed months, with the city’s own lateness beside the unit’s', async () => {
    const quiet = { units: [] };
    const busy = { units: [{ unit, ...figuresOf({ registered: 4, answered: 3, extended: 1, urged: 2 }, [2, 1, 4]), invalidByReason: { spam: 1 }, satisfaction: { n: 2, satisfied: 1, basicallySatisfied: 0, dissatisfied: 1, percent: '50.00' } }] };
    await fixture.handle(closed('2025-12', busy), closed('2025-10', quiet));
    const page = await text(`/units/${unit.code}/report-cards/2025Q4`);
    expect(page).toContain('2025年11月没有定期公布的数字，不在其内');
    expect(page).toContain('市城市管理局2025年第四季度办理情况');
    expect(page).toMatch(/2025年10月 0 0 无 无 0 0 0 0 0 2025年12月 4 3 样本不足 2\/4 样本不足 1\/4 1 2 1 0 0 全季 4 3 样本不足 2\/4 样本不足 1\/4 1 2 1 0 0/);
    expect(page).toMatch(/市城市管理局 2 3 1 样本不足 2\/4 样本不足 1\/4 全市 10 14 4 81\.48% 44\/54 74\.07% 40\/54/);
    expect(page).toContain('全季 2 1 0 1');
    for (const bad of [`${unit.code}/report-cards/2026Q3`, `${unit.code}/report-cards/2026Q9`, 'nobody/report-cards/2025Q4', `${unit.code}/report-cards/2026-01`]) expect([bad, (await fetch(`${fixture.url}/units/${bad}`)).status]).toEqual([bad, 404]);
  });

  it('the home page’s figures of this month open the lists of what they count, without what an import brought', async () => {
    const days = { registeredAt: '2026-09-16T10:00:00+08:00' };
    await fixture.handle(registered(11, days), registered(12, days), registered(13, { ...days, historical: true }), assigned(11), replied(11, { submittedAt: '2026-09-17T01:00:00.000Z' }), replied(13, { submittedAt: '2026-09-17T01:00:00.000Z', historical: true }));
    const page = await fixture.page('/');
    const figures = [...page.matchAll(/<a href="([^"]+)">([^<]+)<strong>([^<]+)<\/strong>(?:<span class="hint">\d+件中(\d+)件)?/g)].map(([, href = '', name, value, inTime]) => ({ href: href.replaceAll('&amp;', '&'), name, count: inTime ?? value }));
    expect(figures.map(({ name, count }) => [name, count])).toEqual([['受理', '3'], ['已答复', '1'], ['按时率', '1'], ['超期未答复', expect.any(String)]]);
    for (const { href, count } of figures) expect([href, await text(href)]).toEqual([href, expect.stringContaining(`共${count}件，第1页`)]);
    expect(textOf(page)).toContain('2026年8月统计');
  });
});

describe('R01, R23: 热点问题', () => {
  const issueId = idOf(7_001);
  const changed = (sequence: number, changes: Partial<EventData<typeof hotIssueChanged>> = {}, id = issueId) =>
    createEvent(hotIssueChanged, {
      subject: id, sequence, time: new Date('2026-08-20T02:00:00Z'),
      data: {
        issueId: id, state: 'confirmed', mergedInto: null, title: '和平路夜间路灯不亮，联系13812345678', confirmedAt: '2026-08-20T02:00:00.000Z', people: 8, messages: 10, cohesion: 11_420,
        rule: { version: '2026-1', people: 5, windowDays: 60, cohesion: 9_000 }, messageIds: [idOf(71), idOf(72), idOf(73), idOf(74)], changedAt: '2026-08-20T02:00:00.000Z', ...changes,
      },
    });

  it('is public once it is confirmed and has its officer’s title, with the rule beside what it was applied to', async () => {
    await fixture.handle(registered(71, { registeredAt: '2026-08-01T10:00:00+08:00', title: '路灯坏了' }), registered(72, { registeredAt: '2026-08-02T10:00:00+08:00', channel: 'mailbox', title: '灯不亮' }), registered(73, { registeredAt: '2026-08-02T11:00:00+08:00', visibility: 'private', title: '我家门口的灯' }), registered(74, { registeredAt: '2026-08-02T12:00:00+08:00', title: '路灯还是不亮' }));
    await fixture.handle(changed(2, { title: null }), changed(1, { state: 'raised', title: null, confirmedAt: null }));
    expect(await text('/hot-issues')).toContain('目前没有已确认的热点问题');
    expect([(await fetch(`${fixture.url}/hot-issues/${issueId}`)).status, (await fetch(`${fixture.url}/hot-issues/x`)).status, await text(`/messages?hotIssue=${issueId}`)]).toEqual([404, 404, expect.stringContaining('共0件')]);
    await fixture.handle(changed(3));
    await fixture.handle(changed(2, { title: null }));
    for (const path of ['/', '/hot-issues', '/statistics/2026-08', `/hot-issues/${issueId}`]) {
      const page = await text(path);
      expect([path, page.includes('和平路夜间路灯不亮，联系〔手机号已隐去〕'), page.includes('13812345678')]).toEqual([path, true, false]);
    }
    const page = await text(`/hot-issues/${issueId}`);
    expect(page).toContain('反映的人 8人 同一人写多件，只算一人 留言 10件 包括不公开的留言 公开的留言 3件');
    expect(page).toMatch(/反映的人 不少于5人 8人 时段 60天内或者全部时间 符合 用语集中程度 不低于9\.0 11\.4/);
    expect(page).toContain('来源： 市民心声2件 、 电子信箱1件 。');
    expect(page).toMatch(/2026年8月2日 2 2026年8月1日 1/);
    expect(await text('/statistics/2026-07')).toContain('期内没有确认热点问题');
  });

  it('shows of its messages those that are public now, each figure with its list', async () => {
    const page = await fixture.page(`/hot-issues/${issueId}`);
    expect(page).not.toContain('我家门口的灯');
    const links = [...page.matchAll(/<a href="(\/messages\?[^"]*hotIssue=[^"]*)">[^\d<]*(\d+)/g)].map(([, href = '', figure]) => [href.replaceAll('&amp;', '&'), figure]);
    expect(links.map(([, figure]) => figure)).toEqual(['3', '2', '1', '2', '1']);
    for (const [href = '', figure] of links) expect([href, await text(href)]).toEqual([href, expect.stringContaining(`共${figure}件，第1页`)]);
    expect(await text(`/messages?hotIssue=${issueId}`)).toContain('热点问题 和平路夜间路灯不亮');
    await act('HN20260918-0072', 'privacy');
    await act('HN20260918-0074', 'take-downs');
    const later = await fixture.page(`/hot-issues/${issueId}`);
    expect(textOf(later)).toContain('公开的留言 1件');
    for (const gone of ['灯不亮', '路灯还是不亮']) expect(later.replaceAll('夜间路灯不亮', '')).not.toContain(gone);
    expect(await text(`/messages?hotIssue=${issueId}`)).toContain('共1件');
  });

  it('shows what it was merged into, and nothing of what is none', async () => {
    const other = idOf(7_002);
    await fixture.handle(changed(1, { title: '并入前的题目', messageIds: [] }, other));
    await fixture.handle(changed(2, { state: 'merged', mergedInto: issueId, title: null }, other));
    expect(await text(`/hot-issues/${other}`)).toContain('和平路夜间路灯不亮');
    expect(await text('/hot-issues')).not.toContain('并入前的题目');
    await fixture.handle(changed(4, { state: 'dismissed', title: null }));
    for (const id of [issueId, other]) expect((await fetch(`${fixture.url}/hot-issues/${id}`)).status).toBe(404);
    expect(await text(`/messages?hotIssue=${issueId}`)).toContain('没有公布的热点问题');
    expect(await text('/')).toContain('目前没有已确认的热点问题');
  });
});
