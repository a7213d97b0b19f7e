import { Body, Controller, Get, Inject, Param, Post, Query, Res } from '@nestjs/common';
import { instantSchema, prose } from '@wenzheng/contracts';
import { Allow, CurrentCaller, IdempotencyKey, Operation, pageOf, type Caller } from '@wenzheng/platform';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { answerCreated, MessageOperation, messageIdSchema } from '../message/action/message-action.http.js';
import { duePageSchema, type DuePage } from '../message/due-queue.js';
import { problem } from '../problems.js';
import { sentTransferSchema, transferReceiptSchema, Transfers, transferToSchema, waitingTransferSchema } from './transfers.service.js';

const transferBody = z.strictObject({ to: z.strictObject({ ...transferToSchema.shape, name: prose(100) }), reason: prose(2_000) });
const receiptBody = z.strictObject({ number: prose(100), receivedAt: instantSchema });

const ended = problem.pick('routing.already-answered', 'routing.ruled-invalid', 'routing.transferred', 'routing.withdrawn', 'routing.reply-in-review');

/** 转出. The information office alone. */
@Controller('v1')
@Allow('information-office')
export class TransferController {
  constructor(@Inject(Transfers) private readonly transfers: Transfers) {}

  @Post('messages/:id/transfers')
  @MessageOperation({
    id: 'transfer',
    tag: 'Office',
    summary: 'Sends a message to an office outside: 纪检监察, 信访 or another',
    description: 'It ends with the receipt; until then its deadline runs on.',
    schema: sentTransferSchema,
    problems: { ...problem.pick('routing.transfer-without-receipt'), ...ended },
  })
  async send(
    @Param('id', { schema: messageIdSchema }) messageId: string,
    @Body({ schema: transferBody }) body: z.output<typeof transferBody>,
    @CurrentCaller() caller: Caller,
    @IdempotencyKey() idempotencyKey: string | null,
    @Res({ passthrough: true }) response: FastifyReply,
  ) {
    return answerCreated(response, await this.transfers.send({ messageId, body, caller, idempotencyKey }));
  }

  @Get('transfers')
  @Operation({ id: 'listTransfers', tag: 'Office', summary: 'What was sent and has no receipt, the longest expected first', answers: { 200: pageOf(waitingTransferSchema) }, problems: problem.pick('routing.invalid-cursor') })
  waiting(@Query({ schema: duePageSchema }) page: DuePage) {
    return this.transfers.waiting(page);
  }

  @Post('transfers/:id/receipts')
  @MessageOperation({
    id: 'recordReceipt',
    tag: 'Office',
    summary: 'Records the receipt 回执, which ends the message',
    schema: transferReceiptSchema,
    problems: { ...problem.pick('routing.unknown-transfer', 'routing.receipt-recorded', 'routing.receipt-date-wrong'), ...ended },
  })
  async record(
    @Param('id', { schema: messageIdSchema }) transferId: string,
    @Body({ schema: receiptBody }) body: z.output<typeof receiptBody>,
    @CurrentCaller() caller: Caller,
    @IdempotencyKey() idempotencyKey: string | null,
    @Res({ passthrough: true }) response: FastifyReply,
  ) {
    return answerCreated(response, await this.transfers.record({ transferId, body, caller, idempotencyKey }));
  }
}
