import { Readable } from 'node:stream';
import { Body, Controller, Get, Inject, Param, Post, Query, Req, Res } from '@nestjs/common';
import { messageKindSchema } from '@wenzheng/contracts';
import { sendOwnPage, siteOf, withScript } from '@wenzheng/page-frame';
import { businessDateOf } from '@wenzheng/working-days';
import { isTransient, Operation, platformProblem, Problem, Public } from '@wenzheng/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { UploadsService } from '../../attachment/upload/uploads.service.js';
import type { IntakeConfig } from '../../config.js';
import { problem } from '../../problems.js';
import { OwnPageOperation } from '../../portal/own-page-operation.js';
import { printScript } from '../../portal/page-script.js';
import { refuseForeign } from '../../portal/foreign-form.js';
import { ReceiptSlips } from '../../portal/receipt-slip.js';
import { RegistrationService, type Registration } from '../../registration/registration.service.js';
import type { LiveSession } from '../../session/session.entity.js';
import { SessionService } from '../../session/session.service.js';
import { CONFIG } from '../../tokens.js';
import { FormFiles, LetterFiles } from './form-files.js';
import { formType } from './form.route.js';
import { externalIdOf, FormPasses, type Pass, type PassFault } from './form-pass.js';
import { FormGuard, passWords } from './form-guard.js';
import { formPage, type FormPage } from './form.view.js';
import { adviceFor, adviceWords, checkLetter, readTyped, untouched, type Letter, type Typed } from './letter.rules.js';
import { readMultipart } from './multipart.js';
import { proofScript } from './proof-script.js';
import { UnitList } from './unit-list.js';

const prefill = z.object({ session: z.uuid().or(z.literal('')).catch(''), unit: z.string().max(100).catch(''), kind: messageKindSchema.or(z.literal('')).catch('') }).catch({ session: '', unit: '', kind: '' });
const text = z.string().optional();
const formSchema = z.strictObject({
  form: z.string(), kind: messageKindSchema.optional(), unit: text, session: text, title: text, text, visibility: z.enum(['public', 'private']).optional(), phone: text, email: text,
  consent: z.enum(['yes']).optional(), advised: text, website: text, answer: text, proof: text, files: text,
  keep: z.union([z.string(), z.array(z.string())]).optional(),
});
const file = z.string().meta({ format: 'binary' });
const formWithFilesSchema = formSchema.extend({ attachments: z.union([file, z.array(file)]).optional() });

const button = '提交留言';
const busy = '现在留言的人很多，您的留言还没有提交。请不要关闭本页，1分钟后再点“提交留言”';
const unknown = '现在无法确认您的留言是否已经提交。请不要关闭本页，1分钟后再点“提交留言”，不会重复登记';

const noMore: Return = { status: 422, notice: '这场访谈已经结束或者取消，不再接收提问。再点一次“提交留言”，将作为普通留言受理' };

/** A form as it was sent. */
interface Sent {
  typed: Typed;
  pass: Pass;
  fault: PassFault | null;
  files: LetterFiles;
  /** Once it was asked for. */
  hindrance?: Return | null;
}

/** What comes back with the form beside what was typed. */
type Return = Pick<FormPage, 'faults' | 'notice' | 'check'> & { status: number; retryAfterSeconds?: number | undefined };

/** 我要留言: the public form, which works without script and loses nothing that was typed. */
@Controller('submit')
@Public()
export class FormController {
  constructor(
    @Inject(RegistrationService) private readonly registration: RegistrationService,
    @Inject(SessionService) private readonly sessions: SessionService,
    @Inject(UnitList) private readonly units: UnitList,
    @Inject(FormPasses) private readonly passes: FormPasses,
    @Inject(FormGuard) private readonly guard: FormGuard,
    @Inject(FormFiles) private readonly files: FormFiles,
    @Inject(UploadsService) private readonly uploads: UploadsService,
    @Inject(ReceiptSlips) private readonly slips: ReceiptSlips,
    @Inject(CONFIG) private readonly config: IntakeConfig,
  ) {}

  @Get()
  @OwnPageOperation({
    id: 'formPage',
    summary: 'The form 我要留言',
    statuses: [200],
    reads: { query: { unit: z.string().optional().describe('code of the unit that is filled in'), kind: z.string().optional().describe('the kind that is chosen'), session: z.string().optional().describe('the interview in which it is asked') } },
  })
  async form(@Query() query: unknown, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { session, unit, kind } = prefill.parse(query ?? {});
    const units = await this.units.listed();
    const name = units.find(({ code }) => code === unit)?.name ?? '';
    const now = new Date();
    const pass = this.passes.open(request.headers.cookie, now);
    const files = this.files.open('', { keep: [], browser: pass.browser, now });
    await this.show(reply, { typed: { ...untouched, session, kind, unit: name, visibility: kind === 'report' ? 'private' : '' }, pass, files }, { status: 200 });
  }

  @Post()
  @OwnPageOperation({
    id: 'submitForm',
    summary: 'Registers a letter on the channel `portal`, or a question of an interview, and leads to its receipt',
    description:
      'Taken from our own pages only. Whatever stands in the way, the form comes back as it was filled in, with the files that have come, and the same letter is registered once. Files stand after the fields: at most five, 10 MiB each and 30 MiB together.',
    statuses: [422, 429, 503],
    answers: { 303: { headers: ['location', 'set-cookie'] } },
    // The longest letter that is still given back, each character percent-encoded.
    bodyLimit: 300 * 1024,
    problems: problem.pick('intake.foreign-form'),
    bodies: { 'application/x-www-form-urlencoded': formSchema, [formType]: formWithFilesSchema },
  })
  async submit(@Body() body: unknown, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    refuseForeign(request, this.config);
    const now = new Date();
    const sent = await this.read(body, request, now);
    const { typed, pass, fault, files } = sent;
    const giveBack = (back: Return, changed: Partial<Typed> = {}) => this.show(reply, { typed: { ...typed, ...changed }, pass, files }, back);
    const checked = checkLetter(typed, await this.units.listed());
    if (checked.faults) return giveBack({ status: 422, faults: checked.faults });
    if (fault && fault !== 'too-fast') return giveBack({ status: 422, notice: passWords[fault](button) });
    const isProgram = fault === 'too-fast' || typed.website !== '';
    const { letter } = checked;
    const advice = adviceFor(letter, typed.advised);
    if (advice) return giveBack({ status: 422, faults: { visibility: adviceWords[advice] } }, { visibility: 'private', advised: `${typed.advised} ${advice}`.trim() });
    try {
      const interview = await this.askedOf(typed);
      if (interview === 'closed') return await giveBack(noMore, { session: '' });
      const hindrance = await this.hindranceOf(request.ip, sent, now);
      if (hindrance) return await giveBack(hindrance);
      if (files.fault !== null) return await giveBack({ status: 422 });
      const registration = await this.register(letter, { pass, files, isProgram, sessionId: interview?.sessionId });
      if (!registration) return await giveBack({ status: 422 });
      const { receipt, repeated } = registration;
      void reply
        .status(303)
        .header('location', '/submit/received')
        .header('cache-control', 'no-store')
        .header('set-cookie', [this.slips.cookieOf(receipt, { visibility: letter.visibility, repeated, sessionOn: interview && businessDateOf(interview.startsAt) }, now), this.passes.cookieOf(pass, now)])
        .send();
    } catch (error) {
      const back = notTaken(error);
      await giveBack(back, back === noMore ? { session: '' } : {});
    }
  }

  /** The address changes with the content, so a browser asks once. */
  @Get('scripts/:file')
  @Operation({
    id: 'formScript',
    tag: 'Portal',
    summary: 'A script of these pages: it answers the check in the reader’s place, or prints the receipt',
    answers: { 200: { mediaType: 'text/javascript', schema: z.string() } },
    problems: platformProblem.pick('not-found'),
    hasErrorPages: true,
  })
  script(@Param('file') file: string, @Res() reply: FastifyReply): void {
    const script = [proofScript, printScript].find((one) => one.file === file);
    if (!script) throw platformProblem('not-found');
    void reply.headers({ 'content-type': 'text/javascript; charset=utf-8', 'cache-control': 'public, max-age=31536000, immutable', 'x-content-type-options': 'nosniff' }).send(script.source);
  }

  /** The fields come first: of whoever may not submit no file is kept. */
  private async read(body: unknown, request: FastifyRequest, now: Date): Promise<Sent> {
    const opened = (fields: unknown): Sent => {
      const typed = readTyped(fields);
      const { pass, fault } = this.passes.check(typed.form, request.headers.cookie, now);
      return { typed, pass, fault, files: this.files.open(typed.files, { keep: typed.keep, browser: pass.browser, now }) };
    };
    if (!(body instanceof Readable)) return opened(body);
    let sent: Sent | undefined;
    const fields = await readMultipart(body, request.headers['content-type'] ?? '', async (file, before) => {
      sent ??= opened(before);
      const mayAdd = (sent.fault === null || sent.fault === 'too-fast') && (await this.hindranceOf(request.ip, sent, now)) === null;
      if (mayAdd) await sent.files.add(file);
      else sent.files.refuse('附件没有附上，请重新选择');
    });
    return sent ?? opened(fields);
  }

  /** Asked once for each form that was sent: it counts. */
  private async hindranceOf(address: string, sent: Sent, now: Date): Promise<Return | null> {
    if (sent.hindrance === undefined) sent.hindrance = await this.guard.admit(address, sent.typed, { pass: sent.pass, now, button });
    return sent.hindrance;
  }

  /** The same letter of the same form has the same external id and the same body: it is registered once, and has one receipt. Null: its files are not there any more. */
  private async register({ phone, email, ...letter }: Letter, { pass, files, isProgram, sessionId }: { pass: Pass; files: LetterFiles; isProgram: boolean; sessionId: string | undefined }): Promise<Registration | null> {
    const channel = sessionId === undefined ? 'portal' : 'interview';
    const contact = { ...(phone && { phone }), ...(email && { email }) };
    const { unit, ...words } = letter;
    const externalId = externalIdOf(pass, { phone, email, ...letter }, files.kept);
    const lying = files.kept.map(({ key, name, size, sha256 }, index) => ({ externalId: `file-${index + 1}`, name, size, key, sha256: Buffer.from(sha256, 'hex') }));
    if (lying.length > 0 && !(await this.uploads.canAdopt(channel, externalId, lying.map(({ key }) => key)))) {
      files.kept = [];
      files.refuse('附件已经失效，请重新选择');
      return null;
    }
    const registration = await this.registration.register(channel, {
      externalId,
      occurredAt: pass.writtenAt,
      author: { externalId: phone ?? email ?? pass.browser, ...(Object.keys(contact).length > 0 && { contact }) },
      ...words,
      ...(sessionId === undefined ? unit && { unit } : { sessionId }),
      ...(lying.length > 0 && { attachments: lying.map(({ externalId: ownId, name, size }) => ({ externalId: ownId, name: nameOf(name), size })) }),
    }, { connector: 'form', ...(isProgram && { holdReasons: ['form-trap'] }) });
    if (lying.length > 0) await this.uploads.adopt(channel, externalId, lying);
    return registration;
  }

  /** The interview in which it is asked; `closed` where that takes no questions, null where there is none. */
  private async askedOf({ session }: Typed): Promise<LiveSession | 'closed' | null> {
    if (session === '') return null;
    return (await this.sessions.askingRefusal(session, 'interview')) ? 'closed' : this.sessions.one(session);
  }

  private async show(reply: FastifyReply, { typed, pass, files }: Pick<Sent, 'typed' | 'pass' | 'files'>, { status, retryAfterSeconds, ...back }: Return): Promise<void> {
    if (retryAfterSeconds) reply.header('retry-after', String(retryAfterSeconds));
    const faults = { ...back.faults, ...(files.fault !== null && { attachments: files.fault }) };
    const shownFiles = this.files.areTaken ? { kept: files.kept, text: this.files.textOf(files, pass, new Date()) } : null;
    const interview = await this.askedOf(typed).catch(whileAway);
    const page = formPage({ site: siteOf(this.config), interview: interview === 'closed' ? null : interview, units: await this.units.listed(), typed, pass: this.passes.textOf(pass), files: shownFiles, ...back, faults });
    sendOwnPage(page, reply, status, { 'set-cookie': this.passes.cookieOf(pass), ...(back.check && withScript) });
  }
}

/** The form comes all the same; of the interview it says no more than that it is one. */
function whileAway(error: unknown): { title: string; unitName: string } {
  if (isTransient(error)) return { title: '', unitName: '上线单位' };
  throw error;
}

/** A name that a message can keep: people's systems put into names what no text may hold. */
const nameOf = (name: string): string => name.replace(/\p{Cc}|\p{Cs}/gu, '').trim() || '附件';

/** What stands in the way and will pass; anything else is an error like any other. */
function notTaken(error: unknown): Return {
  if (error instanceof Problem && error.code === 'intake.session-takes-no-questions') return noMore;
  if (error instanceof Problem && (error.status === 429 || error.status === 503)) {
    return { status: 503, notice: error.code === 'intake.outcome-unknown' ? unknown : busy, retryAfterSeconds: error.options.retryAfterSeconds ?? 60 };
  }
  if (isTransient(error)) return { status: 503, notice: unknown, retryAfterSeconds: 60 };
  throw error;
}
