import { channelSchema, dateSchema, messageKindSchema, storableText } from '@wenzheng/contracts';
import { messageStatuses, type MessageStatus } from '@wenzheng/wording';
import { z } from 'zod';
import type { Found } from '../search/word-search.js';

const absent = (value: unknown) => (typeof value === 'string' ? value.trim() || undefined : value);
const optional = <T extends z.ZodType>(schema: T) => z.preprocess(absent, schema.optional());

/** Filter groups of the board beside the nine statuses. */
export const stateGroups = {
  working: ['pen', 'open', 'extended', 'review'],
  overdue: ['overdue'],
  answered: ['answered'],
  other: ['invalid', 'moved', 'withdrawn'],
  // Unanswered in the past and brought in by an import: its page says 超期未答复, and no figure of today counts it.
  historical: ['historical'],
} as const satisfies Record<string, readonly (MessageStatus | 'historical')[]>;
export const stateGroupWords: Readonly<Record<keyof typeof stateGroups, string>> = {
  working: '办理中',
  overdue: '超期未答复',
  answered: '已答复',
  other: '其他办结',
  historical: '历史遗留未答复',
};

const states = [...messageStatuses, 'working', 'other', 'historical'] as const;

const fields = {
  // As many as the form takes; a character beyond the first plane is one of them.
  q: storableText(100).refine((text) => [...text].length <= 50, { message: 'is longer than 50 characters' }),
  unit: storableText(64),
  kind: messageKindSchema,
  state: z.enum(states),
  channel: channelSchema,
  from: dateSchema,
  to: dateSchema,
};

/** A value that cannot be honoured is refused: without it the reader would see more than was asked for. */
export const filterSchema = z.object({
  q: optional(fields.q),
  unit: optional(fields.unit),
  kind: optional(fields.kind),
  state: optional(fields.state),
  channel: optional(fields.channel),
  from: optional(fields.from),
  to: optional(fields.to),
});
export type MessageFilter = z.output<typeof filterSchema>;

export const pageSize = 20;
// Behind this page a reader narrows the filter; counting rows off from the newest gets slower page by page.
export const lastPage = 500;

export const boardFilterSchema = filterSchema.extend({ page: z.preprocess(absent, z.coerce.number().int().min(1).max(lastPage).default(1)) });

export const statusesOf = (state: string): readonly string[] => stateGroups[state as keyof typeof stateGroups] ?? [state];

/**
 * `deadlineStatus` as SQL over `message m`, for filters; `$1` is today's business date. The two agree, and a spec says so;
 * only what is historical and would be overdue stands apart here.
 * Limit: a close of business before 24:00 shows on the page the same evening, and in filters on the next day.
 */
export const statusSql = `CASE
  WHEN m.ending IN ('publicly-answered', 'privately-answered') THEN 'answered'
  WHEN m.ending = 'ruled-invalid' THEN 'invalid'
  WHEN m.ending IN ('merged', 'transferred') THEN 'moved'
  WHEN m.ending = 'withdrawn' THEN 'withdrawn'
  WHEN m.submitted_at IS NOT NULL AND m.due_on IS NOT NULL AND m.final_due_on IS NOT NULL
    AND (m.provisional OR (m.submitted_at AT TIME ZONE 'Asia/Shanghai')::date <= m.due_on) THEN 'review'
  WHEN m.due_on < $1::date AND m.final_due_on IS NOT NULL AND NOT m.provisional
    THEN CASE WHEN m.historical THEN 'historical' ELSE 'overdue' END
  WHEN m.unit_code IS NULL THEN 'pen'
  WHEN m.extended THEN 'extended'
  ELSE 'open' END`;

const endedStatuses: ReadonlySet<string> = new Set([...stateGroups.answered, ...stateGroups.other]);

/**
 * Conditions and parameters, from `$2` on. Words and channel are those of public messages alone; a number finds any.
 * @param found what the words of the filter find; null: nearly everything, so that they are looked for in what meets the conditions
 */
export function conditionsOf(filter: MessageFilter, today: string, found: Found = null): { where: string; parameters: unknown[] } {
  const parameters: unknown[] = [today];
  const next = (value: unknown) => `$${parameters.push(value)}`;
  const conditions = ['m.channel IS NOT NULL', '$1::date IS NOT NULL'];
  if (filter.q) conditions.push(found ? `m.message_id = ANY (${next(found)}::uuid[])` : `m.visibility = 'public'`);
  if (filter.unit) conditions.push(`m.unit_code = ${next(filter.unit)}`);
  if (filter.kind) conditions.push(`m.kind = ${next(filter.kind)}`);
  if (filter.channel) conditions.push(`(m.channel = ${next(filter.channel)} AND m.visibility = 'public')`);
  // A day of Shanghai, said again in the terms of the index.
  const midnight = (date: string) => `(${date}::date::timestamp AT TIME ZONE 'Asia/Shanghai')`;
  if (filter.from) {
    const from = next(filter.from);
    conditions.push(`m.registered_on >= ${from}::date`, `m.registered_at >= ${midnight(from)}`);
  }
  if (filter.to) {
    const to = next(filter.to);
    conditions.push(`m.registered_on <= ${to}::date`, `m.registered_at < ${midnight(`(${to}::date + 1)`)}`);
  }
  if (filter.state) {
    const statuses = statusesOf(filter.state);
    conditions.push(`${statusSql} = ANY (${next(statuses)}::text[])`);
    // Said again in the terms of the indexes.
    if (!statuses.some((status) => endedStatuses.has(status))) conditions.push(`m.ending = 'open'`);
    if (statuses.every((status) => status === 'overdue' || status === 'historical')) conditions.push('m.due_on < $1::date');
  }
  return { where: conditions.join(' AND '), parameters };
}
