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
    answers: { 201: attachmentStandingSchema, 200: attachmentStandingSchema },
    mediaType: uploadType,
    bodyLimit: attachmentBytesAtMost,
    problems: problem.pick('intake.message-not-found', 'intake.attachment-not-found', 'intake.attachment-conflict', 'intake.attachment-size-differs'),
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
