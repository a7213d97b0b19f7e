import { Body, Controller, Inject, Param, Post, Req, Res } from '@nestjs/common';
import { channelSchema, type ChannelName } from '@wenzheng/contracts';
import { invalidRequest, Operation, prefersEnglish, Problem, problemSchema } from '@wenzheng/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { AdmittedKey } from '../../access/channel-keys.js';
import { AnyKeyRequired, PresentedKey } from '../../access/channel-key.guard.js';
import type { MessageBody } from '../../message/message-body.js';
import { problem } from '../../problems.js';
import { receiptSchema, type Receipt, type Registration } from '../../registration/registration.service.js';
import { receiptExample } from '../push/push.examples.js';
import { pushProblems, PushedMessages } from '../push/pushed-messages.service.js';
import { batchExample, binaryExample, resultsExample, structuredExample } from './cloud-events.examples.js';
import { batchSchema, eventDataSchema, eventMediaTypes, eventSchema, messageOfBinary, messageOfEvent, messageSubmitted, modeOf } from './event.js';
import { attributesOf } from './event-headers.js';

const resultSchema = z.object({
  id: z.string().nullable().describe('of the event, if it has one'),
  status: z.int().describe('as if the event had been sent alone'),
  receipt: receiptSchema.optional(),
  problem: problemSchema.optional(),
});
type Result = z.infer<typeof resultSchema>;
const resultsSchema = z.object({ results: z.array(resultSchema).describe('in the order of the events') });
type Results = z.infer<typeof resultsSchema>;

const attributeHeader = z.string().optional().describe('of an event in binary mode; percent-encoded outside U+0021 to U+007E');

@Controller('v1/channels/:channel/events')
export class CloudEventsController {
  constructor(@Inject(PushedMessages) private readonly messages: PushedMessages) {}

  /** One event is answered as the message that it brings; a batch with what came of each. */
  @Post()
  @AnyKeyRequired()
  @Operation({
    id: 'registerEvents',
    tag: 'Channels',
    summary: 'Registers messages that come as CloudEvents 1.0: structured, binary or batched',
    description: `The type is \`${messageSubmitted}\`, the data are those of \`registerMessage\`, with the event's id and time for \`externalId\` and \`occurredAt\` where they are absent. A message is known by channel and externalId, whether it is pushed or comes as an event. A batch is answered 200 where every event has its receipt, otherwise 207: whatever was answered 429 or 503 in it is sent again.`,
    zh: '以 CloudEvents 1.0 提交留言：结构化、二进制或批量。批量的逐个给出结果，全部取得回执的返回 200，否则返回 207。',
    examples: {
      bodies: { [eventMediaTypes.structured]: structuredExample, [eventMediaTypes.batched]: batchExample, 'application/json': binaryExample },
      answers: { 201: receiptExample, 200: receiptExample, 207: resultsExample },
    },
    answers: { 201: { schema: receiptSchema, headers: ['location'] }, 200: { schema: z.union([receiptSchema, resultsSchema]) }, 207: { schema: resultsSchema } },
    bodies: { [eventMediaTypes.structured]: eventSchema, [eventMediaTypes.batched]: batchSchema, 'application/json': eventDataSchema },
    // A hundred messages of some length; one is held against its schema.
    bodyLimit: 4 * 1024 * 1024,
    problems: { ...problem.pick('intake.event-type-unknown'), ...pushProblems },
    reads: { headers: Object.fromEntries(['id', 'source', 'specversion', 'type', 'time'].map((name) => [`ce-${name}`, attributeHeader])) },
  })
  async take(
    @Param('channel', { schema: channelSchema }) channel: ChannelName,
    @PresentedKey() key: AdmittedKey,
    @Body() body: unknown,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Receipt | Results> {
    const mode = modeOf(request.headers['content-type']);
    void reply.header('cache-control', 'no-store');
    if (mode === 'batched') return this.takeBatch(key, body, request, reply);
    const message = mode === 'structured' ? messageOfEvent(body) : messageOfBinary(attributesOf(request.headers), body);
    const { repeated, receipt } = await this.register(key, message);
    void reply.status(repeated ? 200 : 201).header('location', `/v1/channels/${channel}/messages/${encodeURIComponent(message.externalId)}`);
    return receipt;
  }

  private async takeBatch(key: AdmittedKey, body: unknown, request: FastifyRequest, reply: FastifyReply): Promise<Results> {
    const events = batchSchema.safeParse(body);
    if (!events.success) throw invalidRequest(events.error.issues);
    let waitSeconds = 0;
    const results = await Promise.all(
      events.data.map(async (event): Promise<Result> => {
        const { id } = (event ?? {}) as { id?: unknown };
        const named = { id: typeof id === 'string' ? id : null };
        try {
          const { repeated, receipt } = await this.register(key, messageOfEvent(event));
          return { ...named, status: repeated ? 200 : 201, receipt };
        } catch (error) {
          if (!(error instanceof Problem)) throw error;
          waitSeconds = Math.max(waitSeconds, error.options.retryAfterSeconds ?? 0);
          return { ...named, status: error.status, problem: error.toDocument(prefersEnglish(request.headers['accept-language']) ? 'en' : 'zh', `urn:uuid:${request.id}`) };
        }
      }),
    );
    if (waitSeconds > 0) void reply.header('retry-after', String(waitSeconds));
    void reply.status(results.every(({ receipt }) => receipt) ? 200 : 207);
    return { results };
  }

  private register(key: AdmittedKey, message: MessageBody): Promise<Registration> {
    return this.messages.register(key, message, 'cloud-events');
  }
}
