import { Inject, Injectable } from '@nestjs/common';
import { channels, createEvent, escalationPassedOn, type ChannelName, type EventData } from '@wenzheng/contracts';
import { appendToOutbox, DueWorks, notAside, type RunBatch } from '@wenzheng/messaging';
import { DATA_SOURCE, planned, type DataSource, type EntityManager } from '@wenzheng/platform';
import { businessDateOf, type Clock } from '@wenzheng/working-days';
import { nextSequences } from '../../deadline/timer/timers.js';
import { Rulebook } from '../../rulebook/rulebook.js';
import { CLOCK } from '../../tokens.js';
import { lastInstant, nextOffice, raisedBefore } from './pass-on.rules.js';

const batchSize = 1_000;
type PassedOn = Omit<EventData<typeof escalationPassedOn>, 'passedOnAt'>;

const workName = 'escalation.pass-on';

/** Escalations that are not acknowledged, at an office that has a next one. */
const waits = `${notAside(workName, 'message_id')} AND acknowledged_at IS NULL AND withdrawn_at IS NULL AND "to" <> 'inspection-bureau' AND ("to" = 'information-office' OR unit_code IS NOT NULL)`;
const overdue = `escalation JOIN unnest($1::text[], $2::timestamptz[]) AS rule (channel, raised_before) USING (channel) WHERE ${waits} AND coalesce(passed_on_at, raised_at) < raised_before`;

/** R22: what an office does not acknowledge in time goes to the next one, once; its place in the list is then a new one at the end. */
@Injectable()
export class EscalationPassOn {
  private readonly runBatch: RunBatch;

  constructor(
    @Inject(DATA_SOURCE) private readonly dataSource: DataSource,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(Rulebook) private readonly rulebook: Rulebook,
    @Inject(DueWorks) dueWorks: DueWorks,
  ) {
    this.runBatch = dueWorks.register({
      name: workName,
      claim: (manager, among) => this.claim(manager, among),
      perform: (manager, claimed) => this.passOnMessages(manager, [...claimed.keys()]),
    });
  }

  /** Whether anything is due now, including what other replicas are working on. */
  async isBehind(): Promise<boolean> {
    return (await this.dataSource.query<unknown[]>(planned(`SELECT FROM ${overdue} LIMIT 1`), this.rules())).length > 0;
  }

  /** When the next of those that wait now would be passed on. */
  async nextDue(): Promise<Date | null> {
    const waiting = await this.dataSource.query<{ channel: ChannelName; first: Date }[]>(`SELECT channel, min(coalesce(passed_on_at, raised_at)) AS first FROM escalation WHERE ${waits} GROUP BY channel`);
    const dues = waiting.flatMap(({ channel, first }) => {
      const { acknowledgeWorkingDays, closeOfBusiness } = this.ruleOf(channel);
      return lastInstant(businessDateOf(first), acknowledgeWorkingDays.value, closeOfBusiness.value, this.rulebook.calendar) ?? [];
    });
    return dues.toSorted((a, b) => a.getTime() - b.getTime())[0] ?? null;
  }

  /** Returns when nothing is due except what other replicas are working on. */
  async passOn(): Promise<void> {
    for (let passed = 1; passed > 0; ) passed = await this.runBatch();
  }

  private async claim(manager: EntityManager, among: readonly string[] | null = null): Promise<Map<string, null>> {
    const found = await manager.query<{ id: string }[]>(
      `SELECT DISTINCT message_id AS id FROM ${overdue} AND ($4::uuid[] IS NULL OR message_id = ANY ($4)) LIMIT $3`,
      [...this.rules(), batchSize, among],
    );
    if (found.length === 0) return new Map();
    await this.rulebook.hold(manager);
    // Lock the timer before the escalation, as the sweep does.
    const held = await manager.query<{ id: string }[]>(
      'SELECT message_id AS id FROM deadline_timer WHERE message_id = ANY ($1::uuid[]) ORDER BY message_id FOR UPDATE SKIP LOCKED',
      [found.map(({ id }) => id)],
    );
    return new Map(held.map(({ id }) => [id, null]));
  }

  private async passOnMessages(manager: EntityManager, messageIds: readonly string[]): Promise<void> {
    const now = this.clock.now();
    const [passed] = (await manager.query(
      `UPDATE escalation SET "to" = $3::json->>"to", passed_on_from = "to", passed_on_at = $4, moving = true
       WHERE id IN (SELECT DISTINCT ON (message_id) id FROM ${overdue} AND message_id = ANY ($5::uuid[]) ORDER BY message_id, level, id)
       RETURNING id AS "escalationId", message_id AS "messageId", level, passed_on_from AS "from", "to"`,
      [...this.rules(), JSON.stringify(nextOffice), now, messageIds],
    )) as [PassedOn[], number];
    await this.announce(manager, passed, now);
  }

  /** For each channel, by the policy in force today: acknowledging is a duty of the office, not of the message. */
  private rules(): [string[], Date[]] {
    const now = this.clock.now();
    const raised = channels.map((channel) => {
      const { acknowledgeWorkingDays, closeOfBusiness } = this.ruleOf(channel);
      return raisedBefore(now, acknowledgeWorkingDays.value, closeOfBusiness.value, this.rulebook.calendar);
    });
    return [[...channels], raised];
  }

  private ruleOf(channel: ChannelName) {
    return this.rulebook.policyOn(channel, businessDateOf(this.clock.now())).rules;
  }

  private async announce(manager: EntityManager, passed: readonly PassedOn[], now: Date): Promise<void> {
    if (passed.length === 0) return;
    const sequences = await nextSequences(manager, passed.map(({ messageId }) => messageId));
    await appendToOutbox(
      manager,
      passed.map((data) => {
        const sequence = sequences.get(data.messageId);
        if (sequence === undefined) throw new Error('an escalation without a timer');
        return createEvent(escalationPassedOn, { subject: data.messageId, sequence, time: now, data: { ...data, passedOnAt: now.toISOString() } });
      }),
    );
  }
}
