import { channelSchema, idSchema, instantSchema, likesSchema, messageKindSchema, visibilitySchema } from '@wenzheng/contracts';
import { pageOf } from '@wenzheng/platform';
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

export const likedMessagesSchema = pageOf(likedMessageSchema).extend({ atLeast: z.int().describe('likes') }).meta({ id: 'LikedMessages' });
