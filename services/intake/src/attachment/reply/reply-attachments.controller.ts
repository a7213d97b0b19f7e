import { Readable } from 'node:stream';
import { Body, Controller, Get, Header, Inject, Param, Post, Put, Req, Res } from '@nestjs/common';
import { prose } from '@wenzheng/contracts';
import { Allow, CurrentCaller, Operation, platformProblem, type Caller } from '@wenzheng/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { attachmentBytesAtMost } from '../../message/message-body.js';
import { problem } from '../../problems.js';
import { AttachmentReader } from '../reading/attachment-reader.js';
import { anyFile, sendFile } from '../reading/send-file.js';
import { uploadType } from '../upload/upload.route.js';
import { replyAttachmentStandingSchema, ReplyAttachments, type ReplyAttachmentStanding } from './reply-attachments.service.js';

const idSchema = z.uuid().transform((id) => id.toLowerCase());
const hidingSchema = z.strictObject({ reason: prose(500).trim().min(2) });
const listSchema = z.object({ attachments: z.array(replyAttachmentStandingSchema) });
const shown = { 201: replyAttachmentStandingSchema, 200: replyAttachmentStandingSchema };
const tag = 'Attachments';

/** 答复的附件: of the unit that writes the reply; of others the information office alone. */
@Controller('v1')
@Allow('information-office', 'web-admin', 'reviewer', 'principal')
export class ReplyAttachmentsController {
  constructor(
    @Inject(ReplyAttachments) private readonly attachments: ReplyAttachments,
    @Inject(AttachmentReader) private readonly reader: AttachmentReader,
  ) {}

  @Get('messages/:messageId/reply-attachments')
  @Header('cache-control', 'no-store')
  @Operation({ id: 'readReplyAttachments', tag, summary: 'The attachments 附件 of published replies to a message, and whether the public reads each; a unit sees its own', answers: { 200: listSchema } })
  async list(@Param('messageId', { schema: idSchema }) messageId: string, @CurrentCaller() caller: Caller): Promise<z.infer<typeof listSchema>> {
    return { attachments: await this.attachments.of(messageId, caller) };
  }

  @Put('reply-attachments/:attachmentId')
  @Allow('web-admin')
  @Header('cache-control', 'no-store')
  @Operation({
    id: 'uploadReplyAttachment', tag, summary: 'The bytes of a file that a draft of a reply names, once',
    description: 'At most 10 MiB, as they are. Routing has told of the draft’s attachment a moment after it was named: until then 404. The same bytes again are answered 200, other bytes 409; the draft says what came of them.',
    answers: shown, mediaType: uploadType, bodyLimit: attachmentBytesAtMost, problems: problem.pick('intake.attachment-not-found', 'intake.attachment-conflict', 'intake.attachment-type-not-accepted'),
  })
  async upload(@Param('attachmentId', { schema: idSchema }) attachmentId: string, @CurrentCaller() caller: Caller, @Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<ReplyAttachmentStanding> {
    if (!(request.body instanceof Readable)) throw platformProblem('unsupported-media-type');
    return answered(reply, await this.attachments.take(attachmentId, caller, request.body));
  }

  @Get('reply-attachments/:attachmentId/content')
  @Operation({ id: 'readReplyAttachment', tag, summary: 'The file itself, to be saved', answers: { 200: anyFile }, problems: problem.pick('intake.attachment-not-found') })
  async read(@Param('attachmentId', { schema: idSchema }) attachmentId: string, @CurrentCaller() caller: Caller, @Res() reply: FastifyReply): Promise<void> {
    await this.attachments.refuseOthers(attachmentId, caller);
    sendFile(reply, await this.reader.ofReply(attachmentId), { kept: 'no-store' });
  }

  @Post('reply-attachments/:attachmentId/releases')
  @Operation({ id: 'releaseReplyAttachment', tag, summary: 'It stands below its reply again, once that was found right', answers: shown, problems: problem.pick('intake.attachment-not-found', 'intake.attachment-not-stored') })
  async release(@Param('attachmentId', { schema: idSchema }) attachmentId: string, @CurrentCaller() caller: Caller, @Res({ passthrough: true }) reply: FastifyReply): Promise<ReplyAttachmentStanding> {
    return answered(reply, await this.attachments.release(attachmentId, caller));
  }

  @Post('reply-attachments/:attachmentId/hidings')
  @Operation({ id: 'hideReplyAttachment', tag, summary: 'Nobody in public reads it any more 不公开, with the reason', answers: shown, problems: problem.pick('intake.attachment-not-found', 'intake.attachment-not-stored') })
  async hide(
    @Param('attachmentId', { schema: idSchema }) attachmentId: string,
    @Body({ schema: hidingSchema }) { reason }: z.output<typeof hidingSchema>,
    @CurrentCaller() caller: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ReplyAttachmentStanding> {
    return answered(reply, await this.attachments.hide(attachmentId, caller, reason));
  }
}

function answered(reply: FastifyReply, { repeated, attachment }: { repeated: boolean; attachment: ReplyAttachmentStanding }): ReplyAttachmentStanding {
  void reply.status(repeated ? 200 : 201).header('cache-control', 'no-store');
  return attachment;
}
