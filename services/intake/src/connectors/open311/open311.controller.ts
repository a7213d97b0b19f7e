import { Body, Controller, Inject, Param, Post, Res, UseFilters } from '@nestjs/common';
import { fileOf, listOf, Open311Filter, problemsAlsoAs, refuseForeignJurisdiction, sendOpen311, written } from '@wenzheng/open311';
import { DATA_SOURCE, Operation, platformProblem, Public, type DataSource } from '@wenzheng/platform';
import type { Clock } from '@wenzheng/working-days';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { ChannelKeys } from '../../access/channel-keys.js';
import type { IntakeConfig } from '../../config.js';
import type { MessageBody } from '../../message/message-body.js';
import { readReceipts } from '../../message/message.sql.js';
import { problem } from '../../problems.js';
import { RegistrationService } from '../../registration/registration.service.js';
import { CLOCK, CONFIG } from '../../tokens.js';
import { messageOfRequest, readServiceRequest, serviceRequestSchema, slotsOf, type ServiceRequest } from './service-request.js';

const answer = { mediaType: 'text/xml', schema: z.string() };
const notice = '已受理。凭编号可在政府网站查看公开的办理情况；本接口不提供查询码，不公开的留言请在政府网站“我要留言”提交。';

const requests = listOf('request', [{ service_request_id: 'HN20260918-0042', service_notice: notice }]);
const answered = (status: string) => ({ [`${status} text/xml`]: written('xml', 'service_requests', requests), [`${status} application/json`]: JSON.parse(written('json', 'service_requests', requests)) as unknown });

/** Open311 GeoReport v2, the writing half; what is public of it is read at publication, under the same address. */
@Controller('open311/v2')
@Public()
@UseFilters(Open311Filter)
export class Open311Controller {
  constructor(
    @Inject(ChannelKeys) private readonly keys: ChannelKeys,
    @Inject(RegistrationService) private readonly registration: RegistrationService,
    @Inject(DATA_SOURCE) private readonly dataSource: DataSource,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: IntakeConfig,
  ) {}

  @Post(':file')
  @Operation({
    id: 'postOpen311Request',
    tag: 'Channels',
    summary: 'Registers a service request of Open311 GeoReport v2 on the channel `portal`: `requests.xml` or `requests.json`',
    description: '`api_key` is a key of the channel `portal`. The answer has the public number and no tracking code, for which GeoReport has no place. The same request again within ten minutes has the same number. Errors are answered in the format that was asked for, as `errors`, `error`, `code`, `description`.',
    zh: '以 Open311 GeoReport v2 提交留言，渠道为 portal。十分钟内原样重发，取得同一个编号；应答中没有查询码。',
    examples: {
      bodies: { 'application/x-www-form-urlencoded': { api_key: 'wzk_…', service_code: 'complaint', description: '和平路与朝阳路交叉口的路灯已经三天不亮。', address_string: '和平路与朝阳路交叉口', lat: '32.6255', long: '116.9998' } },
      answers: { ...answered('200'), ...answered('201') },
    },
    answers: { 201: answer, 200: answer },
    alsoAs: ['application/json'],
    problemsAlsoAs,
    // The longest description, each character percent-encoded, and the rest.
    bodyLimit: 96 * 1024,
    problems: {
      ...platformProblem.pick('not-found'),
      ...problem.pick('intake.channel-key-invalid', 'intake.channel-key-of-another-channel', 'intake.rate-limited', 'intake.overloaded', 'intake.outcome-unknown'),
    },
    reads: { form: serviceRequestSchema },
  })
  async post(@Param('file') file: string, @Body() body: unknown, @Res() reply: FastifyReply): Promise<void> {
    const { name, format } = fileOf(file);
    if (name !== 'requests') throw platformProblem('not-found');
    const { api_key: key } = (body ?? {}) as { api_key?: unknown };
    this.keys.admit(typeof key === 'string' ? `Bearer ${key}` : undefined, 'portal');
    const request = readServiceRequest(body);
    refuseForeignJurisdiction(request.request.jurisdiction_id, this.config.PUBLIC_URL);
    const { repeated, receipt } = await this.registration.register('portal', await this.messageOf(request), { connector: 'open311' });
    void reply.status(repeated ? 200 : 201);
    sendOpen311(reply, format, written(format, 'service_requests', listOf('request', [{ service_request_id: receipt.messageNumber, service_notice: notice }])), { 'cache-control': 'no-store' });
  }

  /** Of this ten minutes, or of those before where it was posted then. */
  private async messageOf(request: ServiceRequest): Promise<MessageBody> {
    const [previous, current] = slotsOf(this.clock.now()).map((slot) => messageOfRequest(request, slot)) as [MessageBody, MessageBody];
    const before = await readReceipts(this.dataSource, [{ channel: 'portal', externalId: previous.externalId }]);
    return before.length > 0 ? previous : current;
  }
}
