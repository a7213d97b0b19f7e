import type { ChannelName, Ending, InvalidityGround, MessageKind, Rating, ReplyPromise, ReplyResult, UnitRef, Visibility } from '@wenzheng/contracts';
import { deadlineSentence, deadlineStatus, type DeadlineView, type ExtensionView, isDueSoon, kindWords, type MessageStatus, type Language, shortDueText, statusWords } from '@wenzheng/wording';
import { businessDateOf, type BusinessDate, type Editions } from '@wenzheng/working-days';
import type { Content } from '../projection/content.rules.js';
import type { TimelineEntry } from './timeline.rules.js';
import type { AttachmentView, ReplyAttachmentView } from './attachments.rules.js';
import { isVisible } from './words.rules.js';

/** A registered message as the projection holds it. */
export interface MessageRow {
  messageId: string;
  messageNumber: string;
  channel: ChannelName;
  kind: MessageKind | null;
  visibility: Visibility;
  /** Why it is not shown as its writer chose; null where it is. */
  content: Content | null;
  registeredAt: Date;
  registeredOn: BusinessDate;
  title: string | null;
  historical: boolean;
  unitCode: string | null;
  unitName: string | null;
  ending: Ending;
  /** Of an ending that is no answer. */
  endedAt: Date | null;
  /** Null where it is the day of registration. */
  dayZero: BusinessDate | null;
  replyDueOn: BusinessDate | null;
  finalDueOn: BusinessDate | null;
  dueOn: BusinessDate | null;
  provisional: boolean;
  extension: ExtensionView | null;
  interimPublished: boolean;
  submittedAt: Date | null;
  reviewDueOn: BusinessDate | null;
  answeredAt: Date | null;
  answeredInTime: boolean | null;
  level: number;
  /** Of the calendar by which it is counted for ever; null where that is the current one. */
  calendarVersion: string | null;
  revision: number;
  unitSequence: number;
  updatedAt: Date;
}

export interface ReplyView {
  replyId: string;
  unit: UnitRef;
  text: string;
  interim: boolean;
  /** 二次办理答复 */
  isRenewed: boolean;
  submittedAt: Date;
  publishedAt: Date;
  /** 更正于: when the words that are shown took the place of others. */
  correctedAt: Date | null;
  attachments: readonly ReplyAttachmentView[];
  /** 办理结果, as the unit states it. */
  result: ReplyResult | null;
  /** 承诺, by the reply that made it, which a correction may have taken the place of; and when it was kept in public. */
  promise: (ReplyPromise & { id: string; keptAt: Date | null }) | null;
  /** 补充 */
  supplements: readonly Omit<ReplyView, 'unit' | 'interim' | 'isRenewed' | 'result' | 'promise' | 'supplements'>[];
}

export interface NoticeView {
  extensionId: string;
  unit: UnitRef;
  reason: string;
  newDueOn: BusinessDate;
  submittedAt: Date;
  publishedAt: Date;
}

/** What the information office decided about the message, with its reasons. */
export type DecisionView = { id: string; at: Date; reason: string } & (
  | { kind: 'ruling'; ground: InvalidityGround; guidance: string; objectionUntil: BusinessDate | null; isLifted: boolean }
  | { kind: 'objection'; outcome: 'upheld' | 'rejected' }
  | { kind: 'renewal'; unit: string; dueOn: BusinessDate | null }
  | { kind: 'no-renewal' }
  | { kind: 'transfer'; to: string; receiptNumber: string; receivedAt: Date }
);

/** A message by its number and, where that is public, its title. */
export interface Linked {
  number: string;
  title: string | null;
}

/** What stands beside the row on a message's own page. */
export interface MessageDetails {
  text: string | null;
  attachments: readonly AttachmentView[];
  replies: readonly ReplyView[];
  notices: readonly NoticeView[];
  decisions: readonly DecisionView[];
  /** 评价 by the writer. */
  rating: Rating | null;
  /** 追问: of which message, and by which. */
  followUps: { of: Linked | null; by: readonly Linked[] };
  /** 并单: with which message it is handled as one, and which are handled with it; those alone that may be read. */
  merged: { into: Linked | null; with: readonly Linked[] };
  /** 协办单位 and, where another leads, 首问责任单位. */
  coHandling: { coUnits: readonly UnitRef[]; firstAsked: UnitRef | null } | null;
  timeline: readonly TimelineEntry[];
  policyVersion: string | null;
}

export interface MessageSummary {
  number: string;
  isPrivate: boolean;
  content: 'shown' | Content;
  /** Null where the reader may not know it. */
  title: string | null;
  /** The title, or what stands in its place: 不公开留言（投诉）. */
  heading: string;
  /** The heading is the writer's own. */
  isTitled: boolean;
  kind: MessageKind | null;
  /** Null where the reader may not know it. */
  channel: ChannelName | null;
  unit: UnitRef | null;
  registeredAt: Date;
  registeredOn: BusinessDate;
  status: { code: MessageStatus; word: string; suffixes: readonly string[]; isDueSoon: boolean };
  /** From when the days are counted, where that is not the day of registration, and what it is called. */
  dayZero: { on: BusinessDate; words: string } | null;
  short: string;
  sentence: string;
  replyDueOn: BusinessDate | null;
  finalDueOn: BusinessDate | null;
  dueOn: BusinessDate | null;
  provisional: boolean;
  answeredAt: Date | null;
  calendarVersion: string | null;
  updatedAt: Date;
}

export type MessageView = MessageSummary & MessageDetails;

export interface Reading {
  now: Date;
  calendars: Editions;
  /** Who took the third step of the ladder, by its name of that day. */
  inspectionBureau: string;
  /** The message's own writer, by number and code; everyone else is the public. */
  isWriter?: boolean;
  /** Of our own words about the message; Chinese unless told. What people and units wrote stays as it is. */
  language?: Language;
}

/** What stands in place of a title that may not be read. */
export const concealed: Readonly<Record<Language, Readonly<Record<Content, string>>>> = {
  zh: { held: '内容审核中的留言', private: '不公开留言', 'taken-down': '已撤下的留言' },
  en: { held: 'Message under content review', private: 'Message not public', 'taken-down': 'Message taken down' },
};
const headings: Readonly<Record<Language, { withdrawn: string; untitled: string; inBrackets: (words: string) => string }>> = {
  zh: { withdrawn: '留言人已撤回的留言', untitled: '（无标题）', inBrackets: (words) => `（${words}）` },
  en: { withdrawn: 'Message withdrawn by its writer', untitled: '(no title)', inBrackets: (words) => ` (${words})` },
};
const dayZeroWords: Readonly<Record<Language, Readonly<Record<'hidden' | 'forum' | 'interview', string>>>> = {
  zh: { hidden: '起算日', forum: '座谈会起算日', interview: '访谈起算日' },
  en: { hidden: 'Counting starts', forum: 'Forum, counting starts', interview: 'Interview, counting starts' },
};

/** What is left of a message for this reader: of a private one number, unit, kind, dates and state alone. */
export function summarise(row: MessageRow, reading: Reading): MessageSummary {
  const { now, language = 'zh' } = reading;
  const calendar = reading.calendars.of(row.calendarVersion);
  const isPrivate = row.visibility === 'private';
  const hidden = isPrivate && !reading.isWriter;
  const view = deadlineViewOf(row, hidden, reading.inspectionBureau);
  const kind = row.kind ? kindWords[language][row.kind] : '';
  const title = hidden ? null : row.title;
  return {
    number: row.messageNumber,
    isPrivate,
    content: row.content ?? (isPrivate ? 'private' : 'shown'),
    title,
    heading: title !== null && isVisible(title) ? title.trim() : hidden ? `${concealed[language][row.content ?? 'private']}${kind && headings[language].inBrackets(kind)}` : headings[language][row.ending === 'withdrawn' ? 'withdrawn' : 'untitled'],
    isTitled: title !== null && isVisible(title),
    kind: row.kind,
    channel: hidden ? null : row.channel,
    unit: row.unitCode && row.unitName ? { code: row.unitCode, name: row.unitName } : null,
    registeredAt: row.registeredAt,
    registeredOn: row.registeredOn,
    status: {
      code: deadlineStatus(view, now, calendar),
      ...statusWords(view, now, calendar, language),
      isDueSoon: isDueSoon(view, now, calendar),
    },
    dayZero: row.dayZero === null ? null : { on: row.dayZero, words: dayZeroWords[language][hidden ? 'hidden' : row.channel === 'forum' ? 'forum' : 'interview'] },
    short: shortDueText(view, now, calendar, language),
    sentence: deadlineSentence(view, now, calendar, language),
    replyDueOn: row.replyDueOn,
    finalDueOn: row.finalDueOn,
    dueOn: row.dueOn,
    provisional: row.provisional,
    answeredAt: row.answeredAt,
    calendarVersion: row.calendarVersion,
    updatedAt: row.updatedAt,
  };
}

export function present(row: MessageRow, details: MessageDetails, reading: Reading): MessageView {
  const summary = summarise(row, reading);
  if (summary.isPrivate && !reading.isWriter) {
    return { ...summary, text: null, attachments: [], replies: [], notices: [], decisions: [], rating: null, coHandling: null, followUps: { of: null, by: [] }, merged: { into: null, with: [] }, timeline: [], policyVersion: details.policyVersion };
  }
  const hasWords = row.ending !== 'withdrawn';
  if (hasWords) return { ...summary, ...details, attachments: details.attachments.filter(({ isReleased }) => isReleased || reading.isWriter) };
  // What is withdrawn takes all files along: intake gives none of them out.
  const bare = <Reply extends { attachments: unknown }>(reply: Reply) => ({ ...reply, attachments: [] });
  return { ...summary, ...details, attachments: [], replies: details.replies.map((reply) => ({ ...bare(reply), supplements: reply.supplements.map(bare) })) };
}

export function deadlineViewOf(row: MessageRow, hidden: boolean, inspectionBureau: string): DeadlineView {
  return {
    registeredOn: row.registeredOn,
    // Which channel it came through is no business of who may not read it.
    ...(row.dayZero && !hidden && { sessionOn: row.dayZero, sessionKind: row.channel === 'forum' ? 'forum' : 'interview' }),
    replyDueOn: row.replyDueOn,
    finalDueOn: row.finalDueOn,
    provisional: row.provisional,
    assigned: row.unitCode !== null,
    interimPublished: row.interimPublished,
    private: hidden,
    ...(row.unitName !== null && { unitName: row.unitName }),
    ...(row.extension && { extension: row.extension }),
    ...(row.submittedAt && { submittedAt: row.submittedAt }),
    ...(row.reviewDueOn && { reviewDueOn: row.reviewDueOn }),
    ...(row.answeredAt && { publishedAt: row.answeredAt }),
    ending: row.ending,
    ...(row.endedAt && { endedOn: businessDateOf(row.endedAt) }),
    ...(row.level === 3 && { level3Name: inspectionBureau }),
  };
}
