import { Controller, Get, Inject, Param, Req, Res } from '@nestjs/common';
import { readTicket } from '@wenzheng/page-frame';
import { Operation, Public } from '@wenzheng/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { problem } from '../../problems.js';
import { TicketIssuer } from '../../query/ticket.js';
import { AttachmentReader } from './attachment-reader.js';
import { anyFile, sendFile } from './send-file.js';

const idSchema = z.uuid().transform((id) => id.toLowerCase());

/** What pages lead to, under the portal's address: to everybody what was released, to its writer whatever was kept. */
@Controller()
@Public()
export class AttachmentFilesController {
  constructor(
    @Inject(AttachmentReader) private readonly reader: AttachmentReader,
    @Inject(TicketIssuer) private readonly tickets: TicketIssuer,
  ) {}

  @Get('attachments/:attachmentId')
  @Operation({ id: 'releasedAttachment', tag: 'Portal', summary: 'An attachment 附件 that was released, while its message is public', answers: { 200: anyFile }, problems: problem.pick('intake.attachment-not-found'), hasErrorPages: true })
  async released(@Param('attachmentId', { schema: idSchema }) attachmentId: string, @Res() reply: FastifyReply): Promise<void> {
    sendFile(reply, await this.reader.released(attachmentId), { kept: 'no-cache' });
  }

  @Get('query/message/attachments/:attachmentId')
  @Operation({ id: 'ownAttachment', tag: 'Portal', summary: 'An attachment of the writer’s own message, by the ticket in the cookie of /query', answers: { 200: anyFile }, problems: problem.pick('intake.attachment-not-found'), hasErrorPages: true })
  async own(@Param('attachmentId', { schema: idSchema }) attachmentId: string, @Req() { headers }: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const ticket = readTicket(headers.cookie);
    const messageId = ticket && this.tickets.messageOf(ticket, new Date());
    if (!messageId) throw problem('intake.attachment-not-found');
    sendFile(reply, await this.reader.own(messageId, attachmentId), { kept: 'no-store' });
  }
}
