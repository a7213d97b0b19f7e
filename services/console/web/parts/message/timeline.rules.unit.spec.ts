import { expect, it } from '@jest/globals';
import type { Message } from '../../api/clients.js';
import { replyWords, timelineOf } from './timeline.rules.js';

const unit = { code: 'city', name: '市城市管理局' };
const none = {
  assignments: [], returnHistory: [], drafts: [], disputes: [], replies: [], extensions: [], escalations: [], urgingOrders: [], rulingProposals: [], rulings: [], transfers: [], withdrawals: [],
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

it('an interim reply is never told without what it does not count as', () => {
  expect(replyWords({ interim: true, corrects: null, supplements: null, review: 'published' })).toBe('阶段性回复（不计为答复） · 已公开');
  expect(replyWords({ interim: false, corrects: 'r', supplements: null, review: 'in-review' })).toBe('更正 · 审核发布中');
});
