import { Controller, Get, Inject, Param, Query, Res } from '@nestjs/common';
import { channelSchema, idSchema, messageKindSchema, storableText } from '@wenzheng/contracts';
import { Allow, CurrentCaller, Operation, pageOf, pageQuery, type Caller } from '@wenzheng/platform';
import { PaperOperation, printQuery, sendPaper, type PrintQuery } from '@wenzheng/printing';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { messageIdSchema } from '../message/action/message-action.http.js';
import { messageStates } from '../message/message-state.rules.js';
import type { RoutingConfig } from '../config.js';
import { problem } from '../problems.js';
import { CONFIG } from '../tokens.js';
import { unitCodeSchema } from '../unit/units-file.rules.js';
import { deskTabs } from './desk-tab.rules.js';
import { messageSchema, messageSummarySchema } from './message-view.js';
import { Queue } from './queue.service.js';

const listSchema = z.object({
  state: z.enum(messageStates).exclude(['unregistered']).optional(),
  unit: unitCodeSchema.optional(),
  channel: channelSchema.optional(),
  kind: messageKindSchema.optional(),
  number: storableText(40).min(1).optional().describe('受理编号'),
  session: idSchema.toLowerCase().optional().describe('asked in this session'),
  overdue: z.literal('true').transform(() => true).optional().describe('those alone that are overdue now'),
  tab: z.enum(deskTabs).optional().describe('as counted by `/v1/me/queues`: 新到, 今明到期, 超期, 退回, 督办, 待签'),
  firstAsked: z.literal('true').transform(() => true).optional().describe('asked in a session of the unit, whoever handles it now'),
  ...pageQuery(z.string().min(1).max(200), { limit: 50, atMost: 200 }),
});

@Controller('v1/messages')
@Allow('web-admin', 'reviewer', 'principal', 'information-office', 'supervision-office', 'inspection-bureau')
export class QueueController {
  constructor(
    @Inject(Queue) private readonly queue: Queue,
    @Inject(CONFIG) private readonly config: RoutingConfig,
  ) {}

  @Get()
  @Operation({
    id: 'listMessages',
    tag: 'Messages',
    summary: 'A queue: what is due first comes first',
    description: 'Web admins, reviewers and principals see the messages of their own unit, the inspection bureau those that are escalated to it. `state=holding-pen` is the holding pen 待分拨.',
    answers: { 200: pageOf(messageSummarySchema) },
    problems: problem.pick('routing.not-your-unit', 'routing.not-in-registry', 'routing.invalid-cursor'),
  })
  list(@Query({ schema: listSchema }) filter: z.output<typeof listSchema>, @CurrentCaller() caller: Caller) {
    return this.queue.list(filter, caller);
  }

  @Get(':id')
  @Operation({
    id: 'readMessage',
    tag: 'Messages',
    summary: 'One message with all that happened to it here',
    answers: { 200: messageSchema },
    problems: problem.pick('routing.not-your-unit', 'routing.not-in-registry', 'routing.unknown-message'),
  })
  one(@Param('id', { schema: messageIdSchema }) messageId: string, @CurrentCaller() caller: Caller) {
    return this.queue.one(messageId, caller);
  }

  @Get(':id/handling-sheet')
  @PaperOperation({
    id: 'printHandlingSheet', tag: 'Messages', summary: '办理单 to print: one message for the unit’s file',
    problems: problem.pick('routing.not-your-unit', 'routing.not-in-registry', 'routing.unknown-message'),
  })
  async handlingSheet(@Param('id', { schema: messageIdSchema }) messageId: string, @Query({ schema: printQuery }) query: PrintQuery, @CurrentCaller() caller: Caller, @Res() reply: FastifyReply): Promise<void> {
    await sendPaper(await this.queue.handlingSheet(messageId, caller), query, reply, this.config);
  }
}
