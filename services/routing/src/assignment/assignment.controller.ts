import { Body, Controller, Inject, Param, Post, Res } from '@nestjs/common';
import { prose } from '@wenzheng/contracts';
import { Allow, CurrentCaller, type Caller } from '@wenzheng/platform';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { answerCreated, messageIdSchema, unitCodeSchema } from '../desk/desk-http.js';
import { IdempotencyKey } from '../desk/idempotency.js';
import { OfficeAssignments } from './office-assignments.service.js';
import { Returns } from './returns.service.js';

const assignmentSchema = z.strictObject({ unit: unitCodeSchema, reason: prose(500).optional() });
const returnSchema = z.strictObject({ reason: prose(500), suggestedUnit: unitCodeSchema.optional() });

@Controller('v1/messages')
export class AssignmentController {
  constructor(
    @Inject(OfficeAssignments) private readonly assignments: OfficeAssignments,
    @Inject(Returns) private readonly returns: Returns,
  ) {}

  /** 信息办 */
  @Post(':id/assignments')
  @Allow('information-office')
  async assign(
    @Param('id', { schema: messageIdSchema }) messageId: string,
    @Body({ schema: assignmentSchema }) body: z.output<typeof assignmentSchema>,
    @CurrentCaller() caller: Caller,
    @IdempotencyKey() idempotencyKey: string | null,
    @Res({ passthrough: true }) response: FastifyReply,
  ) {
    return answerCreated(response, await this.assignments.assign({ messageId, body, caller, idempotencyKey }));
  }

  /** 网管员 */
  @Post(':id/returns')
  @Allow('web-admin')
  async return(
    @Param('id', { schema: messageIdSchema }) messageId: string,
    @Body({ schema: returnSchema }) body: z.output<typeof returnSchema>,
    @CurrentCaller() caller: Caller,
    @IdempotencyKey() idempotencyKey: string | null,
    @Res({ passthrough: true }) response: FastifyReply,
  ) {
    return answerCreated(response, await this.returns.submit({ messageId, body, caller, idempotencyKey }));
  }
}
