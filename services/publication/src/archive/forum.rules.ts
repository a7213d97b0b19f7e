import { forumLotSchema, instantSchema, unitRefSchema } from '@wenzheng/contracts';
import { instantWords, timeOfDay } from '@wenzheng/wording';
import { z } from 'zod';
import { lotFigures, pointFigures } from '../forum/forum-stage.rules.js';
import type { ForumState } from '../forum/forum.entity.js';
import { archivedMessageSchema, endingCounts, endingParts, messageLines, sumWords, type ArchivedMessage } from './archived-message.schema.js';
import { printOf } from './changes.rules.js';
import { digestSchema, json, type Content } from './package.rules.js';

const count = z.int().nonnegative();

/** 网民座谈会 as it was announced, with the rule of selection. */
export const archivedForumSchema = z.strictObject({
  number: z.string(),
  phase: z.int(),
  title: z.string(),
  unit: unitRefSchema,
  startsAt: instantSchema,
  endsAt: instantSchema,
  isPostponed: z.boolean(),
  reason: z.string().nullable(),
  place: z.string(),
  seats: count,
  groups: z.array(z.strictObject({ name: z.string(), seats: count })),
  signUp: z.strictObject({ from: instantSchema, until: instantSchema }),
  commitment: digestSchema,
  announcedAt: instantSchema,
});
export type ArchivedForum = z.output<typeof archivedForumSchema>;

/** 抽签: of those who signed up the codes alone. */
export const archivedDrawSchema = z
  .strictObject({
    seed: digestSchema,
    drawnAt: instantSchema,
    entries: z.array(z.strictObject({ code: z.string(), group: z.string(), lot: forumLotSchema })),
    groups: z.array(z.strictObject({ group: z.string(), seats: count.nullable(), signedUp: count, selected: count })),
  })
  .nullable();
export type ArchivedDraw = z.output<typeof archivedDrawSchema>;

export const archivedMinutesSchema = z.strictObject({
  publishedAt: instantSchema,
  invited: count,
  attended: count,
  principal: z.strictObject({ isPresent: z.boolean(), name: z.string(), post: z.string(), reason: z.string().nullable() }),
  summary: z.string(),
  points: z.array(z.strictObject({ topic: z.string(), opinion: z.string(), answer: z.string().nullable(), messageNumber: z.string().nullable() })),
});
export type ArchivedMinutes = z.output<typeof archivedMinutesSchema>;

export interface ForumRecord {
  forum: ArchivedForum;
  draw: ArchivedDraw;
  minutes: ArchivedMinutes;
  /** What was written to the forum, and the points that were not answered on the spot. */
  messages: readonly ArchivedMessage[];
}

/** @returns null while there are no minutes 纪要 */
export function forumRecord({ sessionNumber: number, state, draw, minutes, ...forum }: ForumState, messages: readonly ArchivedMessage[]): ForumRecord | null {
  if (!minutes) return null;
  const { phase, title, unit, startsAt, endsAt, reason, place, seats, groups, signUp, commitment, announcedAt } = forum;
  return {
    forum: { number, phase, title, unit, startsAt, endsAt, isPostponed: state === 'postponed', reason, place, seats, groups, signUp, commitment, announcedAt },
    draw: draw && { seed: draw.seed, drawnAt: draw.drawnAt, entries: draw.entries.map(({ code, group, lot }) => ({ code, group, lot })), groups: lotFigures({ groups, draw }) },
    minutes: minutesOf(minutes),
    messages,
  };
}

const minutesOf = ({ publishedAt, invited, attended, principal, summary, points }: NonNullable<ForumState['minutes']>): ArchivedMinutes => ({
  publishedAt, invited, attended, principal, summary, points: points.map(({ topic, opinion, answer, messageNumber }) => ({ topic, opinion, answer, messageNumber })),
});

export function forumCounts({ draw, minutes, messages }: ForumRecord) {
  const signedUp = draw?.entries.length ?? 0;
  const selected = draw?.entries.filter(({ lot }) => lot === 'selected').length ?? 0;
  return { signedUp, selected, invited: minutes.invited, attended: minutes.attended, points: pointFigures(minutes.points), messages: messages.length, endings: endingCounts(messages) };
}

export function forumContent(record: ForumRecord): Content {
  const { number, title } = record.forum;
  const counts = forumCounts(record);
  const { raised, onTheSpot, messages } = counts.points;
  const sums = [
    sumWords(`报名${counts.signedUp}人`, [['取中', counts.selected], ['候补', counts.signedUp - counts.selected]]),
    `邀请${counts.invited}人，到场${counts.attended}人`,
    sumWords(`网友提出${raised}条意见`, [['现场答复', onTheSpot], ['转为留言办理', messages]]),
    sumWords(`会前来信和转办留言共${counts.messages}件`, endingParts(record.messages)),
  ];
  const parsed = { forum: archivedForumSchema.parse(record.forum), draw: archivedDrawSchema.parse(record.draw), minutes: archivedMinutesSchema.parse(record.minutes) };
  return {
    kind: 'forum', number, title, counts, sums,
    files: [
      { path: 'forum.json', about: '公告、名额和选取规则', text: json(parsed.forum) },
      { path: 'draw.json', about: '报名人数、抽签种子和结果', text: json(parsed.draw) },
      { path: 'minutes.json', about: '到场人数和逐条意见', text: json(parsed.minutes) },
      { path: 'messages.json', about: '会前来信和转为留言办理的意见及其答复', text: json(z.array(archivedMessageSchema).parse(record.messages)) },
      { path: 'minutes.txt', about: '纪要，供阅读', text: minutesText(record, sums) },
    ],
    print: (digest) => ({ record: digest(json(parsed)), messages: Object.fromEntries(record.messages.map((message) => [message.number, printOf(message, '', digest)])) }),
  };
}

function minutesText({ forum, draw, minutes, messages }: ForumRecord, sums: readonly string[]): string {
  const { principal, points } = minutes;
  const lines = [
    `${forum.title}（网民座谈会纪要）`,
    '',
    `编号：${forum.number}（第${forum.phase}期）`,
    `上线单位：${forum.unit.name}`,
    `时间：${instantWords(new Date(forum.startsAt))}至${timeOfDay(new Date(forum.endsAt))}`,
    `地点：${forum.place}`,
    ...(forum.isPostponed ? [`会议推迟。原因：${forum.reason ?? ''}`] : []),
    `名额：${forum.seats}人（${forum.groups.map(({ name, seats }) => `${name}${seats}人`).join('，')}）`,
    `主要负责同志：${principal.isPresent ? `${principal.name}（${principal.post}）到场` : `未到场，由${principal.name}（${principal.post}）参加。原因：${principal.reason ?? ''}`}`,
    ...(draw ? [`抽签：${instantWords(new Date(draw.drawnAt))}，种子${draw.seed}`] : []),
    '',
    ...sums,
    '',
    '一、概况',
    '',
    minutes.summary,
    '',
    '二、议题和办理',
    ...points.flatMap(({ topic, opinion, answer, messageNumber }, index) => ['', `${index + 1}. ${topic}`, `意见：${opinion}`, answer === null ? `转为留言办理：${messageNumber ?? ''}` : `现场答复（${forum.unit.name}）：${answer}`]),
    '',
    '三、会前来信和转为留言办理的意见',
    ...(messages.length === 0 ? ['', '没有。'] : messages.flatMap((message) => ['', ...messageLines(message)])),
  ];
  return `${lines.join('\n')}\n`;
}
