import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createEvent, forumChanged, forumPhaseChanged, type EventData } from '@wenzheng/contracts';
import { Fixture, idOf, registered, unit } from '../../publication.fixture.js';

type Forum = EventData<typeof forumChanged>;
type Phase = EventData<typeof forumPhaseChanged>;

let fixture: Fixture;
beforeAll(async () => {
  fixture = await Fixture.create({ listen: false });
});
afterAll(() => fixture.drop());

// The fixture's clock stands at 09:00 of 20 September 2026.
const housing = { code: 'city.housing', name: '市住建局' };
const phaseTold = (sequence: number, changes: Partial<Phase> = {}) =>
  createEvent(forumPhaseChanged, {
    subject: 'forum-phase-1', sequence, time: new Date('2026-09-01T01:00:00Z'),
    data: { phase: 1, slots: [{ unit: housing, month: '2026-08', sessionId: null }, { unit, month: '2026-09', sessionId: idOf(1) }], changes: [], plannedAt: '2026-07-01T01:00:00Z', ...changes },
  });
const forum: Forum = {
  sessionId: idOf(1), sessionNumber: 'HN-ZT2026-001', phase: 1, title: '夜间照明网民座谈会', unit, startsAt: '2026-09-25T01:00:00Z', endsAt: '2026-09-25T03:00:00Z', state: 'scheduled', reason: null,
  place: '市政务服务中心三楼', seats: 2, groups: [{ name: '居民代表', seats: 1 }, { name: '企业代表', seats: 0 }], signUp: { from: '2026-09-10T16:00:00Z', until: '2026-09-22T16:00:00Z' }, commitment: 'c'.repeat(64), draw: null, minutes: null,
  announcedAt: '2026-09-10T01:00:00Z',
};
const forumTold = (sequence: number, changes: Partial<Forum> = {}) => createEvent(forumChanged, { subject: `forum ${forum.sessionId}`, sequence, time: new Date('2026-09-10T01:00:00Z'), data: { ...forum, ...changes } });
const textOf = (html: string) => html.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ');

describe('网民座谈会', () => {
  it('without a plan owes one', async () => expect(await fixture.page('/forums')).toContain('下一期安排尚未公布'));

  it('shows phases in order, each slot with how far it has come, whatever came first', async () => {
    const moved: Phase['changes'][number] = { change: 'moved', unit: housing, fromMonth: '2026-09', toMonth: '2026-08', reason: '提前举行，咨询13812345678', madeAt: '2026-07-05T01:00:00Z' };
    await fixture.handle(forumTold(1), phaseTold(2, { changes: [moved] }));
    await fixture.handle(phaseTold(1));
    const list = textOf(await fixture.page('/forums'));
    expect(list).toContain('2026年8月 市住建局 待公告 已过安排月份，尚未举行 2026年9月 市城市管理局');
    expect(list).toMatch(/正在报名 夜间照明网民座谈会/);
    const phase = textOf(await fixture.page('/forum-phases/1'));
    expect(phase).toContain('市住建局由2026年9月调整到2026年8月');
    expect(phase).toContain('〔手机号已隐去〕');
    expect(phase).not.toContain('13812345678');
  });

  it('leads to the form while it takes names, and no longer', async () => {
    expect(await fixture.page('/forums/HN-ZT2026-001')).toContain(`href="/submit/forums/${idOf(1)}"`);
    fixture.clock.set('2026-09-23T09:00:00+08:00');
    const closed = await fixture.page('/forums/HN-ZT2026-001');
    expect(closed).not.toContain('/submit/forums/');
    expect(closed).toContain('报名截止，待抽签');
  });

  it('publishes the draw with the seed, the codes and how to recompute it', async () => {
    const entries: NonNullable<Forum['draw']>['entries'] = [{ code: 'B7KQ-2QXT', group: '居民代表', lot: 'selected' }, { code: 'M4ND-9HVB', group: '企业代表', lot: 'waiting' }];
    await fixture.handle(forumTold(2, { draw: { seed: 'd'.repeat(64), drawnAt: '2026-09-23T01:00:00Z', entries } }));
    const page = textOf(await fixture.page('/forums/HN-ZT2026-001'));
    expect(page).toContain('报名2人，取中1人，候补1人');
    expect(page).toContain('居民代表 1 1 1 企业代表 0 1 0');
    expect(page).toContain(`printf '%s:%s' ${'d'.repeat(64)} B7KQ-2QXT | sha256sum`);
    expect(page).toContain('2 M4ND-9HVB 企业代表 候补');
  });

  it('has minutes whose points are each answered on the spot or a message with its state', async () => {
    expect(await fixture.page('/forums/HN-ZT2026-001/minutes')).toContain('没有找到这个页面');
    await fixture.handle(registered(7));
    const minutes: NonNullable<Forum['minutes']> = {
      invited: 2, attended: 1, principal: { isPresent: false, name: '李明', post: '副局长', reason: '局长赴省里开会' }, summary: '会议听取了意见。', publishedAt: '2026-09-26T01:00:00Z',
      points: [{ topic: '更换灯具', opinion: '灯具老旧，我的电话13812345678。', answer: '年内更换。', messageNumber: null }, { topic: '新增路灯', opinion: '桥头没有路灯。', answer: null, messageNumber: 'HN20260918-0007' }],
    };
    await fixture.handle(forumTold(3, { minutes }));
    const page = await fixture.page('/forums/HN-ZT2026-001/minutes');
    expect(textOf(page)).toContain('网友提出2条意见：现场答复1条，转为留言办理1条');
    expect(textOf(page)).toContain('邀请2人，到场1人');
    expect(textOf(page)).toContain('主要负责同志未到场，由李明（副局长）参加。原因：局长赴省里开会');
    expect(page).toMatch(/href="\/messages\/HN20260918-0007">HN20260918-0007<\/a> <span class="tag/);
    expect(page).not.toContain('13812345678');
    expect(await fixture.page('/forums')).toContain('/forums/HN-ZT2026-001/minutes');
  });
});
