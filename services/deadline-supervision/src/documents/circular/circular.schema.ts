import { dateSchema, idSchema, instantSchema, prose, unitRefSchema } from '@wenzheng/contracts';
import { allowedActionSchema } from '@wenzheng/platform';
import { z } from 'zod';
import { definitionSchema } from '../../statistics/figures/figures.rules.js';
import { actSchema } from '../document/acts.js';
import { circularActions, circularStates } from './circular.rules.js';

/** What an officer writes of a circular; the figures are not his to write. */
export const circularDraftSchema = z.strictObject({
  from: dateSchema,
  to: dateSchema,
  title: prose(200),
  analysis: prose(8_000).describe('情况分析'),
  requirement: prose(4_000).nullable().default(null).describe('工作要求'),
  addressees: z.array(prose(100)).min(1).max(20).default(['各县、区人民政府，市政府各部门、各有关单位']).describe('主送'),
  copies: z.array(prose(100)).max(20).default([]).describe('抄送'),
});
export type CircularDraft = z.output<typeof circularDraftSchema>;

/** The columns of the table, in their order, by the names that the statistics define. */
export const figureTitles = {
  registered: '受理',
  answered: '已答复',
  answeredWithin3WorkingDays: '3个工作日内',
  answeredWithin10WorkingDays: '10个工作日内',
  submittedInTime: '单位按时',
  publishedInTime: '上网按时',
  extended: '延期',
  interimOnly: '仅阶段性回复',
  overdue: '超期未答复',
} as const;
export type FigureName = keyof typeof figureTitles;
export const figureNames = Object.keys(figureTitles) as [FigureName, ...FigureName[]];

const rowSchema = z.record(z.enum(figureNames), z.int());
export const circularFiguresSchema = z.object({
  cutOff: instantSchema,
  definitions: z.record(z.enum(figureNames), definitionSchema),
  totals: rowSchema,
  units: z.array(z.object({ unit: unitRefSchema.nullable().describe('null: assigned to nobody'), figures: rowSchema })),
});
export type CircularFigures = z.infer<typeof circularFiguresSchema>;

export const hotTopicSchema = z.object({ issueId: idSchema, title: z.string(), people: z.int(), messages: z.int(), raisedOn: dateSchema });
export type HotTopic = z.infer<typeof hotTopicSchema>;

export const circularSummarySchema = z
  .object({
    id: idSchema,
    state: z.enum(circularStates),
    from: dateSchema,
    to: dateSchema,
    number: z.string().nullable().describe('文号, from the signature on'),
    title: z.string(),
    signatory: z.string().nullable(),
    signedAt: instantSchema.nullable(),
    issuedAt: instantSchema.nullable(),
    draftedAt: instantSchema,
  })
  .meta({ id: 'CircularSummary' });

export const circularSchema = circularSummarySchema
  .extend({
    analysis: z.string(),
    requirement: z.string().nullable(),
    addressees: z.array(z.string()),
    copies: z.array(z.string()),
    figures: circularFiguresSchema.describe('of messages registered in the period: a draft’s as they stand now, a signed one’s as they were then'),
    hotTopics: z.array(hotTopicSchema).describe('raised in the period and confirmed by an officer, the hottest first'),
    history: z.array(actSchema).describe('for the offices'),
    allowedActions: z.array(allowedActionSchema('AllowedCircularAction', circularActions)),
  })
  .meta({ id: 'Circular' });
