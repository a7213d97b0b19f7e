import { expect, it } from '@jest/globals';
import type { Message } from '../../api/clients.js';
import { replyWords, timelineOf } from './timeline.rules.js';

const unit = { code: 'city', name: '市城市管理局' };
const none = {
  assignments: [], returnHistory: [], drafts: [], disputes: [], replies: [], extensions: [], escalations: [], urgingOrders: [], rulingProposals: [], rulings: [], transfers: [], merges: [], ratings: [], renewals: [], identityRequests: [], withdrawals: [],
};
const at = (time: string) => `2026-09-${time}:00.000Z`;
const message = (changes: Partial<Message>) =>
  ({ ...none, registeredAt: at('18T07:00'), channel: 'board', deadline: { remindedAt: null, urgedAt: null }, ...changes }) as unknown as Message;

it('tells what happened in order of time, a reason beside it', () => {
  const steps = timelineOf(message({
    deadline: { remindedAt: at('21T01:00'), urgedAt: null } as Message['deadline'],
    assignments: [{ unit, by: 'remit', designated: false, reason: '职责“路灯”', duty: null, assignedAt: at('18T07:01') }],
    disputes: [{ disputeId: 'd', unit, reason: '不属于本单位', suggestedUnit: null, openedAt: at('19T02:00'), dueAt: null, outcome: 'rejected', rulingReason: '路灯由城管管护', ruledAt: at('20T02:00') }],
  }));
  expect(steps).toEqual([
    { at: at('18T07:00'), words: '受理登记（市民心声）' },
    { at: at('18T07:01'), words: '分派至市城市管理局（按派单目录）', note: '职责“路灯”' },
    { at: at('19T02:00'), words: '市城市管理局提出退回', note: '不属于本单位' },
    { at: at('20T02:00'), words: '退回不成立，继续办理', note: '路灯由城管管护' },
    { at: at('21T01:00'), words: '已自动提醒' },
  ]);
});

it('says to whom it was escalated, and who took note', () => {
  const raised = { level: 3, to: 'inspection-bureau', raisedAt: at('24T00:00'), acknowledgedAt: at('24T02:00'), acknowledgedBy: 'li', withdrawnAt: null };
  expect(timelineOf(message({ escalations: [raised, { ...raised, to: 'supervision-office', acknowledgedAt: null, withdrawnAt: at('25T00:00') }] })).slice(1).map(({ words }) => words)).toEqual([
    '报监察机关（三级上报）', '报督查室（三级上报）', '监察机关签收三级上报', '撤销报督查室的三级上报',
  ]);
});

it('an interim reply is never told without what it does not count as', () => {
  expect(replyWords({ interim: true, corrects: null, supplements: null, review: 'published', delivery: null })).toBe('阶段性回复（不计为答复） · 已公开');
  expect(replyWords({ interim: false, corrects: 'r', supplements: null, review: 'in-review', delivery: null })).toBe('更正 · 审核发布中');
  expect(replyWords({ interim: false, corrects: null, supplements: null, review: 'published', delivery: { state: 'failed', settledAt: at('20T02:00') } })).toBe('答复 · 已公开 · 未送达');
});

it('tells of merges from the side of the message, of ratings and what came of them, and of who asked who wrote it', () => {
  const [mine, lead] = [{ messageId: 'm', messageNumber: 'HN20260918-0002' }, { messageId: 'l', messageNumber: 'HN20260918-0001' }];
  const merge = { mergeId: 'g', message: mine, into: lead, reason: '同一路段', mergedAt: at('18T08:00'), unmergedAt: at('18T09:00'), unmergeReason: '不是同一路段' };
  expect(timelineOf(message({
    messageId: 'm', merges: [merge],
    ratings: [{ ratingId: 'r', rating: 'dissatisfied', ratedAt: at('22T01:00'), outcome: 'ordered', decisionReason: '补充说明', decidedAt: at('22T02:00') }],
    renewals: [{ renewalId: 'n', unit, reason: '补充说明', dueOn: '2026-09-25', orderedAt: at('22T02:00') }],
    identityRequests: [{ requestId: 'i', unit: null, requester: '李明', purpose: '核实线索', requestedAt: at('23T01:00'), dueAt: null, decision: 'granted', reason: null, decidedBy: 'supervision-office', decidedAt: at('23T02:00'), until: at('24T02:00'), endedAt: at('23T09:00') }],
  })).slice(1)).toEqual([
    { at: at('18T08:00'), words: '并入HN20260918-0001', note: '同一路段' },
    { at: at('18T09:00'), words: '撤销并入HN20260918-0001', note: '不是同一路段' },
    { at: at('22T01:00'), words: '留言人评价：不满意' },
    { at: at('22T02:00'), words: '责成市城市管理局二次办理，应于2026年9月25日前答复', note: '补充说明' },
    { at: at('23T01:00'), words: '信息办李明申请查阅身份', note: '核实线索' },
    { at: at('23T02:00'), words: '督查室批准查阅身份' },
    { at: at('23T09:00'), words: '查阅身份的批准提前终止' },
  ]);
  expect(timelineOf(message({ messageId: 'l', merges: [{ ...merge, unmergedAt: null }] }))[1]).toEqual({ at: at('18T08:00'), words: 'HN20260918-0002并入本件', note: '同一路段' });
});
