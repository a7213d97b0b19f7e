import { Inject, Injectable } from '@nestjs/common';
import type { Paper } from '@wenzheng/paper';
import type { BeforeJson, Caller, EntityManager } from '@wenzheng/platform';
import type { FindOptionsWhere } from 'typeorm';
import type { z } from 'zod';
import { HotIssueView } from '../../hot-issue/view/hot-issue.view.js';
import { problem } from '../../problems.js';
import { StatisticsService } from '../../statistics/statistics.service.js';
import type { Act } from '../document/acts.js';
import { fieldsOf, isOffice, type Beginning, type DocumentKind, type Step } from '../document/document-kind.js';
import { stateAfter } from '../document/lifecycle.rules.js';
import type { RevisionOf } from '../document/revision.rules.js';
import type { Offices } from '../numbering/offices.rules.js';
import { CircularEntity } from './circular.entity.js';
import { circularPaper } from './circular.paper.js';
import { circularLifecycle, type CircularAction } from './circular.rules.js';
import { circularSummarySchema, figureNames, type CircularDraft, type CircularFigures, type circularSchema, type FigureName, type HotTopic } from './circular.schema.js';

const topicsAtMost = 10;

interface Present {
  figures: CircularFigures;
  hotTopics: HotTopic[];
}

/** 通报: one document a period. The figures are the statistics' own; the officer writes the analysis, and signs. */
@Injectable()
export class CircularKind implements DocumentKind<CircularEntity, CircularAction> {
  readonly series = 'circular';
  readonly entity = CircularEntity;
  readonly listedBy = 'draftedAt';
  readonly signedBy = 'sign';

  constructor(
    @Inject(StatisticsService) private readonly statistics: StatisticsService,
    @Inject(HotIssueView) private readonly hotIssues: HotIssueView,
  ) {}

  signedAt({ signedAt }: CircularEntity): Date | null {
    return signedAt;
  }

  /** Units see what was issued. */
  visibleTo(caller: Caller): FindOptionsWhere<CircularEntity>[] {
    return [isOffice(caller) ? {} : { state: 'issued' }];
  }

  after(row: CircularEntity, action: CircularAction, now: Date): Partial<CircularEntity> | null {
    const state = stateAfter(circularLifecycle, row.state, action);
    return state && { state, ...(action === 'issue' ? { issuedAt: now } : {}) };
  }

  readonly changes = {
    revise: async ({ manager, row: { id, from, to }, details }: Step<CircularEntity, RevisionOf<CircularDraft>>) => {
      await assertPeriodFree(manager, id, { from: details.from ?? from, to: details.to ?? to });
      return details as Partial<CircularDraft>;
    },
    /** The figures are those of this moment, for ever. */
    sign: async ({ row, caller, now }: Step<CircularEntity, object>) => ({ signedAt: now, ...(await this.present(row, caller)) }),
  };

  async begin({ manager, id, details, now }: { manager: EntityManager; id: string; details: CircularDraft; now: Date }): Promise<Beginning<CircularEntity>> {
    await assertPeriodFree(manager, id, details);
    return { act: 'draft', details: {}, columns: { ...details, state: 'draft', draftedAt: now } };
  }

  summary(row: CircularEntity): BeforeJson<z.infer<typeof circularSummarySchema>> {
    return fieldsOf(circularSummarySchema, row);
  }

  async one(row: CircularEntity, history: Act[], caller: Caller): Promise<Omit<BeforeJson<z.infer<typeof circularSchema>>, 'allowedActions'>> {
    const { analysis, requirement, addressees, copies } = row;
    return { ...this.summary(row), analysis, requirement, addressees, copies, ...(await this.present(row, caller)), history: isOffice(caller) ? history : [] };
  }

  async paper(row: CircularEntity, caller: Caller, offices: Offices): Promise<Paper> {
    const { figures, hotTopics } = await this.present(row, caller);
    return circularPaper(row, figures, hotTopics, offices);
  }

  /** What was kept at the signature, until then as everything stands now. */
  private async present({ from, to, figures, hotTopics }: CircularEntity, caller: Caller): Promise<Present> {
    return figures && hotTopics ? { figures, hotTopics } : { figures: await this.figuresOf(from, to, caller), hotTopics: await this.topicsOf(from, to) };
  }

  private async figuresOf(from: string, to: string, caller: Caller): Promise<CircularFigures> {
    const { cutOff, definitions, totals, units } = await this.statistics.count({ from, to }, caller);
    const picked = <Value>(row: Readonly<Record<FigureName, Value>>) => Object.fromEntries(figureNames.map((name) => [name, row[name]])) as Record<FigureName, Value>;
    return {
      cutOff: new Date(cutOff).toISOString(),
      definitions: picked(definitions as CircularFigures['definitions']),
      totals: picked(totals),
      units: units.map(({ unit, ...row }) => ({ unit, figures: picked(row) })) as CircularFigures['units'],
    };
  }

  /** What an officer has confirmed: what a rule alone has raised is signed by nobody. */
  private async topicsOf(from: string, to: string): Promise<HotTopic[]> {
    const { items } = await this.hotIssues.list({ state: 'confirmed', limit: 1_000 });
    return items
      .map(({ id: issueId, title, people, messages, raisedOn }) => ({ issueId, title, people, messages, raisedOn }) as HotTopic)
      .filter(({ raisedOn }) => raisedOn >= from && raisedOn <= to)
      .slice(0, topicsAtMost);
  }
}

/** A period has one circular. */
async function assertPeriodFree(manager: EntityManager, id: string, { from, to }: Pick<CircularDraft, 'from' | 'to'>): Promise<void> {
  if (from > to) throw problem('deadline-supervision.period-reversed');
  await manager.query(`SELECT pg_advisory_xact_lock(hashtext('circular ' || current_schema()))`);
  const taken = await manager.query<unknown[]>(`SELECT FROM circular WHERE "from" = $1 AND "to" = $2 AND state <> 'cancelled' AND id <> $3`, [from, to, id]);
  if (taken.length > 0) throw problem('deadline-supervision.circular-period-taken');
}
