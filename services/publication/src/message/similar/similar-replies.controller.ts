import { Body, Controller, HttpCode, Inject, Post } from '@nestjs/common';
import { instantSchema, storableText, unitRefSchema } from '@wenzheng/contracts';
import { Allow, CurrentCaller, Operation, type Caller } from '@wenzheng/platform';
import { z } from 'zod';
import { SimilarReplies } from './similar-replies.service.js';

const askedSchema = z.strictObject({
  messageNumber: storableText(40).min(1).describe('is not found itself'),
  title: storableText(200),
  text: storableText(20_000).describe('compared, and kept nowhere'),
});
const similarSchema = z
  .object({
    items: z.array(z.object({
      number: z.string(), url: z.url(), title: z.string(), unit: unitRefSchema,
      reply: z.object({ text: z.string().describe('redacted, as it is shown now'), publishedAt: instantSchema, correctedAt: instantSchema.nullable() }),
      likeness: z.number().min(0).max(1),
    })),
  })
  .meta({ id: 'SimilarReplies' });

/** 相似答复: to look at while a reply is written. */
@Controller('v1/similar-replies')
@Allow('web-admin', 'reviewer', 'principal', 'information-office')
export class SimilarRepliesController {
  constructor(@Inject(SimilarReplies) private readonly similar: SimilarReplies) {}

  @Post()
  @HttpCode(200)
  @Operation({
    id: 'findSimilarReplies',
    tag: 'Review',
    summary: 'At most three public replies to matters like this one, the likest first',
    description: 'From what is public alone, among the newest hundred thousand messages. What was published in the last moments is not found yet.',
    answers: { 200: similarSchema },
  })
  async find(@Body({ schema: askedSchema }) asked: z.output<typeof askedSchema>, @CurrentCaller() { subject }: Caller) {
    return { items: await this.similar.find(asked, subject) };
  }
}
