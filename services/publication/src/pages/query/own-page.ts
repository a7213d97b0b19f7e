import { Inject, Injectable } from '@nestjs/common';
import { isOwnForm, languageOf, readTicket, sendOwnPage, setCookie, ticketCookie } from '@wenzheng/page-frame';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { PublicationConfig } from '../../config.js';
import { MessageReader } from '../../message/message.reader.js';
import { present } from '../../message/message-view.rules.js';
import { PolicyDocumentReader } from '../../policy-document/policy-document.reader.js';
import { PublishedPages } from '../../portal/published-pages.js';
import { problem } from '../../problems.js';
import { CONFIG } from '../../tokens.js';
import { messagePage, type Said } from '../message/message.view.js';
import { OriginalReader } from './original.reader.js';
import { queryPage } from './query.view.js';
import { queryWords } from './words.js';
import { TicketService, type Acts } from './ticket.service.js';

/** The writer's own view: the public page and, for a private message, its words and replies. */
@Injectable()
export class OwnPage {
  readonly isSecure: boolean;

  constructor(
    @Inject(TicketService) private readonly tickets: TicketService,
    @Inject(MessageReader) private readonly reader: MessageReader,
    @Inject(OriginalReader) private readonly originals: OriginalReader,
    @Inject(PolicyDocumentReader) private readonly documents: PolicyDocumentReader,
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
    const { site } = this.pages;
    const row = await this.reader.byId(messageId);
    if (!row) return this.unseen(reply, await this.tickets.openActs(ticket, messageId));
    const [details, words, citations, openActs] = await Promise.all([this.reader.details(messageId, languageOf(site)), this.originals.wordsOf(messageId), this.documents.citations(), this.tickets.openActs(ticket, messageId)]);
    const reading = this.pages.reading(languageOf(site));
    const message = present(
      { ...row, title: words?.title ?? row.title },
      { ...details, text: words?.text ?? details.text },
      { ...reading, isWriter: true },
    );
    sendOwnPage(messagePage({ site, message, calendars: reading.calendars, citations, isWriter: true, openActs, said }), reply, status);
  }

  /** What is held is told to nobody but its writer. */
  private unseen(reply: FastifyReply, acts: Acts | null): void {
    if (acts?.hold) this.ended(reply, acts.hold === 'held' ? 'held' : 'setAside');
    else this.ended(reply, 'notYet', 503);
  }

  ended(reply: FastifyReply, notice: 'closed' | 'ended' | 'held' | 'setAside' | 'notYet', status = 200): void {
    const { site } = this.pages;
    void reply.header('set-cookie', setCookie(ticketCookie, '', { seconds: 0, isSecure: this.isSecure }));
    sendOwnPage(queryPage({ site, notice: queryWords[languageOf(site)][notice] }), reply, status);
  }

  /** @throws Problem `publication.foreign-form` */
  refuseForeign(request: FastifyRequest): void {
    if (!isOwnForm(request.headers, this.config.PUBLIC_URL)) throw problem('publication.foreign-form');
  }
}
