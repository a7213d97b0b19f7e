import { Body, Controller, Get, HttpCode, Inject, Post, Query, Req, Res } from '@nestjs/common';
import { Operation, Public, roles, wanted } from '@wenzheng/platform';
import type { Clock } from '@wenzheng/working-days';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { ConsoleConfig } from '../config.js';
import { CLOCK, CONFIG } from '../tokens.js';
import { cookieOptions, sessionCookie } from './cookies.rules.js';
import { CurrentSession, SessionGuard, SignedInOnly, type SignedIn } from './session.guard.js';
import { csrfOf, SessionService } from './session.service.js';

const sessionSchema = z
  .object({
    person: z.object({
      subject: z.string(),
      username: z.string(),
      name: z.string(),
      unit: z.object({ code: z.string(), name: z.string() }).optional(),
      roles: z.array(z.enum(roles)),
    }),
    csrf: z.string().describe('goes with every request that changes something, as x-csrf-token'),
    idleEndsAt: z.iso.datetime().describe('in real time; the session ends then if nothing is done before'),
    now: z.iso.datetime().describe('real time, to count down with'),
    businessNow: z.iso.datetime().describe('business time, to say how long is left with'),
    portal: z.url().describe('the public portal'),
  })
  .meta({ id: 'Session' });

const quietSchema = z.strictObject({ quiet: z.literal('1').optional() });
const endSchema = z.strictObject({ everywhere: z.union([z.boolean(), z.literal('1')]).optional(), _csrf: z.string().max(100).optional() });

@Controller('session')
export class SessionController {
  private readonly isSecure: boolean;

  constructor(
    @Inject(SessionService) private readonly sessions: SessionService,
    @Inject(SessionGuard) private readonly guard: SessionGuard,
    @Inject(CONFIG) private readonly config: ConsoleConfig,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {
    this.isSecure = config.CONSOLE_URL.startsWith('https:');
  }

  @Get()
  @SignedInOnly()
  @Operation({ id: 'readSession', tag: 'Session', summary: 'Who is signed in; with `quiet` it says nothing about whether somebody is there', answers: { 200: sessionSchema } })
  read(@Query({ schema: quietSchema }) _query: z.output<typeof quietSchema>, @CurrentSession() signedIn: SignedIn, @Res({ passthrough: true }) reply: FastifyReply) {
    void reply.header('cache-control', 'no-store');
    return this.describe(signedIn);
  }

  @Post('alive')
  @HttpCode(200)
  @SignedInOnly()
  @Operation({ id: 'prolongSession', tag: 'Session', summary: 'Somebody is there', answers: { 200: sessionSchema } })
  async prolong(@CurrentSession() { session, secret }: SignedIn) {
    return this.describe({ secret, session: await this.sessions.seeNow(session) });
  }

  /** Whoever has no session any more has ended it. */
  @Post('end')
  @HttpCode(200)
  @Public()
  @Operation({
    id: 'endSession',
    tag: 'Session',
    summary: 'Signs out, here or everywhere; a form is led on, a program is told where',
    answers: { 200: z.object({ location: z.string() }), 303: { headers: ['location'] } },
  })
  async end(@Body({ schema: endSchema }) { everywhere }: z.output<typeof endSchema>, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const location = await this.endOf(request, everywhere === true || everywhere === '1');
    void reply.clearCookie(sessionCookie(this.isSecure), cookieOptions(this.isSecure)).header('cache-control', 'no-store');
    if (wanted(request.headers.accept).includes('text/html')) await reply.status(303).header('location', location).send();
    else await reply.send({ location });
  }

  private async endOf(request: FastifyRequest, everywhere: boolean): Promise<string> {
    const secret = this.guard.secretOf(request);
    if (secret === undefined || !(await this.sessions.find(secret))) return '/sign-in/ended';
    const { session } = await this.guard.admit(request);
    return this.sessions.end(session, { everywhere });
  }

  private describe({ session, secret }: SignedIn): z.input<typeof sessionSchema> {
    return {
      person: session.person,
      csrf: csrfOf(secret),
      idleEndsAt: this.sessions.idleEnd(session).toISOString(),
      now: new Date().toISOString(),
      businessNow: this.clock.now().toISOString(),
      portal: this.config.PUBLIC_URL,
    };
  }
}
