import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { DATA_SOURCE, platformProblem, type BeforeJson, type Caller, type DataSource, type EntityManager } from '@wenzheng/platform';
import type { Clock } from '@wenzheng/working-days';
import type { z } from 'zod';
import { changeDocument, Documents, insertDocument, type Act } from '../document/documents.js';
import { HotIssueView } from '../../hot-issue/hot-issue.view.js';
import { problem } from '../../problems.js';
import { StatisticsService } from '../../statistics/statistics.service.js';
import { CLOCK } from '../../tokens.js';
import { circularPaper } from './circular.paper.js';
import { circularAfter, type CircularAction, type CircularState } from './circular.rules.js';
import { circularSummarySchema, figureNames, type CircularDraft, type CircularFigures, type circularPageSchema, type FigureName, type HotTopic } from './circular.schema.js';

/** A circular as it is stored, instants as such. */
interface StoredCircular {
  id: string;
  state: CircularState;
  from: string;
  to: string;
  number: string | null;
  title: string;
  analysis: string;
  requirement: string | null;
  addressees: string[];
  copies: string[];
  signatory: string | null;
  signedAt: Date | null;
  issuedAt: Date | null;
  figures: CircularFigures | null;
  hotTopics: HotTopic[] | null;
  draftedAt: Date;
}

export interface Circular extends StoredCircular {
  figures: CircularFigures;
  hotTopics: HotTopic[];
  history: Act[];
}

const topicsAtMost = 10;

const selectCircular = `
  SELECT id, state, "from"::text, "to"::text, number, title, analysis, requirement, addressees, copies, signatory, signed_at AS "signedAt",
    issued_at AS "issuedAt", figures, hot_topics AS "hotTopics", drafted_at AS "draftedAt"
  FROM circular`;

const seesDrafts = (caller: Caller): boolean => caller.roles.some((role) => role === 'supervision-office' || role === 'information-office' || role === 'inspection-bureau');

/** 通报: one document a period. The figures are the statistics' own; the officer writes the analysis, and signs. */
@Injectable()
export class CircularService {
  constructor(
    @Inject(DATA_SOURCE) private readonly dataSource: DataSource,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(Documents) private readonly documents: Documents,
    @Inject(StatisticsService) private readonly statistics: StatisticsService,
    @Inject(HotIssueView) private readonly hotIssues: HotIssueView,
  ) {}

  /** The newest first. Units see what was issued. `next` is null on the last page. */
  async list(page: { state?: CircularState | undefined; after?: string | undefined; limit: number }, caller: Caller): Promise<BeforeJson<z.infer<typeof circularPageSchema>>> {
    const circulars = await this.dataSource.query<StoredCircular[]>(
      `${selectCircular} WHERE ($1::text IS NULL OR state = $1) AND ($2::boolean OR state = 'issued')
         AND ($3::uuid IS NULL OR (drafted_at, id) < (SELECT drafted_at, id FROM circular WHERE id = $3))
       ORDER BY drafted_at DESC, id DESC LIMIT $4 + 1`,
      [page.state ?? null, seesDrafts(caller), page.after ?? null, page.limit],
    );
    const shown = circulars.slice(0, page.limit);
    return { circulars: shown.map(summaryOf), next: circulars.length > page.limit ? (shown.at(-1)?.id ?? null) : null };
  }

  async one(id: string, caller: Caller): Promise<Circular> {
    const [circular] = await this.dataSource.query<StoredCircular[]>(`${selectCircular} WHERE id = $1`, [id]);
    if (!circular || (circular.state !== 'issued' && !seesDrafts(caller))) throw platformProblem('not-found');
    const present = circular.figures && circular.hotTopics ? { figures: circular.figures, hotTopics: circular.hotTopics } : await this.presentFigures(circular, caller);
    return { ...circular, ...present, history: seesDrafts(caller) ? await this.documents.history(this.dataSource, id) : [] };
  }

  async paper(id: string, caller: Caller): Promise<string> {
    const circular = await this.one(id, caller);
    return circularPaper(circular, this.documents.officesAt(circular.signedAt ?? this.clock.now()));
  }

  async draft(draft: CircularDraft, caller: Caller): Promise<string> {
    assertInOrder(draft);
    return this.dataSource.transaction(async (manager) => {
      const id = randomUUID();
      await assertFree(manager, id, draft);
      await insertDocument(manager, 'circular', { id, state: 'draft', drafted_at: this.clock.now(), ...columnsOf(draft) });
      await this.documents.record(manager, id, { act: 'draft', by: caller.subject });
      await this.documents.audit(manager, caller, 'circular', 'draft', id);
      return id;
    });
  }

  revise(id: string, caller: Caller, draft: CircularDraft): Promise<boolean> {
    assertInOrder(draft);
    return this.step(id, 'revise', caller, draft, async (manager) => {
      await assertFree(manager, id, draft);
      return columnsOf(draft);
    });
  }

  /** 签发: the figures are those of this moment, for ever. */
  async sign(id: string, caller: Caller, signatory: string): Promise<boolean> {
    return this.step(id, 'sign', caller, { signatory }, async (manager, circular) => {
      const { figures, hotTopics } = await this.presentFigures(circular, caller);
      const signedAt = this.clock.now();
      const number = await this.documents.nextNumber(manager, 'circular', signedAt);
      return { number, signatory, signed_at: signedAt, figures: JSON.stringify(figures), hot_topics: JSON.stringify(hotTopics) };
    });
  }

  issue(id: string, caller: Caller): Promise<boolean> {
    return this.step(id, 'issue', caller, {}, async () => ({ issued_at: this.clock.now() }));
  }

  cancel(id: string, caller: Caller, details: { reason: string }): Promise<boolean> {
    return this.step(id, 'cancel', caller, details, async () => ({}));
  }

  /** @returns whether it was done before, in the same words, and nothing has changed */
  private async step(
    id: string,
    action: CircularAction,
    caller: Caller,
    details: object,
    change: (manager: EntityManager, circular: StoredCircular) => Promise<Record<string, unknown>>,
  ): Promise<boolean> {
    return this.dataSource.transaction(async (manager) => {
      const [circular] = await manager.query<StoredCircular[]>(`${selectCircular} WHERE id = $1 FOR UPDATE`, [id]);
      if (!circular) throw platformProblem('not-found');
      const state = circularAfter(circular.state, action);
      if (!state) return this.documents.repeats(manager, id, circular.state, action, details);
      const columns = await change(manager, circular);
      await changeDocument(manager, 'circular', id, { state, ...columns });
      await this.documents.record(manager, id, { act: action, by: caller.subject, details: { ...details, number: columns['number'] } });
      await this.documents.audit(manager, caller, 'circular', action, id);
      return false;
    });
  }

  private async presentFigures({ from, to }: Pick<StoredCircular, 'from' | 'to'>, caller: Caller): Promise<{ figures: CircularFigures; hotTopics: HotTopic[] }> {
    const { cutOff, definitions, totals, units } = await this.statistics.count({ from, to }, caller);
    const picked = <Value>(row: Readonly<Record<FigureName, Value>>) => Object.fromEntries(figureNames.map((name) => [name, row[name]])) as Record<FigureName, Value>;
    const figures = {
      cutOff: new Date(cutOff).toISOString(),
      definitions: picked(definitions as CircularFigures['definitions']),
      totals: picked(totals),
      units: units.map(({ unit, ...row }) => ({ unit, figures: picked(row) })),
    };
    const { hotIssues } = await this.hotIssues.list({ limit: 1_000 });
    const hotTopics = hotIssues
      .map(({ id: issueId, title, people, messages, raisedOn }) => ({ issueId, title, people, messages, raisedOn }) as HotTopic)
      .filter(({ raisedOn }) => raisedOn >= from && raisedOn <= to)
      .slice(0, topicsAtMost);
    return { figures, hotTopics } as { figures: CircularFigures; hotTopics: HotTopic[] };
  }
}

function assertInOrder({ from, to }: CircularDraft): void {
  if (from > to) throw problem('deadline-supervision.period-reversed');
}

async function assertFree(manager: EntityManager, id: string, { from, to }: CircularDraft): Promise<void> {
  await manager.query(`SELECT pg_advisory_xact_lock(hashtext('circular ' || current_schema()))`);
  const taken = await manager.query<unknown[]>(`SELECT FROM circular WHERE "from" = $1 AND "to" = $2 AND state <> 'cancelled' AND id <> $3`, [from, to, id]);
  if (taken.length > 0) throw problem('deadline-supervision.circular-period-taken');
}

const columnsOf = ({ from, to, ...draft }: CircularDraft) => ({ '"from"': from, '"to"': to, ...draft });

type Summary = Pick<StoredCircular, keyof z.infer<typeof circularSummarySchema>>;
const summaryOf = (circular: StoredCircular): Summary =>
  Object.fromEntries(Object.entries(circular).filter(([key]) => key in circularSummarySchema.shape)) as unknown as Summary;
