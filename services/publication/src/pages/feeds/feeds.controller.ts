import { Controller, Get, Inject, Param, Query, Req, Res } from '@nestjs/common';
import { channelSchema, messageKindSchema } from '@wenzheng/contracts';
import { assertKnown, networkOf, Operation, pageFrom, platformProblem, Public } from '@wenzheng/platform';
import { channelWords, kindWords } from '@wenzheng/wording';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { PublicationConfig } from '../../config.js';
import { filterSchema, type MessageFilter } from '../../message/filter.rules.js';
import { readInstantCursor, writeCursor } from '../../publishing/list-cursor.js';
import { MessageLists } from '../../message/message-lists.js';
import { MessageReader } from '../../message/message.reader.js';
import { PublishedWords } from '../../message/published-words.js';
import { feedFormats, feedHref, interviewsFeed, messagesFeed, statisticsFeed, unitFeed, type FeedAddress, type FeedFormat } from '../../portal/feed-address.js';
import { PageOperation } from '../../portal/page-operation.js';
import { PublishedPages } from '../../portal/published-pages.js';
import { sendAs, sendPage } from '../../portal/respond.js';
import { problem } from '../../problems.js';
import { SessionReader } from '../../session/session.reader.js';
import { StatisticsReader } from '../../statistics/statistics.reader.js';
import { CONFIG } from '../../tokens.js';
import { boardPath } from '../board/board.view.js';
import { writtenFeed, type Feed } from './feed.js';
import { feedsPage } from './feeds.view.js';
import { messageEntry } from './message-entry.js';
import { interviewEntry, periodEntry, startOfYesterday } from './other-entries.js';

/** Entries of one document; older messages stand behind its `next`. */
const most = 50;
const searchSchema = filterSchema.extend({ after: z.string().max(200).optional().describe('from the `next` of a feed') });
type Search = z.output<typeof searchSchema>;
const pagedSchema = searchSchema.pick({ after: true });
const text = { mediaType: feedFormats.atom.mediaType, schema: z.string(), headers: ['etag'] };
const FeedOperation = (id: string, summary: string, description?: string) =>
  Operation({
    id, tag: 'Portal', summary, ...(description && { description }),
    answers: { 200: text, 304: { headers: ['etag'] } },
    alsoAs: [feedFormats.rss.mediaType, feedFormats.json.mediaType],
    problems: { ...platformProblem.pick('not-found'), ...problem.pick('publication.unit-not-found', 'publication.invalid-cursor') },
    hasErrorPages: true,
    reads: { headers: { 'if-none-match': z.string().optional() } },
  });

/** Which messages, what their list is called, and by which address. */
interface MessageList {
  filter: MessageFilter;
  title: string;
  address: FeedAddress;
}

/** 订阅: what the portal shows, as Atom, RSS and JSON Feed. */
@Controller('feeds')
@Public()
export class FeedsController {
  constructor(
    @Inject(MessageReader) private readonly messages: MessageReader,
    @Inject(MessageLists) private readonly lists: MessageLists,
    @Inject(PublishedWords) private readonly words: PublishedWords,
    @Inject(SessionReader) private readonly sessions: SessionReader,
    @Inject(StatisticsReader) private readonly statistics: StatisticsReader,
    @Inject(PublishedPages) private readonly pages: PublishedPages,
    @Inject(CONFIG) private readonly config: PublicationConfig,
  ) {}

  @Get()
  @PageOperation({ id: 'feedsPage', summary: '订阅: which feeds there are, and how people use them' })
  async page(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    sendPage(await this.pages.fresh('feeds', async () => feedsPage({ site: this.pages.site, units: await this.messages.units() })), request, reply);
  }

  @Get(':file')
  @FeedOperation('feed', '`messages`, `search`, `interviews` or `statistics`, with `.atom`, `.rss` or `.json`', '`search` takes the filter of the board. An entry has the words that are public now; of a private message number, unit, kind, dates and state. Messages are the newest first, older ones behind `next` (RFC 5005).')
  feed(@Param('file') file: string, @Query({ schema: searchSchema }) { after, ...filter }: Search, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { name, format } = feedFile(file);
    if (name !== 'search') assertKnown(Object.keys(filter).filter((field) => filter[field as keyof typeof filter] !== undefined), new Set());
    switch (name) {
      case 'messages':
      case 'search':
        return this.sendMessages({ filter, title: name === 'search' ? '市民心声（按所选条件）' : '市民心声', address: name === 'search' ? { path: '/feeds/search', query: boardPath(filter).split('?')[1] } : messagesFeed }, after, format, request, reply);
      case 'interviews':
        return this.send(interviewsFeed, format, after, () => this.interviews(), request, reply);
      case 'statistics':
        return this.send(statisticsFeed, format, after, () => this.closings(), request, reply);
      default:
        throw platformProblem('not-found');
    }
  }

  @Get('units/:file')
  @FeedOperation('unitFeed', 'The messages of a unit, by its code')
  unit(@Param('file') file: string, @Query({ schema: pagedSchema }) { after }: Pick<Search, 'after'>, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { name, format } = feedFile(file);
    const address = unitFeed(name);
    const make = async () => {
      const unit = (await this.messages.units()).find(({ code }) => code === name);
      if (!unit) throw problem('publication.unit-not-found');
      return this.messageFeed({ filter: { unit: name }, title: `${unit.name}承办的留言`, address }, after, networkOf(request.ip));
    };
    return this.send(address, format, after, make, request, reply);
  }

  @Get('channels/:file')
  @FeedOperation('channelFeed', 'The messages of a channel, by its code')
  channel(@Param('file') file: string, @Query({ schema: pagedSchema }) { after }: Pick<Search, 'after'>, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { name, format } = feedFile(file);
    const channel = codeIn(channelSchema, name);
    return this.sendMessages({ filter: { channel }, title: `来自${channelWords.zh[channel]}的留言`, address: { path: `/feeds/channels/${channel}` } }, after, format, request, reply);
  }

  @Get('kinds/:file')
  @FeedOperation('kindFeed', 'The messages of a kind, by its code')
  kind(@Param('file') file: string, @Query({ schema: pagedSchema }) { after }: Pick<Search, 'after'>, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { name, format } = feedFile(file);
    const kind = codeIn(messageKindSchema, name);
    return this.sendMessages({ filter: { kind }, title: `${kindWords.zh[kind]}类留言`, address: { path: `/feeds/kinds/${kind}` } }, after, format, request, reply);
  }

  private sendMessages(list: MessageList, after: string | undefined, format: FeedFormat, request: FastifyRequest, reply: FastifyReply): Promise<void> {
    return this.send(list.address, format, after, () => this.messageFeed(list, after, networkOf(request.ip)), request, reply);
  }

  private async send(address: FeedAddress, format: FeedFormat, after: string | undefined, make: () => Promise<Feed>, request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const publisher = { site: this.pages.site, publicUrl: this.config.PUBLIC_URL };
    const feed = await this.pages.fresh(`feed ${feedHref(address, format)} ${after}`, async () => writtenFeed(await make(), format, publisher));
    sendAs(feed, feedFormats[format].mediaType, request, reply);
  }

  private async messageFeed({ filter, title, address }: MessageList, after: string | undefined, caller: string): Promise<Feed> {
    const rows = await this.lists.after(filter, after === undefined ? null : readInstantCursor(after), most + 1, this.pages.today, caller);
    const { items, next } = pageFrom(rows, most, ({ registeredAt, messageId }) => writeCursor(registeredAt, messageId));
    const reading = this.pages.reading();
    const at = (cursor: string) => ({ ...address, query: [address.query, `after=${cursor}`].filter(Boolean).join('&') });
    return {
      title,
      address: after === undefined ? address : at(after),
      page: boardPath(filter),
      since: startOfYesterday(this.pages.today),
      next: next === null ? null : at(next),
      entries: (await this.words.of(items)).map((message) => messageEntry(message, reading)),
    };
  }

  private async interviews(): Promise<Feed> {
    const { now } = this.pages.reading();
    const sessions = (await this.sessions.interviews()).slice(0, most);
    return { ...this.whole('在线访谈', interviewsFeed, '/interviews'), entries: sessions.map((session) => interviewEntry(session, now)) };
  }

  private async closings(): Promise<Feed> {
    const periods = await this.statistics.closings(most);
    return { ...this.whole('办理统计', statisticsFeed, '/statistics'), entries: periods.map(periodEntry) };
  }

  private whole(title: string, address: FeedAddress, page: string) {
    return { title, address, page, since: startOfYesterday(this.pages.today), next: null };
  }
}

const formats = Object.keys(feedFormats).join('|');
const filePattern = new RegExp(`^(.{1,200})\\.(${formats})$`);

/** `messages.atom` is the messages as Atom. */
function feedFile(file: string): { name: string; format: FeedFormat } {
  const [, name, format] = filePattern.exec(file) ?? [];
  if (name === undefined || format === undefined) throw platformProblem('not-found');
  return { name, format: format as FeedFormat };
}

function codeIn<Code extends string>(schema: z.ZodType<Code>, name: string): Code {
  const code = schema.safeParse(name);
  if (!code.success) throw platformProblem('not-found');
  return code.data;
}
