import { Body, Controller, Get, Inject, Param, Post, Query, Res } from '@nestjs/common';
import { prose } from '@wenzheng/contracts';
import { Allow, CurrentCaller, Operation, platformProblem, type Caller, type OperationOptions, type Role } from '@wenzheng/platform';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { PaperOperation, sendPaper } from '../paper/paper-response.js';
import { problem } from '../../problems.js';
import { referralStates } from './referral.rules.js';
import { keptDossierSchema, outcomeSchema, referralDraftSchema, referralPageSchema, referralSchema } from './referral.schema.js';
import { ReferralService } from './referral.service.js';

const pageSchema = z.object({
  state: z.enum(referralStates).optional(),
  after: z.uuid().optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
const signatureSchema = z.object({ signatory: prose(50).describe('签发人') });
const cancellationSchema = z.object({ reason: prose(1_000) });

const readers: [Role, ...Role[]] = ['supervision-office', 'inspection-bureau'];
const tag = 'Documents';
const notFound = platformProblem.pick('not-found');
const named = problem.pick('deadline-supervision.unit-unknown', 'deadline-supervision.message-unknown');
const step = (options: Pick<OperationOptions, 'id' | 'summary' | 'problems'>): OperationOptions => ({
  ...options, tag, answers: { 201: { schema: referralSchema, headers: ['location'] }, 200: referralSchema },
  problems: { ...notFound, ...problem.pick('deadline-supervision.not-in-this-state'), ...options.problems },
});

@Controller('v1/referrals')
export class ReferralController {
  constructor(@Inject(ReferralService) private readonly referrals: ReferralService) {}

  @Get()
  @Operation({ id: 'listReferrals', tag, summary: 'Referrals 移送, the newest first; the inspection bureau sees what was signed', answers: { 200: referralPageSchema } })
  @Allow(...readers)
  list(@Query({ schema: pageSchema }) page: z.output<typeof pageSchema>, @CurrentCaller() caller: Caller) {
    return this.referrals.list(page, caller);
  }

  @Post()
  @Operation({ id: 'draftReferral', tag, summary: 'Draft one 拟稿', answers: { 201: { schema: referralSchema, headers: ['location'] } }, problems: named })
  @Allow('supervision-office')
  async draft(@Body({ schema: referralDraftSchema }) body: z.output<typeof referralDraftSchema>, @CurrentCaller() caller: Caller, @Res({ passthrough: true }) reply: FastifyReply) {
    return this.answer(reply, await this.referrals.draft(body, caller), caller, false);
  }

  @Get(':id')
  @Operation({ id: 'readReferral', tag, summary: 'One of them with its grounds, its dossiers’ digests and its history', answers: { 200: referralSchema }, problems: notFound })
  @Allow(...readers)
  one(@Param('id', { schema: z.uuid() }) id: string, @CurrentCaller() caller: Caller) {
    return this.referrals.one(id, caller);
  }

  @Get(':id/print')
  @PaperOperation({ id: 'printReferral', tag, summary: '移送函 to print, with its dossiers' })
  @Allow(...readers)
  async print(@Param('id', { schema: z.uuid() }) id: string, @CurrentCaller() caller: Caller, @Res() reply: FastifyReply): Promise<void> {
    sendPaper(await this.referrals.paper(id, caller), reply);
  }

  @Get(':id/dossiers/:messageId')
  @Operation({ id: 'readReferredDossier', tag, summary: '卷宗 as it was signed, checked against its digest and today’s record', answers: { 200: keptDossierSchema }, problems: notFound })
  @Allow(...readers)
  dossier(@Param('id', { schema: z.uuid() }) id: string, @Param('messageId', { schema: z.uuid() }) messageId: string, @CurrentCaller() caller: Caller) {
    return this.referrals.dossier(id, messageId, caller);
  }

  @Post(':id/revisions')
  @Operation(step({ id: 'reviseReferral', summary: 'Write the draft anew', problems: named }))
  @Allow('supervision-office')
  async revise(@Param('id', { schema: z.uuid() }) id: string, @Body({ schema: referralDraftSchema }) body: z.output<typeof referralDraftSchema>, @CurrentCaller() caller: Caller, @Res({ passthrough: true }) reply: FastifyReply) {
    return this.answer(reply, id, caller, await this.referrals.revise(id, caller, body));
  }

  @Post(':id/signatures')
  @Operation(step({ id: 'signReferral', summary: '签发: both grounds are named, the dossiers are kept, the number is given', problems: problem.pick('deadline-supervision.document-incomplete') }))
  @Allow('supervision-office')
  async sign(@Param('id', { schema: z.uuid() }) id: string, @Body({ schema: signatureSchema }) { signatory }: z.output<typeof signatureSchema>, @CurrentCaller() caller: Caller, @Res({ passthrough: true }) reply: FastifyReply) {
    return this.answer(reply, id, caller, await this.referrals.sign(id, caller, signatory));
  }

  @Post(':id/outcomes')
  @Operation(step({ id: 'concludeReferral', summary: '处理结果: the bureau records what came of it' }))
  @Allow('inspection-bureau')
  async conclude(@Param('id', { schema: z.uuid() }) id: string, @Body({ schema: outcomeSchema }) body: z.output<typeof outcomeSchema>, @CurrentCaller() caller: Caller, @Res({ passthrough: true }) reply: FastifyReply) {
    return this.answer(reply, id, caller, await this.referrals.conclude(id, caller, body));
  }

  @Post(':id/cancellations')
  @Operation(step({ id: 'cancelReferral', summary: '不予签发, with the reason' }))
  @Allow('supervision-office')
  async cancel(@Param('id', { schema: z.uuid() }) id: string, @Body({ schema: cancellationSchema }) body: z.output<typeof cancellationSchema>, @CurrentCaller() caller: Caller, @Res({ passthrough: true }) reply: FastifyReply) {
    return this.answer(reply, id, caller, await this.referrals.cancel(id, caller, body));
  }

  private async answer(reply: FastifyReply, id: string, caller: Caller, isRepeat: boolean) {
    void reply.status(isRepeat ? 200 : 201);
    if (!isRepeat) void reply.header('location', `/v1/referrals/${id}`);
    return this.referrals.one(id, caller);
  }
}
