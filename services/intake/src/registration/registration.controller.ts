import { Body, Controller, Headers, Inject, Param, Post, Res } from '@nestjs/common';
import type { ChannelName } from '@wenzheng/contracts';
import type { FastifyReply } from 'fastify';
import { ChannelKeyRequired } from '../access/channel-key.guard.js';
import { messageBodySchema, type MessageBody } from './message-body.js';
import { RegistrationService, type Receipt } from './registration.service.js';

@Controller('v1/channels/:channel/messages')
export class RegistrationController {
  constructor(@Inject(RegistrationService) private readonly registration: RegistrationService) {}

  /** 201 with the receipt; 200 with the same receipt for the same externalId and body. */
  @Post()
  @ChannelKeyRequired()
  async register(
    @Param('channel') channel: ChannelName,
    @Body({ schema: messageBodySchema }) body: MessageBody,
    @Headers('idempotency-key') idempotencyKey: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Receipt> {
    const { repeated, receipt } = await this.registration.register(channel, body, idempotencyKey);
    void reply
      .status(repeated ? 200 : 201)
      .header('cache-control', 'no-store')
      .header('location', `/v1/channels/${channel}/messages/${encodeURIComponent(body.externalId)}`);
    return receipt;
  }
}
