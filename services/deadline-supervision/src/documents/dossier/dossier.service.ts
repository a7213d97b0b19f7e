import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { ChannelName } from '@wenzheng/contracts';
import type { Paper } from '@wenzheng/paper';
import { canonicalJson, DATA_SOURCE, type Caller, type DataSource, type EntityManager } from '@wenzheng/platform';
import type { Clock } from '@wenzheng/working-days';
import { DeadlineViewService } from '../../deadline/view/deadline-view.service.js';
import type { LadderStep } from '../../rulebook/policy/policy.rules.js';
import { knownFacts } from '../../deadline/session/session-rows.js';
import { Rulebook } from '../../rulebook/rulebook.js';
import { CLOCK } from '../../tokens.js';
import { dossierPaper } from './dossier.paper.js';
import { contentSchema, dossierSchema, type Dossier } from './dossier.schema.js';
import { timelineOf, type ActRow, type EscalationRow, type FactRow, type StepRow, type StepRule } from './timeline.rules.js';
import { Numbering } from '../numbering/numbering.js';
import { mattersOf } from '../../deadline/matter/matter-rows.js';

/** Whether a dossier that was kept still is what it was, and stands on the record of today. */
export interface Check {
  digestHolds: boolean;
  /** Entries that the record no longer has. */
  missing: number;
}

/** 卷宗 (R24): everything that is known of a message, who did it, when, by which rule and version, and the proof. */
@Injectable()
export class DossierService {
  constructor(
    @Inject(DATA_SOURCE) private readonly dataSource: DataSource,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(DeadlineViewService) private readonly deadlines: DeadlineViewService,
    @Inject(Rulebook) private readonly rulebook: Rulebook,
    @Inject(Numbering) private readonly numbering: Numbering,
  ) {}

  async compile(messageId: string, caller: Caller, manager: Pick<EntityManager, 'query'> = this.dataSource): Promise<Dossier> {
    const deadline = await this.deadlines.describe(messageId, caller, manager);
    const { messageNumber, channel, kind, visibility, policyVersion } = deadline;
    const policy = this.rulebook.policyOf(channel as ChannelName, String(policyVersion));
    const ruleOf = (step: LadderStep): StepRule | null => {
      const rule = policy?.rules.ladder.find(({ value }) => value.step === step);
      return policy && rule ? { requirement: rule.requirement, zh: rule.zh, policyVersion: policy.version } : null;
    };
    const timeline = timelineOf({ ...(await this.record(messageId, manager)), ruleOf });
    // As JSON has it, for the digest is of that.
    const content = contentSchema.parse(JSON.parse(JSON.stringify({ messageId, messageNumber, channel, kind, visibility, asOf: this.clock.now(), deadline, timeline })));
    return { ...content, digest: digestOf(content) };
  }

  /** Of one that was kept. */
  async check(kept: Dossier, caller: Caller): Promise<Check> {
    const { digest, ...content } = kept;
    const now = new Set((await this.compile(kept.messageId, caller)).timeline.map(canonicalJson));
    return { digestHolds: digestOf(content) === digest, missing: kept.timeline.filter((entry) => !now.has(canonicalJson(entry))).length };
  }

  async paper(messageId: string, caller: Caller): Promise<Paper> {
    const dossier = dossierSchema.parse(await this.compile(messageId, caller));
    return dossierPaper(dossier, (await mattersOf(this.dataSource, [messageId])).get(messageId) ?? null, this.numbering.officesAt(new Date(dossier.asOf)));
  }

  private async record(messageId: string, manager: Pick<EntityManager, 'query'>) {
    const facts = await manager.query<FactRow[]>(`SELECT event_id AS "eventId", type, sequence, time, data FROM ${knownFacts} WHERE message_id = $1`, [messageId]);
    const steps = await manager.query<StepRow[]>(
      'SELECT step, due_at AS "dueAt", fired_at AS "firedAt", withdrawn_at AS "withdrawnAt" FROM fired_step WHERE message_id = $1',
      [messageId],
    );
    const escalations = await manager.query<EscalationRow[]>(
      `SELECT id, level, "to", raised_at AS "raisedAt", acknowledged_at AS "acknowledgedAt", acknowledged_by AS "acknowledgedBy", note, withdrawn_at AS "withdrawnAt",
         passed_on_at AS "passedOnAt", passed_on_from AS "passedOnFrom", CASE WHEN cause_id IS NULL THEN NULL ELSE json_build_object('kind', cause_kind, 'id', cause_id) END AS cause
       FROM escalation WHERE message_id = $1`,
      [messageId],
    );
    const acts = await manager.query<ActRow[]>(
      `SELECT kind, document.id AS "documentId", ordinal, act, by, at, details
       FROM (SELECT 'urging-order' AS kind, id FROM urging_order WHERE message_ids @> ARRAY[$1::uuid]
             UNION ALL SELECT 'referral', id FROM referral WHERE message_ids @> ARRAY[$1::uuid]
             UNION ALL SELECT 'major-matter', id FROM major_matter WHERE message_id = $1) AS document
       JOIN document_act ON document_id = document.id`,
      [messageId],
    );
    return { facts, steps, escalations, acts };
  }
}

/** Anybody can recompute it. */
const digestOf = (value: unknown): string => createHash('sha256').update(canonicalJson(value)).digest('hex');
