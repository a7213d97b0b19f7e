import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { createEvent, escalationRaised, type ChannelName } from '@wenzheng/contracts';
import { appendToOutbox, DueWorks, notAside, type RunBatch } from '@wenzheng/messaging';
import { DATA_SOURCE, planned, type DataSource, type EntityManager } from '@wenzheng/platform';
import type { Clock } from '@wenzheng/working-days';
import { In } from 'typeorm';
import { nextSequences } from '../../deadline/timer/timers.js';
import { insertEscalations } from '../../escalation/escalation-rows.js';
import { Rulebook } from '../../rulebook/rulebook.js';
import { CLOCK } from '../../tokens.js';
import { recordAct } from '../document/acts.js';
import { MajorMatterEntity } from './major-matter.entity.js';
import { MajorMatterKind } from './major-matter.kind.js';
import { lapseOf } from './major-matter.rules.js';

const workName = 'major-matter.lapse';
const due = `${notAside(workName, 'major_matter.id')} AND look_at IS NOT NULL AND (look_at <= $1 OR calendar_version <> $2)`;

/** Escalates, once, what nobody has reported in time. */
@Injectable()
export class Lapses {
  private readonly seeTo: RunBatch;

  constructor(
    @Inject(DATA_SOURCE) private readonly dataSource: DataSource,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(Rulebook) private readonly rulebook: Rulebook,
    @Inject(MajorMatterKind) private readonly kind: MajorMatterKind,
    @Inject(DueWorks) dueWorks: DueWorks,
  ) {
    this.seeTo = dueWorks.register<MajorMatterEntity>({
      name: workName,
      claim: (manager, among) => this.claim(manager, among),
      perform: async (manager, claimed) => {
        for (const matter of claimed.values()) await this.look(manager, matter);
      },
    });
  }

  /** Each matter in a transaction of its own. */
  async escalateDue(): Promise<void> {
    for (const { id } of await this.dataSource.query<{ id: string }[]>(planned(`SELECT id FROM major_matter WHERE ${due} ORDER BY id`), this.present)) await this.seeTo([id]);
  }

  private async claim(manager: EntityManager, among: readonly string[] = []): Promise<Map<string, MajorMatterEntity>> {
    const rows = await manager.query<{ id: string }[]>(`SELECT id FROM major_matter WHERE ${due} AND id = ANY ($3::uuid[]) ORDER BY id FOR UPDATE`, [...this.present, among]);
    const matters = await manager.findBy(MajorMatterEntity, { id: In(rows.map(({ id }) => id)) });
    return new Map(matters.map((matter) => [matter.id, matter]));
  }

  private get present(): [Date, string] {
    return [this.clock.now(), this.rulebook.calendar.version];
  }

  private async look(manager: EntityManager, matter: MajorMatterEntity): Promise<void> {
    const { id } = matter;
    const now = this.clock.now();
    const { lapsed } = lapseOf(matter.flaggedAt, now, this.rulebook.calendar);
    await manager.update(MajorMatterEntity, { id }, { ...this.kind.dueOf(matter.flaggedAt, now), ...(lapsed ? { lapsedAt: now } : {}) });
    if (!lapsed) return;
    await recordAct(manager, id, { act: 'lapse', by: 'rule', at: now, details: { dueOn: matter.dueOn } });
    await this.escalate(manager, matter, now);
  }

  private async escalate(manager: EntityManager, { id, messageId, messageNumber, unit }: MajorMatterEntity, now: Date): Promise<void> {
    const sequence = (await nextSequences(manager, [messageId])).get(messageId);
    const [deadline] = await manager.query<{ channel: ChannelName; dueOn: string | null; finalDueOn: string | null }[]>(
      `SELECT channel, coalesce(extended_due_on, reply_due_on)::text AS "dueOn", final_due_on::text AS "finalDueOn" FROM deadline WHERE message_id = $1`,
      [messageId],
    );
    if (!deadline?.dueOn || sequence === undefined) return;
    const data = {
      escalationId: randomUUID(), messageId, messageNumber, channel: deadline.channel, unit, level: 2 as const, to: 'supervision-office' as const,
      replyDueOn: deadline.dueOn, finalDueOn: deadline.finalDueOn, raisedAt: now.toISOString(), cause: { kind: 'major-matter' as const, id },
    };
    await insertEscalations(manager, [data]);
    await appendToOutbox(manager, [createEvent(escalationRaised, { subject: messageId, sequence, time: now, data })]);
  }
}
