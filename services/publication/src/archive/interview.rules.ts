import { attendanceSchema, instantSchema, officialSchema, questionStates, unitRefSchema, type QuestionState } from '@wenzheng/contracts';
import { instantWords, questionStateWords, timeOfDay } from '@wenzheng/wording';
import { z } from 'zod';
import { archivedMessageSchema, endingCounts, endingParts, messageLines, sumWords } from './archived-message.schema.js';
import { printOf } from './changes.rules.js';
import { json, type Content } from './package.rules.js';

/** 在线访谈 as it is archived: announcement, coaching 辅导 or why there was none, attendance 到场情况, summary. */
export const archivedInterviewSchema = z.strictObject({
  number: z.string(),
  title: z.string(),
  unit: unitRefSchema,
  principal: officialSchema.nullable(),
  startsAt: instantSchema,
  endsAt: instantSchema,
  shortNoticeReason: z.string().nullable(),
  postponement: z.strictObject({ at: instantSchema, reason: z.string(), firstStartsAt: instantSchema }).nullable(),
  coachedAt: instantSchema.nullable(),
  uncoachedReason: z.string().nullable(),
  openedAt: instantSchema,
  closedAt: instantSchema,
  attendance: attendanceSchema,
  attendedBy: officialSchema,
  absenceReason: z.string().nullable(),
  summary: z.string().nullable(),
});
export type ArchivedInterview = z.output<typeof archivedInterviewSchema>;

/** 提问: a message, and where it stood in the interview. */
export const archivedQuestionSchema = archivedMessageSchema.extend({
  state: z.enum(questionStates),
  /** The question with which it was answered. */
  mergedInto: z.string().nullable(),
  /** Why it was not published in the interview. */
  reason: z.string().nullable(),
  speaker: officialSchema.nullable(),
  spokenAt: instantSchema.nullable(),
});
export type ArchivedQuestion = z.output<typeof archivedQuestionSchema>;

/** Two sums over one whole: where each question stood, and what became of it. */
export function interviewCounts(questions: readonly ArchivedQuestion[]) {
  const states: Partial<Record<QuestionState, number>> = {};
  for (const state of questionStates) {
    const count = questions.filter((question) => question.state === state).length;
    if (count > 0) states[state] = count;
  }
  return { asked: questions.length, states, endings: endingCounts(questions) };
}

export function interviewContent(interview: ArchivedInterview, questions: readonly ArchivedQuestion[]): Content {
  const counts = interviewCounts(questions);
  const sums = [
    sumWords(`收到${counts.asked}个提问`, Object.entries(counts.states).map(([state, count]) => [questionStateWords.zh[state as QuestionState], count] as const)),
    sumWords(`办理结果合计${counts.asked}个`, endingParts(questions)),
  ];
  const told = archivedInterviewSchema.parse(interview);
  return {
    kind: 'interview', number: interview.number, title: interview.title, counts, sums,
    files: [
      { path: 'session.json', about: '预告、辅导、到场情况和摘要', text: json(told) },
      { path: 'questions.json', about: '全部提问、办理状态和答复', text: json(z.array(archivedQuestionSchema).parse(questions)) },
      { path: 'transcript.txt', about: '实录和全部提问，供阅读', text: transcript(interview, questions, sums) },
    ],
    print: (digest) => ({
      record: digest(json(told)),
      messages: Object.fromEntries(questions.map((question) => [question.number, printOf(question, [question.state, question.mergedInto, question.reason, question.speaker?.name, question.spokenAt].join('\n'), digest)])),
    }),
  };
}

const official = ({ name, post }: { name: string; post: string }): string => `${post}${name}`;

function transcript(interview: ArchivedInterview, questions: readonly ArchivedQuestion[], sums: readonly string[]): string {
  const { number, title, unit, principal, startsAt, endsAt, shortNoticeReason, postponement, coachedAt, uncoachedReason, openedAt, closedAt, attendance, attendedBy, absenceReason, summary } = interview;
  const answered = questions.filter(({ state }) => state === 'answered').toSorted((one, other) => (one.spokenAt ?? '').localeCompare(other.spokenAt ?? ''));
  const lines = [
    `${title}（在线访谈实录）`,
    '',
    `编号：${number}`,
    `上线单位：${unit.name}`,
    `主要负责人：${principal ? official(principal) : '未公布'}`,
    `预定时间：${instantWords(new Date(startsAt))}至${timeOfDay(new Date(endsAt))}`,
    `开始：${instantWords(new Date(openedAt))}；结束：${instantWords(new Date(closedAt))}`,
    `到场情况：${attendance === 'held' ? `主要负责人${official(attendedBy)}到场` : `主要负责人未到场，由${official(attendedBy)}回答。原因：${absenceReason ?? ''}`}`,
    coachedAt ? `访谈前辅导：${instantWords(new Date(coachedAt))}` : `访谈前没有辅导。原因：${uncoachedReason ?? ''}`,
    ...(shortNoticeReason ? [`预告不足7天。原因：${shortNoticeReason}`] : []),
    ...(postponement ? [`改期：原定于${instantWords(new Date(postponement.firstStartsAt))}。原因：${postponement.reason}`] : []),
    '',
    ...sums,
    ...(summary ? ['', '一、摘要', '', summary] : []),
    '',
    `${summary ? '二' : '一'}、现场问答`,
    ...(answered.length === 0 ? ['', '没有在现场答复的提问。'] : answered.flatMap((question) => ['', ...spoken(question)])),
    '',
    `${summary ? '三' : '二'}、全部提问（按提问时间）`,
    ...(questions.length === 0 ? ['', '没有收到提问。'] : questions.flatMap((question) => ['', ...messageLines(question), `现场：${stateWords(question)}`])),
  ];
  return `${lines.join('\n')}\n`;
}

function spoken({ number, access, title, text, speaker, spokenAt, replies }: ArchivedQuestion): string[] {
  if (access !== 'public') return [`网友提问【${number}】不公开。`];
  const answer = replies.find(({ interim }) => !interim) ?? replies[0];
  return [
    `网友【${number}】：${title ?? ''}`,
    ...(text === null ? [] : [text]),
    `${speaker ? official(speaker) : '嘉宾'}${spokenAt ? `（${timeOfDay(new Date(spokenAt))}）` : ''}：${answer ? answer.text : '已在现场回答，文字正在审核发布。'}`,
  ];
}

const stateWords = ({ state, mergedInto, reason }: ArchivedQuestion): string =>
  `${questionStateWords.zh[state]}${state === 'merged' ? `，与${mergedInto ?? '另一提问'}一并答复` : ''}${state === 'not-published' && reason ? `。原因：${reason}` : ''}`;
