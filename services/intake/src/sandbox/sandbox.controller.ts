import { Body, Controller, HttpCode, Inject, Param, Post, Put, Res } from '@nestjs/common';
import { channelSchema, type ChannelName } from '@wenzheng/contracts';
import { Operation } from '@wenzheng/platform';
import type { FastifyReply } from 'fastify';
import type { z } from 'zod';
import { PresentedKey, SandboxKeyRequired } from '../access/channel-key.guard.js';
import type { AdmittedKey } from '../access/channel-keys.js';
import { happeningExamples } from '../delivery/happening/happening.examples.js';
import { externalIdSchema } from '../message/message-body.js';
import { problem } from '../problems.js';
import { SandboxHappenings } from './sandbox-happenings.service.js';
import { madeHappeningSchema, newHappeningSchema, registeredSandboxWebhookSchema, sandboxWebhookSchema, type MadeHappening, type NewHappening } from './sandbox.schemas.js';

const tag = 'Sandbox';
const channel = { schema: channelSchema };
const url = 'https://board.example.gov.cn/wenzheng/test-webhook';

/** For whoever tries the interface with a test key 测试密钥. */
@Controller('v1/channels/:channel/sandbox')
@SandboxKeyRequired()
export class SandboxController {
  constructor(@Inject(SandboxHappenings) private readonly happenings: SandboxHappenings) {}

  @Put('webhook')
  @Operation({
    id: 'registerSandboxWebhook', tag, summary: 'Where the holder of this test key hears of what it lets happen',
    description: 'Not the channel’s own address, which never hears of a test. Each time the secret is new.',
    zh: '登记本测试密钥的回调地址，与渠道的正式地址互不相干；每次登记换发新的签名密钥。',
    examples: { body: { url }, answer: { channel: 'board', url, secret: 'whsec_BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc=' } },
    answers: { 201: registeredSandboxWebhookSchema, 200: registeredSandboxWebhookSchema }, problems: problem.pick('intake.webhook-url-refused'),
  })
  async listen(@Param('channel', channel) _: ChannelName, @PresentedKey() key: AdmittedKey, @Body({ schema: sandboxWebhookSchema }) { url: address }: z.output<typeof sandboxWebhookSchema>, @Res({ passthrough: true }) reply: FastifyReply) {
    const { created, webhook } = await this.happenings.listen(key, address);
    void reply.status(created ? 201 : 200).header('cache-control', 'no-store');
    return webhook;
  }

  @Post('messages/:externalId/happenings')
  @HttpCode(201)
  @Operation({
    id: 'letHappen', tag, summary: 'Lets something happen to a test message: assigned, replied, extended …',
    description: 'The webhook of this key is told at once and once, signed, with `sandbox: true` in its data; the answer says whether it arrived. The state of the message shows it. What `data` leaves out is that of the published example of the type.',
    zh: '模拟一件测试留言的办理经过（分派、答复、延期等）：立即向本测试密钥的回调地址送一次带签名的通知，并在留言状态中可见。没有写的内容取接口文档中的示例。',
    examples: {
      body: { type: 'message.assigned', data: { unit: happeningExamples['message.assigned'].unit, coUnits: [] } },
      answer: { happeningId: '0199a5d4-7c1e-7b55-9f2e-3c5b2f6b7a05', type: 'message.assigned', data: { ...happeningExamples['message.assigned'], coUnits: [] }, delivery: 'delivered', reason: null },
    },
    answers: { 201: madeHappeningSchema }, bodyLimit: 128 * 1024, problems: problem.pick('intake.message-not-found', 'intake.rate-limited'),
  })
  letHappen(@Param('channel', channel) _: ChannelName, @PresentedKey() key: AdmittedKey, @Param('externalId', { schema: externalIdSchema }) externalId: string, @Body({ schema: newHappeningSchema }) happening: NewHappening): Promise<MadeHappening> {
    return this.happenings.happen(key, externalId, happening);
  }
}
