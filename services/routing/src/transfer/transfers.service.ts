import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { createEvent, idSchema, instantSchema, messageTransferred, type EventData } from '@wenzheng/contracts';
import { appendToOutbox, Calendars } from '@wenzheng/messaging';
import { allowedAction, allowedActionSchema, DATA_SOURCE, insertRows, type BeforeJson, type Caller, type DataSource, type Page } from '@wenzheng/platform';
import type { Clock } from '@wenzheng/working-days';
import { z } from 'zod';
import { assertAllowed, MessageActions, refusedIn, type ActionAnswer } from '../message/action/message-actions.service.js';
import type { ActionRequest } from '../message/action/idempotency.js';
import type { MessageState } from '../message/message-state.rules.js';
import { countDue, readDue, waitingSchema, type DuePage, type DueQueue, type WaitingCount } from '../message/due-queue.js';
import { problem } from '../problems.js';
import { CLOCK } from '../tokens.js';
import { TransferEntity } from './transfer.entity.js';
import { receiptDueAt } from './transfer.rules.js';

/** 纪检监察、信访、其他 */
export const transferToSchema = z.object({ kind: z.enum(['discipline-inspection', 'petition', 'other']), name: z.string() });
type To = EventData<typeof messageTransferred>['to'];

export const sentTransferSchema = z
  .object({ messageId: idSchema, transferId: idSchema, to: transferToSchema, sentAt: instantSchema, receiptDueAt: instantSchema.nullable().describe('from then on the receipt is missing') })
  .meta({ id: 'Transfer' });
type SentTransfer = z.infer<typeof sentTransferSchema>;
export const transferReceiptSchema = z.object({ messageId: idSchema, transferId: idSchema, number: z.string(), receivedAt: instantSchema, transferredAt: instantSchema }).meta({ id: 'TransferReceipt' });
type TransferReceipt = z.infer<typeof transferReceiptSchema>;
export const waitingTransferSchema = waitingSchema.extend({ transferId: idSchema, to: transferToSchema, reason: z.string(), sentAt: instantSchema, allowedActions: z.array(allowedActionSchema('AllowedTransferAction', ['record-receipt'])) }).meta({ id: 'WaitingTransfer' });
type WaitingTransfer = BeforeJson<z.infer<typeof waitingTransferSchema>>;

export interface ReceiptRequest {
  transferId: string;
  caller: Caller;
  body: { number: string; receivedAt: string };
  idempotencyKey: string | null;
}

export const openTransfers: DueQueue = {
  table: 'transfer',
  id: 'transfer_id',
  from: `transfer AS waiting JOIN message USING (message_id) WHERE transferred_at IS NULL AND ending = 'open'`,
};

/** 转出 (R04): the message ends with the receipt and not before; until then its deadline runs on. */
@Injectable()
export class Transfers {
  constructor(
    @Inject(MessageActions) private readonly actions: MessageActions,
    @Inject(Calendars) private readonly calendars: Calendars,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(DATA_SOURCE) private readonly dataSource: DataSource,
  ) {}

  send(request: ActionRequest<{ to: To; reason: string }>): Promise<ActionAnswer<SentTransfer>> {
    const { messageId, caller, body } = request;
    return this.actions.act('transfer', request, async ({ manager, message, now }) => {
      assertAllowed('transfer', message);
      const [sent] = await manager.query<unknown[]>('SELECT FROM transfer WHERE message_id = $1 AND transferred_at IS NULL', [messageId]);
      if (sent) throw problem('routing.transfer-without-receipt');
      const transfer = { transferId: randomUUID(), messageId, sentAt: now, dueAt: receiptDueAt(now, this.calendars.current) };
      await insertRows(manager, TransferEntity, [{ ...transfer, toKind: body.to.kind, toName: body.to.name, reason: body.reason, sentBy: caller.subject }]);
      return { messageId, transferId: transfer.transferId, to: body.to, sentAt: now.toISOString(), receiptDueAt: transfer.dueAt?.toISOString() ?? null };
    });
  }

  /** @throws Problem `routing.unknown-transfer`, `routing.receipt-recorded`, `routing.receipt-date-wrong` */
  async record({ transferId, caller, body, idempotencyKey }: ReceiptRequest): Promise<ActionAnswer<TransferReceipt>> {
    const [known] = await this.dataSource.query<{ messageId: string }[]>('SELECT message_id AS "messageId" FROM transfer WHERE transfer_id = $1', [transferId]);
    if (!known) throw problem('routing.unknown-transfer');
    const { messageId } = known;
    return this.actions.act('record-receipt', { messageId, caller, body: { transferId, ...body }, idempotencyKey }, async ({ manager, message, now, nextVersion }) => {
      const [transfer] = await manager.query<{ to: To; reason: string; sentAt: Date; transferredAt: Date | null }[]>(
        `SELECT jsonb_build_object('kind', to_kind, 'name', to_name) AS to, reason, sent_at AS "sentAt", transferred_at AS "transferredAt" FROM transfer WHERE transfer_id = $1`,
        [transferId],
      );
      if (!transfer || transfer.transferredAt) throw problem('routing.receipt-recorded');
      assertAllowed('transfer', message);
      const receivedAt = new Date(body.receivedAt);
      if (receivedAt < transfer.sentAt || receivedAt > now) throw problem('routing.receipt-date-wrong', { errors: [{ pointer: '/receivedAt', code: 'out-of-range' }] });
      await manager.query('UPDATE transfer SET receipt_number = $2, received_at = $3, transferred_at = $4, recorded_by = $5 WHERE transfer_id = $1', [transferId, body.number, receivedAt, now, caller.subject]);
      const receipt = { number: body.number, receivedAt: receivedAt.toISOString() };
      const transferredAt = now.toISOString();
      const data = { messageId, transferId, to: transfer.to, reason: transfer.reason, sentAt: transfer.sentAt.toISOString(), receipt, transferredAt };
      await appendToOutbox(manager, [createEvent(messageTransferred, { subject: messageId, sequence: await nextVersion(), time: now, data })]);
      return { messageId, transferId, ...receipt, transferredAt };
    });
  }

  /** Those without a receipt, the longest expected first. */
  async waiting(page: DuePage): Promise<Page<WaitingTransfer>> {
    const columns = `transfer_id AS "transferId", jsonb_build_object('kind', to_kind, 'name', to_name) AS to, waiting.reason, sent_at AS "sentAt", message.state`;
    const { items, next } = await readDue<Omit<WaitingTransfer, 'allowedActions'> & { state: MessageState }>(this.dataSource, openTransfers, columns, page, this.clock.now());
    return { items: items.map(({ state, ...item }) => ({ ...item, allowedActions: [allowedAction('record-receipt', refusedIn('transfer', state))] })), next };
  }

  count(): Promise<WaitingCount> {
    return countDue(this.dataSource, openTransfers, this.clock.now());
  }
}
