import { dateSchema, endingSchema, instantSchema, messageKindSchema, replyPromiseSchema, replyResultSchema, unitRefSchema, type Ending } from '@wenzheng/contracts';
import { endingWords, instantWords } from '@wenzheng/wording';
import { z } from 'zod';

/** Whether its words stand in the archive, or why not. */
export const archivedAccess = ['public', 'private', 'held', 'taken-down', 'withdrawn', 'not-published'] as const;
export type ArchivedAccess = (typeof archivedAccess)[number];

const shown = { text: z.string(), submittedAt: instantSchema, publishedAt: instantSchema, correctedAt: instantSchema.nullable() };

/** A message as it is archived: what the public reads of it, and nothing that depends on when it is read. */
export const archivedMessageSchema = z.strictObject({
  number: z.string(),
  registeredAt: instantSchema,
  kind: messageKindSchema.nullable(),
  access: z.enum(archivedAccess),
  title: z.string().nullable(),
  text: z.string().nullable(),
  dayZero: dateSchema.nullable(),
  replyDueOn: dateSchema.nullable(),
  finalDueOn: dateSchema.nullable(),
  ending: endingSchema,
  answeredAt: instantSchema.nullable(),
  replies: z.array(z.strictObject({ unit: unitRefSchema, interim: z.boolean(), renewed: z.boolean(), ...shown, result: replyResultSchema.nullable(), promise: replyPromiseSchema.nullable(), supplements: z.array(z.strictObject(shown)) })),
});
export type ArchivedMessage = z.output<typeof archivedMessageSchema>;

export const accessWords: Readonly<Record<Exclude<ArchivedAccess, 'public'>, string>> = {
  private: '不公开', held: '内容审核中', 'taken-down': '已撤下', withdrawn: '留言人已撤回', 'not-published': '未予发布',
};

/** How many of them ended how; they add up to all of them. */
export function endingCounts(messages: readonly Pick<ArchivedMessage, 'ending'>[]): Partial<Record<Ending, number>> {
  return Object.fromEntries(endingSchema.options.flatMap((ending) => {
    const count = messages.filter((message) => message.ending === ending).length;
    return count > 0 ? [[ending, count]] : [];
  }));
}

/** 收到12件 = 公开答复8 + 办理中4 */
export const sumWords = (whole: string, parts: readonly (readonly [word: string, count: number])[]): string => {
  const counted = parts.filter(([, count]) => count > 0);
  return counted.length > 0 ? `${whole} = ${counted.map(([word, count]) => `${word}${count}`).join(' + ')}` : whole;
};

export const endingParts = (messages: readonly ArchivedMessage[]): (readonly [string, number])[] => Object.entries(endingCounts(messages)).map(([ending, count]) => [endingWords.zh[ending as Ending], count] as const);

/** A message in the text that people read, from its number to its last reply. */
export function messageLines({ number, registeredAt, access, title, text, replies, replyDueOn, finalDueOn, ending, answeredAt }: ArchivedMessage): string[] {
  return [
    `【${number}】${access === 'public' ? (title ?? '（无标题）') : `（${accessWords[access]}）`}`,
    `提出时间：${instantWords(new Date(registeredAt))}`,
    ...(text === null ? [] : [text]),
    ...(replyDueOn && finalDueOn ? [`答复时限：${replyDueOn}；最长办理时限：${finalDueOn}`] : []),
    `办理结果：${endingWords.zh[ending]}${answeredAt ? `（${instantWords(new Date(answeredAt))}）` : ''}`,
    ...replies.flatMap(({ unit, interim, text: words, publishedAt, correctedAt, supplements }) => [
      `${unit.name}${interim ? '阶段性答复' : '答复'}（${instantWords(new Date(publishedAt))}公布${correctedAt ? `，${instantWords(new Date(correctedAt))}更正` : ''}）：`,
      words,
      ...supplements.flatMap((one) => [`补充（${instantWords(new Date(one.publishedAt))}）：`, one.text]),
    ]),
  ];
}
