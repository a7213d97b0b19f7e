import { Controller, Get, HttpCode, Inject, Post, Query, Req, Res } from '@nestjs/common';
import { Operation, Public, seal, unseal, type KeyRing } from '@wenzheng/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { ConsoleConfig } from '../config.js';
import { sendPage } from '../page/layout.js';
import { problem } from '../problems.js';
import { CONFIG } from '../tokens.js';
import { ownPath } from './back.rules.js';
import { BackChannel } from './back-channel.js';
import { abandonedSignIns, cookieOptions, sessionCookie, signInCookie } from './cookies.rules.js';
import { Provider, type SignInChecks } from './provider.js';
import { SessionGuard } from './session.guard.js';
import { SessionService } from './session.service.js';

/** Somebody may look for a password. */
const signInSeconds = 15 * 60;
const anything = { schema: z.string(), mediaType: 'text/html' };

interface Pending extends SignInChecks {
  back: string;
}

@Controller('sign-in')
@Public()
export class SignInController {
  private readonly ring: KeyRing;
  private readonly isSecure: boolean;

  constructor(
    @Inject(Provider) private readonly provider: Provider,
    @Inject(SessionService) private readonly sessions: SessionService,
    @Inject(SessionGuard) private readonly guard: SessionGuard,
    @Inject(BackChannel) private readonly backChannel: BackChannel,
    @Inject(CONFIG) private readonly config: ConsoleConfig,
  ) {
    this.ring = config.SESSION_KEYS;
    this.isSecure = config.CONSOLE_URL.startsWith('https:');
  }

  @Get()
  @Operation({
    id: 'signIn',
    tag: 'Session',
    summary: 'Leads to the identity provider, and from there back to a path of the console',
    answers: { 303: { headers: ['location'] } },
    problems: problem.pick('console.provider-unavailable'),
    reads: { query: { back: z.string().max(2_000).optional() } },
    hasErrorPages: true,
  })
  async begin(@Query('back') back: string | undefined, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { location, checks } = await this.provider.begin();
    const pending: Pending = { ...checks, back: ownPath(back, this.config.CONSOLE_URL) };
    for (const name of abandonedSignIns(this.isSecure, Object.keys(request.cookies))) reply.clearCookie(name, cookieOptions(this.isSecure));
    reply.setCookie(signInCookie(this.isSecure, checks.state), this.sealed(pending), cookieOptions(this.isSecure, signInSeconds));
    await reply.status(303).header('cache-control', 'no-store').header('location', location).send();
  }

  /** Each sign-in has a session of its own; the one that the browser had before ends. */
  @Get('callback')
  @Operation({
    id: 'completeSignIn',
    tag: 'Session',
    summary: 'Where the identity provider leads back to',
    answers: { 303: { headers: ['location'] } },
    problems: problem.pick('console.sign-in-lost', 'console.sign-in-refused', 'console.token-refused', 'console.without-role', 'console.provider-unavailable'),
    hasErrorPages: true,
    takesAnyQuery: true,
  })
  async complete(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const query = request.url.split('?', 2)[1] ?? '';
    const state = new URLSearchParams(query).get('state') ?? '';
    const name = signInCookie(this.isSecure, state);
    const pending = this.unsealed(request.cookies[name]);
    reply.clearCookie(name, cookieOptions(this.isSecure));
    if (!pending || pending.state !== state) throw problem('console.sign-in-lost');
    const granted = await this.provider.complete(query, pending);
    const secret = await this.sessions.begin(granted);
    const before = this.guard.secretOf(request);
    if (before) await this.sessions.forget(before);
    reply.setCookie(sessionCookie(this.isSecure), secret, cookieOptions(this.isSecure));
    await reply.status(303).header('cache-control', 'no-store').header('location', pending.back).send();
  }

  @Get('ended')
  @Operation({ id: 'signedOut', tag: 'Session', summary: 'The page after a sign-out', answers: { 200: anything }, hasErrorPages: true })
  ended(@Res() reply: FastifyReply): void {
    const children = (
      <>
        <h1>已退出登录</h1>
        <p>使用公用电脑的，请关闭浏览器。</p>
        <p><a href="/sign-in">重新登录</a></p>
      </>
    );
    sendPage(reply, this.config, { title: '已退出登录', children });
  }

  /** OpenID Connect Back-Channel Logout 1.0. */
  @Post('back-channel')
  @HttpCode(200)
  @Operation({
    id: 'endByProvider',
    tag: 'Session',
    summary: 'The identity provider ends a session, or all of a person',
    answers: { 200: {} },
    problems: problem.pick('console.logout-token-refused', 'console.provider-unavailable'),
    reads: { form: z.strictObject({ logout_token: z.string() }) },
    bodyLimit: 16 * 1024,
  })
  async endByProvider(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.sessions.endOf(await this.backChannel.read((request.body as { logout_token?: unknown } | undefined)?.logout_token));
    await reply.header('cache-control', 'no-store').send();
  }

  /** Nobody but us can make what a sign-in under way has to show, or read it. */
  private sealed(pending: Pending): string {
    const { keyId, nonce, ciphertext } = seal(this.ring, 'sign-in', 'pending', JSON.stringify(pending));
    return [Buffer.from(keyId), nonce, ciphertext].map((bytes) => bytes.toString('base64url')).join('.');
  }

  private unsealed(cookie: string | undefined): Pending | undefined {
    const [keyId, nonce, ciphertext] = (cookie ?? '').split('.').map((part) => Buffer.from(part, 'base64url'));
    if (!keyId || !nonce || !ciphertext) return undefined;
    try {
      return JSON.parse(unseal(this.ring, 'sign-in', 'pending', { algorithm: 'A256GCM', keyId: keyId.toString(), nonce, ciphertext })) as Pending;
    } catch {
      return undefined;
    }
  }
}
