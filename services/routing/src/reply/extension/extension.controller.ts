import { Body, Controller, Inject, Param, Post, Res } from '@nestjs/common';
import { dateSchema, prose } from '@wenzheng/contracts';
import { Allow, CurrentCaller, IdempotencyKey, type Caller } from '@wenzheng/platform';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { answerCreated, MessageOperation, messageIdSchema } from '../../message/action/message-action.http.js';
import { problem } from '../../problems.js';
import { Extensions, submittedExtensionSchema } from './extensions.service.js';

const extensionSchema = z.strictObject({ reason: prose(2_000), newDueOn: dateSchema });

@Controller('v1/messages')
@Allow('web-admin', 'reviewer', 'principal')
export class ExtensionController {
  constructor(@Inject(Extensions) private readonly extensions: Extensions) {}

  @Post(':id/extensions')
  @MessageOperation({
    id: 'extend',
    tag: 'Desk',
    summary: 'Says why it takes longer, and until when 延期说明',
    description: 'Once per message, to a working day not after the tenth. A late notice is recorded and shown, and moves nothing.',
    schema: submittedExtensionSchema,
    problems: problem.pick(
      'routing.not-your-unit', 'routing.not-in-registry',
      'routing.already-answered',
      'routing.sign-off-required',
      'routing.extension-exists',
      'routing.deadline-unknown',
      'routing.extension-beyond-cap',
      'routing.extension-not-a-working-day',
      'routing.extension-not-later',
    ),
  })
  async extend(
    @Param('id', { schema: messageIdSchema }) messageId: string,
    @Body({ schema: extensionSchema }) body: z.output<typeof extensionSchema>,
    @CurrentCaller() caller: Caller,
    @IdempotencyKey() idempotencyKey: string | null,
    @Res({ passthrough: true }) response: FastifyReply,
  ) {
    return answerCreated(response, await this.extensions.submit({ messageId, body, caller, idempotencyKey }));
  }
}
