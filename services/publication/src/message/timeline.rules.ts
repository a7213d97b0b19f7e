import type { UnitRef } from '@wenzheng/contracts';
import { invalidityGroundWords, ratingWords } from '@wenzheng/wording';
import type { Fact } from '../projection/facts.rules.js';

export interface TimelineEntry {
  at: Date;
  text: string;
}

export interface TimelineReply {
  replyId: string;
  unit: UnitRef;
  interim: boolean;
  historical: boolean;
  submittedAt: Date;
  state: string;
  publishedAt: Date | null;
  corrects: string | null;
  supplements: string | null;
  renews: string | null;
}

export interface TimelineNotice {
  unit: UnitRef;
  publishedAt: Date;
}

/** Names of offices are dated data of the city. */
export interface OfficeNames {
  supervisionOffice: string;
  inspectionBureau: string;
}

/**
 * 办理过程 as far as a citizen may know it, in the order in which it happened: who is in charge, and what the unit answered late and the city
 * published late. Why offices decided as they did, drafts that the gate sent back, steps inside the unit, acknowledgements and reminders are not public.
 */
export function timelineOf(
  facts: readonly Fact[],
  replies: readonly TimelineReply[],
  notices: readonly TimelineNotice[],
  offices: OfficeNames,
): TimelineEntry[] {
  const rejected = new Set(replies.filter(({ state }) => state === 'returned').map(({ replyId }) => replyId));
  const entries = [
    ...facts.filter(({ data }) => !rejected.has(data.replyId ?? '')).map((fact) => ({ at: fact.at, text: factText(fact, offices), rank: rankOf(fact) })),
    ...notices.map(({ publishedAt, unit }) => ({ at: publishedAt, text: `${unit.name}公开说明延期`, rank: 60 })),
    ...replies.flatMap(replyEntries),
  ].filter((entry) => entry.text !== '');
  return entries
    .sort((a, b) => a.at.getTime() - b.at.getTime() || a.rank - b.rank || (a.text < b.text ? -1 : 1))
    .map(({ at, text }) => ({ at, text }));
}

function factText(fact: Fact, offices: OfficeNames): string {
  const { data } = fact;
  const unit = data.unit?.name ?? '承办单位';
  switch (fact.type) {
    case 'registered':
      return '受理登记';
    case 'assigned':
      return `分派至${unit}`;
    case 'returned':
      return `${unit}退回，待重新分派`;
    case 'designated':
      return `指定${unit}承办`;
    case 'reply-submitted':
      return `${unit}提交${paperName(data)}`;
    case 'overdue':
      return '超期';
    case 'overdue-withdrawn':
      return '超期已撤销：单位在时限内已提交';
    case 'urging':
      return `已自动催办${data.unit ? unit : ''}${data.renews ? '二次办理' : ''}`;
    case 'escalated':
      return `已报${data.to === 'information-office' ? '信息办' : data.to === 'supervision-office' ? offices.supervisionOffice : receiverOf(data.level, offices)}`;
    case 'escalation-withdrawn':
      return `已撤回报${receiverOf(data.level, offices)}的上报`;
    case 'urging-order':
      return `签发督办单（${data.number}）`;
    case 'ruled-invalid':
      return `认定不予受理${data.ground ? `（${invalidityGroundWords.zh[data.ground]}）` : ''}`;
    case 'objection-decided':
      return data.outcome === 'upheld' ? '异议成立，恢复办理' : '异议不成立，维持认定';
    case 'transferred':
      return `转至${data.transferredTo?.name ?? '其他机关'}`;
    case 'co-handled':
      return `由${unit}主办${data.coUnits?.length ? `，${data.coUnits.map(({ name }) => name).join('、')}协办` : ''}`;
    case 'renewal-ordered':
      return `信息办决定由${unit}二次办理`;
    case 'renewal-declined':
      return '信息办复核评价，不再二次办理';
    // With which one its page says, where that may be read.
    case 'merged':
      return '与反映同一事项的留言并案办理';
    case 'unmerged':
      return '恢复单独办理';
    case 'withdrawn':
      return '留言人撤回';
    case 'rated':
      return data.rating ? `留言人评价：${ratingWords.zh[data.rating]}` : '';
    case 'reply-delivered':
      return '答复已送达留言人';
    default:
      return '';
  }
}

const receiverOf = (level: number | undefined, offices: OfficeNames): string =>
  level === 3 ? offices.inspectionBureau : offices.supervisionOffice;

const ranks: Partial<Record<Fact['type'], number>> = { registered: 0, overdue: 20, urging: 21, escalated: 22, 'escalation-withdrawn': 24, 'reply-delivered': 80 };
const rankOf = (fact: Fact): number => ranks[fact.type] ?? 10 + Math.min(fact.sequence, 999) / 1_000;

const paperName = ({ interim, corrects, supplements, renews }: { interim?: boolean; corrects?: string | null; supplements?: string | null; renews?: string | null }): string =>
  renews ? '二次办理答复' : corrects ? '更正' : supplements ? '补充' : interim ? '阶段性回复' : '答复';

function replyEntries(reply: TimelineReply): { at: Date; text: string; rank: number }[] {
  const { publishedAt: at, interim, corrects, supplements, renews } = reply;
  if (!at) return [];
  if (corrects || supplements || renews) return [{ at, text: `公开${paperName(reply)}`, rank: 71 }];
  return [interim ? { at, text: '公开阶段性回复（不计为答复）', rank: 69 } : { at, text: '公开答复', rank: 70 }];
}
