import { Inject, Injectable } from '@nestjs/common';
import { createRemoteJWKSet, jwtVerify, type JWTVerifyGetKey } from 'jose';
import { z } from 'zod';
import { describeError, LOGGER, platformProblem, type Logger } from '@wenzheng/platform';
import type { PublicationConfig } from '../../config.js';
import { problem } from '../../problems.js';
import { CONFIG } from '../../tokens.js';

const openActsSchema = z.object({
  followUps: z.object({ left: z.int(), until: z.iso.datetime() }).nullable(),
  rating: z.object({ until: z.iso.datetime() }).nullable(),
  objection: z.object({ until: z.iso.date().nullable() }).nullable(),
  contactReadings: z.int(),
  hold: z.enum(['held', 'set-aside']).nullish(),
});
export type Acts = z.output<typeof openActsSchema>;
const ticketSchema = z.object({ ticket: z.string().max(3_000), messageId: z.uuid(), expiresAt: z.iso.datetime({ offset: true }) });

export const ticketSeconds = 15 * 60;

/** Number and tracking code are checked by intake, which gives a ticket for that one message; here it is only verified. */
@Injectable()
export class TicketService {
  private readonly keys: JWTVerifyGetKey;

  constructor(
    @Inject(CONFIG) private readonly config: PublicationConfig,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {
    this.keys = createRemoteJWKSet(this.address('v1/ticket-keys'), { cooldownDuration: 5_000, timeoutDuration: 5_000 });
  }

  /**
   * Null if intake knows no such pair; it says the same of an unknown number and of a wrong code, and so do we.
   * @param address the reader's: intake limits by it
   * @throws Problem `rate-limited` or `publication.query-unavailable`
   */
  async request(number: string, trackingCode: string, address: string): Promise<string | null> {
    const response = await this.ask(number, trackingCode, address);
    if (response.ok) {
      const { ticket } = ticketSchema.parse(await response.json());
      return ticket;
    }
    await response.body?.cancel();
    if (response.status === 429) throw platformProblem('rate-limited', { retryAfterSeconds: 60 });
    if (response.status >= 500) throw problem('publication.query-unavailable', { retryAfterSeconds: 60 });
    return null;
  }

  /** The message that a ticket opens, or null: not intake's, for someone else, or run out. Tickets go by real time. */
  async messageOf(ticket: string): Promise<string | null> {
    try {
      const { payload } = await jwtVerify(ticket, this.keys, {
        algorithms: ['EdDSA'],
        issuer: 'wenzheng-intake',
        audience: 'wenzheng-writer',
        requiredClaims: ['exp', 'sub'],
      });
      return z.uuid().safeParse(payload.sub).data ?? null;
    } catch (error) {
      if (error instanceof TypeError || (error as { code?: unknown }).code === 'ERR_JWKS_TIMEOUT') {
        throw problem('publication.query-unavailable', { retryAfterSeconds: 60 });
      }
      return null;
    }
  }

  /** Null if intake does not say: the page comes all the same. */
  async openActs(ticket: string, messageId: string): Promise<Acts | null> {
    try {
      const response = await fetch(this.address(`v1/messages/${messageId}/open-acts`), {
        headers: { accept: 'application/json', authorization: `Bearer ${ticket}` }, signal: AbortSignal.timeout(2_000), redirect: 'error',
      });
      if (response.ok) return openActsSchema.parse(await response.json());
      await response.body?.cancel();
      this.logger.warn({ status: response.status }, 'intake did not say what a writer may still do');
    } catch (error) {
      this.logger.warn({ error: describeError(error) }, 'intake did not say what a writer may still do');
    }
    return null;
  }

  private ask(number: string, trackingCode: string, address: string): Promise<Response> {
    return this.post('v1/queries', { number, trackingCode }, { 'x-forwarded-for': address });
  }

  private async post(path: string, body: object, headers: Record<string, string>): Promise<Response> {
    try {
      return await fetch(this.address(path), {
        method: 'POST',
        headers: { 'content-type': 'application/json', accept: 'application/json', ...headers },
        body: JSON.stringify(body),
        signal: AbortSignal.timeout(5_000),
        redirect: 'error',
      });
    } catch (error) {
      this.logger.warn({ error: describeError(error) }, 'intake did not answer');
      throw problem('publication.query-unavailable', { retryAfterSeconds: 60 });
    }
  }

  private address(path: string): URL {
    return new URL(path, `${this.config.INTAKE_URL.replace(/\/$/, '')}/`);
  }
}
