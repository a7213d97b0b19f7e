import { Inject, Injectable } from '@nestjs/common';
import { createEvent, referralMade } from '@wenzheng/contracts';
import { appendToOutbox } from '@wenzheng/messaging';
import type { Paper } from '@wenzheng/paper';
import { DATA_SOURCE, type BeforeJson, type Caller, type DataSource, type EntityManager } from '@wenzheng/platform';
import type { Clock } from '@wenzheng/working-days';
import { IsNull, Not, type FindOptionsWhere } from 'typeorm';
import type { z } from 'zod';
import { lockTimers, nextSequences } from '../../deadline/timer/timers.js';
import { Rulebook } from '../../rulebook/rulebook.js';
import { CLOCK } from '../../tokens.js';
import type { Act } from '../document/acts.js';
import { fieldsOf, type Beginning, type DocumentKind, type Instant, type Step } from '../document/document-kind.js';
import { stateAfter } from '../document/lifecycle.rules.js';
import { assertComplete, namedIn } from '../document/mentions.js';
import type { RevisionOf } from '../document/revision.rules.js';
import type { Dossier } from '../dossier/dossier.schema.js';
import { DossierService } from '../dossier/dossier.service.js';
import type { Offices } from '../numbering/offices.rules.js';
import { itemsAt, withMatters } from '../urging-order/order-items.js';
import { ReferralEntity } from './referral.entity.js';
import { referralPaper } from './referral.paper.js';
import { lacking, referralLifecycle, type ReferralAction } from './referral.rules.js';
import { referralSummarySchema, type outcomeSchema, type ReferralDraft, type referralSchema } from './referral.schema.js';

/** 移送 (R24): an officer names both grounds and signs; the dossiers go along as they are then; the bureau records what came of it. */
@Injectable()
export class ReferralKind implements DocumentKind<ReferralEntity, ReferralAction> {
  readonly series = 'referral';
  readonly entity = ReferralEntity;
  readonly listedBy = 'draftedAt';
  readonly signedBy = 'sign';

  constructor(
    @Inject(DATA_SOURCE) private readonly dataSource: DataSource,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(Rulebook) private readonly rulebook: Rulebook,
    @Inject(DossierService) private readonly dossiers: DossierService,
  ) {}

  signedAt({ signedAt }: ReferralEntity): Date | null {
    return signedAt;
  }

  /** The bureau sees what was signed. */
  visibleTo({ roles }: Caller): FindOptionsWhere<ReferralEntity>[] {
    return [roles.includes('supervision-office') ? {} : { signedAt: Not(IsNull()) }];
  }

  after(row: ReferralEntity, action: ReferralAction, now: Date): Partial<ReferralEntity> | null {
    const state = stateAfter(referralLifecycle, row.state, action);
    return state && { state, gathering: false, ...(state === 'concluded' || state === 'cancelled' ? { endedAt: now } : {}) };
  }

  assertReady({ row, action }: Instant<ReferralEntity, ReferralAction>): void {
    if (action === 'sign') assertComplete(lacking(row));
  }

  readonly changes = {
    revise: ({ manager, details }: Step<ReferralEntity, RevisionOf<ReferralDraft>>) => this.columns(manager, details),
    sign: async ({ manager, row, caller, now }: Step<ReferralEntity, object>) => {
      // Lock the timers: no other event about these messages until the referral is committed.
      await lockTimers(manager, row.messageIds);
      const dossiers: Dossier[] = [];
      for (const messageId of row.messageIds) dossiers.push(await this.dossiers.compile(messageId, caller, manager));
      return { signedAt: now, dossiers };
    },
  };

  /** Tells of a referral that was signed. */
  async follow(manager: EntityManager, before: ReferralEntity, { id: referralId, number, unit, messageIds, signedAt, dossiers }: ReferralEntity): Promise<void> {
    if (before.signedAt || !signedAt) return;
    const versions = await nextSequences(manager, messageIds);
    const events = (dossiers ?? []).map(({ messageId, digest }) => {
      const sequence = versions.get(messageId);
      if (sequence === undefined || !unit || !number) throw new Error('a referral of nobody or nothing');
      const data = { referralId, messageId, number, unit, dossierDigest: digest, signedAt: signedAt.toISOString() };
      return createEvent(referralMade, { subject: messageId, sequence, time: signedAt, data });
    });
    await appendToOutbox(manager, events);
  }

  begin({ manager, details, now }: { manager: EntityManager; details: ReferralDraft; now: Date }): Promise<Beginning<ReferralEntity>> {
    return this.drafted(manager, details, now, 'office', false);
  }

  async drafted(manager: EntityManager, draft: ReferralDraft, now: Date, origin: 'office' | 'ladder', gathering: boolean): Promise<Beginning<ReferralEntity>> {
    return { act: 'draft', details: { origin }, columns: { ...(await this.columns(manager, draft)), state: 'draft', origin, gathering, draftedAt: now } };
  }

  summary(row: ReferralEntity): BeforeJson<z.infer<typeof referralSummarySchema>> {
    return fieldsOf(referralSummarySchema, row);
  }

  async one(row: ReferralEntity, history: Act[]): Promise<Omit<BeforeJson<z.infer<typeof referralSchema>>, 'allowedActions'>> {
    const { delay, impact, proposal, copies, dossiers } = row;
    const outcome = history.findLast(({ act }) => act === 'conclude')?.details as z.output<typeof outcomeSchema> | undefined;
    return {
      ...this.summary(row), delay, impact, proposal, copies, history, outcome: outcome ?? null,
      dossiers: (dossiers ?? []).map(({ messageId, digest }) => ({ messageId, digest })),
    };
  }

  /** What was signed shows the dates of its dossiers. */
  async paper(row: ReferralEntity, _: Caller, offices: Offices): Promise<Paper> {
    const items = await itemsAt(this.dataSource, row.messageIds, row.signedAt ?? this.clock.now(), this.rulebook.calendar);
    const kept = new Map((row.dossiers ?? []).map(({ messageId, deadline }) => [messageId, deadline]));
    const asSigned = items.map((item) => ({ ...item, ...datesOf(kept.get(item.messageId)) }));
    return referralPaper(row, await withMatters(this.dataSource, asSigned), offices);
  }

  private async columns(manager: EntityManager, { unit, messageIds, ...draft }: RevisionOf<ReferralDraft>): Promise<Partial<ReferralEntity>> {
    return { ...(draft as Partial<Omit<ReferralDraft, 'unit' | 'messageIds'>>), ...(await namedIn(manager, { unit, messageIds })) };
  }
}

const datesOf = (kept: Dossier['deadline'] | undefined) => (kept ? { registeredOn: kept.registeredOn, dueOn: kept.dueOn, finalDueOn: kept.finalDueOn } : {});
