import { Body, Controller, Inject, Param, Post, Res } from '@nestjs/common';
import { prose } from '@wenzheng/contracts';
import { Allow, CurrentCaller, IdempotencyKey, type Caller } from '@wenzheng/platform';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { answerCreated, MessageOperation, messageIdSchema } from '../message/action/message-action.http.js';
import { problem } from '../problems.js';
import { unitCodeSchema } from '../unit/units-file.rules.js';
import { officeAssignmentSchema } from './giving.js';
import { OfficeAssignments } from './office-assignments.service.js';
import { disputeSchema, Returns } from './returns.service.js';

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
  @MessageOperation({
    id: 'assign',
    tag: 'Office',
    summary: 'Assigns a message to a unit 分派',
    schema: officeAssignmentSchema,
    problems: problem.pick(
      'routing.unit-not-in-registry',
      'routing.report-against-this-unit',
      'routing.unit-without-web-admin',
      'routing.unit-without-backup',
      'routing.already-assigned',
      'routing.dispute-open',
      'routing.reply-in-review',
      'routing.already-answered',
    ),
  })
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
  @MessageOperation({
    id: 'return',
    tag: 'Desk',
    summary: 'Returns a message 退回, which opens a dispute 派单异议',
    description: 'Until the end of the working day after the assignment. The unit goes on handling it until the office has ruled. A question of an interview stays with the unit first asked; the attempt is recorded.',
    schema: disputeSchema,
    problems: problem.pick(
      'routing.not-your-unit', 'routing.not-in-registry',
      'routing.unit-not-in-registry',
      'routing.reply-in-review',
      'routing.already-answered',
      'routing.return-window-closed',
      'routing.first-asked-unit-cannot-return',
      'routing.designation-is-final',
      'routing.dispute-open',
    ),
  })
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
