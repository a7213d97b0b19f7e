import { Body, Controller, HttpCode, Inject, Post } from '@nestjs/common';
import { bandsOf } from '@wenzheng/gate';
import { Allow, CurrentCaller, DATA_SOURCE, Operation, type Caller, type DataSource } from '@wenzheng/platform';
import type { z } from 'zod';
import { problem } from '../problems.js';
import { Gate, isLongEnoughToCompare } from '../publishing/gate.service.js';
import { checkedSchema, checkSchema } from './review.schemas.js';

interface Subject {
  messageId: string;
  messageNumber: string;
  code: string;
  name: string;
}

/** What the gate would find, while a reply is being written; nothing is kept, and nothing of the message is told. */
@Controller('v1/reply-checks')
@Allow('web-admin', 'reviewer', 'principal', 'information-office')
export class ReplyChecksController {
  constructor(
    @Inject(DATA_SOURCE) private readonly dataSource: DataSource,
    @Inject(Gate) private readonly gate: Gate,
  ) {}

  @Post()
  @HttpCode(200)
  @Operation({
    id: 'checkReply',
    tag: 'Review',
    summary: 'What the gate finds in a reply that is being written',
    description: 'Hard findings return the reply; soft ones do unless the signer gives a reason for each.',
    answers: { 200: checkedSchema },
    problems: problem.pick('publication.message-not-found'),
  })
  async check(@Body({ schema: checkSchema }) { messageNumber, text, attachments }: z.output<typeof checkSchema>, @CurrentCaller() caller: Caller) {
    const [subject] = await this.dataSource.query<Subject[]>(
      `SELECT message_id AS "messageId", message_number AS "messageNumber", coalesce(unit.code, message.unit_code, '') AS code, coalesce(unit.name, message.unit_name, '') AS name
       FROM message LEFT JOIN unit ON unit.code = coalesce($2, message.unit_code) WHERE message_number = $1 AND channel IS NOT NULL`,
      [messageNumber, caller.unit],
    );
    if (!subject) throw problem('publication.message-not-found');
    const { messageId, code, name } = subject;
    const bands = isLongEnoughToCompare(text) ? bandsOf(text) : null;
    const [findings = []] = await this.gate.judge(this.dataSource, [{ replyId: messageId, messageId, messageNumber, unit: { code, name }, text, bands, sharedWith: null, attachments }]);
    return { findings };
  }
}
