import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { createEvent, directoryEntryChanged, sessionScheduled, unitChanged, type EventData } from '@wenzheng/contracts';
import { assigned, Fixture, idOf, registered, unit } from '../../publication.fixture.js';

type Entry = EventData<typeof directoryEntryChanged>;

let fixture: Fixture;
beforeAll(async () => {
  fixture = await Fixture.create({ listen: false });
});
afterAll(() => fixture.drop());

// The fixture's clock stands at 09:00 of 20 September 2026.
const city = { code: 'city', name: '淮南市人民政府' };
const told = ({ code, name }: typeof unit, parent: string | null, level: number, phones: string[] = [], sequence = 1, removed = false) =>
  createEvent(unitChanged, { subject: code, sequence, time: new Date('2026-01-05T01:00:00Z'), data: { unit: { code, name }, parent, level, phones, removed } });
const entry = (n: number, sequence: number, changes: Partial<Entry> = {}) =>
  createEvent(directoryEntryChanged, {
    subject: idOf(n), sequence, time: new Date('2026-03-01T01:00:00Z'),
    data: { entryId: idOf(n), kind: 'mailbox', name: '局长信箱', address: 'juzhang@chengguan.example.gov.cn', unit, holder: { name: '周明', post: '局长' }, openedOn: '2026-03-01', closedOn: null, changedAt: '2026-03-01T01:00:00.000Z', ...changes },
  });
const textOf = (html: string) => html.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ');
const account = { kind: 'microblog', name: '淮南<城管>', address: '5012345678', holder: null } as const;

it('owes a directory until there is one', async () => {
  expect(await fixture.page('/units')).toContain('单位名录尚未公布');
  expect(await fixture.page('/mailboxes')).toContain('信箱名录尚未公布');
  expect(await fixture.page('/microblogs')).toContain('微博账号名录尚未公布');
});

it('lists the mailboxes (R25) and accounts (R34) of units at their newest state, and names who has published none', async () => {
  await fixture.handle(told(city, null, 1), told(unit, 'city', 2, ['0554-1234567']));
  await fixture.handle(entry(901, 2), entry(901, 1, { address: 'old@chengguan.example.gov.cn', closedOn: '2026-02-01' }), entry(902, 1, { ...account }), entry(903, 1, { address: 'gone@chengguan.example.gov.cn', closedOn: '2026-05-01' }));
  const mailboxes = await fixture.page('/mailboxes');
  expect(textOf(mailboxes)).toMatch(/已公布信箱的单位1个，共2个。 市城市管理局 局长信箱 · 局长周明： juzhang@chengguan\.example\.gov\.cn 尚未公布信箱的1个单位 淮南市人民政府/);
  expect(mailboxes).toContain('href="mailto:juzhang@chengguan.example.gov.cn"');
  expect(mailboxes).not.toMatch(/old@|gone@/);
  const accounts = await fixture.page('/microblogs');
  expect(accounts).toContain('<a href="https://weibo.com/u/5012345678" rel="noopener external">@淮南&lt;城管></a>');
  expect(textOf(accounts)).toContain('尚未公布微博账号的1个单位 淮南市人民政府');
});

it('shows the public letters that came by a unit’s mailbox, and leads to all of them', async () => {
  await fixture.handle(registered(911, { channel: 'mailbox', title: '幼儿园门口停车' }), assigned(911), registered(912, { channel: 'mailbox', visibility: 'private', title: '家里的事' }), assigned(912), registered(913, { title: '广场噪声' }), assigned(913));
  const page = await fixture.page(`/mailboxes/${unit.code}`);
  expect(page).toContain('幼儿园门口停车');
  expect(page).not.toMatch(/家里的事|广场噪声/);
  expect(page).toContain(`href="/messages?unit=${unit.code}&amp;channel=mailbox"`);
  expect(textOf(await fixture.page('/mailboxes/city'))).toContain('淮南市人民政府尚未公布信箱');
});

it('has a page of every unit: where it stands, how it is reached, its next interview and its newest messages', async () => {
  const session = { sessionId: idOf(920), sessionNumber: 'HN-FT2026-009', channel: 'interview', title: '谈市容管理', unit, principal: { name: '周明', post: '局长' }, startsAt: '2026-10-12T01:00:00.000Z', endsAt: '2026-10-12T02:00:00.000Z', scheduledAt: '2026-09-18T01:00:00.000Z', shortNoticeReason: null } as const;
  await fixture.handle(createEvent(sessionScheduled, { subject: session.sessionId, sequence: 1, time: new Date(session.scheduledAt), data: session }));
  expect(await fixture.page('/units')).toMatch(/<a href="\/units\/city">淮南市人民政府<\/a><ul class="plain-list"><li><a href="\/units\/urban-management">市城市管理局<\/a>/);
  const page = await fixture.page(`/units/${unit.code}`);
  expect(textOf(page)).toMatch(/单位名录 淮南市人民政府 市城市管理局 .*0554-1234567 .*局长信箱 .*@淮南&lt;城管> .*谈市容管理 预告/);
  expect(page).toMatch(/幼儿园门口停车|广场噪声/);
  expect(page).not.toContain('家里的事');
  expect(textOf(await fixture.page('/units/city'))).toMatch(/下一场访谈尚未预告.*下属单位 市城市管理局/);
});

it('knows no unit that is not in the registry, or no longer', async () => {
  await fixture.handle(told(unit, 'city', 2, [], 2, true));
  for (const path of ['/units/nobody', '/mailboxes/nobody', `/units/${unit.code}`, `/units/${'x'.repeat(70)}`, '/units/%00']) {
    const response = await fetch(fixture.url + path, { headers: { accept: 'text/html' } });
    expect([path, response.status, (await response.text()).includes('没有找到这个页面')]).toEqual([path, 404, true]);
  }
  expect(await fixture.page('/microblogs')).not.toContain('5012345678');
});
