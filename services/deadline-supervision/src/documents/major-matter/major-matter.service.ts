import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { createEvent, escalationRaised, type ChannelName, type UnitRef } from '@wenzheng/contracts';
import { appendToOutbox } from '@wenzheng/messaging';
import { DATA_SOURCE, platformProblem, type BeforeJson, type Caller, type DataSource, type EntityManager } from '@wenzheng/platform';
import type { Clock } from '@wenzheng/working-days';
import type { z } from 'zod';
import { lockTimers, nextSequences } from '../../deadline/timer/timers.js';
import { changeDocument, Documents, insertDocument } from '../document/documents.js';
import { insertEscalations } from '../../escalation/escalation-rows.js';
import { Rulebook } from '../../rulebook/rulebook.js';
import { CLOCK } from '../../tokens.js';
import { matterPaper } from './major-matter.paper.js';
import { lapseOf, matterAfter, reportDue, type MatterAction, type MatterState } from './major-matter.rules.js';
import { matterSummarySchema, type flagSchema, type matterPageSchema, type matterSchema, type receiptSchema, type reportSchema } from './major-matter.schema.js';

/** A major matter as it is stored, instants as such. */
export interface StoredMatter {
  id: string;
  messageId: string;
  messageNumber: string;
  state: MatterState;
  unit: UnitRef | null;
  reason: string;
  flaggedAt: Date;
  dueOn: string | null;
  number: string | null;
  signatory: string | null;
  report: string | null;
  reportedAt: Date | null;
  receivedAt: Date | null;
  lapsedAt: Date | null;
}

const selectMatter = `
  SELECT id, message_id AS "messageId", message_number AS "messageNumber", state,
    CASE WHEN unit_code IS NULL THEN NULL ELSE json_build_object('code', unit_code, 'name', unit_name) END AS unit, reason, flagged_at AS "flaggedAt",
    due_on::text AS "dueOn", number, signatory, report, reported_at AS "reportedAt", received_at AS "receivedAt", lapsed_at AS "lapsedAt"
  FROM major_matter`;

const offices = new Set(['supervision-office', 'information-office', 'inspection-bureau']);
const isOffice = (caller: Caller): boolean => caller.roles.some((role) => offices.has(role));
const mayRead = (caller: Caller, unit: { code: string } | null): boolean => isOffice(caller) || (caller.unit !== null && caller.unit === unit?.code);

/** 重大问题 (R20): flagged by a unit or an office, reported to the municipal government, its receipt recorded. */
@Injectable()
export class MajorMatterService {
  constructor(
    @Inject(DATA_SOURCE) private readonly dataSource: DataSource,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(Rulebook) private readonly rulebook: Rulebook,
    @Inject(Documents) private readonly documents: Documents,
  ) {}

  /** The newest first. A unit sees those of its messages. `next` is null on the last page. */
  async list(page: { state?: MatterState | undefined; after?: string | undefined; limit: number }, caller: Caller): Promise<BeforeJson<z.infer<typeof matterPageSchema>>> {
    const matters = await this.dataSource.query<StoredMatter[]>(
      `${selectMatter} WHERE ($1::text IS NULL OR state = $1) AND ($2::boolean OR unit_code = $3)
         AND ($4::uuid IS NULL OR (flagged_at, id) < (SELECT flagged_at, id FROM major_matter WHERE id = $4))
       ORDER BY flagged_at DESC, id DESC LIMIT $5 + 1`,
      [page.state ?? null, isOffice(caller), caller.unit, page.after ?? null, page.limit],
    );
    const shown = matters.slice(0, page.limit);
    return { majorMatters: shown.map(summaryOf), next: matters.length > page.limit ? (shown.at(-1)?.id ?? null) : null };
  }

  async one(id: string, caller: Caller): Promise<BeforeJson<z.infer<typeof matterSchema>>> {
    const matter = await this.readable(id, caller);
    const history = await this.documents.history(this.dataSource, id);
    const receipt = history.findLast(({ act }) => act === 'receive')?.details as z.output<typeof receiptSchema> | undefined;
    return { ...summaryOf(matter), report: matter.report, receipt: receipt ?? null, history };
  }

  async paper(id: string, caller: Caller): Promise<string> {
    const matter = await this.readable(id, caller);
    return matterPaper(matter, this.documents.officesAt(matter.reportedAt ?? this.clock.now()));
  }

  /** A message is a major matter once; whoever flags it again is shown the first flag. A unit flags what it is in charge of. */
  async flag({ messageId, reason }: z.output<typeof flagSchema>, caller: Caller): Promise<{ id: string; isRepeat: boolean }> {
    return this.dataSource.transaction(async (manager) => {
      await lockTimers(manager, [messageId]);
      const [message] = await manager.query<{ number: string; unit: UnitRef | null }[]>(
        `SELECT message_number AS number, CASE WHEN unit_code IS NULL THEN NULL ELSE json_build_object('code', unit_code, 'name', unit_name) END AS unit
         FROM deadline WHERE message_id = $1`,
        [messageId],
      );
      if (!message || !mayRead(caller, message.unit)) throw platformProblem('not-found');
      const [standing] = await manager.query<{ id: string }[]>(`SELECT id FROM major_matter WHERE message_id = $1 AND state <> 'withdrawn'`, [messageId]);
      if (standing) return { id: standing.id, isRepeat: true };
      const [id, now] = [randomUUID(), this.clock.now()];
      await insertDocument(manager, 'major_matter', {
        id, message_id: messageId, message_number: message.number, state: 'flagged', unit_code: message.unit?.code ?? null, unit_name: message.unit?.name ?? null,
        reason, flagged_at: now, ...this.looking(now, now),
      });
      await this.documents.record(manager, id, { act: 'flag', by: caller.subject, details: { reason } });
      await this.documents.audit(manager, caller, 'major-matter', 'flag', id);
      return { id, isRepeat: false };
    });
  }

  report(id: string, caller: Caller, details: z.output<typeof reportSchema>): Promise<boolean> {
    return this.step(id, 'report', caller, details, async (manager) => {
      const reportedAt = this.clock.now();
      return { ...details, reported_at: reportedAt, look_at: null, number: await this.documents.nextNumber(manager, 'major-matter', reportedAt) };
    });
  }

  receive(id: string, caller: Caller, details: z.output<typeof receiptSchema>): Promise<boolean> {
    return this.step(id, 'receive', caller, details, async () => ({ received_at: this.clock.now() }));
  }

  withdraw(id: string, caller: Caller, details: { reason: string }): Promise<boolean> {
    return this.step(id, 'withdraw', caller, details, async () => ({ look_at: null }));
  }

  /** Escalates, once, what nobody has reported in time. */
  async sweep(): Promise<void> {
    const due = await this.dataSource.query<{ id: string }[]>(
      'SELECT id FROM major_matter WHERE look_at IS NOT NULL AND (look_at <= $1 OR calendar_version <> $2) ORDER BY id',
      [this.clock.now(), this.rulebook.calendar.version],
    );
    for (const { id } of due) await this.dataSource.transaction((manager) => this.see(manager, id));
  }

  private async see(manager: EntityManager, id: string): Promise<void> {
    const [matter] = await manager.query<StoredMatter[]>(`${selectMatter} WHERE id = $1 AND look_at IS NOT NULL FOR UPDATE`, [id]);
    if (!matter) return;
    const now = this.clock.now();
    const lapsed = lapseOf(matter.flaggedAt, now, this.rulebook.calendar).lapsed;
    await changeDocument(manager, 'major_matter', id, { ...this.looking(matter.flaggedAt, now), ...(lapsed ? { lapsed_at: now } : {}) });
    if (!lapsed) return;
    await this.documents.record(manager, id, { act: 'lapse', by: 'rule', details: { dueOn: matter.dueOn } });
    await this.escalate(manager, matter, now);
  }

  private async escalate(manager: EntityManager, { id, messageId, messageNumber, unit }: StoredMatter, now: Date): Promise<void> {
    const sequence = (await nextSequences(manager, [messageId])).get(messageId);
    const [clock] = await manager.query<{ channel: ChannelName; dueOn: string | null; finalDueOn: string | null }[]>(
      `SELECT channel, coalesce(extended_due_on, reply_due_on)::text AS "dueOn", final_due_on::text AS "finalDueOn" FROM deadline WHERE message_id = $1`,
      [messageId],
    );
    if (!clock?.dueOn || sequence === undefined) return;
    const data = {
      escalationId: randomUUID(), messageId, messageNumber, channel: clock.channel, unit, level: 2 as const, to: 'supervision-office' as const,
      replyDueOn: clock.dueOn, finalDueOn: clock.finalDueOn, raisedAt: now.toISOString(), cause: { kind: 'major-matter' as const, id },
    };
    await insertEscalations(manager, [data]);
    await appendToOutbox(manager, [createEvent(escalationRaised, { subject: messageId, sequence, time: now, data })]);
  }

  private looking(flaggedAt: Date, now: Date) {
    return { due_on: reportDue(flaggedAt, this.rulebook.calendar).dueOn, look_at: lapseOf(flaggedAt, now, this.rulebook.calendar).nextAt, calendar_version: this.rulebook.calendar.version };
  }

  /** @returns whether it was done before, in the same words, and nothing has changed */
  private async step(
    id: string,
    action: MatterAction,
    caller: Caller,
    details: object,
    change: (manager: EntityManager) => Promise<Record<string, unknown>>,
  ): Promise<boolean> {
    return this.dataSource.transaction(async (manager) => {
      const [matter] = await manager.query<StoredMatter[]>(`${selectMatter} WHERE id = $1 FOR UPDATE`, [id]);
      if (!matter) throw platformProblem('not-found');
      const state = matterAfter(matter.state, action);
      if (!state) return this.documents.repeats(manager, id, matter.state, action, details);
      const columns = await change(manager);
      await changeDocument(manager, 'major_matter', id, { state, ...columns });
      await this.documents.record(manager, id, { act: action, by: caller.subject, details: { ...details, number: columns['number'] } });
      await this.documents.audit(manager, caller, 'major-matter', action, id);
      return false;
    });
  }

  private async readable(id: string, caller: Caller): Promise<StoredMatter> {
    const [matter] = await this.dataSource.query<StoredMatter[]>(`${selectMatter} WHERE id = $1`, [id]);
    if (!matter || !mayRead(caller, matter.unit)) throw platformProblem('not-found');
    return matter;
  }
}

type Summary = Pick<StoredMatter, keyof z.infer<typeof matterSummarySchema>>;
const summaryOf = (matter: StoredMatter): Summary =>
  Object.fromEntries(Object.entries(matter).filter(([key]) => key in matterSummarySchema.shape)) as unknown as Summary;
