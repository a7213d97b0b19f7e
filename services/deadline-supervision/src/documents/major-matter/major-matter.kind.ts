import { Inject, Injectable } from '@nestjs/common';
import type { UnitRef } from '@wenzheng/contracts';
import type { Paper } from '@wenzheng/paper';
import { DATA_SOURCE, platformProblem, type BeforeJson, type Caller, type DataSource, type EntityManager } from '@wenzheng/platform';
import { In, type FindOptionsWhere } from 'typeorm';
import type { z } from 'zod';
import { lockTimers } from '../../deadline/timer/timers.js';
import { Rulebook } from '../../rulebook/rulebook.js';
import type { Act } from '../document/acts.js';
import { fieldsOf, isOffice, type Beginning, type DocumentKind, type Step } from '../document/document-kind.js';
import { stateAfter } from '../document/lifecycle.rules.js';
import type { Offices } from '../numbering/offices.rules.js';
import { mattersOf } from '../../deadline/matter/matter-rows.js';
import { MajorMatterEntity } from './major-matter.entity.js';
import { matterPaper } from './major-matter.paper.js';
import { lapseOf, matterLifecycle, reportDue, type MatterAction } from './major-matter.rules.js';
import { matterSummarySchema, type flagSchema, type matterSchema, type receiptSchema, type reportSchema } from './major-matter.schema.js';

/** 重大问题 (R20): flagged by a unit or an office, reported to the municipal government, its receipt recorded. */
@Injectable()
export class MajorMatterKind implements DocumentKind<MajorMatterEntity, MatterAction> {
  readonly series = 'major-matter';
  readonly entity = MajorMatterEntity;
  readonly listedBy = 'flaggedAt';
  readonly signedBy = 'report';

  constructor(
    @Inject(DATA_SOURCE) private readonly dataSource: DataSource,
    @Inject(Rulebook) private readonly rulebook: Rulebook,
  ) {}

  signedAt({ reportedAt }: MajorMatterEntity): Date | null {
    return reportedAt;
  }

  /** A unit sees those of its messages. */
  visibleTo(caller: Caller): FindOptionsWhere<MajorMatterEntity>[] {
    return [isOffice(caller) ? {} : { unitCode: In(caller.unit === null ? [] : [caller.unit]) }];
  }

  after(row: MajorMatterEntity, action: MatterAction, now: Date): Partial<MajorMatterEntity> | null {
    const state = stateAfter(matterLifecycle, row.state, action);
    return state && { state, lookAt: null, ...(action === 'report' ? { reportedAt: now } : {}), ...(action === 'receive' ? { receivedAt: now } : {}) };
  }

  readonly changes = {
    report: ({ details }: Step<MajorMatterEntity, z.output<typeof reportSchema>>) => details,
  };

  /** A message is a major matter once; whoever flags it again is shown the first flag. A unit flags what it is in charge of. */
  async begin({ manager, details: { messageId, reason }, caller, now }: { manager: EntityManager; details: z.output<typeof flagSchema>; caller: Caller; now: Date }): Promise<Beginning<MajorMatterEntity> | { standing: string }> {
    await lockTimers(manager, [messageId]);
    const [message] = await manager.query<{ number: string; unit: UnitRef | null }[]>(
      `SELECT message_number AS number, CASE WHEN unit_code IS NULL THEN NULL ELSE json_build_object('code', unit_code, 'name', unit_name) END AS unit
       FROM deadline WHERE message_id = $1`,
      [messageId],
    );
    if (!message || !(isOffice(caller) || (caller.unit !== null && caller.unit === message.unit?.code))) throw platformProblem('not-found');
    const [standing] = await manager.query<{ id: string }[]>(`SELECT id FROM major_matter WHERE message_id = $1 AND state <> 'withdrawn'`, [messageId]);
    if (standing) return { standing: standing.id };
    return {
      act: 'flag', details: { reason },
      columns: {
        messageId, messageNumber: message.number, state: 'flagged', unitCode: message.unit?.code ?? null, unitName: message.unit?.name ?? null, reason, flaggedAt: now,
        ...this.dueOf(now, now),
      },
    };
  }

  /** By when it is to be reported, and when to look whether it was, by the calendar in force. */
  dueOf(flaggedAt: Date, now: Date): Pick<MajorMatterEntity, 'dueOn' | 'lookAt' | 'calendarVersion'> {
    const { calendar } = this.rulebook;
    return { dueOn: reportDue(flaggedAt, calendar).dueOn, lookAt: lapseOf(flaggedAt, now, calendar).nextAt, calendarVersion: calendar.version };
  }

  summary(row: MajorMatterEntity): BeforeJson<z.infer<typeof matterSummarySchema>> {
    return fieldsOf(matterSummarySchema, row);
  }

  async one(row: MajorMatterEntity, history: Act[]): Promise<Omit<BeforeJson<z.infer<typeof matterSchema>>, 'allowedActions'>> {
    const receipt = history.findLast(({ act }) => act === 'receive')?.details as z.output<typeof receiptSchema> | undefined;
    return { ...this.summary(row), report: row.report, receipt: receipt ?? null, history };
  }

  async paper(row: MajorMatterEntity, _: Caller, offices: Offices): Promise<Paper> {
    return matterPaper(row, (await mattersOf(this.dataSource, [row.messageId])).get(row.messageId) ?? null, offices);
  }
}
