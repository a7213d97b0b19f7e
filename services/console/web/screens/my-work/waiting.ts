import { bodyOf, inBackground, intake, publication, routing, supervision } from '../../api/clients.js';
import type { Role } from '../../shell/session.js';
import { holdingPenWords, holdReasonWords, invalidityGroundWords, levelWords, paperWords } from '../../words.js';

export interface WaitingItem {
  key: string;
  title: string;
  more: string;
  to: string;
  /** Server-rendered: another page, not another screen. */
  isPage?: boolean;
}

/** What waits for somebody, due first, with the screen where it is done. */
export interface Card {
  key: string;
  title: string;
  roles: readonly Role[];
  to: string;
  isPage?: boolean;
  few: () => Promise<{ items: WaitingItem[]; hasMore: boolean }>;
}

const limit = 5;
const unit: readonly Role[] = ['reviewer', 'principal'];
const untitled = (title: string | null): string => title || '（无标题）';

function few<Item>(page: { items: Item[]; next: string | null }, itemOf: (item: Item) => WaitingItem): { items: WaitingItem[]; hasMore: boolean } {
  return { items: page.items.map(itemOf), hasMore: page.next !== null };
}

export const cards: readonly Card[] = [
  {
    key: 'answer', title: '待答复', roles: ['web-admin'], to: '/queue',
    few: async () => few(await bodyOf(routing.GET('/v1/messages', { ...inBackground, params: { query: { state: 'assigned', limit } } })), ({ messageId, title, messageNumber, deadline }) => (
      { key: messageId, title: untitled(title), more: [deadline.overdueSince === null ? `应于${deadline.replyDueOn ?? '待定'}前答复` : '已超期', messageNumber].join(' · '), to: `/queue/${messageId}` })),
  },
  {
    key: 'sign', title: '待审核、签发', roles: unit, to: '/signing', isPage: true,
    few: async () => few(await bodyOf(routing.GET('/v1/sign-offs', { ...inBackground, params: { query: { limit } } })), ({ draftId, title, kind, submittedBy, replyDueOn }) => (
      { key: draftId, title: untitled(title), more: `${paperWords[kind]} · ${submittedBy}送审${replyDueOn === null ? '' : ` · 应于${replyDueOn}前答复`}`, to: `/signing/${draftId}`, isPage: true })),
  },
  {
    key: 'renewals', title: '二次办理', roles: ['web-admin'], to: '/queue?tab=renewals',
    few: async () => few(await bodyOf(routing.GET('/v1/renewals', { ...inBackground, params: { query: { limit } } })), ({ renewalId, messageId, title, dueOn, overdue, inReview }) => (
      { key: renewalId, title: untitled(title), more: inReview ? '答复待公开' : overdue ? '已超期' : dueOn === null ? '日期待定' : `应于${dueOn}前再次答复`, to: `/queue/${messageId}?tab=renewals` })),
  },
  {
    key: 'promises', title: '承诺待办', roles: ['web-admin', ...unit], to: '/search',
    few: async () => few(await bodyOf(routing.GET('/v1/promises', { ...inBackground, params: { query: { limit } } })), ({ replyId, messageId, text, dueOn, overdue }) => (
      { key: replyId, title: text, more: overdue ? `应于${dueOn}办到，已过` : `应于${dueOn}办到`, to: `/messages/${messageId}` })),
  },
  {
    key: 'co-tasks', title: '协办待反馈', roles: ['web-admin'], to: '/co-tasks',
    few: async () => few(await bodyOf(routing.GET('/v1/co-tasks', { ...inBackground, params: { query: { state: 'open', limit } } })), ({ taskId, title, lead, dueOn, overdue }) => (
      { key: taskId, title: untitled(title), more: [overdue ? '已逾期' : `请于${dueOn}前反馈`, lead ? `${lead.name}主办` : ''].filter(Boolean).join(' · '), to: `/co-tasks/${taskId}` })),
  },
  {
    key: 'pen', title: '待分拨', roles: ['information-office'], to: '/office/pen',
    few: async () => few(await bodyOf(routing.GET('/v1/messages', { ...inBackground, params: { query: { state: 'holding-pen', limit } } })), ({ messageId, title, holdingPen }) => (
      { key: messageId, title: untitled(title), more: holdingPen ? holdingPenWords[holdingPen.reason] : '', to: `/office/pen/${messageId}` })),
  },
  {
    key: 'holds', title: '待甄别', roles: ['information-office'], to: '/office/holds',
    few: async () => few(await bodyOf(intake.GET('/v1/holds', { ...inBackground, params: { query: { limit } } })), ({ messageId, title, reasons, overdue }) => (
      { key: messageId, title: untitled(title), more: [overdue ? '已逾期' : '', ...reasons.map((reason) => holdReasonWords[reason])].filter(Boolean).join(' · '), to: `/office/holds/${messageId}` })),
  },
  {
    key: 'returns', title: '派单异议', roles: ['information-office'], to: '/office/returns',
    few: async () => few(await bodyOf(routing.GET('/v1/disputes', { ...inBackground, params: { query: { state: 'open', limit } } })), ({ disputeId, title, unit: { name } }) => (
      { key: disputeId, title: untitled(title), more: `${name}退回`, to: `/office/returns/${disputeId}` })),
  },
  {
    key: 'coordination', title: '不接受协办，待决定', roles: ['information-office'], to: '/office/coordination',
    few: async () => few(await bodyOf(routing.GET('/v1/co-tasks', { ...inBackground, params: { query: { state: 'declined', limit } } })), ({ taskId, title, unit: { name } }) => (
      { key: taskId, title: untitled(title), more: `${name}不接受`, to: `/office/coordination/${taskId}` })),
  },
  {
    key: 'rulings', title: '无效认定', roles: ['information-office'], to: '/office/rulings',
    few: async () => few(await bodyOf(routing.GET('/v1/ruling-proposals', { ...inBackground, params: { query: { limit } } })), ({ proposalId, title, ground }) => (
      { key: proposalId, title: untitled(title), more: invalidityGroundWords.zh[ground], to: `/office/rulings/${proposalId}` })),
  },
  {
    key: 'ratings', title: '不满意评价', roles: ['information-office'], to: '/office/ratings',
    few: async () => few(await bodyOf(routing.GET('/v1/ratings', { ...inBackground, params: { query: { limit } } })), ({ ratingId, title, unit: { name } }) => (
      { key: ratingId, title: untitled(title), more: `${name}的答复`, to: `/office/ratings/${ratingId}` })),
  },
  {
    key: 'objections', title: '异议复核', roles: ['information-office'], to: '/office/objections',
    few: async () => few(await bodyOf(routing.GET('/v1/objections', { ...inBackground, params: { query: { limit } } })), ({ objectionId, title, ruling: { ground } }) => (
      { key: objectionId, title: untitled(title), more: `认定：${invalidityGroundWords.zh[ground]}`, to: `/office/objections/${objectionId}` })),
  },
  {
    key: 'identity', title: '身份查阅', roles: ['information-office', 'supervision-office'], to: '/office/identity',
    few: async () => few(await bodyOf(routing.GET('/v1/identity-requests', { ...inBackground, params: { query: { limit } } })), ({ requestId, title, unit: asking, requester }) => (
      { key: requestId, title: untitled(title), more: `${asking?.name ?? '信息办'}${requester}申请`, to: `/office/identity/${requestId}` })),
  },
  {
    key: 'transfers', title: '等待回执', roles: ['information-office'], to: '/office/transfers',
    few: async () => few(await bodyOf(routing.GET('/v1/transfers', { ...inBackground, params: { query: { limit } } })), ({ transferId, title, to: { name } }) => (
      { key: transferId, title: untitled(title), more: `转往${name}`, to: `/office/transfers/${transferId}` })),
  },
  {
    key: 'gate', title: '审核发布', roles: ['information-office'], to: '/office/gate',
    few: async () => few(await bodyOf(publication.GET('/v1/reviews', { ...inBackground, params: { query: { state: 'held', limit } } })), ({ replyId, title, unit: { name } }) => (
      { key: replyId, title: title ?? '不公开留言', more: name, to: `/office/gate/${replyId}` })),
  },
  {
    key: 'content', title: '待审留言内容', roles: ['information-office'], to: '/office/gate?tab=content',
    few: async () => few(await bodyOf(publication.GET('/v1/content-reviews', { ...inBackground, params: { query: { state: 'waiting', limit } } })), ({ messageId, title, harms }) => (
      { key: messageId, title: untitled(title), more: harms.map(({ words }) => words).join('；'), to: `/office/gate/${messageId}?tab=content` })),
  },
  {
    key: 'escalations', title: '上报', roles: ['supervision-office', 'inspection-bureau'], to: '/supervision/escalations',
    few: async () => {
      const { items } = await bodyOf(supervision.GET('/v1/escalations', { ...inBackground, params: { query: { limit: 200 } } }));
      const open = items.filter(({ acknowledgedAt, withdrawnAt }) => acknowledgedAt === null && withdrawnAt === null);
      return few({ items: open.slice(0, limit), next: open.length > limit ? 'more' : null }, ({ id, messageNumber, level, unit: lead }) => (
        { key: id, title: messageNumber, more: `${levelWords[level]}上报 · ${lead?.name ?? '尚未确定单位'}`, to: '/supervision/escalations' }));
    },
  },
];
