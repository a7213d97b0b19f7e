import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { createEvent, referralMade, type UnitRef } from '@wenzheng/contracts';
import { appendToOutbox } from '@wenzheng/messaging';
import { DATA_SOURCE, platformProblem, type BeforeJson, type Caller, type DataSource, type EntityManager } from '@wenzheng/platform';
import type { Clock } from '@wenzheng/working-days';
import type { z } from 'zod';
import { nextSequences } from '../../deadline/timer/timers.js';
import { changeDocument, Documents, insertDocument } from '../document/documents.js';
import { assertRegistered, namedUnits } from '../document/named.js';
import type { Dossier } from '../dossier/dossier.schema.js';
import { DossierService } from '../dossier/dossier.service.js';
import { problem } from '../../problems.js';
import { CLOCK } from '../../tokens.js';
import { referralPaper } from './referral.paper.js';
import { lacking, referralAfter, type ReferralAction, type ReferralState } from './referral.rules.js';
import { referralSummarySchema, type outcomeSchema, type ReferralDraft, type referralPageSchema, type referralSchema } from './referral.schema.js';

/** A referral as it is stored, instants as such. */
export interface StoredReferral {
  id: string;
  state: ReferralState;
  origin: 'office' | 'ladder';
  number: string | null;
  title: string;
  unit: UnitRef | null;
  messageIds: string[];
  delay: string | null;
  impact: string | null;
  proposal: string | null;
  copies: string[];
  signatory: string | null;
  signedAt: Date | null;
  dossiers: Dossier[] | null;
  draftedAt: Date;
  endedAt: Date | null;
}

const selectReferral = `
  SELECT id, state, origin, number, title, CASE WHEN unit_code IS NULL THEN NULL ELSE json_build_object('code', unit_code, 'name', unit_name) END AS unit,
    message_ids AS "messageIds", delay, impact, proposal, copies, signatory, signed_at AS "signedAt", dossiers, drafted_at AS "draftedAt", ended_at AS "endedAt"
  FROM referral`;

/** 移送 (R24): an officer names both grounds and signs; the dossiers go along as they are then; the bureau records what came of it. */
@Injectable()
export class ReferralService {
  constructor(
    @Inject(DATA_SOURCE) private readonly dataSource: DataSource,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(Documents) private readonly documents: Documents,
    @Inject(DossierService) private readonly dossiers: DossierService,
  ) {}

  /** The newest first. `next` is null on the last page. The bureau sees what was signed. */
  async list(page: { state?: ReferralState | undefined; after?: string | undefined; limit: number }, caller: Caller): Promise<BeforeJson<z.infer<typeof referralPageSchema>>> {
    const referrals = await this.dataSource.query<StoredReferral[]>(
      `${selectReferral} WHERE ($1::text IS NULL OR state = $1) AND ($2::boolean OR signed_at IS NOT NULL)
         AND ($3::uuid IS NULL OR (drafted_at, id) < (SELECT drafted_at, id FROM referral WHERE id = $3))
       ORDER BY drafted_at DESC, id DESC LIMIT $4 + 1`,
      [page.state ?? null, drafts(caller), page.after ?? null, page.limit],
    );
    const shown = referrals.slice(0, page.limit);
    return { referrals: shown.map(summaryOf), next: referrals.length > page.limit ? (shown.at(-1)?.id ?? null) : null };
  }

  async one(id: string, caller: Caller): Promise<BeforeJson<z.infer<typeof referralSchema>>> {
    const referral = await this.readable(id, caller);
    const history = await this.documents.history(this.dataSource, id);
    const { delay, impact, proposal, copies, dossiers } = referral;
    const outcome = history.findLast(({ act }) => act === 'conclude')?.details as z.output<typeof outcomeSchema> | undefined;
    return {
      ...summaryOf(referral), delay, impact, proposal, copies, history, outcome: outcome ?? null,
      dossiers: (dossiers ?? []).map(({ messageId, digest }) => ({ messageId, digest })),
    };
  }

  async dossier(id: string, messageId: string, caller: Caller) {
    const dossier = (await this.readable(id, caller)).dossiers?.find((kept) => kept.messageId === messageId);
    if (!dossier) throw platformProblem('not-found');
    return { dossier, check: await this.dossiers.check(dossier, caller) };
  }

  async paper(id: string, caller: Caller): Promise<string> {
    const referral = await this.readable(id, caller);
    return referralPaper(referral, this.documents.officesAt(referral.signedAt ?? this.clock.now()));
  }

  async draft(draft: ReferralDraft, caller: Caller): Promise<string> {
    return this.dataSource.transaction(async (manager) => {
      const id = await this.insertDraft(manager, draft, { by: caller.subject, origin: 'office', gathering: false });
      await this.documents.audit(manager, caller, 'referral', 'draft', id);
      return id;
    });
  }

  /** In the caller's transaction. */
  async insertDraft(manager: EntityManager, draft: ReferralDraft, { by, origin, gathering }: { by: string; origin: StoredReferral['origin']; gathering: boolean }): Promise<string> {
    const id = randomUUID();
    await insertDocument(manager, 'referral', { ...(await draftColumns(manager, draft)), id, state: 'draft', origin, gathering, drafted_at: this.clock.now() });
    await this.documents.record(manager, id, { act: 'draft', by, details: { origin } });
    return id;
  }

  revise(id: string, caller: Caller, draft: ReferralDraft): Promise<boolean> {
    return this.step(id, 'revise', caller, draft, async (manager) => ({ ...(await draftColumns(manager, draft)), gathering: false }));
  }

  sign(id: string, caller: Caller, signatory: string): Promise<boolean> {
    return this.step(id, 'sign', caller, { signatory }, async (manager, referral) => {
      const missing = lacking(referral);
      if (missing.length > 0) throw problem('deadline-supervision.document-incomplete', { parameters: { fields: missing.join(', ') } });
      const signedAt = this.clock.now();
      // From here on nothing is said of these messages until the referral is.
      const versions = await nextSequences(manager, referral.messageIds);
      const dossiers: Dossier[] = [];
      for (const messageId of referral.messageIds) dossiers.push(await this.dossiers.compile(messageId, caller, manager));
      const number = await this.documents.nextNumber(manager, 'referral', signedAt);
      await appendToOutbox(
        manager,
        dossiers.map(({ messageId, digest }) => {
          const [sequence, unit] = [versions.get(messageId), referral.unit];
          if (sequence === undefined || !unit) throw new Error('a referral of nobody or nothing');
          const data = { referralId: id, messageId, number, unit, dossierDigest: digest, signedAt: signedAt.toISOString() };
          return createEvent(referralMade, { subject: messageId, sequence, time: signedAt, data });
        }),
      );
      return { number, signatory, signed_at: signedAt, dossiers: JSON.stringify(dossiers), gathering: false };
    });
  }

  conclude(id: string, caller: Caller, outcome: z.output<typeof outcomeSchema>): Promise<boolean> {
    return this.step(id, 'conclude', caller, outcome, async () => ({ ended_at: this.clock.now() }));
  }

  cancel(id: string, caller: Caller, details: { reason: string }): Promise<boolean> {
    return this.step(id, 'cancel', caller, details, async () => ({ ended_at: this.clock.now(), gathering: false }));
  }

  /** @returns whether it was done before, in the same words, and nothing has changed */
  private async step(
    id: string,
    action: ReferralAction,
    caller: Caller,
    details: object,
    change: (manager: EntityManager, referral: StoredReferral) => Promise<Record<string, unknown>>,
  ): Promise<boolean> {
    return this.dataSource.transaction(async (manager) => {
      const [referral] = await manager.query<StoredReferral[]>(`${selectReferral} WHERE id = $1 FOR UPDATE`, [id]);
      if (!referral || !mayRead(caller, referral)) throw platformProblem('not-found');
      const state = referralAfter(referral.state, action);
      if (!state) return this.documents.repeats(manager, id, referral.state, action, details);
      const columns = await change(manager, referral);
      await changeDocument(manager, 'referral', id, { state, ...columns });
      await this.documents.record(manager, id, { act: action, by: caller.subject, details: { ...details, number: columns['number'] } });
      await this.documents.audit(manager, caller, 'referral', action, id);
      return false;
    });
  }

  private async readable(id: string, caller: Caller): Promise<StoredReferral> {
    const [referral] = await this.dataSource.query<StoredReferral[]>(`${selectReferral} WHERE id = $1`, [id]);
    if (!referral || !mayRead(caller, referral)) throw platformProblem('not-found');
    return referral;
  }
}

const drafts = (caller: Caller): boolean => caller.roles.includes('supervision-office');
const mayRead = (caller: Caller, { signedAt }: StoredReferral): boolean => drafts(caller) || signedAt !== null;

async function draftColumns(manager: EntityManager, { title, unit: code, messageIds, delay, impact, proposal, copies }: ReferralDraft) {
  const [unit] = await namedUnits(manager, code === null ? [] : [code]);
  await assertRegistered(manager, messageIds);
  return { title, unit_code: unit?.code ?? null, unit_name: unit?.name ?? null, message_ids: messageIds, delay, impact, proposal, copies };
}

type Summary = Pick<StoredReferral, keyof z.infer<typeof referralSummarySchema>>;
const summaryOf = (referral: StoredReferral): Summary =>
  Object.fromEntries(Object.entries(referral).filter(([key]) => key in referralSummarySchema.shape)) as unknown as Summary;
