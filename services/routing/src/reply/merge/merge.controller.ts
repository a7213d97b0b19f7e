import { Body, Controller, Inject, Param, Post, Res } from '@nestjs/common';
import { idSchema, prose } from '@wenzheng/contracts';
import { Allow, CurrentCaller, IdempotencyKey, type Caller } from '@wenzheng/platform';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { answerCreated, MessageOperation, messageIdSchema } from '../../message/action/message-action.http.js';
import { problem } from '../../problems.js';
import { mergedSchema, Merges, unmergedSchema } from './merges.service.js';

const mergeBody = z.strictObject({ into: idSchema.toLowerCase().describe('主件: the message that is answered for both'), reason: prose(500) });
const unmergeBody = z.strictObject({ reason: prose(500) });
const refusals = problem.pick(
  'routing.not-your-unit', 'routing.not-in-registry', 'routing.reply-in-review', 'routing.already-answered', 'routing.ruled-invalid', 'routing.transferred', 'routing.withdrawn',
);

/** 并单 */
@Controller('v1/messages')
@Allow('web-admin', 'information-office')
export class MergeController {
  constructor(@Inject(Merges) private readonly merges: Merges) {}

  @Post(':id/merges')
  @MessageOperation({
    id: 'merge',
    tag: 'Desk',
    summary: 'Handles a message as one with another of the same matter 并单',
    description: 'Both are with one unit, and the other is public. The message keeps its number, its deadline and its answer, which is given in the transaction in which the other one’s is signed. A report of wrongdoing is handled by itself.',
    schema: mergedSchema,
    problems: {
      ...refusals,
      ...problem.pick(
        'routing.report-not-merged', 'routing.merged', 'routing.merge-of-lead', 'routing.merge-unassigned', 'routing.merge-lead-unknown', 'routing.merge-into-itself',
        'routing.merge-into-private', 'routing.merge-lead-not-open', 'routing.merge-other-unit', 'routing.merge-lead-merged', 'routing.merge-full',
      ),
    },
  })
  async merge(
    @Param('id', { schema: messageIdSchema }) messageId: string,
    @Body({ schema: mergeBody }) body: z.output<typeof mergeBody>,
    @CurrentCaller() caller: Caller,
    @IdempotencyKey() idempotencyKey: string | null,
    @Res({ passthrough: true }) response: FastifyReply,
  ) {
    return answerCreated(response, await this.merges.merge({ messageId, body, caller, idempotencyKey }));
  }

  @Post(':id/unmerges')
  @MessageOperation({ id: 'unmerge', tag: 'Desk', summary: 'Handles a merged message by itself again 撤销并单', schema: unmergedSchema, problems: { ...refusals, ...problem.pick('routing.not-merged') } })
  async undo(
    @Param('id', { schema: messageIdSchema }) messageId: string,
    @Body({ schema: unmergeBody }) body: z.output<typeof unmergeBody>,
    @CurrentCaller() caller: Caller,
    @IdempotencyKey() idempotencyKey: string | null,
    @Res({ passthrough: true }) response: FastifyReply,
  ) {
    return answerCreated(response, await this.merges.undo({ messageId, body, caller, idempotencyKey }));
  }
}
