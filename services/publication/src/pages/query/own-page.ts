import { Inject, Injectable } from '@nestjs/common';
import { isOwnForm, readTicket, sendOwnPage, setCookie, ticketCookie } from '@wenzheng/page-frame';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { PublicationConfig } from '../../config.js';
import { MessageReader } from '../../message/message.reader.js';
import { present } from '../../message/message-view.rules.js';
import { PublishedPages } from '../../portal/published-pages.js';
import { problem } from '../../problems.js';
import { CONFIG } from '../../tokens.js';
import { messagePage, type Said } from '../message/message.view.js';
import { OriginalReader } from './original.reader.js';
import { queryPage } from './query.view.js';
import { TicketService } from './ticket.service.js';

/** The writer's own view: the public page and, for a private message, its words and replies. */
@Injectable()
export class OwnPage {
  readonly isSecure: boolean;

  constructor(
    @Inject(TicketService) private readonly tickets: TicketService,
    @Inject(MessageReader) private readonly reader: MessageReader,
    @Inject(OriginalReader) private readonly originals: OriginalReader,
    @Inject(PublishedPages) private readonly pages: PublishedPages,
    @Inject(CONFIG) private readonly config: PublicationConfig,
  ) {
    this.isSecure = config.PUBLIC_URL.startsWith('https://');
  }

  /** The ticket of the cookie and the message that it opens; null where it opens none. */
  async opened(request: FastifyRequest): Promise<{ ticket: string; messageId: string } | null> {
    const ticket = readTicket(request.headers.cookie);
    const messageId = ticket && (await this.tickets.messageOf(ticket));
    return ticket && messageId ? { ticket, messageId } : null;
  }

  /** @param said what has just been done, or why it was not */
  async show({ ticket, messageId }: { ticket: string; messageId: string }, reply: FastifyReply, said: Said | null = null, status = 200): Promise<void> {
    const row = await this.reader.byId(messageId);
    if (!row) return this.ended(reply, '留言已受理，页面正在生成，请稍后再查询', 503);
    const [details, words, openActs] = await Promise.all([this.reader.details(messageId), this.originals.wordsOf(messageId), this.tickets.openActs(ticket, messageId)]);
    const reading = this.pages.reading();
    const message = present(
      { ...row, title: words?.title ?? row.title },
      { ...details, text: words?.text ?? details.text },
      { ...reading, isWriter: true },
    );
    sendOwnPage(messagePage({ site: this.pages.site, message, calendars: reading.calendars, isWriter: true, openActs, said }), reply, status);
  }

  ended(reply: FastifyReply, notice: string, status = 200): void {
    void reply.header('set-cookie', setCookie(ticketCookie, '', { seconds: 0, isSecure: this.isSecure }));
    sendOwnPage(queryPage({ site: this.pages.site, notice }), reply, status);
  }

  /** @throws Problem `publication.foreign-form` */
  refuseForeign(request: FastifyRequest): void {
    if (!isOwnForm(request.headers, this.config.PUBLIC_URL)) throw problem('publication.foreign-form');
  }
}
