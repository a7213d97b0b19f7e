import { csvText, type CsvCell } from '@wenzheng/platform/text';
import { decisionJson, fileJson } from '../../message/message-json.rules.js';
import type { NoticeView, ReplyView } from '../../message/message-view.rules.js';
import type { WholeMessage } from '../../message/published-words.js';
import { shanghaiInstant } from '../../message/words.rules.js';
import { pathOf } from '../../publishing/publishing.rules.js';
import { fieldWords } from './fields.js';

export const dumpFormats = {
  jsonl: { name: 'JSON Lines', mediaType: 'application/jsonl', iana: 'https://www.iana.org/assignments/media-types/application/json' },
  csv: { name: 'CSV', mediaType: 'text/csv', iana: 'https://www.iana.org/assignments/media-types/text/csv' },
} as const;
export type DumpFormat = keyof typeof dumpFormats;

const at = (instant: Date | null): string | null => instant && shanghaiInstant(instant);

/**
 * What everybody may know of a message, without anything that changes by itself when a day passes: the same message is the same line
 * until something is said of it.
 */
export function recordOf({ row, text, attachments, replies, notices, decisions, rating }: WholeMessage, publicUrl: string) {
  const isPublic = row.visibility === 'public';
  const isWithdrawn = row.ending === 'withdrawn';
  return {
    number: row.messageNumber,
    url: new URL(pathOf(row.messageNumber), publicUrl).href,
    visibility: isPublic ? 'public' : 'private',
    title: isPublic && !isWithdrawn ? row.title : null,
    text: isPublic && !isWithdrawn ? text : null,
    kind: row.kind,
    channel: isPublic ? row.channel : null,
    unitCode: row.unitCode,
    unitName: row.unitName,
    registeredAt: shanghaiInstant(row.registeredAt),
    replyDueOn: row.replyDueOn,
    dueOn: row.dueOn,
    finalDueOn: row.finalDueOn,
    ending: row.ending,
    endedAt: at(row.endedAt),
    answeredAt: at(row.answeredAt),
    answeredInTime: row.answeredInTime,
    historical: row.historical,
    replies: isPublic ? replies.map(replyRecord) : [],
    extensionNotices: isPublic ? notices.map(noticeRecord) : [],
    attachments: isPublic && !isWithdrawn ? attachments.map((one) => fileJson(one, publicUrl)) : [],
    decisions: isPublic ? decisions.map(decisionJson) : [],
    rating: isPublic ? rating : null,
    updatedAt: shanghaiInstant(row.updatedAt),
  };
}
export type DumpRecord = ReturnType<typeof recordOf>;

const amended = ({ text, submittedAt, publishedAt, correctedAt }: Pick<ReplyView, 'text' | 'submittedAt' | 'publishedAt' | 'correctedAt'>) => ({
  text, submittedAt: shanghaiInstant(submittedAt), publishedAt: shanghaiInstant(publishedAt), correctedAt: at(correctedAt),
});

const replyRecord = ({ unit, interim, isRenewed, result, promise, supplements, ...reply }: ReplyView) => ({
  unitCode: unit.code, unitName: unit.name, interim, renewed: isRenewed, ...amended(reply), result, promise: promise && { ...promise, keptAt: at(promise.keptAt) }, supplements: supplements.map(amended),
});

const noticeRecord = ({ unit, reason, newDueOn, submittedAt, publishedAt }: NoticeView) => ({
  unitCode: unit.code, unitName: unit.name, reason, newDueOn, submittedAt: shanghaiInstant(submittedAt), publishedAt: shanghaiInstant(publishedAt),
});

const tableFields = fieldWords.filter(({ isInTable }) => isInTable).map(({ name }) => name);

/** The first line of a table. */
export const tableHead = (): string => csvText([tableFields]);

/** One after the other, as the format has them. */
export function linesOf(records: readonly DumpRecord[], format: DumpFormat): string {
  if (format === 'jsonl') return records.map((record) => `${JSON.stringify(record)}\n`).join('');
  // Without the mark that stands before the first line alone.
  return csvText(records.map(cellsOf)).slice(1);
}

function cellsOf(record: DumpRecord): CsvCell[] {
  const last = record.replies.findLast(({ interim }) => !interim);
  const all: Record<string, unknown> = { ...record, reply: last?.text ?? null, replyUnit: last?.unitName ?? null };
  return tableFields.map((name) => {
    const value = all[name] ?? null;
    return value === null ? null : String(value);
  });
}
