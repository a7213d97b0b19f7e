import { Controller, Get, Inject, Param, Query, Req, Res, UseFilters } from '@nestjs/common';
import { fileOf, listOf, open311Services, Open311Filter, problemsAlsoAs, refuseForeignJurisdiction, sendOpen311, written, type Format, type ListOf, type Value } from '@wenzheng/open311';
import { networkOf, Operation, platformProblem, Public } from '@wenzheng/platform';
import type { Clock } from '@wenzheng/working-days';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { PublicationConfig } from '../../config.js';
import { MessageLists } from '../../message/message-lists.js';
import { PublishedPages } from '../../portal/published-pages.js';
import { CLOCK, CONFIG } from '../../tokens.js';
import { filterOf, requestOf, requestsQuery, spanOf, updatesOf, type RequestsQuery } from './service-requests.js';

const xml = { mediaType: 'text/xml', schema: z.string() };
const answers = { 200: xml };
const described = 'XML or JSON, by the ending; errors are answered in the same format, as `errors`, `error`, `code`, `description`.';
const problems = platformProblem.pick('not-found');
const alsoAs = ['application/json'];
const jurisdictionQuery = requestsQuery.pick({ jurisdiction_id: true, api_key: true });
type JurisdictionQuery = z.output<typeof jurisdictionQuery>;
/** Sortable, and changed when what is said of the endpoint changes. */
const changeset = '2026-11-30 00:00';

/** Open311 GeoReport v2, the reading half: what is public, and nothing else. Requests are posted to intake, under the same address. */
@Controller('open311/v2')
@Public()
@UseFilters(Open311Filter)
export class Open311Controller {
  constructor(
    @Inject(MessageLists) private readonly lists: MessageLists,
    @Inject(PublishedPages) private readonly pages: PublishedPages,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: PublicationConfig,
  ) {}

  @Get(':file')
  @Operation({
    id: 'open311Resources',
    tag: 'Open311',
    summary: '`discovery`, `services`, `requests` or `servicerequestupdates`, with `.xml` or `.json`',
    description: `${described} Requests are public messages, newest first, of 90 days at most; updates are published replies and extension notices, oldest first. Private messages are nowhere.`,
    answers, alsoAs, problems, problemsAlsoAs,
  })
  async resource(@Param('file') file: string, @Query({ schema: requestsQuery }) query: RequestsQuery, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { name, format } = fileOf(file);
    refuseForeignJurisdiction(query.jurisdiction_id, this.config.PUBLIC_URL);
    if (name === 'discovery') return this.send(reply, format, 'discovery', this.discovery());
    if (name === 'services') return this.send(reply, format, 'services', listOf('service', open311Services.map(({ code, name, description }) => ({ service_code: code, service_name: name, description, metadata: false, type: 'realtime', keywords: '政府网站,留言', group: '留言' }))));
    if (name === 'requests') return this.send(reply, format, 'service_requests', await this.requests(filterOf(query, this.clock.now()), request));
    if (name === 'servicerequestupdates') return this.send(reply, format, 'service_request_updates', updatesOf(await this.lists.updates(spanOf(query, this.clock.now()), networkOf(request.ip))));
    throw platformProblem('not-found');
  }

  @Get('services/:file')
  @Operation({ id: 'open311ServiceDefinition', tag: 'Open311', summary: 'The definition of a service, `{service_code}.xml` or `.json`: none has further fields', description: described, answers, alsoAs, problems, problemsAlsoAs })
  definition(@Param('file') file: string, @Query({ schema: jurisdictionQuery }) query: JurisdictionQuery, @Res() reply: FastifyReply): void {
    const { name, format } = fileOf(file);
    refuseForeignJurisdiction(query.jurisdiction_id, this.config.PUBLIC_URL);
    if (!open311Services.some(({ code }) => code === name)) throw platformProblem('not-found', { errors: [{ pointer: '/service_code', code: 'invalid_value' }] });
    this.send(reply, format, 'service_definition', { service_code: name, attributes: listOf('attribute', []) });
  }

  @Get('requests/:file')
  @Operation({ id: 'open311Request', tag: 'Open311', summary: 'One public message, `{message number 受理编号}.xml` or `.json`', description: described, answers, alsoAs, problems, problemsAlsoAs })
  async one(@Param('file') file: string, @Query({ schema: jurisdictionQuery }) query: JurisdictionQuery, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { name, format } = fileOf(file);
    refuseForeignJurisdiction(query.jurisdiction_id, this.config.PUBLIC_URL);
    const found = /^[\w-]{1,40}$/.test(name) ? await this.requests({ numbers: [name], limit: 1, offset: 0 }, request) : listOf('request', []);
    if (found.values.length === 0) throw platformProblem('not-found', { errors: [{ pointer: '/service_request_id', code: 'invalid_value' }] });
    this.send(reply, format, 'service_requests', found);
  }

  @Get('tokens/:file')
  @Operation({ id: 'open311Token', tag: 'Open311', summary: 'There is no token: whoever posts has the number at once', description: described, answers, alsoAs, problems, problemsAlsoAs })
  token(@Param('file') file: string, @Query({ schema: jurisdictionQuery }) _query: JurisdictionQuery): void {
    fileOf(file);
    throw platformProblem('not-found', { errors: [{ pointer: '/token', code: 'invalid_value' }] });
  }

  private async requests(filter: Parameters<MessageLists['requests']>[0], request: FastifyRequest): Promise<ListOf> {
    const rows = await this.lists.requests(filter, networkOf(request.ip));
    const reading = this.pages.reading();
    return listOf('request', rows.map((row) => requestOf(row, reading, this.config.CITY_NAME)));
  }

  private discovery(): { [name: string]: Value } {
    const endpoint = {
      specification: 'http://wiki.open311.org/GeoReport_v2',
      url: new URL('/open311/v2', this.config.PUBLIC_URL).href,
      changeset,
      type: this.config.NODE_ENV === 'production' ? 'production' : 'test',
      formats: listOf('format', ['text/xml', 'application/json']),
    };
    return { changeset, contact: this.config.CONTACT ?? null, key_service: '', endpoints: listOf('endpoint', [endpoint]) };
  }

  private send(reply: FastifyReply, format: Format, root: string, value: ListOf | { [name: string]: Value }): void {
    sendOpen311(reply, format, written(format, root, value), { 'cache-control': 'public, max-age=30' });
  }
}
