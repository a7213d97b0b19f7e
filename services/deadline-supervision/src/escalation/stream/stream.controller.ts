import { Controller, Get, Headers, Inject, Query, Req, Res } from '@nestjs/common';
import { Allow, CurrentCaller, Operation, platformProblem, type Caller } from '@wenzheng/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { problem } from '../../problems.js';
import { positionSchema } from '../escalation.service.js';
import { EscalationStreams } from './streams.js';

const fromSchema = z.strictObject({ after: positionSchema.default('0') });
const lastEventId = 'last-event-id';
/** No proxy on the way may hold events back, and the connection ends with the stream. */
const streamHeaders = { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-store', 'x-accel-buffering': 'no', connection: 'close' };

@Controller('v1/escalations/stream')
export class EscalationStreamController {
  constructor(@Inject(EscalationStreams) private readonly streams: EscalationStreams) {}

  /** `Last-Event-ID`, which a browser sends when it comes back to the same address, goes before `after`. */
  @Get()
  @Operation({
    id: 'streamEscalations',
    tag: 'Escalations',
    summary: 'The list of escalations as server-sent events, from a position on',
    description:
      'Each event is named `escalation`, its `id` is the position, its data the escalation as in the list. Ends when the access token runs out, when the reader takes nothing, and when the service ends: whoever comes back with the last id misses nothing.',
    answers: { 200: { schema: z.string(), mediaType: 'text/event-stream' } },
    problems: problem.pick('deadline-supervision.too-many-streams'),
    reads: { headers: { [lastEventId]: positionSchema.optional().describe('goes before `after`') } },
  })
  @Allow('supervision-office', 'inspection-bureau', 'information-office')
  async stream(
    @Query({ schema: fromSchema }) { after }: z.output<typeof fromSchema>,
    @Headers(lastEventId) last: string | undefined,
    @CurrentCaller() caller: Caller,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const from = positionSchema.safeParse(last || after);
    if (!from.success) throw platformProblem('invalid-request', { errors: [{ pointer: `/headers/${lastEventId}`, code: 'invalid_format' }], parameters: { fields: lastEventId } });
    this.streams.assertRoom(caller);
    reply.hijack();
    reply.raw.writeHead(200, streamHeaders);
    if (request.method === 'HEAD') reply.raw.end();
    else await this.streams.serve(caller, from.data, reply.raw);
  }
}
