import { Body, Controller, Get, Inject, Param, Post, Query, Res } from '@nestjs/common';
import { channelSchema, idSchema, prose, type ChannelName } from '@wenzheng/contracts';
import { Allow, CurrentCaller, IdempotencyKey, idempotencyKeyHeader, Operation, pageOf, pageQuery, platformProblem, type Caller } from '@wenzheng/platform';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { versionSchema } from '../policy/policies.controller.js';
import { problem } from '../../problems.js';
import { recalculationSchema, previewPageSchema, previewSchema } from './recalculation.schemas.js';
import { RecalculationLoop } from './recalculation.loop.js';
import { Recalculations } from './recalculations.service.js';

const confirmationSchema = z.strictObject({ preview: z.string().max(100).describe('as the preview gave it'), reason: prose(500) });
const pageSchema = z.object(pageQuery(idSchema, { limit: 100, atMost: 500 }));

@Controller('v1/policies/:channel/:version')
export class RecalculationsController {
  constructor(
    @Inject(Recalculations) private readonly recalculations: Recalculations,
    @Inject(RecalculationLoop) private readonly loop: RecalculationLoop,
  ) {}

  @Get('preview')
  @Operation({
    id: 'previewPolicyMove',
    tag: 'Policies',
    summary: 'Which open deadlines of the channel would move, from what date to what date, if they were brought to this version',
    answers: { 200: previewSchema },
    problems: platformProblem.pick('not-found'),
  })
  @Allow('administrator')
  preview(
    @Param('channel', { schema: channelSchema }) channel: ChannelName,
    @Param('version', { schema: versionSchema }) version: string,
    @Query({ schema: previewPageSchema }) page: z.output<typeof previewPageSchema>,
  ) {
    return this.recalculations.preview(channel, version, page);
  }

  @Get('moves')
  @Operation({
    id: 'listPolicyMoves',
    tag: 'Policies',
    summary: 'When deadlines were brought to this version, and whether that is finished; the latest first',
    answers: { 200: pageOf(recalculationSchema) },
    problems: platformProblem.pick('not-found'),
  })
  @Allow('administrator', 'supervision-office')
  list(
    @Param('channel', { schema: channelSchema }) channel: ChannelName,
    @Param('version', { schema: versionSchema }) version: string,
    @Query({ schema: pageSchema }) page: z.output<typeof pageSchema>,
  ) {
    return this.recalculations.list(channel, version, page);
  }

  /** 409 unless exactly the deadlines of the preview would move, as it said. */
  @Post('moves')
  @Operation({
    id: 'applyPolicy',
    tag: 'Policies',
    summary: 'Brings the open deadlines of a preview to this version, as it was previewed',
    answers: { 201: { schema: recalculationSchema, headers: ['location'] }, 200: recalculationSchema },
    problems: { ...platformProblem.pick('not-found'), ...problem.pick('deadline-supervision.preview-outdated', 'deadline-supervision.move-under-way', 'deadline-supervision.idempotency-key-reused') },
    reads: { headers: idempotencyKeyHeader },
  })
  @Allow('administrator')
  async apply(
    @Param('channel', { schema: channelSchema }) channel: ChannelName,
    @Param('version', { schema: versionSchema }) version: string,
    @Body({ schema: confirmationSchema }) body: z.output<typeof confirmationSchema>,
    @IdempotencyKey() key: string | null,
    @CurrentCaller() caller: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const { recalculation, isRepeat } = await this.recalculations.confirm(channel, version, body, caller, key);
    this.loop.wake();
    void reply.status(isRepeat ? 200 : 201);
    if (!isRepeat) void reply.header('location', `/v1/policies/${channel}/${version}/moves`);
    return recalculation;
  }
}
