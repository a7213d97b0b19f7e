import { channelSchema, idSchema, instantSchema, likesSchema, messageKindSchema, visibilitySchema } from '@wenzheng/contracts';
import { z } from 'zod';

/** 高赞单件 */
const likedMessageSchema = z.object({
  messageId: idSchema,
  externalId: z.string().nullable(),
  messageNumber: z.string(),
  channel: channelSchema,
  kind: messageKindSchema.nullable(),
  visibility: visibilitySchema,
  registeredAt: instantSchema,
  likes: likesSchema,
  countedAt: instantSchema,
  hotIssueId: idSchema.nullable().describe('the hot issue that it is a message of'),
});
export type LikedMessage = z.infer<typeof likedMessageSchema>;

export const likedMessagesSchema = z
  .object({
    atLeast: z.int().describe('likes'),
    messages: z.array(likedMessageSchema),
    next: idSchema.nullable().describe('goes into `after`'),
  })
  .meta({ id: 'LikedMessages' });
