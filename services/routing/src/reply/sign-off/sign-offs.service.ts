import { Inject, Injectable } from '@nestjs/common';
import { insertRows, type Caller, type EntityManager } from '@wenzheng/platform';
import type { ActionAnswer, ActionContext } from '../../message/action/message-actions.service.js';
import { Notices, type Notice } from '../../notification/notices.service.js';
import { problem } from '../../problems.js';
import { DraftAttachments } from '../attachment/draft-attachments.service.js';
import { DraftActEntity, DraftEntity } from '../draft/draft.entity.js';
import { actsOf, versionOf, type ActRow, type DraftRow } from '../draft/draft-rows.js';
import { Drafts, type DraftRequest } from '../draft/drafts.service.js';
import { Papers } from '../papers.service.js';
import { Signatories } from './signatories.js';
import { refusalOfPerson, type DraftAct, type Referee, type Signatory, type StoredDraftState } from './sign-off.rules.js';

type Manager = Pick<EntityManager, 'query'>;

export interface DecisionBody {
  version: number;
  decision: Exclude<DraftAct, 'save' | 'attach' | 'submit'>;
  reason?: string | undefined;
  findingReasons?: { finding: string; reason: string }[] | undefined;
  /** Of whom is referred to. */
  to?: string | undefined;
}

interface Deed {
  at: ActionContext & { draft: DraftRow; by: Signatory };
  act: DraftAct;
  reason?: string | null | undefined;
  findingReasons?: { finding: string; reason: string }[] | undefined;
  referredTo?: Referee | undefined;
}

/** 送审、审核、签发: each deed of a person under the message's lock, on record for ever; what is signed is submitted in the same transaction. */
@Injectable()
export class SignOffs {
  constructor(
    @Inject(Drafts) private readonly drafts: Drafts,
    @Inject(DraftAttachments) private readonly attachments: DraftAttachments,
    @Inject(Papers) private readonly papers: Papers,
    @Inject(Signatories) private readonly signatories: Signatories,
    @Inject(Notices) private readonly notices: Notices,
  ) {}

  /** 送审; where the unit has no step, its web admin signs by this. */
  submit({ draftId, ...request }: DraftRequest<{ version: number }>): Promise<ActionAnswer<{ draftId: string }>> {
    return this.drafts.act('submit', draftId, request, async (at) => {
      const { manager, draft } = at;
      await this.drafts.assertCurrent(manager, draft, request.body.version);
      await this.papers.assertIssuable(at, draft, await versionOf(manager, draftId, draft.version));
      await this.attachments.leaveUnexamined(at);
      const { steps } = await this.signatories.stepsFor(manager, draft.unitCode, draft.messageKind);
      const submitted = await this.record({ at, act: 'submit' }, 'in-sign-off', { steps, step: 0 });
      if (steps.length === 0) await this.sign({ at: { ...at, draft: submitted }, act: 'sign' });
      return { draftId };
    });
  }

  decide({ draftId, ...request }: DraftRequest<DecisionBody>): Promise<ActionAnswer<{ draftId: string }>> {
    const { decision: act, version, reason, findingReasons, to } = request.body;
    return this.drafts.act(act, draftId, request, async (at) => {
      await this.drafts.assertCurrent(at.manager, at.draft, version);
      const deed = { at, act, reason, findingReasons };
      if (act === 'approve' || act === 'sign') await this.assertPerson(at);
      if (act === 'sign') await this.sign(deed);
      else if (act === 'refer') await this.refer(deed, to ?? '', request.caller);
      else if (act === 'approve') await this.record(deed, 'in-sign-off', { step: at.draft.step + 1 });
      else await this.record(deed, act === 'discard' ? 'discarded' : 'drafting', { step: 0 });
      if (act === 'discard') await this.attachments.leaveAll(at);
      return { draftId };
    });
  }

  /** @throws Problem `routing.step-by-another`, `routing.drafter-cannot-sign` */
  async assertPerson({ manager, draft, by }: Pick<Deed['at'], 'manager' | 'draft' | 'by'>): Promise<void> {
    const acts = await actsOf(manager, draft.draftId);
    const takenBefore = takenIn(acts);
    const { writtenBy } = await versionOf(manager, draft.draftId, draft.version);
    const { policy } = await this.signatories.stepsFor(manager, draft.unitCode, draft.messageKind);
    const refusal = refusalOfPerson(by.subject, { takenBefore, writtenBy }, policy);
    if (refusal) throw problem(refusal);
  }

  /** Whoever else of the unit may take the step, as its people and its policy are now. */
  async referees(manager: Manager, draft: DraftRow, { subject }: Pick<Caller, 'subject'>): Promise<Referee[]> {
    const acts = await actsOf(manager, draft.draftId);
    const known = { takenBefore: takenIn(acts), writtenBy: (await versionOf(manager, draft.draftId, draft.version)).writtenBy };
    const { policy } = await this.signatories.stepsFor(manager, draft.unitCode, draft.messageKind);
    const able = await this.signatories.holding(manager, draft.unitCode, draft.steps[draft.step] ?? []);
    return able.filter((one) => one.subject !== subject && refusalOfPerson(one.subject, known, policy) === null);
  }

  /** @throws Problem `routing.nobody-to-refer-to` */
  assertReferable(referees: readonly Referee[]): void {
    if (referees.length === 0) throw problem('routing.nobody-to-refer-to');
  }

  /** 转由他人审核: the step stays as it is, that person is told, and it leaves the list of whoever referred it. */
  private async refer(deed: Deed, to: string, caller: Caller): Promise<void> {
    const { manager, draft } = deed.at;
    const referees = await this.referees(manager, draft, caller);
    this.assertReferable(referees);
    const referredTo = referees.find(({ subject }) => subject === to);
    if (!referredTo) throw problem('routing.not-a-referee');
    await this.record({ ...deed, referredTo }, 'in-sign-off', {});
  }

  private async sign(deed: Deed): Promise<void> {
    const { manager, draft, by } = deed.at;
    const version = await versionOf(manager, draft.draftId, draft.version);
    const paperId = await this.papers.issue(deed.at, draft, version, by, deed.findingReasons ?? []);
    await this.record(deed, 'signed', { paperId });
    await manager.query('DELETE FROM draft_autosave WHERE draft_id = $1', [draft.draftId]);
  }

  private async record({ at, act, reason = null, findingReasons = [], referredTo }: Deed, state: StoredDraftState, columns: Partial<DraftEntity>): Promise<DraftRow> {
    const { manager, draft, by, now } = at;
    const { draftId, version, step } = draft;
    const ordinal = draft.acts + 1;
    await insertRows(manager, DraftActEntity, [{ draftId, ordinal, act, version, step, signatory: by, reason, findingReasons, referredTo: referredTo ?? null, at: now }]);
    await update(manager, draftId, { ...columns, state, acts: ordinal });
    const after: DraftRow = { ...draft, ...columns, state, acts: ordinal };
    await this.notices.tell(manager, noticesOf(act, after, referredTo));
    return after;
  }
}

/** Who has approved since it was submitted last. */
function takenIn(acts: readonly ActRow[]): string[] {
  const thisRound = acts.slice(acts.findLastIndex(({ act }) => act === 'submit'));
  return thisRound.filter(({ act }) => act === 'approve').map(({ signatory }) => signatory.subject);
}

/** Who has to do something now: whoever may take the step that waits, or the web admins to whom it went back. */
function noticesOf(act: DraftAct, { draftId, acts, messageId, unitCode, state, steps, step }: DraftRow, referredTo: Referee | undefined): Notice[] {
  const notice = { key: `draft ${draftId} ${acts}`, messageId, unitCode };
  const posts = state === 'in-sign-off' ? steps[step] : undefined;
  if (posts) return [{ ...notice, kind: 'sign-off', draftId, posts, ...(referredTo && { only: referredTo.subject }) }];
  return act === 'send-back' ? [{ ...notice, kind: 'sent-back', posts: ['web-admin', 'backup'] }] : [];
}

async function update(manager: EntityManager, draftId: string, columns: Partial<DraftEntity>): Promise<void> {
  await manager.getRepository(DraftEntity).update({ draftId }, columns as never);
}
