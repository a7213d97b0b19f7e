import { channelWords, chineseDates, invalidityGroundWords, levelWords, officeWords, ratingWords } from '../../words.js';
import type { Message } from '../../api/clients.js';

/** One thing that happened to a message, in the past tense. */
export interface TimelineStep {
  at: string;
  words: string;
  note?: string;
}

type Reply = Message['replies'][number];

const assignedBy = { addressed: '留言人指定', remit: '按派单目录', learned: '按以往分派', office: '信息办分派', import: '历史数据' };

export function kindOfReply(reply: Pick<Reply, 'interim' | 'corrects' | 'supplements'>): string {
  if (reply.interim) return '阶段性回复';
  if (reply.corrects !== null) return '更正';
  return reply.supplements === null ? '答复' : '补充答复';
}

/** 阶段性回复 is never told without 不计为答复. */
export function replyWords(reply: Pick<Reply, 'interim' | 'corrects' | 'supplements' | 'review' | 'delivery'>): string {
  const kind = reply.interim ? '阶段性回复（不计为答复）' : kindOfReply(reply);
  const review = { 'in-review': '审核发布中', published: '已公开', returned: '已退回修改' }[reply.review];
  return [kind, review, reply.delivery && { delivered: '已送达', failed: '未送达' }[reply.delivery.state]].filter(Boolean).join(' · ');
}

/** 办理过程, in order of time. */
export function timelineOf(message: Message): TimelineStep[] {
  const { deadline } = message;
  const steps: (TimelineStep | null)[] = [
    { at: message.registeredAt, words: `受理登记（${channelWords.zh[message.channel]}）` },
    ...message.assignments.map(({ unit, designated, by, reason, assignedAt }) => step(assignedAt, designated ? `指定${unit.name}承办` : `分派至${unit.name}（${assignedBy[by]}）`, reason)),
    ...message.disputes.flatMap(({ unit, reason, openedAt, outcome, rulingReason, ruledAt }) => [
      step(openedAt, `${unit.name}提出退回`, reason),
      outcome && step(ruledAt, { upheld: '退回成立，改派', rejected: '退回不成立，继续办理', settled: '退回自行终止' }[outcome], rulingReason),
    ]),
    ...message.extensions.flatMap(({ unit, reason, newDueOn, submittedAt, timely, publishedAt }) => [
      step(submittedAt, `${unit.name}提交延期说明${timely ? '' : '（已过期限，不改变应答复日）'}`, `延至${chineseDates.full(newDueOn)}：${reason}`),
      step(publishedAt, '公开延期说明'),
    ]),
    ...message.replies.flatMap((reply) => [
      step(reply.submittedAt, `${reply.unit.name}提交${kindOfReply(reply)}`),
      reply.review === 'in-review' ? null : step(reply.decidedAt, reply.review === 'published' ? `公开${kindOfReply(reply)}` : `${kindOfReply(reply)}退回修改`, reply.note),
      reply.delivery && step(reply.delivery.settledAt, `${kindOfReply(reply)}${{ delivered: '已送达留言人', failed: '未能送达留言人' }[reply.delivery.state]}`, reply.delivery.state === 'failed' ? '渠道拒收、退回，或者在渠道上被删除；请以其他方式告知留言人' : null),
    ]),
    step(deadline.remindedAt, '已自动提醒'),
    step(deadline.urgedAt, '超期，已自动催办'),
    ...message.escalations.flatMap(({ level, to, raisedAt, acknowledgedAt, withdrawnAt }) => {
      const office = officeWords[to as keyof typeof officeWords] ?? '督查室';
      const raised = `${levelWords[level as keyof typeof levelWords]}上报`;
      return [step(raisedAt, `报${office}（${raised}）`), step(acknowledgedAt, `${office}签收${raised}`), step(withdrawnAt, `撤销报${office}的${raised}`)];
    }),
    ...message.urgingOrders.flatMap(({ number, title, servedAt, outcome, closedAt }) => [step(servedAt, `督办单${number}送达`, title), outcome && step(closedAt, outcome === 'accepted' ? `督办单${number}审结` : `督办单${number}撤销`)]),
    ...message.rulingProposals.flatMap(({ unit, ground, reason, proposedAt, outcome, decidedAt, decisionReason }) => [
      step(proposedAt, `${unit.name}提请认定无效（${invalidityGroundWords.zh[ground]}）`, reason),
      outcome === 'rejected' ? step(decidedAt, '未予认定，继续办理', decisionReason) : null,
    ]),
    ...message.rulings.flatMap(({ ground, reason, ruledAt, objection }) => [
      step(ruledAt, `认定无效（${invalidityGroundWords.zh[ground]}）`, reason),
      objection && step(objection.filedAt, '留言人提出异议'),
      objection?.outcome ? step(objection.decidedAt, objection.outcome === 'upheld' ? '异议成立，恢复办理' : '异议不成立', objection.reason) : null,
    ]),
    ...message.transfers.flatMap(({ to, reason, sentAt, receipt, transferredAt }) => [step(sentAt, `转送${to.name}`, reason), receipt && step(transferredAt, `${to.name}已接收（回执${receipt.number}）`)]),
    ...message.merges.flatMap(({ message: merged, into, reason, mergedAt, unmergedAt, unmergeReason }) => {
      const words = merged.messageId === message.messageId ? `并入${into.messageNumber}` : `${merged.messageNumber}并入本件`;
      return [step(mergedAt, words, reason), step(unmergedAt, `撤销${words}`, unmergeReason)];
    }),
    ...message.ratings.flatMap(({ rating, ratedAt, outcome, decisionReason, decidedAt }) => [
      step(ratedAt, `留言人评价：${ratingWords.zh[rating]}`),
      outcome === 'declined' ? step(decidedAt, '未予二次办理', decisionReason) : null,
    ]),
    ...message.renewals.map(({ unit, reason, dueOn, orderedAt }) => step(orderedAt, `责成${unit.name}二次办理${dueOn === null ? '' : `，应于${chineseDates.full(dueOn)}前答复`}`, reason)),
    ...message.identityRequests.flatMap(({ unit, requester, purpose, requestedAt, decision, decidedBy, decidedAt, reason, endedAt }) => [
      step(requestedAt, `${unit?.name ?? '信息办'}${requester}申请查阅身份`, purpose),
      decision && step(decidedAt, `${decidedBy ? officeWords[decidedBy] : ''}${decision === 'granted' ? '批准' : '不予批准'}查阅身份`, reason),
      step(endedAt, '查阅身份的批准提前终止'),
    ]),
    ...message.withdrawals.map(({ withdrawnAt, reason }) => step(withdrawnAt, '留言人撤回', reason)),
  ];
  return steps.filter((each) => each !== null).toSorted((one, other) => one.at.localeCompare(other.at));
}

function step(at: string | null, words: string, note?: string | null): TimelineStep | null {
  if (at === null) return null;
  return { at, words, ...(note && { note }) };
}
