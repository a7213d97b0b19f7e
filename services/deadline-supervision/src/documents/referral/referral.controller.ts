import { Controller, Get, Inject, Param } from '@nestjs/common';
import { Allow, CurrentCaller, Operation, platformProblem, type Caller, type Role } from '@wenzheng/platform';
import { z } from 'zod';
import { problem } from '../../problems.js';
import { cancellationSchema, documentController, signatureSchema } from '../document/document.controller.js';
import { revisionOf } from '../document/revision.rules.js';
import { Documents } from '../document/documents.service.js';
import { DossierService } from '../dossier/dossier.service.js';
import { ReferralKind } from './referral.kind.js';
import { referralStates } from './referral.rules.js';
import { keptDossierSchema, outcomeSchema, referralDraftSchema, referralSchema, referralSummarySchema } from './referral.schema.js';

const readers: [Role, ...Role[]] = ['supervision-office', 'inspection-bureau'];
const by: [Role] = ['supervision-office'];
const named = problem.pick('deadline-supervision.unit-unknown', 'deadline-supervision.message-unknown');

export const ReferralController = documentController(ReferralKind, {
  path: 'referrals',
  readers,
  states: referralStates,
  shown: referralSchema,
  listed: referralSummarySchema,
  list: { id: 'listReferrals', summary: 'Referrals 移送, the newest first; the inspection bureau sees what was signed' },
  begin: { id: 'draftReferral', summary: 'Draft one 拟稿', by, body: referralDraftSchema, problems: named },
  read: { id: 'readReferral', summary: 'One of them with its grounds, its dossiers’ digests and its history' },
  print: { id: 'printReferral', summary: '移送函 to print, with its dossiers' },
  actions: [
    { resource: 'revisions', action: 'revise', id: 'reviseReferral', summary: 'Change what is named of the draft', by, body: revisionOf(referralDraftSchema), problems: named },
    {
      resource: 'signatures', action: 'sign', id: 'signReferral', summary: '签发: both grounds are named, the dossiers are kept, the number is given', by, body: signatureSchema,
      problems: problem.pick('deadline-supervision.document-incomplete', 'deadline-supervision.drafter-cannot-sign'),
    },
    { resource: 'outcomes', action: 'conclude', id: 'concludeReferral', summary: '处理结果: the bureau records what came of it', by: ['inspection-bureau'], body: outcomeSchema },
    { resource: 'cancellations', action: 'cancel', id: 'cancelReferral', summary: '不予签发, with the reason', by, body: cancellationSchema },
  ],
});

@Controller('v1/referrals')
export class ReferredDossierController {
  constructor(
    @Inject(Documents) private readonly documents: Documents,
    @Inject(ReferralKind) private readonly kind: ReferralKind,
    @Inject(DossierService) private readonly dossiers: DossierService,
  ) {}

  @Get(':id/dossiers/:messageId')
  @Operation({
    id: 'readReferredDossier', tag: 'Documents', summary: '卷宗 as it was signed, checked against its digest and today’s record',
    answers: { 200: keptDossierSchema }, problems: platformProblem.pick('not-found'),
  })
  @Allow(...readers)
  async dossier(@Param('id', { schema: z.uuid() }) id: string, @Param('messageId', { schema: z.uuid() }) messageId: string, @CurrentCaller() caller: Caller) {
    const dossier = (await this.documents.row(this.kind, id, caller)).dossiers?.find((kept) => kept.messageId === messageId);
    if (!dossier) throw platformProblem('not-found');
    return { dossier, check: await this.dossiers.check(dossier, caller) };
  }
}
