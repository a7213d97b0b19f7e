import { dateSchema, idSchema, instantSchema, invalidityGroundSchema, replyAttachmentSchema, unitRefSchema, visibilitySchema } from '@wenzheng/contracts';
import { z } from 'zod';

/** 附件 of a reply, and where it can be had: of a private one by whoever has opened the message with number and code. */
export const deliveredAttachmentSchema = replyAttachmentSchema.extend({ url: z.url() });

const replied = z.object({
  replyId: idSchema,
  corrects: idSchema.nullable().describe('更正: the reply in whose place it stands'),
  supplements: idSchema.nullable().describe('补充: the reply below which it stands'),
  renews: idSchema.nullable().describe('二次办理: the renewed handling that it answers'),
  unit: unitRefSchema,
  text: z.string(),
  interim: z.boolean().describe('阶段性回复: it ends nothing'),
  visibility: visibilitySchema.describe('`private`: for the writer alone'),
  publishedAt: instantSchema,
  attachments: z.array(deliveredAttachmentSchema).optional().describe('附件; left out where there are none'),
});

/** What the office says in it holds no number of a person. */
const words = z.string().describe('without any telephone number but those that units publish');

/** What happens to a message and goes back to its channel, by its type, with what each says beside the message's own ids. */
export const happeningSchemas = {
  'message.assigned': z.object({ unit: unitRefSchema.describe('主办: the one that answers'), coUnits: z.array(unitRefSchema).describe('协办'), assignedAt: instantSchema }),
  'message.returned': z.object({ unit: unitRefSchema.describe('退回: it has the message no longer'), returnedAt: instantSchema }),
  'message.merged': z.object({ into: z.string().describe('并单: number of the message as one with which it is handled'), mergedAt: instantSchema }),
  'message.unmerged': z.object({ unmergedAt: instantSchema }),
  'message.extended': z.object({ unit: unitRefSchema, reason: z.string(), newDueOn: dateSchema, publishedAt: instantSchema }),
  'message.replied': replied,
  'message.corrected': replied,
  'message.ruled-invalid': z.object({ ground: invalidityGroundSchema, reason: words, guidance: words, objectionUntil: dateSchema.nullable(), ruledAt: instantSchema }),
  'message.objection-decided': z.object({ outcome: z.enum(['upheld', 'rejected']).describe('`upheld`: the message is open again'), reason: words, decidedAt: instantSchema }),
  'message.transferred': z.object({ to: z.string().describe('the office outside'), reason: words, receipt: z.object({ number: z.string(), receivedAt: instantSchema }), transferredAt: instantSchema }),
  'message.withdrawn': z.object({ withdrawnAt: instantSchema.describe('撤回 by its writer') }),
  'message.renewal-ordered': z.object({ unit: unitRefSchema, reason: words, dueOn: dateSchema.nullable(), orderedAt: instantSchema }),
  'message.renewal-declined': z.object({ reason: words, declinedAt: instantSchema }),
} as const satisfies Record<string, z.ZodObject>;

export type HappeningType = keyof typeof happeningSchemas;
export const happeningTypes = Object.keys(happeningSchemas) as HappeningType[];

/** One of each type, with what it says. */
export type Happened = { [Type in HappeningType]: { type: Type; data: z.input<(typeof happeningSchemas)[Type]> } }[HappeningType];

/** Beside what is answered in lists of their own: replies and extension notices. */
export const isListed = (type: string): boolean => !['message.replied', 'message.corrected', 'message.extended'].includes(type);
export const listedTypes = happeningTypes.filter(isListed);
