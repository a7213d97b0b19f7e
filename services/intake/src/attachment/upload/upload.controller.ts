import { Readable } from 'node:stream';
import { Controller, Header, Inject, Param, Put, Req, Res } from '@nestjs/common';
import { channelSchema, type ChannelName } from '@wenzheng/contracts';
import { Operation, platformProblem } from '@wenzheng/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ChannelKeyRequired } from '../../access/channel-key.guard.js';
import { attachmentBytesAtMost, externalIdSchema } from '../../message/message-body.js';
import { problem } from '../../problems.js';
import { attachmentStandingSchema, type AttachmentStanding } from '../attachment-standing.js';
import { uploadType } from './upload.route.js';
import { UploadsService } from './uploads.service.js';

@Controller('v1/channels/:channel/messages/:externalId/attachments')
export class UploadController {
  constructor(@Inject(UploadsService) private readonly uploads: UploadsService) {}

  @Put(':attachmentExternalId')
  @ChannelKeyRequired()
  @Header('cache-control', 'no-store')
  @Operation({
    id: 'uploadAttachment',
    tag: 'Channels',
    summary: 'The bytes of an attachment 附件 that a message has declared, once',
    description:
      'At most 10 MiB, as they are. The same bytes again are answered 200, other bytes 409. What they are is seen by the bytes alone: JPEG, PNG, WebP, PDF, plain text, DOCX, XLSX and PPTX are kept, images without what the camera wrote into them; the state of the message says what came of it.',
    zh: '上传一个已申报的附件的原文件，至多10 MiB。同样的内容再次上传返回 200，不同的内容返回 409。',
    examples: { answer: { attachmentId: '0199a5d4-7c1e-7b55-9f2e-3c5b2f6b7a30', externalId: 'a-1', name: '路灯.jpg', state: 'received', reason: null, showing: 'held', mediaType: null, size: 482_113 } },
    answers: { 201: attachmentStandingSchema, 200: attachmentStandingSchema },
    mediaType: uploadType,
    bodyLimit: attachmentBytesAtMost,
    problems: problem.pick('intake.message-not-found', 'intake.attachment-not-found', 'intake.attachment-conflict', 'intake.attachment-size-differs', 'intake.attachment-type-not-accepted'),
  })
  async upload(
    @Param('channel', { schema: channelSchema }) channel: ChannelName,
    @Param('externalId', { schema: externalIdSchema }) externalId: string,
    @Param('attachmentExternalId', { schema: externalIdSchema }) attachmentExternalId: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<AttachmentStanding> {
    if (!(request.body instanceof Readable)) throw platformProblem('unsupported-media-type');
    const { repeated, attachment } = await this.uploads.take(channel, externalId, attachmentExternalId, request.body);
    void reply.status(repeated ? 200 : 201);
    return attachment;
  }
}
