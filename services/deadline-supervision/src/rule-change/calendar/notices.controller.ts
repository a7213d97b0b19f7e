import { Body, Controller, Get, Inject, Post, Query, Res } from '@nestjs/common';
import { dateSchema, instantSchema } from '@wenzheng/contracts';
import { Allow, CurrentCaller, IdempotencyKey, idempotencyKeyHeader, Operation, pageOf, pageQuery, Public, type Caller } from '@wenzheng/platform';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { RecalculationLoop } from '../recalculation/recalculation.loop.js';
import { previewPageSchema, previewSchema } from '../recalculation/recalculation.schemas.js';
import { problem } from '../../problems.js';
import { noticeSchema } from '../../rulebook/calendar/notice.rules.js';
import { Notices } from './notices.service.js';

const listedNoticeSchema = z
  .object({
    revision: z.int().describe('its place in the order of loading'),
    year: z.int(),
    name: z.string(),
    number: z.string().nullable().describe('文号; null for what ships'),
    papers: z.array(z.string()),
    days: z.array(z.object({ name: z.string(), date: dateSchema, isOffDay: z.boolean(), paper: z.string().optional() })),
    shipped: z.boolean().describe('it came with a release'),
    loadedAt: instantSchema.nullable(),
    calendarVersion: z.string().describe('of the calendar that it completed'),
  })
  .meta({ id: 'CalendarNotice' });

const pageSchema = z.object({
  ...pageQuery(z.coerce.number().int().min(0).max(1_000_000_000), { limit: 50, atMost: 100 }),
  year: z.coerce.number().int().min(2007).max(9999).optional(),
});
const loadSchema = noticeSchema.extend({ preview: z.string().max(100).optional().describe('load it only if exactly these deadlines move') });
const refusals = ['deadline-supervision.notice-out-of-turn', 'deadline-supervision.notice-inconsistent'] as const;

@Controller('v1/calendar/notices')
export class NoticesController {
  constructor(
    @Inject(Notices) private readonly notices: Notices,
    @Inject(RecalculationLoop) private readonly loop: RecalculationLoop,
  ) {}

  @Get()
  @Public()
  @Operation({
    id: 'listCalendarNotices',
    tag: 'Deadlines',
    summary: 'The notices of the State Council in the order of their loading; of several for one year the latest holds',
    answers: { 200: pageOf(listedNoticeSchema) },
  })
  list(@Query({ schema: pageSchema }) page: z.output<typeof pageSchema>) {
    return this.notices.list(page);
  }

  @Post('previews')
  @Operation({
    id: 'previewCalendarNotice',
    tag: 'Deadlines',
    summary: 'Every open deadline that a notice would move, from what date to what date; nothing is changed',
    answers: { 200: previewSchema },
    problems: problem.pick(...refusals),
  })
  @Allow('administrator')
  preview(
    @Body({ schema: noticeSchema }) notice: z.output<typeof noticeSchema>,
    @Query({ schema: previewPageSchema }) page: z.output<typeof previewPageSchema>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    void reply.status(200);
    return this.notices.preview(notice, page);
  }

  /** 201 with the notice; 200 if it changes nothing. */
  @Post()
  @Operation({
    id: 'loadCalendarNotice',
    tag: 'Deadlines',
    summary: 'The next year’s notice, or an amendment of a year that is loaded',
    description: 'Open deadlines are recomputed in batches; a step that was done is withdrawn where its date moves later. Closed deadlines keep the calendar that they closed with.',
    answers: { 201: { schema: listedNoticeSchema, headers: ['location'] }, 200: listedNoticeSchema },
    problems: problem.pick(...refusals, 'deadline-supervision.preview-outdated', 'deadline-supervision.idempotency-key-reused'),
    reads: { headers: idempotencyKeyHeader },
  })
  @Allow('administrator')
  async load(
    @Body({ schema: loadSchema }) { preview, ...body }: z.output<typeof loadSchema>,
    @IdempotencyKey() key: string | null,
    @CurrentCaller() caller: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const { notice, isRepeat } = await this.notices.load(body, preview, caller, key);
    this.loop.wake();
    void reply.status(isRepeat ? 200 : 201);
    if (!isRepeat) void reply.header('location', `/v1/calendar/notices?after=${notice.revision - 1}&limit=1`);
    return notice;
  }
}
