import { dateSchema, idSchema, instantSchema, prose, replyPromiseSchema, replyResultSchema, storableText, unitRefSchema } from '@wenzheng/contracts';
import { z } from 'zod';
import { allowedActionSchema } from '@wenzheng/platform';
import { draftAttachmentSchema } from '../attachment/draft-attachment-rows.js';
import { draftActs, draftKinds, draftStates, refereeSchema, signatorySchema, signOffStepsSchema } from '../sign-off/sign-off.rules.js';

const replyText = prose(20_000);
const extensionReason = prose(2_000);
/** What the signer answers for: a finding of the gate, and why the reply stands in spite of it. */
export const findingReasonsSchema = z.array(z.strictObject({ finding: z.string().min(1).max(100), reason: prose(500) })).max(20).optional().describe('why it stands in spite of what the check found');
export type FindingReason = NonNullable<z.output<typeof findingReasonsSchema>>[number];
const version = z.int().min(1).max(1_000_000);

/** 办理结果 and 承诺: what came of the matter, apart from whether it is answered. */
const result = replyResultSchema.describe('解决、部分解决、解释说明、无法解决');
const promise = z.strictObject({ text: prose(500), dueOn: dateSchema }).describe('承诺, and by when; it is kept by a supplement that fulfils it');
export const outcomeFields = { result: result.optional(), promise: promise.optional() };
const fulfils = z.literal(true).optional().describe('of a supplement: it keeps the promise of its reply');

/** What is drafted, each kind with what belongs to it. */
export const draftBodySchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('reply'), text: replyText, ...outcomeFields }),
  z.strictObject({ kind: z.literal('renewed-reply'), text: replyText, ...outcomeFields }),
  z.strictObject({ kind: z.literal('interim-reply'), text: replyText }),
  z.strictObject({ kind: z.literal('extension'), text: extensionReason, newDueOn: dateSchema }),
  z.strictObject({ kind: z.literal('correction'), text: replyText, replyId: idSchema.describe('the published reply') }),
  z.strictObject({ kind: z.literal('supplement'), text: replyText, replyId: idSchema.describe('the published reply'), fulfils }),
]);
export type DraftBody = z.output<typeof draftBodySchema>;

const basedOn = version.describe('the version that was read');
const newDueOn = dateSchema.optional().describe('of an extension');
/** Null takes it away; what is not said again stays. */
export const versionBodySchema = z.strictObject({ basedOn, text: replyText, newDueOn, result: result.nullable().optional(), promise: promise.nullable().optional() });
export type VersionBody = z.output<typeof versionBodySchema>;

/** As it is being filled in: words without their day, or a day without words. */
const typedPromise = z.strictObject({ text: storableText(500), dueOn: dateSchema.nullable() });
export const autosaveBodySchema = z.strictObject({ basedOn, text: storableText(20_000), newDueOn, result: result.optional(), promise: typedPromise.optional() });
export type AutosaveBody = z.output<typeof autosaveBodySchema>;

/** 办理结果 and 承诺 as they were being filled in. */
export const typedOutcomeSchema = z.object({ result: replyResultSchema.optional(), promise: z.object({ text: z.string(), dueOn: dateSchema.nullable() }).optional() });
export type TypedOutcome = z.output<typeof typedOutcomeSchema>;

const editorSchema = z.object({ name: z.string(), since: instantSchema });

export const autosavedSchema = z
  .object({
    savedAt: instantSchema.describe('in real time'),
    version: z.int().describe('the newest; another than `basedOn`: somebody saved one meanwhile'),
    editing: z.array(editorSchema).describe('who else saved in the last minute; nobody is kept out'),
  })
  .meta({ id: 'Autosaved' });

export const draftVersionSchema = z.object({ version: z.int(), text: z.string(), newDueOn: dateSchema.nullable(), outcome: z.object({ result: replyResultSchema.optional(), promise: replyPromiseSchema.optional(), fulfils: z.literal(true).optional() }).nullable(), writtenByName: z.string(), writtenAt: instantSchema });

export const draftActionSchema = allowedActionSchema('AllowedDraftAction', draftActs);

export const draftSchema = z
  .object({
    draftId: idSchema,
    messageId: idSchema,
    unit: unitRefSchema,
    kind: z.enum(draftKinds),
    replyId: idSchema.nullable().describe('the reply that it corrects or supplements'),
    state: z.enum(draftStates),
    startedAt: instantSchema,
    current: draftVersionSchema,
    versions: z.array(draftVersionSchema.omit({ text: true, newDueOn: true, outcome: true })),
    steps: signOffStepsSchema.describe('who may take each; empty before it is submitted, and where the web admin signs'),
    step: z.int().describe('which of them waits, from 0'),
    acts: z.array(
      z.object({
        act: z.enum(draftActs), version: z.int(), by: signatorySchema.omit({ subject: true }), reason: z.string().nullable(),
        findingReasons: z.array(z.object({ finding: z.string(), reason: z.string() })),
        referredTo: refereeSchema.omit({ subject: true }).nullable().describe('转由他人审核: to whom'), at: instantSchema,
      }),
    ),
    attachments: z.array(draftAttachmentSchema).describe('附件, as long as it is written; from its submission for sign-off on they stay as they are'),
    paperId: idSchema.nullable().describe('the reply or extension that it became'),
    autosave: z.object({ basedOn: z.int(), text: z.string(), newDueOn: dateSchema.nullable(), outcome: typedOutcomeSchema.nullable(), savedAt: instantSchema }).nullable().describe('what the caller was typing'),
    editing: z.array(editorSchema),
    referees: z.array(refereeSchema).describe('to whom the caller may refer the step that waits 转由他人审核'),
    allowedActions: z.array(draftActionSchema),
  })
  .meta({ id: 'Draft' });
