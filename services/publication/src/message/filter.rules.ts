import { channelSchema, dateSchema, messageKindSchema, storableText } from '@wenzheng/contracts';
import { messageStatuses, type MessageStatus } from '@wenzheng/wording';
import { z } from 'zod';
import { figureOf, figurePattern, isStanding, type CurrentCount } from '../statistics/figure.rules.js';

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
  figure: z.string().regex(figurePattern),
  hotIssue: z.uuid(),
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
  figure: optional(fields.figure),
  hotIssue: optional(fields.hotIssue),
});
/** Of the board: 最新答复 lists what was answered alone, and 最早到期 what has not ended. */
export const sorts = ['relevance', 'newest', 'answered', 'due'] as const;
export type Sort = (typeof sorts)[number];
export const sortWords: Readonly<Record<Sort, string>> = { relevance: '最相关', newest: '最新受理', answered: '最新答复', due: '最早到期' };

export type MessageFilter = z.output<typeof filterSchema> & { sort?: Sort | undefined };

/** Whoever looks for words sees first what has most of them. */
export const sortOf = ({ q, sort }: MessageFilter): Sort => (q === undefined && sort === 'relevance' ? 'newest' : (sort ?? (q === undefined ? 'newest' : 'relevance')));

export const pageSize = 20;
// Behind this page a reader narrows the filter; counting rows off from the newest gets slower page by page.
export const lastPage = 500;

/** What is near to a query that finds nothing is counted no further. */
export const nearLimit = 100;

export const boardFilterSchema = filterSchema.extend({ sort: optional(z.enum(sorts)), page: z.preprocess(absent, z.coerce.number().int().min(1).max(lastPage).default(1)) });

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

/** As the home page counts them. */
const currentSql: Readonly<Record<CurrentCount, string>> = { registered: 'NOT m.historical', answered: 'NOT m.historical AND m.answered_at IS NOT NULL', publishedInTime: 'NOT m.historical AND m.answered_in_time' };

const endedStatuses: ReadonlySet<string> = new Set([...stateGroups.answered, ...stateGroups.other]);

/** Conditions and parameters, from `$2` on, of everything but the words that are looked for. A channel is that of public messages alone. */
export function conditionsOf(filter: MessageFilter, today: string): { where: string; parameters: unknown[] } {
  const parameters: unknown[] = [today];
  const next = (value: unknown) => `$${parameters.push(value)}`;
  const conditions = ['m.channel IS NOT NULL', '$1::date IS NOT NULL'];
  const figure = filter.figure ? figureOf(filter.figure) : null;
  if (figure?.period) {
    // Of a closed period the unit is the one that had them at the cut-off.
    const ofUnit = filter.unit ? `AND c.unit_code = ${next(filter.unit)}` : '';
    conditions.push(`m.message_id IN (SELECT unnest(c.message_ids) FROM counted_messages c WHERE c.period = ${next(figure.period)} AND ${next(figure.count)} = ANY (c.counts) AND ${isStanding('c')} ${ofUnit})`);
  } else if (filter.unit) conditions.push(`m.unit_code = ${next(filter.unit)}`);
  if (figure && figure.period === null) conditions.push(currentSql[figure.count]);
  if (filter.hotIssue) {
    conditions.push(`m.visibility = 'public'`, `m.message_id IN (SELECT unnest(h.message_ids) FROM hot_issue h WHERE h.issue_id = ${next(filter.hotIssue)}::uuid AND h.state->>'state' = 'confirmed' AND h.state->>'title' <> '')`);
  }
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
  const sort = sortOf(filter);
  if (sort === 'answered') conditions.push('m.answered_at IS NOT NULL');
  if (sort === 'due') conditions.push(`m.ending = 'open'`, 'm.due_on IS NOT NULL');
  return { where: conditions.join(' AND '), parameters };
}
