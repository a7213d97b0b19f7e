import { Body, Controller, Get, Inject, Param, Post, Req, Res } from '@nestjs/common';
import { readCookie, sendOwnPage, setCookie, siteOf, withScript, type OwnCookie } from '@wenzheng/page-frame';
import { isTransient, Public } from '@wenzheng/platform';
import type { Clock } from '@wenzheng/working-days';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { IntakeConfig } from '../../config.js';
import { FormGuard } from '../../connectors/form/form-guard.js';
import { FormPasses, type Pass } from '../../connectors/form/form-pass.js';
import { refuseForeign } from '../../portal/foreign-form.js';
import { OwnPageOperation } from '../../portal/own-page-operation.js';
import { Signatures } from '../../portal/signatures.js';
import { problem } from '../../problems.js';
import { CLOCK, CONFIG } from '../../tokens.js';
import { signUpRefusal } from '../meeting/forum.rules.js';
import type { StandingForum } from '../meeting/forums.service.js';
import { checkSignUp, readSignUp, untouchedSignUp, type TypedSignUp } from './sign-up.rules.js';
import { button, closedPage, signedUpPage, signUpPage, type ClosedReason, type SignUpPage } from './sign-up.view.js';
import { contactDays, SignUps } from './sign-ups.service.js';

const idSchema = z.uuid();
const cookie: OwnCookie = { name: 'wenzheng_forum', path: '/submit/forums' };
const slipSeconds = 10 * 60;
const slipSchema = z.object({ sessionId: z.string(), code: z.string(), group: z.string(), repeated: z.boolean(), until: z.int() });
const text = z.string().optional();
const formSchema = z.strictObject({ form: z.string(), name: text, phone: text, group: text, consent: z.enum(['yes']).optional(), website: text, answer: text, proof: text });

const unknown = '现在无法确认是否已经报名。请不要关闭本页，1分钟后再点“提交报名”，不会重复报名';
type Return = Pick<SignUpPage, 'faults' | 'notice' | 'check'> & { status: number; retryAfterSeconds?: number | undefined };

/** 报名参加座谈会: a form without script, guarded as 我要留言 is. */
@Controller('submit/forums/:sessionId')
@Public()
export class SignUpController {
  private readonly isSecure: boolean;

  constructor(
    @Inject(SignUps) private readonly signUps: SignUps,
    @Inject(FormPasses) private readonly passes: FormPasses,
    @Inject(FormGuard) private readonly guard: FormGuard,
    @Inject(Signatures) private readonly signatures: Signatures,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: IntakeConfig,
  ) {
    this.isSecure = config.PUBLIC_URL.startsWith('https://');
  }

  @Get()
  @OwnPageOperation({ id: 'forumSignUpPage', summary: 'The form 报名 of a forum', statuses: [200], problems: problem.pick('intake.forum-not-found') })
  async form(@Param('sessionId', { schema: idSchema }) sessionId: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const standing = await this.signUps.standing(sessionId);
    const reason = signUpRefusal(standing.session, standing.forum, this.clock.now());
    if (reason) return this.showClosed(reply, standing, reason);
    this.show(reply, { standing, typed: untouchedSignUp, pass: this.passes.open(request.headers.cookie, new Date()) }, { status: 200 });
  }

  @Post()
  @OwnPageOperation({
    id: 'signUpForForum',
    summary: 'Signs somebody up for a forum, and leads to the code',
    description: 'Taken from our own pages only. One telephone number signs up once.',
    statuses: [200, 422, 429, 503],
    answers: { 303: { headers: ['location', 'set-cookie'] } },
    bodyLimit: 32 * 1024,
    problems: problem.pick('intake.foreign-form', 'intake.forum-not-found'),
    reads: { form: formSchema },
  })
  async submit(@Param('sessionId', { schema: idSchema }) sessionId: string, @Body() body: unknown, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    refuseForeign(request, this.config);
    const standing = await this.signUps.standing(sessionId);
    const typed = readSignUp(body);
    const now = new Date();
    const { pass, hindrance } = this.guard.check(typed, { cookie: request.headers.cookie, now, button });
    const giveBack = (back: Return) => this.show(reply, { standing, typed, pass }, back);
    const checked = checkSignUp(typed, standing.forum.groups);
    if (checked.faults) return giveBack({ status: 422, faults: checked.faults });
    if (hindrance) return giveBack(hindrance);
    try {
      const asked = await this.guard.admit(request.ip, typed, { pass, now, button });
      if (asked) return giveBack(asked);
      const outcome = await this.signUps.signUp(sessionId, checked.signUp, pass.browser);
      if (outcome.is === 'known') return giveBack({ status: 422, faults: { phone: '这个手机号已经报过名' } });
      if (outcome.is === 'full') return this.showClosed(reply, standing, 'full');
      if (outcome.is === 'closed') return this.showClosed(reply, standing, signUpRefusal(standing.session, standing.forum, this.clock.now()) ?? 'late');
      const slip = { sessionId, code: outcome.code, group: checked.signUp.group, repeated: outcome.repeated, until: Math.floor(now.getTime() / 1_000) + slipSeconds };
      void reply
        .status(303)
        .header('location', `/submit/forums/${sessionId}/received`)
        .header('cache-control', 'no-store')
        .header('set-cookie', [setCookie(cookie, this.signatures.sign('forum', slip), { seconds: slipSeconds, isSecure: this.isSecure }), this.passes.cookieOf(pass, now)])
        .send();
    } catch (error) {
      if (!isTransient(error)) throw error;
      giveBack({ status: 503, notice: unknown, retryAfterSeconds: 60 });
    }
  }

  @Get('received')
  @OwnPageOperation({ id: 'forumSignedUpPage', summary: 'The code 报名编号, by its cookie', statuses: [200], problems: problem.pick('intake.forum-not-found') })
  async received(@Param('sessionId', { schema: idSchema }) sessionId: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const standing = await this.signUps.standing(sessionId);
    const slip = this.signatures.read('forum', readCookie(cookie, request.headers.cookie), slipSchema);
    const isGood = slip && slip.sessionId === sessionId && slip.until * 1_000 >= Date.now();
    sendOwnPage(signedUpPage({ site: siteOf(this.config), standing, slip: isGood ? slip : null }), reply, 200, { 'referrer-policy': 'no-referrer' });
  }

  private show(reply: FastifyReply, { standing, typed, pass }: { standing: StandingForum; typed: TypedSignUp; pass: Pass }, { status, retryAfterSeconds, ...back }: Return): void {
    if (retryAfterSeconds) reply.header('retry-after', String(retryAfterSeconds));
    const page = signUpPage({ site: siteOf(this.config), standing, typed, pass: this.passes.textOf(pass), days: contactDays, ...back });
    sendOwnPage(page, reply, status, { 'set-cookie': this.passes.cookieOf(pass), ...(back.check && withScript) });
  }

  private showClosed(reply: FastifyReply, standing: StandingForum, reason: ClosedReason): void {
    sendOwnPage(closedPage({ site: siteOf(this.config), standing, reason }), reply);
  }
}
