import type { UnitRef } from '@wenzheng/contracts';
import type { Language } from '@wenzheng/wording';
import type { Fact } from '../projection/facts.rules.js';
import { timelineWords, type Paper } from './timeline-words.rules.js';

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
  language: Language = 'zh',
): TimelineEntry[] {
  const words = timelineWords[language];
  const rejected = new Set(replies.filter(({ state }) => state === 'returned').map(({ replyId }) => replyId));
  const hadArrived = (fact: Fact) => facts.some(({ type, at, data }) => type === 'reply-delivered' && data.replyId === fact.data.replyId && at <= fact.at);
  const entries = [
    ...facts.filter(({ data }) => !rejected.has(data.replyId ?? '')).map((fact) => ({ at: fact.at, text: factText(fact, { offices, hadArrived: hadArrived(fact), language }), rank: rankOf(fact) })),
    ...notices.map(({ publishedAt, unit }) => ({ at: publishedAt, text: words.extension(unit.name), rank: 60 })),
    ...replies.flatMap((reply) => replyEntries(reply, language)),
  ].filter((entry) => entry.text !== '');
  return entries
    .sort((a, b) => a.at.getTime() - b.at.getTime() || a.rank - b.rank || (a.text < b.text ? -1 : 1))
    .map(({ at, text }) => ({ at, text }));
}

/** @param told `hadArrived`, of what was told of as delivered before */
function factText(fact: Fact, { offices, hadArrived, language }: { offices: OfficeNames; hadArrived: boolean; language: Language }): string {
  const { data } = fact;
  const words = timelineWords[language];
  const unit = data.unit?.name ?? words.someUnit;
  switch (fact.type) {
    case 'registered':
      return words.registered;
    case 'assigned':
      return words.assigned(unit);
    case 'returned':
      return words.returned(unit);
    case 'designated':
      return words.designated(unit);
    case 'reply-submitted':
      return words.submitted(unit, paperOf(data));
    case 'overdue':
      return words.overdue;
    case 'overdue-withdrawn':
      return words.overdueWithdrawn;
    case 'urging':
      return words.urged(data.unit ? unit : '', Boolean(data.renews));
    case 'escalated':
      return words.escalated(data.to === 'information-office' ? words.informationOffice : data.to === 'supervision-office' ? offices.supervisionOffice : receiverOf(data.level, offices));
    case 'escalation-withdrawn':
      return words.escalationWithdrawn(receiverOf(data.level, offices));
    case 'urging-order':
      return words.urgingOrder(`${data.number}`);
    case 'ruled-invalid':
      return words.ruledInvalid(data.ground);
    case 'objection-decided':
      return data.outcome === 'upheld' ? words.upheld : words.rejected;
    case 'transferred':
      return words.transferred(data.transferredTo?.name);
    case 'co-handled':
      return words.coHandled(unit, (data.coUnits ?? []).map(({ name }) => name));
    case 'renewal-ordered':
      return words.renewalOrdered(unit);
    case 'renewal-declined':
      return words.renewalDeclined;
    // With which one its page says, where that may be read.
    case 'merged':
      return words.merged;
    case 'unmerged':
      return words.unmerged;
    case 'withdrawn':
      return words.withdrawn;
    case 'rated':
      return data.rating ? words.rated(data.rating) : '';
    case 'reply-delivered':
      return words.delivered;
    case 'reply-delivery-failed':
      return hadArrived ? words.gone : words.undelivered;
    default:
      return '';
  }
}

const receiverOf = (level: number | undefined, offices: OfficeNames): string =>
  level === 3 ? offices.inspectionBureau : offices.supervisionOffice;

const ranks: Partial<Record<Fact['type'], number>> = { registered: 0, overdue: 20, urging: 21, escalated: 22, 'escalation-withdrawn': 24, 'reply-delivered': 80, 'reply-delivery-failed': 81 };
const rankOf = (fact: Fact): number => ranks[fact.type] ?? 10 + Math.min(fact.sequence, 999) / 1_000;

const paperOf = ({ interim, corrects, supplements, renews }: { interim?: boolean; corrects?: string | null; supplements?: string | null; renews?: string | null }): Paper =>
  renews ? 'renewed' : corrects ? 'correction' : supplements ? 'supplement' : interim ? 'interim' : 'reply';

const publishedRanks: Readonly<Record<Paper, number>> = { interim: 69, reply: 70, correction: 71, supplement: 71, renewed: 71 };

function replyEntries(reply: TimelineReply, language: Language): { at: Date; text: string; rank: number }[] {
  const paper = paperOf(reply);
  return reply.publishedAt ? [{ at: reply.publishedAt, text: timelineWords[language].published[paper], rank: publishedRanks[paper] }] : [];
}
