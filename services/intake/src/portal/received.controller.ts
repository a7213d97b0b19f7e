import { Controller, Get, Inject, Req, Res } from '@nestjs/common';
import { statedWorkingDays } from '@wenzheng/contracts';
import { Calendars } from '@wenzheng/messaging';
import { sendOwnPage, siteOf, withScript } from '@wenzheng/page-frame';
import { Public } from '@wenzheng/platform';
import { deadlineSentence } from '@wenzheng/wording';
import { businessDateOf, type Clock } from '@wenzheng/working-days';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { IntakeConfig } from '../config.js';
import { CLOCK, CONFIG } from '../tokens.js';
import { OwnPageOperation } from './own-page-operation.js';
import { ReceiptSlips, type ShownReceipt } from './receipt-slip.js';
import { receiptGonePage, receiptPage } from './receipt.view.js';

@Controller('submit/received')
@Public()
export class ReceivedController {
  constructor(
    @Inject(ReceiptSlips) private readonly slips: ReceiptSlips,
    @Inject(Calendars) private readonly calendars: Calendars,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: IntakeConfig,
  ) {}

  @Get()
  @OwnPageOperation({ id: 'receiptPage', summary: 'The receipt of a form, once, by its cookie', statuses: [200] })
  received(@Req() request: FastifyRequest, @Res() reply: FastifyReply): void {
    const site = siteOf(this.config);
    const receipt = this.slips.read(request.headers.cookie, new Date());
    // Without a form on it, the page need not even tell our own pages where its reader comes from.
    const headers = { 'referrer-policy': 'no-referrer', 'set-cookie': this.slips.used };
    if (!receipt) return sendOwnPage(receiptGonePage({ site }), reply, 200, headers);
    sendOwnPage(receiptPage({ site, receipt, sentence: this.sentenceOf(receipt), publicUrl: this.config.PUBLIC_URL }), reply, 200, { ...headers, ...withScript });
  }

  /** By the stated 3 and 10 working days, as the public page says it until deadline-supervision has spoken. */
  private sentenceOf({ registeredAt, sessionOn }: ShownReceipt): string {
    const calendar = this.calendars.current;
    const registeredOn = businessDateOf(registeredAt);
    const isAhead = sessionOn !== null && sessionOn > registeredOn;
    const dayZero = isAhead ? sessionOn : registeredOn;
    const reply = calendar.addWorkingDays(dayZero, statedWorkingDays.reply);
    const final = calendar.addWorkingDays(dayZero, statedWorkingDays.final);
    return deadlineSentence({ registeredOn, ...(isAhead && { sessionOn, sessionKind: 'interview' as const }), replyDueOn: reply.dueOn, finalDueOn: final.dueOn, provisional: reply.provisional, assigned: true }, this.clock.now(), calendar);
  }
}
