import { randomUUID } from 'node:crypto';
import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query, Req, Res, UseFilters } from '@nestjs/common';
import { idSchema } from '@wenzheng/contracts';
import type { Faults } from '@wenzheng/page-frame';
import { Operation, platformProblem, Problem, type OperationOptions } from '@wenzheng/platform';
import type { Clock } from '@wenzheng/working-days';
import type { ComponentChildren } from 'preact';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { ConsoleConfig } from '../config.js';
import { sendPage } from '../page/layout.js';
import { problem } from '../problems.js';
import { CurrentSession, SignedInOnly, type SignedIn } from '../session/session.guard.js';
import { csrfOf, SessionService } from '../session/session.service.js';
import { CLOCK, CONFIG } from '../tokens.js';
import { Case, type CasePage } from './case.view.js';
import { Confirmation, confirmationTitle } from './confirmation.view.js';
import { faultsOfReferring, faultsOfSendingBack, faultsOfSigning, longestAnswer, longestReason, readTyped, reasonOf, type Typed } from './decision-form.rules.js';
import { Desk, type DecisionBody } from './desk.js';
import { TryAgain } from './kept.view.js';
import { List } from './list.view.js';
import type { Today } from './parts.view.js';
import { decisions, type Decision, type SigningCase } from './signing-case.js';
import { hardOf, softOf, stepOf } from './signing-case.rules.js';
import { UnsentFilter } from './unsent.filter.js';

const listSchema = z.strictObject({ done: z.enum(decisions).optional().catch(undefined) });
type ListQuery = z.output<typeof listSchema>;
const draftId = idSchema;

const several = (most: number) => z.union([z.string().max(most), z.array(z.string().max(most)).max(20)]).optional();
const formSchema = z.strictObject({
  _csrf: z.string(), version: z.string(), key: z.string(), decision: z.enum(decisions).optional(),
  quick: several(100), reason: z.string().max(longestReason).optional(), to: z.string().max(200).optional(), finding: several(100), answer: several(longestAnswer),
});

const html = { schema: z.string(), mediaType: 'text/html' };
/** Twenty answers and a reason, each character percent-encoded. */
const bodyLimit = 128 * 1024;

/** A page for one reader; `statuses` are those with which it may come. */
const PageOperation = ({ id, summary, statuses, ...rest }: Pick<OperationOptions, 'id' | 'summary' | 'reads' | 'bodyLimit'> & { statuses: readonly number[] }) =>
  Operation({
    id, summary, tag: 'Signing', hasErrorPages: true, ...rest,
    answers: Object.fromEntries(statuses.map((status) => [status, status === 303 ? { headers: ['location'] } : html])),
    problems: problem.pick('console.service-unavailable'),
  });

/** A form comes back with what stood in its way. */
type Back = Partial<Pick<CasePage, 'faults' | 'notice'>> & { status: number };

/** 审核、签发 on a phone: pages that need no script. What may be done, and whether it is, routing says. */
@Controller('signing')
@SignedInOnly()
@UseFilters(UnsentFilter)
export class SigningController {
  constructor(
    @Inject(Desk) private readonly desk: Desk,
    @Inject(SessionService) private readonly sessions: SessionService,
    @Inject(CONFIG) private readonly config: ConsoleConfig,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get()
  @PageOperation({ id: 'signingPage', summary: '待审答复: what waits for the reader’s signature', statuses: [200] })
  async list(@Query({ schema: listSchema }) { done }: ListQuery, @CurrentSession() signedIn: SignedIn, @Res() reply: FastifyReply): Promise<void> {
    const token = await this.token(signedIn);
    const [waiting, today] = await Promise.all([this.desk.waiting(token), this.today(token)]);
    this.send(reply, signedIn, waiting.length > 0 ? '待审答复' : '没有待审答复', <List waiting={waiting} done={done} today={today} />);
  }

  @Get(':draftId')
  @PageOperation({ id: 'signingCasePage', summary: 'One draft before whoever is to sign it', statuses: [200] })
  async read(@Param('draftId', { schema: draftId }) id: string, @Query({ schema: listSchema }) { done }: ListQuery, @CurrentSession() signedIn: SignedIn, @Res() reply: FastifyReply): Promise<void> {
    const token = await this.token(signedIn);
    const of = await this.desk.open(id, token);
    await this.show(reply, signedIn, { of, typed: untouched(of), done }, { status: 200 });
  }

  @Post(':draftId')
  @HttpCode(200)
  @PageOperation({ id: 'returnToSigningCase', summary: 'The same page, with what was typed', statuses: [200], reads: { form: formSchema }, bodyLimit })
  async goBack(@Param('draftId', { schema: draftId }) id: string, @Body() body: unknown, @CurrentSession() signedIn: SignedIn, @Res() reply: FastifyReply): Promise<void> {
    const of = await this.desk.open(id, await this.token(signedIn));
    await this.show(reply, signedIn, { of, typed: { ...readTyped(fieldsOf(body)), ...basicsOf(of) } }, { status: 200 });
  }

  @Post(':draftId/confirmation')
  @HttpCode(200)
  @PageOperation({ id: 'confirmSigning', summary: 'What signing will do, said before it is done', statuses: [200, 409, 422, 503], reads: { form: formSchema }, bodyLimit })
  async confirm(@Param('draftId', { schema: draftId }) id: string, @Body() body: unknown, @CurrentSession() signedIn: SignedIn, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const typed = readTyped(fieldsOf(body));
    await this.keeping({ request, reply, signedIn, typed, decision: undefined }, async (token) => {
      const of = await this.desk.open(id, token);
      const hindrance = hindranceTo(of, typed);
      if (hindrance) return this.giveBack(reply, signedIn, { of, typed }, hindrance);
      const step = stepOf(of.draft)!;
      const faults = faultsOfSigning(typed, softOf(of.findings), step);
      if (Object.keys(faults).length > 0) return this.giveBack(reply, signedIn, { of, typed }, { status: 422, faults });
      return this.send(reply, signedIn, confirmationTitle(step), <Confirmation of={of} step={step} typed={typed} csrf={csrfOf(signedIn.secret)} />);
    });
  }

  @Post(':draftId/decisions')
  @PageOperation({ id: 'decideSigning', summary: 'Signs, approves or sends back, and leads to what waits next', statuses: [303, 409, 422, 503], reads: { form: formSchema }, bodyLimit })
  async decide(@Param('draftId', { schema: draftId }) id: string, @Body() body: unknown, @CurrentSession() signedIn: SignedIn, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const typed = readTyped(fieldsOf(body));
    const decision = z.enum(decisions).safeParse(fieldsOf(body)['decision']).data;
    if (!decision) throw platformProblem('invalid-request', { parameters: { fields: '处理意见' } });
    await this.keeping({ request, reply, signedIn, typed, decision }, async (token) => {
      const faults = faultsOf(decision, typed);
      if (Object.keys(faults).length > 0) return this.giveBack(reply, signedIn, { of: await this.desk.open(id, token), typed }, { status: 422, faults });
      const refusal = typed.version === 0 || typed.key === '' ? readAnew : await this.desk.decide(id, bodyOf(decision, typed), { key: typed.key, token });
      if (refusal) return this.giveBack(reply, signedIn, { of: await this.desk.open(id, token), typed }, { status: refusal.status === 422 ? 422 : 409, notice: noticeOf(refusal) });
      // It is done, whether or not the list can be had.
      const [next] = await this.desk.waiting(token).catch(() => []);
      return reply.status(303).header('cache-control', 'no-store').header('location', `/signing${next ? `/${next.draftId}` : ''}?done=${decision}`).send();
    });
  }

  /** What was typed is kept where a service does not answer. */
  private async keeping(form: { request: FastifyRequest; reply: FastifyReply; signedIn: SignedIn; typed: Typed; decision: Decision | undefined }, work: (token: string) => Promise<unknown>): Promise<void> {
    try {
      await work(await this.token(form.signedIn));
    } catch (error) {
      if (!(error instanceof Problem) || error.status !== 503) throw error;
      const { request, reply, signedIn, ...kept } = form;
      reply.header('retry-after', String(error.options.retryAfterSeconds ?? 5));
      this.send(reply, signedIn, '还没有提交', <TryAgain words={error.toDocument('zh', '').detail} action={request.url} csrf={csrfOf(signedIn.secret)} {...kept} />, 503);
    }
  }

  /** It is read anew, as it stands now, and what was typed stays. */
  private giveBack(reply: FastifyReply, signedIn: SignedIn, { of, typed }: { of: SigningCase; typed: Typed }, back: Back): Promise<void> {
    return this.show(reply, signedIn, { of, typed: { ...typed, ...basicsOf(of) } }, back);
  }

  private async show(reply: FastifyReply, signedIn: SignedIn, page: Pick<CasePage, 'of' | 'typed' | 'done'>, { status, faults = {}, notice }: Back): Promise<void> {
    const today = await this.today(await this.token(signedIn));
    const wrong = notice ?? (Object.keys(faults).length > 0 ? '需要修改' : undefined);
    const title = `${wrong ? '错误：' : ''}${page.of.letter.title || page.of.letter.messageNumber}`;
    this.send(reply, signedIn, title, <Case {...page} faults={faults} notice={notice} csrf={csrfOf(signedIn.secret)} today={today} />, status);
  }

  private send(reply: FastifyReply, { session: { person }, secret }: SignedIn, title: string, children: ComponentChildren, status = 200): void {
    sendPage(reply, this.config, { title, person: { name: person.name, unit: person.unit?.name, csrf: csrfOf(secret) }, children }, status);
  }

  private async token({ session }: SignedIn): Promise<string> {
    return (await this.sessions.withToken(session)).tokens.access;
  }

  private async today(token: string): Promise<Today> {
    return { now: this.clock.now(), calendar: await this.desk.calendar(token) };
  }
}

const fieldsOf = (body: unknown): Record<string, string | string[] | undefined> => (typeof body === 'object' && body !== null ? (body as Record<string, string | string[]>) : {});

/** Of the page that is shown now: what is read on it, and a deed of its own. */
const basicsOf = ({ draft }: SigningCase): Pick<Typed, 'version' | 'key'> => ({ version: draft.current.version, key: randomUUID() });
const untouched = (of: SigningCase): Typed => ({ ...basicsOf(of), quick: [], reason: '', to: '', answers: [] });

function faultsOf(decision: Decision, typed: Typed): Faults {
  if (decision === 'send-back') return faultsOfSendingBack(typed);
  return decision === 'refer' ? faultsOfReferring(typed) : {};
}

const changed = '草稿已更新，请重新阅读。';
const readAnew = new Problem('routing.draft-changed', { status: 409, zh: changed, en: '' });

/** The service says who has changed or decided it, and when. */
function noticeOf(refusal: Problem): string {
  const { detail } = refusal.toDocument('zh', '');
  return refusal.code === 'routing.draft-changed' && detail !== changed ? `${changed}${detail}` : detail;
}

function hindranceTo({ draft, findings }: SigningCase, { version }: Typed): Back | null {
  if (draft.state === 'in-sign-off' && version !== draft.current.version) return { status: 409, notice: changed };
  // The page says why.
  return stepOf(draft) === null || hardOf(findings).length > 0 ? { status: 409 } : null;
}

function bodyOf(decision: Decision, typed: Typed): DecisionBody {
  const { version, answers } = typed;
  const reason = reasonOf(typed);
  if (decision === 'sign') return { version, decision, ...(answers.length > 0 ? { findingReasons: answers.filter((one) => one.reason !== '') } : {}) };
  if (decision === 'refer') return { version, decision, to: typed.to };
  return { version, decision, ...(decision === 'send-back' ? { reason } : {}) };
}
