import { Body, Controller, Delete, Get, HttpCode, Inject, Param, Patch, Post, Query, Res } from '@nestjs/common';
import { Allow, CurrentCaller, defaultOverlapHours, IdempotencyKey, idempotencyKeyHeader, logPageOf, Operation, pageOf, platformProblem, webhookTestSchema, type Caller } from '@wenzheng/platform';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { problem } from '../../problems.js';
import {
  endpointChangeSchema, endpointPageSchema, endpointSchema, failurePageSchema, failureSchema, newEndpointSchema, replaySchema, rotationSchema,
  type EndpointChange, type EndpointPage, type FailurePage, type NewEndpoint, type Replay,
} from './endpoint.schemas.js';
import { WebhookEndpoints } from './endpoints.service.js';

const tag = 'Webhooks';
const id = { schema: z.uuid() };
const missing = platformProblem.pick('not-found');

@Controller('v1/webhook-endpoints')
@Allow('supervision-office', 'inspection-bureau', 'information-office')
export class WebhookEndpointsController {
  constructor(@Inject(WebhookEndpoints) private readonly endpoints: WebhookEndpoints) {}

  @Get()
  @Operation({ id: 'listWebhookEndpoints', tag, summary: "The office's own endpoints", answers: { 200: pageOf(endpointSchema) } })
  list(@Query({ schema: endpointPageSchema }) page: EndpointPage, @CurrentCaller() caller: Caller) {
    return this.endpoints.list(caller, page);
  }

  /** 200 for an address that the office has already. */
  @Post()
  @Operation({
    id: 'createWebhookEndpoint',
    tag,
    summary: "Says where the office's programme hears of escalations",
    description: 'Standard Webhooks 1.0, signed with ed25519 (`v1a`). It begins after the position `after`, or with what is raised from now on. 200 for an address that the office has already. No private key is ever shown.',
    answers: { 201: { schema: endpointSchema, headers: ['location'] }, 200: endpointSchema },
    problems: problem.pick('deadline-supervision.webhook-url-refused', 'deadline-supervision.too-many-webhooks', 'deadline-supervision.idempotency-key-reused'),
    reads: { headers: idempotencyKeyHeader },
  })
  async create(
    @Body({ schema: newEndpointSchema }) body: NewEndpoint,
    @IdempotencyKey() key: string | null,
    @CurrentCaller() caller: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const { endpoint, isRepeat } = await this.endpoints.create(caller, body, key, new Date());
    void reply.status(isRepeat ? 200 : 201);
    if (!isRepeat) void reply.header('location', `/v1/webhook-endpoints/${endpoint.id}`);
    return endpoint;
  }

  @Get(':id')
  @Operation({ id: 'getWebhookEndpoint', tag, summary: 'One endpoint', answers: { 200: endpointSchema }, problems: missing })
  one(@Param('id', id) endpointId: string, @CurrentCaller() caller: Caller) {
    return this.endpoints.one(caller, endpointId);
  }

  @Patch(':id')
  @Operation({
    id: 'changeWebhookEndpoint',
    tag,
    summary: 'Another address or description, or another state',
    description: 'Disabled, it keeps its place in the list and goes on from there once it is enabled again.',
    answers: { 200: endpointSchema },
    problems: { ...missing, ...problem.pick('deadline-supervision.webhook-url-refused', 'deadline-supervision.webhook-url-taken') },
  })
  change(@Param('id', id) endpointId: string, @Body({ schema: endpointChangeSchema }) body: EndpointChange, @CurrentCaller() caller: Caller) {
    return this.endpoints.change(caller, endpointId, body);
  }

  @Delete(':id')
  @HttpCode(204)
  @Operation({ id: 'deleteWebhookEndpoint', tag, summary: 'Forgets an endpoint, its keys and its failures', answers: { 204: {} }, problems: missing })
  remove(@Param('id', id) endpointId: string, @CurrentCaller() caller: Caller) {
    return this.endpoints.remove(caller, endpointId);
  }

  @Post(':id/keys')
  @Operation({
    id: 'rotateWebhookKey',
    tag,
    summary: 'A new key',
    description: 'For `overlapHours` (default 24) each webhook carries the signatures of both.',
    answers: { 201: { schema: endpointSchema, headers: ['location'] }, 200: endpointSchema },
    problems: { ...missing, ...problem.pick('deadline-supervision.idempotency-key-reused') },
    reads: { headers: idempotencyKeyHeader },
    hasOptionalBody: true,
  })
  async rotate(
    @Param('id', id) endpointId: string,
    @Body({ schema: rotationSchema }) body: z.output<typeof rotationSchema>,
    @IdempotencyKey() key: string | null,
    @CurrentCaller() caller: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const { endpoint, isRepeat } = await this.endpoints.rotate(caller, endpointId, body?.overlapHours ?? defaultOverlapHours, key, new Date());
    void reply.status(isRepeat ? 200 : 201);
    if (!isRepeat) void reply.header('location', `/v1/webhook-endpoints/${endpointId}`);
    return endpoint;
  }

  @Get(':id/failures')
  @Operation({
    id: 'listWebhookFailures',
    tag,
    summary: 'Deliveries that did not succeed at once: those that wait, and those that were given up',
    answers: { 200: logPageOf(failureSchema) },
    problems: missing,
  })
  failures(@Param('id', id) endpointId: string, @Query({ schema: failurePageSchema }) page: FailurePage, @CurrentCaller() caller: Caller) {
    return this.endpoints.failures(caller, endpointId, page);
  }

  @Post(':id/replays')
  @HttpCode(202)
  @Operation({
    id: 'replayWebhooks',
    tag,
    summary: 'Delivers again: everything after a position, or one delivery among the failures',
    description: 'With the same ids as before.',
    answers: { 202: endpointSchema },
    problems: missing,
  })
  replay(@Param('id', id) endpointId: string, @Body({ schema: replaySchema }) body: Replay, @CurrentCaller() caller: Caller) {
    return this.endpoints.replay(caller, endpointId, body, new Date());
  }

  @Post(':id/tests')
  @HttpCode(200)
  @Operation({ id: 'testWebhookEndpoint', tag, summary: 'Sends an `endpoint.test`, once and at once', answers: { 200: webhookTestSchema }, problems: missing })
  test(@Param('id', id) endpointId: string, @CurrentCaller() caller: Caller) {
    return this.endpoints.test(caller, endpointId, new Date());
  }
}
