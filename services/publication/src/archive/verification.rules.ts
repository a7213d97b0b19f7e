import { createHash } from 'node:crypto';
import { unzipSync } from 'fflate';
import { z } from 'zod';
import { archivedMessageSchema, type ArchivedMessage } from './archived-message.schema.js';
import { archivedDrawSchema, archivedForumSchema, archivedMinutesSchema, forumContent, type ForumRecord } from './forum.rules.js';
import { archivedInterviewSchema, archivedQuestionSchema, interviewContent, type ArchivedInterview, type ArchivedQuestion } from './interview.rules.js';
import { drawnAnew, isCommittedTo } from './lot.rules.js';
import { manifestSchema, pack, versionsSchema, type Content } from './package.rules.js';

export interface Verdict {
  sha256: string;
  /** What is archived, as it says of itself; null where that cannot be read. */
  what: string | null;
  sums: readonly string[];
  /** What is wrong; empty where nothing is. */
  findings: readonly string[];
}

type Files = ReadonlyMap<string, Uint8Array>;

const digestOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** Recounts and rehashes an archive 归档包 from itself alone. */
export function verifyArchive(bytes: Uint8Array): Verdict {
  const sha256 = digestOf(bytes);
  let files: Files;
  try {
    files = new Map(Object.entries(unzipSync(bytes)));
  } catch {
    return { sha256, what: null, sums: [], findings: ['不是归档包，或者文件已损坏 not an archive, or damaged'] };
  }
  const findings = digestFindings(files);
  try {
    const manifest = manifestSchema.parse(parsed(files, 'manifest.json'));
    const { changes, earlier } = versionsSchema.parse(parsed(files, 'versions.json'));
    const { content, findings: wrong } = manifest.kind === 'interview' ? interviewOf(files) : forumOf(files);
    const packed = pack(content, { version: manifest.version, madeAt: manifest.madeAt, salt: manifest.salt, changes, earlier });
    const differing = packed.files.filter(({ path, text }) => Buffer.compare(Buffer.from(text), files.get(path) ?? Buffer.alloc(0)) !== 0).map(({ path }) => `${path}：与按原始记录重新生成的不一致 is not what follows from the records`);
    const repacked = differing.length === 0 && packed.sha256 !== sha256 ? ['压缩包的字节与重新生成的不一致 the container is not as the platform writes it'] : [];
    return { sha256, what: `${content.title}（${content.number}）第${manifest.version}版`, sums: content.sums, findings: [...findings, ...wrong, ...differing, ...repacked] };
  } catch (error) {
    return { sha256, what: null, sums: [], findings: [...findings, error instanceof z.ZodError || error instanceof SyntaxError || error instanceof RangeError ? `内容无法读取 cannot be read: ${error.message.slice(0, 500)}` : String(error)] };
  }
}

function digestFindings(files: Files): string[] {
  const lines = textOf(files, 'SHA256SUMS').split('\n').flatMap((line) => {
    const [, sha256, path] = /^([0-9a-f]{64}) {2}(.+)$/.exec(line) ?? [];
    return sha256 && path ? [{ sha256, path }] : [];
  });
  const listed = new Set(lines.map(({ path }) => path));
  return [
    ...(lines.length === 0 ? ['SHA256SUMS：缺少校验值 has no digests'] : []),
    ...lines.flatMap(({ sha256, path }) => {
      const file = files.get(path);
      if (!file) return [`${path}：缺少 is missing`];
      return digestOf(file) === sha256 ? [] : [`${path}：校验值不符 its digest is another`];
    }),
    ...[...files.keys()].filter((path) => path !== 'SHA256SUMS' && !listed.has(path)).map((path) => `${path}：不在校验值清单中 is not listed`),
  ];
}

const textOf = (files: Files, path: string): string => Buffer.from(files.get(path) ?? []).toString('utf8');

function parsed(files: Files, path: string): unknown {
  if (!files.has(path)) throw new RangeError(`${path} is missing`);
  return JSON.parse(textOf(files, path));
}

function interviewOf(files: Files): { content: Content; findings: string[] } {
  const interview = archivedInterviewSchema.parse(parsed(files, 'session.json'));
  const questions = z.array(archivedQuestionSchema).parse(parsed(files, 'questions.json'));
  return { content: interviewContent(interview, questions), findings: [...interviewFindings(interview), ...messageFindings(questions), ...questionFindings(interview, questions)] };
}

function interviewFindings({ coachedAt, uncoachedReason, startsAt, attendance, absenceReason }: ArchivedInterview): string[] {
  return [
    ...(coachedAt === null && uncoachedReason === null ? ['没有辅导记录，也没有说明原因 neither coaching nor a reason'] : []),
    ...(coachedAt !== null && new Date(coachedAt) >= new Date(startsAt) ? ['辅导不在访谈开始之前 coaching is not before the start'] : []),
    ...(attendance === 'held-without-principal' && absenceReason === null ? ['主要负责人未到场，没有说明原因 absence without a reason'] : []),
  ];
}

function questionFindings({ openedAt, closedAt }: ArchivedInterview, questions: readonly ArchivedQuestion[]): string[] {
  const numbers = new Set(questions.map(({ number }) => number));
  return questions.flatMap(({ number, state, speaker, spokenAt, mergedInto, reason }) => [
    ...(['waiting', 'chosen', 'answering'].includes(state) ? [`${number}：访谈结束后仍未归类 stands nowhere`] : []),
    ...(state === 'answered' && (speaker === null || spokenAt === null) ? [`${number}：现场已答，没有答复人或时间 answered by nobody`] : []),
    ...(spokenAt !== null && (new Date(spokenAt) < new Date(openedAt) || new Date(spokenAt) > new Date(closedAt)) ? [`${number}：答复不在访谈时间内 answered outside the interview`] : []),
    ...(mergedInto !== null && !numbers.has(mergedInto) ? [`${number}：合并到的提问不在归档中 merged into what is not archived`] : []),
    ...(state === 'not-published' && reason === null ? [`${number}：未予发布，没有说明原因 not published without a reason`] : []),
  ]);
}

function messageFindings(messages: readonly ArchivedMessage[]): string[] {
  const seen = new Set<string>();
  return messages.flatMap(({ number, access, title, text, replies }) => {
    const isTwice = seen.has(number);
    seen.add(number);
    return [
      ...(isTwice ? [`${number}：重复 stands twice`] : []),
      ...(access !== 'public' && (title !== null || text !== null || replies.length > 0) ? [`${number}：不公开的内容出现在归档中 what is not public is shown`] : []),
    ];
  });
}

function forumOf(files: Files): { content: Content; findings: string[] } {
  const record = {
    forum: archivedForumSchema.parse(parsed(files, 'forum.json')),
    draw: archivedDrawSchema.parse(parsed(files, 'draw.json')),
    minutes: archivedMinutesSchema.parse(parsed(files, 'minutes.json')),
    messages: z.array(archivedMessageSchema).parse(parsed(files, 'messages.json')),
  };
  return { content: forumContent(record), findings: [...messageFindings(record.messages), ...forumFindings(record)] };
}

function forumFindings({ forum, draw, minutes, messages }: ForumRecord): string[] {
  const { invited, attended, points } = minutes;
  const numbers = new Set(messages.map(({ number }) => number));
  const lot = draw ? drawnAnew(forum, draw).map(({ code, lot: fell }) => `${code} ${fell}`) : [];
  return [
    ...(draw && !isCommittedTo(forum.commitment, draw) ? ['抽签种子与公告的摘要不符 the seed is not the one that was committed to'] : []),
    ...(draw && lot.join() !== draw.entries.map(({ code, lot: fell }) => `${code} ${fell}`).join() ? ['抽签结果与按种子复算的不一致 the lot is not what follows from the seed'] : []),
    ...(attended > invited || invited > (draw?.entries.length ?? 0) ? ['到场、邀请和报名人数不合 more came than were invited, or were invited than signed up'] : []),
    ...points.flatMap(({ answer, messageNumber }, index) => [
      ...((answer === null) === (messageNumber === null) ? [`第${index + 1}条意见：既非现场答复，也未转为留言，或者两者都有 is neither answered nor a message, or both`] : []),
      ...(messageNumber !== null && !numbers.has(messageNumber) ? [`第${index + 1}条意见：${messageNumber}不在归档中 its message is not archived`] : []),
    ]),
  ];
}
