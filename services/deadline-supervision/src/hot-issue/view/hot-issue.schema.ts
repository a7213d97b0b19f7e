import { channelSchema, dateSchema, idSchema, instantSchema, likesSchema, messageKindSchema, visibilitySchema } from '@wenzheng/contracts';
import { allowedActionSchema, pageOf, type Role } from '@wenzheng/platform';
import { z } from 'zod';
import { issueStates } from '../grouping/cluster.rules.js';
import { acts } from '../rows/act-rows.js';

/** 热点问题, as the offices see it. */
export const hotIssueSummarySchema = z
  .object({
    id: idSchema,
    title: z.string().describe('as an officer named it, else what its people share'),
    state: z.enum(issueStates),
    mergedInto: idSchema.nullable(),
    people: z.int(),
    messages: z.int(),
    followUps: z.int().describe('further messages of people who had spoken of it before'),
    newPeopleToday: z.int(),
    channels: z.array(z.object({ channel: channelSchema, messages: z.int() })),
    heat: z.int().describe('people of the last fortnight'),
    growth: z.number().describe('against the fortnight before'),
    peak: z.object({ people: z.int(), on: dateSchema }).nullable(),
    likes: z.int().nullable().describe('of all its messages; null where no channel of theirs has likes'),
    cohesion: z.number(),
    sharedTerms: z.array(z.object({ term: z.string(), part: z.enum(['place', 'matter']), people: z.int() })),
    firstAt: instantSchema,
    lastAt: instantSchema,
    raisedAt: instantSchema.nullable(),
    raisedOn: dateSchema.nullable(),
    wantsUrgingOrder: z.boolean(),
    messageIds: z.array(idSchema),
    externalIds: z.array(z.string()),
    samePlaceOtherMatter: z.array(z.object({ messageId: idSchema, externalId: z.string().nullable() })),
  })
  .meta({ id: 'HotIssueSummary' });

const memberSchema = z.object({
  messageId: idSchema,
  externalId: z.string().nullable(),
  messageNumber: z.string(),
  channel: channelSchema,
  kind: messageKindSchema.nullable(),
  visibility: visibilitySchema,
  registeredAt: instantSchema,
  likes: likesSchema.nullable(),
  aside: z.boolean().describe('同一地点多种诉求: it shares the place, and not the matter'),
  moved: z.boolean().describe('an officer put it here'),
  joined: z.object({ sharedTerms: z.array(z.string()), score: z.number().nullable(), threshold: z.number() }),
});

const actSchema = z.object({
  act: z.enum(acts),
  by: z.string(),
  at: instantSchema,
  reason: z.string(),
  issueId: idSchema,
  otherIssueId: idSchema.nullable(),
  details: z.looseObject({}),
});

/** Whose decisions they are. */
export const hotIssueDeciders: [Role, Role] = ['supervision-office', 'information-office'];
export const hotIssueActions = ['confirm', 'entitle', 'dismiss', 'merge', 'split'] as const;

export const hotIssueSchema = hotIssueSummarySchema
  .extend({ members: z.array(memberSchema), history: z.array(actSchema), allowedActions: z.array(allowedActionSchema('AllowedHotIssueAction', hotIssueActions)) })
  .meta({ id: 'HotIssue' });
export const hotIssuePageSchema = pageOf(hotIssueSummarySchema);
