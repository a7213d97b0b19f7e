import { Body, Controller, Inject, Param, Post, Res } from '@nestjs/common';
import { prose } from '@wenzheng/contracts';
import { Allow, CurrentCaller, IdempotencyKey, idempotencyKeyHeader, Operation, type Caller } from '@wenzheng/platform';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { messageIdSchema } from '../../message/action/message-action.http.js';
import { problem } from '../../problems.js';
import { clerks } from '../sign-off/sign-off.rules.js';
import { draftAttachmentSchema } from './draft-attachment-rows.js';
import { DraftAttachments } from './draft-attachments.service.js';

const tag = 'Drafts';
const declarationSchema = z.strictObject({ name: prose(200).describe('of the file') });
const leftSchema = z.object({ attachments: z.array(draftAttachmentSchema) });
const refusals = problem.pick('routing.unknown-draft', 'routing.not-your-unit', 'routing.not-in-registry', 'routing.draft-reassigned', 'routing.draft-in-sign-off', 'routing.draft-decided', 'routing.idempotency-key-reused');

/** 附件 of what a unit is writing. */
@Controller('v1/drafts/:id/attachments')
@Allow(...clerks)
export class DraftAttachmentsController {
  constructor(@Inject(DraftAttachments) private readonly attachments: DraftAttachments) {}

  @Post()
  @Operation({
    id: 'attachToDraft', tag, summary: 'Names a file that goes with the draft 附件',
    description: 'Before the draft is submitted for sign-off, nine at most. The bytes go to intake then, under this id; the draft says what came of them.',
    answers: { 201: draftAttachmentSchema, 200: draftAttachmentSchema }, problems: { ...refusals, ...problem.pick('routing.attachment-of-extension', 'routing.attachments-full') }, reads: { headers: idempotencyKeyHeader },
  })
  async declare(
    @Param('id', { schema: messageIdSchema }) draftId: string,
    @Body({ schema: declarationSchema }) body: z.output<typeof declarationSchema>,
    @CurrentCaller() caller: Caller,
    @IdempotencyKey() idempotencyKey: string | null,
    @Res({ passthrough: true }) response: FastifyReply,
  ) {
    const { answer, repeated } = await this.attachments.declare({ draftId, body, caller, idempotencyKey });
    void response.status(repeated ? 200 : 201);
    return answer;
  }

  @Post(':attachmentId/removals')
  @Operation({
    id: 'removeFromDraft', tag, summary: 'The draft goes on without the file, whose bytes are deleted',
    answers: { 201: leftSchema, 200: leftSchema }, problems: { ...refusals, ...problem.pick('routing.unknown-attachment') }, reads: { headers: idempotencyKeyHeader },
  })
  async remove(
    @Param('id', { schema: messageIdSchema }) draftId: string,
    @Param('attachmentId', { schema: messageIdSchema }) attachmentId: string,
    @CurrentCaller() caller: Caller,
    @IdempotencyKey() idempotencyKey: string | null,
    @Res({ passthrough: true }) response: FastifyReply,
  ) {
    const { answer, repeated } = await this.attachments.remove({ draftId, attachmentId, body: {}, caller, idempotencyKey });
    void response.status(repeated ? 200 : 201);
    return answer;
  }
}
