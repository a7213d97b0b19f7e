import { Body, Controller, Get, Header, Inject, Param, Post, Res } from '@nestjs/common';
import { prose } from '@wenzheng/contracts';
import { Allow, CurrentCaller, Operation, type Caller } from '@wenzheng/platform';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { problem } from '../../problems.js';
import { attachmentStandingSchema, type AttachmentStanding } from '../attachment-standing.js';
import { AttachmentReader } from './attachment-reader.js';
import { Handlings } from './handlings.js';
import { anyFile, sendFile } from './send-file.js';
import { ShowingService, type Shown } from './showing.service.js';

const idSchema = z.uuid().transform((id) => id.toLowerCase());
const hidingSchema = z.strictObject({ reason: prose(500).trim().min(2) });
/** Nine at most. */
const attachmentsSchema = z.object({ attachments: z.array(attachmentStandingSchema) });

/** What those who handle a message do with its attachments: the information office of any, a unit of its own messages alone. */
@Controller('v1/messages/:messageId/attachments')
@Allow('information-office', 'web-admin', 'reviewer', 'principal')
export class AttachmentDeedsController {
  constructor(
    @Inject(ShowingService) private readonly showing: ShowingService,
    @Inject(Handlings) private readonly handlings: Handlings,
    @Inject(AttachmentReader) private readonly reader: AttachmentReader,
  ) {}

  @Get()
  @Header('cache-control', 'no-store')
  @Operation({ id: 'readAttachments', tag: 'Attachments', summary: 'The attachments 附件 of a message, and how each stands', answers: { 200: attachmentsSchema }, problems: problem.pick('intake.message-not-found') })
  async list(@Param('messageId', { schema: idSchema }) messageId: string, @CurrentCaller() caller: Caller): Promise<z.infer<typeof attachmentsSchema>> {
    return { attachments: await this.showing.listed(messageId, caller) };
  }

  @Get(':attachmentId/content')
  @Operation({ id: 'readAttachment', tag: 'Attachments', summary: 'The file itself, to be saved', answers: { 200: anyFile }, problems: problem.pick('intake.message-not-found', 'intake.attachment-not-found') })
  async read(@Param('messageId', { schema: idSchema }) messageId: string, @Param('attachmentId', { schema: idSchema }) attachmentId: string, @CurrentCaller() caller: Caller, @Res() reply: FastifyReply): Promise<void> {
    await this.handlings.refuseOthers(messageId, caller);
    sendFile(reply, await this.reader.ofMessage(messageId, attachmentId), { kept: 'no-store' });
  }

  @Post(':attachmentId/releases')
  @Operation({
    id: 'releaseAttachment',
    tag: 'Attachments',
    summary: 'The public may read it with its message 公开, once somebody has looked at it',
    answers: { 201: attachmentStandingSchema, 200: attachmentStandingSchema },
    problems: problem.pick('intake.message-not-found', 'intake.attachment-not-found', 'intake.attachment-not-stored', 'intake.attachment-of-private-message'),
  })
  async release(@Param('messageId', { schema: idSchema }) messageId: string, @Param('attachmentId', { schema: idSchema }) attachmentId: string, @CurrentCaller() caller: Caller, @Res({ passthrough: true }) reply: FastifyReply): Promise<AttachmentStanding> {
    return answered(reply, await this.showing.release(messageId, attachmentId, caller));
  }

  @Post(':attachmentId/hidings')
  @Operation({
    id: 'hideAttachment',
    tag: 'Attachments',
    summary: 'The public may not read it 不公开, with the reason: it shows a face, an identity card',
    answers: { 201: attachmentStandingSchema, 200: attachmentStandingSchema },
    problems: problem.pick('intake.message-not-found', 'intake.attachment-not-found', 'intake.attachment-not-stored'),
  })
  async hide(
    @Param('messageId', { schema: idSchema }) messageId: string,
    @Param('attachmentId', { schema: idSchema }) attachmentId: string,
    @Body({ schema: hidingSchema }) { reason }: z.output<typeof hidingSchema>,
    @CurrentCaller() caller: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<AttachmentStanding> {
    return answered(reply, await this.showing.hide(messageId, attachmentId, caller, reason));
  }
}

function answered(reply: FastifyReply, { repeated, attachment }: Shown): AttachmentStanding {
  void reply.status(repeated ? 200 : 201).header('cache-control', 'no-store');
  return attachment;
}
