import { Controller, Get, Inject, Req, Res } from '@nestjs/common';
import { channelSchema, instantSchema, probeFailures, probeWays } from '@wenzheng/contracts';
import { Operation, Public } from '@wenzheng/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { PageOperation } from '../../portal/page-operation.js';
import { PublishedPages } from '../../portal/published-pages.js';
import { sendJson, sendPage } from '../../portal/respond.js';
import { ProbeReader } from '../../probe/probe.reader.js';
import { portalFailures } from '../../read-back/read-back.entity.js';
import { ReadBackReader } from '../../read-back/read-back.reader.js';
import { wayStates } from '../../probe/uptime.rules.js';
import { channelsPage } from './channels.view.js';

const arrivalsSchema = z.object({ probes: z.int().describe('those included that should have been sent while the platform stood still'), arrived: z.int() });

const channelsSchema = z
  .object({
    ways: z.array(
      z.object({
        channel: channelSchema,
        connector: z.string().describe('the transport'),
        name: z.string().describe('of the mailbox or account; else the channel'),
        title: z.string().nullable(),
        way: z.enum(probeWays).describe('how it is tried: a message through its own door, a letter that has to come in, or a look at the other side'),
        state: z.enum(wayStates).describe('unknown: no probe was heard of for twice as long as there should have been one'),
        everySeconds: z.int(),
        probedAt: instantSchema,
        today: arrivalsSchema,
        last30Days: arrivalsSchema,
        lastFailure: z.object({ at: instantSchema, failure: z.enum(probeFailures) }).nullable(),
      }),
    ),
    portal: z
      .object({
        state: z.enum(wayStates),
        everySeconds: z.int(),
        readAt: instantSchema,
        compared: z.int().describe('messages whose published replies were compared in the last round'),
        differing: z.array(z.string()).describe('numbers of those whose replies read otherwise than they were published'),
        today: arrivalsSchema,
        last30Days: arrivalsSchema,
        lastFailure: z.object({ at: instantSchema, failure: z.enum(portalFailures) }).nullable(),
      })
      .nullable()
      .describe('回读: whether the portal answers at its public address, and shows what was published; null before the first round'),
    microblogs: z
      .array(z.object({ name: z.string().describe('of the account'), readAt: instantSchema, last30Days: z.object({ said: z.int(), read: z.int(), standing: z.int(), gone: z.int() }) }))
      .describe('回读: of what each account has said on the microblog in thirty days, how much was looked for again, stands there, and is gone'),
  })
  .meta({ id: 'Channels' });

/** 渠道运行情况 (R25, A10) */
@Controller()
@Public()
export class ChannelsController {
  constructor(
    @Inject(ProbeReader) private readonly probes: ProbeReader,
    @Inject(ReadBackReader) private readonly readBack: ReadBackReader,
    @Inject(PublishedPages) private readonly pages: PublishedPages,
  ) {}

  @Get('about/channels')
  @PageOperation({ id: 'channelsPage', summary: '渠道运行情况: whether each way in works, and how it did in thirty days' })
  async page(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    sendPage(await this.pages.fresh('channels', async () => channelsPage({ site: this.pages.site, ways: await this.ways(), portal: await this.portal(), comments: await this.readBack.comments() })), request, reply);
  }

  @Get('v1/channels')
  @Operation({
    id: 'readChannels',
    tag: 'Messages',
    summary: 'Every way into a channel: whether its last probe arrived, and how many did in thirty days',
    answers: { 200: { schema: channelsSchema, headers: ['etag'] }, 304: { headers: ['etag'] } },
    reads: { headers: { 'if-none-match': z.string().optional() } },
  })
  async json(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    sendJson(await this.pages.fresh('channels as JSON', async () => JSON.stringify({ ways: await this.ways(), portal: await this.portal(), microblogs: await this.readBack.comments() })), request, reply);
  }

  private portal() {
    return this.readBack.view(this.pages.reading().now, this.pages.today);
  }

  private ways() {
    return this.probes.ways(this.pages.reading().now, this.pages.today);
  }
}
