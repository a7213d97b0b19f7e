import { Body, Controller, Inject, Param, Post, Res } from '@nestjs/common';
import { prose } from '@wenzheng/contracts';
import { Allow, CurrentCaller, Operation, type Caller } from '@wenzheng/platform';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { problem } from '../problems.js';
import { contactReadingSchema, VaultService, type ContactReading } from './vault.service.js';

const readingSchema = z.strictObject({ purpose: prose(500).trim().min(2) });

@Controller('v1/messages')
export class VaultController {
  constructor(@Inject(VaultService) private readonly vault: VaultService) {}

  /** Opens the writer's contact details, and records who read which, when and what for. */
  @Post(':messageId/contact-readings')
  @Allow('information-office', 'web-admin', 'reviewer', 'principal')
  @Operation({
    id: 'readContact',
    tag: 'Identity',
    summary: 'Opens the writer’s contact details, and records who read them and what for',
    description: 'The information office reads them of everything but reports of wrongdoing 举报. Those, and units any message, need a grant, which is asked for at routing and holds for one person and some hours.',
    answers: { 201: { schema: contactReadingSchema, headers: ['location'] } },
    problems: problem.pick('intake.message-not-found', 'intake.identity-sealed'),
  })
  async read(
    @Param('messageId', { schema: z.uuid() }) messageId: string,
    @Body({ schema: readingSchema }) body: z.infer<typeof readingSchema>,
    @CurrentCaller() caller: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ContactReading> {
    const reading = await this.vault.read(messageId.toLowerCase(), caller, body.purpose);
    void reply
      .header('cache-control', 'no-store')
      .header('location', `/v1/messages/${reading.messageId}/contact-readings/${reading.readingId}`);
    return reading;
  }
}
