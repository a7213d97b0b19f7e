import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { channelProbed, commentsReadBack, createEvent, type EventData } from '@wenzheng/contracts';
import { Fixture } from '../../publication.fixture.js';

type Probed = EventData<typeof channelProbed>;

let fixture: Fixture;
beforeAll(async () => {
  fixture = await Fixture.create({ listen: false });
});
afterAll(() => fixture.drop());

// The fixture's clock stands at 09:00 of 20 September 2026.
const probed = (sequence: number, changes: Partial<Probed> = {}) => {
  const data: Probed = {
    channel: 'portal', connector: 'form', name: 'portal', title: null, way: 'request', everySeconds: 600, probedAt: '2026-09-20T08:50:00+08:00', failure: null, day: { date: '2026-09-20', probes: 54, arrived: 54 }, lastFailure: null, ...changes,
  };
  return createEvent(channelProbed, { subject: `probe ${data.connector} ${data.name} ${data.way}`, sequence, time: new Date(data.probedAt), data });
};
const letter = (sequence: number, changes: Partial<Probed> = {}) => probed(sequence, { channel: 'mailbox', connector: 'mail', name: 'mayor', title: '市长信箱', way: 'letter', everySeconds: 86_400, probedAt: '2026-09-20T08:00:00+08:00', day: { date: '2026-09-20', probes: 1, arrived: 1 }, ...changes });
const page = async () => (await fixture.page('/about/channels')).replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ');
const ways = async () => ((await (await fetch(`${fixture.url}/v1/channels`)).json()) as { ways: Record<string, unknown>[] }).ways;

describe('渠道运行情况', () => {
  it('says that nothing is known before the first probe', async () => {
    expect(await page()).toContain('还没有试投结果');
    expect(await ways()).toEqual([]);
  });

  it('shows each way in with its day and its thirty days, whatever event came first', async () => {
    await fixture.handle(probed(3), letter(1));
    await fixture.handle(probed(1, { day: { date: '2026-09-18', probes: 10, arrived: 10 } }), probed(2, { day: { date: '2026-09-20', probes: 53, arrived: 52 }, failure: 'refused' }));
    // 10 on the day on which it began, none on the next, when 144 were due, and those of today.
    expect(await ways()).toEqual([
      expect.objectContaining({ connector: 'form', state: 'working', today: { probes: 54, arrived: 54 }, last30Days: { probes: 208, arrived: 64 } }),
      expect.objectContaining({ connector: 'mail', way: 'letter', state: 'working', last30Days: { probes: 1, arrived: 1 } }),
    ]);
    const shown = await page();
    expect(shown).toContain('全部2个受理途径正常');
    expect(shown).toContain('今天试投54次，成功54次；近30天试投208次，成功64次，成功率30.76%');
    expect(shown).toMatch(/电子信箱 市长信箱（每日试投一封信） ✓ 正常/);
  });

  it('says what fails and why, and what nobody has heard of', async () => {
    await fixture.handle(probed(4, { probedAt: '2026-09-20T09:00:00+08:00', failure: 'unreachable', day: { date: '2026-09-20', probes: 55, arrived: 54 }, lastFailure: { at: '2026-09-20T09:00:00+08:00', failure: 'unreachable' } }));
    expect(await page()).toMatch(/2个受理途径中，1个异常。.*⚠ 异常 最近一次试投： 2026年9月20日.*最近一次异常：[^，]*，无法连接/);
    fixture.clock.set('2026-09-20T10:01:00+08:00');
    expect((await ways()).map(({ state }) => state)).toEqual(['unknown', 'working']);
    expect(await page()).toContain('1个情况不明');
    // A mailbox that is configured no more is a way in no more.
    fixture.clock.set('2026-10-21T09:00:00+08:00');
    expect(await ways()).toEqual([]);
    fixture.clock.set('2026-09-20T09:00:00+08:00');
  });

  it('says what of the replies on the microblog still stands, whatever event came first', async () => {
    expect(await page()).not.toContain('政务微博公开回复回读');
    const readAt = '2026-09-20T08:00:00+08:00';
    const told = (sequence: number, last30Days: EventData<typeof commentsReadBack>['last30Days']) => createEvent(commentsReadBack, { subject: 'comments of 淮南发布', sequence, time: new Date(readAt), data: { name: '淮南发布', readAt, last30Days } });
    await fixture.handle(told(2, { said: 1_042, read: 41, standing: 39, gone: 1 }));
    await fixture.handle(told(1, { said: 1, read: 1, standing: 1, gone: 0 }));
    expect(await page()).toMatch(/政务微博公开回复回读 .*淮南发布 ⚠ 有缺失 最近一次回读： 2026年9月20日.* 近30天发布回复1,042条，已回读41条，其中仍在39条，已找不到1条，正在复查1条。/);
    expect(((await (await fetch(`${fixture.url}/v1/channels`)).json()) as { microblogs: unknown }).microblogs).toEqual([{ name: '淮南发布', readAt, last30Days: { said: 1_042, read: 41, standing: 39, gone: 1 } }]);
  });

  it('keeps days for four hundred days', async () => {
    await fixture.handle(letter(2, { day: { date: '2027-10-20', probes: 1, arrived: 1 } }));
    await fixture.handle(letter(3, { day: { date: '2027-10-26', probes: 1, arrived: 1 } }));
    expect(await fixture.rows(`SELECT date::text FROM probed_day WHERE connector = 'mail' ORDER BY date`)).toEqual([{ date: '2027-10-20' }, { date: '2027-10-26' }]);
  });
});
