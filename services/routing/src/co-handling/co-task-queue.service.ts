import { Inject, Injectable } from '@nestjs/common';
import { unitRefSchema, type UnitRef } from '@wenzheng/contracts';
import { allowedAction, allowedActionSchema, DATA_SOURCE, LOGGER, planned, refusedBy, type BeforeJson, type Caller, type DataSource, type EntityManager, type Logger, type Page, type Problem } from '@wenzheng/platform';
import type { Clock } from '@wenzheng/working-days';
import { z } from 'zod';
import { countDue, nextDueOf, readDue, waitingSchema, type DuePage, type DueQueue, type WaitingCount } from '../message/due-queue.js';
import { Notices, type Notice } from '../notification/notices.service.js';
import { problem } from '../problems.js';
import { CLOCK } from '../tokens.js';
import { People } from '../unit/person/people.service.js';
import { isLateSql, taskFields, taskStateSql } from './co-task.history.js';
import { taskDeeds, taskRefusal, type DeclineDecision, type TaskState } from './co-task.rules.js';

export const coTaskItemSchema = waitingSchema
  .extend({ ...taskFields, lead: unitRefSchema.nullable().describe('主办单位; null while it has none'), allowedActions: z.array(allowedActionSchema('AllowedCoTaskAction', taskDeeds)) })
  .meta({ id: 'CoTaskItem' });
type Item = BeforeJson<z.infer<typeof coTaskItemSchema>>;

export const taskListStates = ['open', 'declined', 'closed'] as const;
export interface CoTasksAsked extends DuePage {
  /** `declined`: what the information office has to decide about. */
  state: (typeof taskListStates)[number];
}

const from = 'co_task AS waiting JOIN message USING (message_id)';
const isOpen = `waiting.state IN ('asked', 'accepted') AND ending = 'open' AND message.unit_code IS DISTINCT FROM waiting.unit_code`;
const isDeclined = `waiting.state = 'declined' AND decision IS NULL AND ending = 'open'`;
const queueOf = (condition: string): DueQueue => ({ table: 'co_task', id: 'task_id', from: `${from} WHERE ${condition}` });
const queues: Record<CoTasksAsked['state'], DueQueue> = { open: queueOf(isOpen), declined: queueOf(isDeclined), closed: queueOf(`NOT (${isOpen}) AND NOT (${isDeclined})`) };

const columns = `task_id AS "taskId", jsonb_build_object('code', waiting.unit_code, 'name', unit_name) AS unit,
  CASE WHEN asked_by_unit IS NOT NULL THEN jsonb_build_object('code', asked_by_unit, 'name', asked_by_unit_name) END AS "askedBy",
  CASE WHEN message.unit_code IS NOT NULL THEN jsonb_build_object('code', message.unit_code, 'name', coalesce((SELECT name FROM unit WHERE code = message.unit_code), message.unit_code)) END AS lead,
  task, due_on::text AS "dueOn", asked_at AS "askedAt", ${taskStateSql('waiting')} AS state, accepted_at AS "acceptedAt", contribution, answered_at AS "answeredAt", answered_by_name AS "answeredBy", ${isLateSql} AS late,
  decline_reason AS "declineReason", declined_at AS "declinedAt", decision, decision_reason AS "decisionReason", decided_at AS "decidedAt"`;

const atOnce = 1_000;
const isNear = 'waiting.remind_at <= $1 AND waiting.due_at > $1';
const isLate = 'waiting.due_at <= $1';
const unmarked = (column: 'reminded_at' | 'alarmed_at', due: string): string => `FROM ${from} WHERE ${isOpen} AND waiting.${column} IS NULL AND ${due}`;

interface TimedTask {
  taskId: string;
  messageId: string;
  unitCode: string;
  lead: string | null;
}

/** 协办事项 as units and offices read them, and their timers: the morning of the inner due date reminds, its end marks what is late. */
@Injectable()
export class CoTaskQueue {
  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(DATA_SOURCE) private readonly dataSource: DataSource,
    @Inject(LOGGER) private readonly logger: Logger,
    @Inject(Notices) private readonly notices: Notices,
    @Inject(People) private readonly people: People,
  ) {}

  /** Offices see all, everyone else what is asked of the own unit; what is due first comes first. */
  async list({ state, ...page }: CoTasksAsked, caller: Caller): Promise<Page<Item>> {
    const isOffice = caller.roles.some((role) => role === 'information-office' || role === 'supervision-office');
    if (!isOffice && caller.unit === null) throw problem('routing.not-your-unit');
    const { items, next } = await readDue<Omit<Item, 'allowedActions'> & { state: TaskState; decision: DeclineDecision | null; unit: UnitRef }>(this.dataSource, queues[state], columns, page, this.clock.now(), isOffice ? null : caller.unit);
    const clerking = isOffice || !caller.roles.includes('web-admin') ? null : await this.clerking(caller);
    return { items: items.map((item) => ({ ...item, overdue: item.overdue && state === 'open', allowedActions: allowedOf(item, caller, clerking) })), next };
  }

  private clerking(caller: Caller): Promise<Problem | null> {
    return refusedBy(async () => void (await this.people.actingFor(caller, caller.unit ?? '', ['web-admin', 'backup'])));
  }

  /** @param unit null: of all units */
  count(state: CoTasksAsked['state'], unit: string | null): Promise<WaitingCount> {
    return countDue(this.dataSource, queues[state], this.clock.now(), unit);
  }

  /** When the next reminder or the next late task is due. */
  async nextDue(): Promise<Date[]> {
    const [row] = await this.dataSource.query<{ at: Date | null }[]>(planned(`SELECT min(remind_at) AS at FROM ${from} WHERE ${isOpen} AND waiting.reminded_at IS NULL AND remind_at > $1`), [this.clock.now()]);
    return [...(await nextDueOf(this.dataSource, [queues.open], this.clock.now())), ...(row?.at ? [row.at] : [])];
  }

  async run(): Promise<void> {
    const [found] = await this.dataSource.query<[{ near: boolean; late: boolean }]>(planned(`SELECT EXISTS (SELECT ${unmarked('reminded_at', isNear)}) AS near, EXISTS (SELECT ${unmarked('alarmed_at', isLate)}) AS late`), [this.clock.now()]);
    if (found.near) while ((await this.mark('reminded_at', isNear, (task) => [reminderOf(task)])) === atOnce);
    if (found.late) while ((await this.raiseAlarm()) === atOnce);
  }

  /** Logged before the commit: an alarm may come twice, and is never lost. */
  private raiseAlarm(): Promise<number> {
    return this.mark('alarmed_at', isLate, lateOf, (count) => this.logger.warn({ alarm: 'co-task-late', count }, 'co-units have not answered the lead in time'));
  }

  /** Stamps open tasks once and tells their people, in one transaction. */
  private mark(column: 'reminded_at' | 'alarmed_at', due: string, noticesOf: (task: TimedTask) => Notice[], log?: (count: number) => void): Promise<number> {
    return this.dataSource.transaction(async (manager: EntityManager) => {
      const [tasks] = await manager.query<[TimedTask[], number]>(
        `UPDATE co_task SET ${column} = $1 WHERE task_id IN (
           SELECT task_id ${unmarked(column, due)} ORDER BY task_id LIMIT $2 FOR UPDATE OF waiting SKIP LOCKED)
         RETURNING task_id AS "taskId", message_id AS "messageId", unit_code AS "unitCode", (SELECT message.unit_code FROM message WHERE message.message_id = co_task.message_id) AS lead`,
        [this.clock.now(), atOnce],
      );
      await this.notices.tell(manager, tasks.flatMap(noticesOf));
      if (tasks.length > 0) log?.(tasks.length);
      return tasks.length;
    });
  }
}

const reminderOf = ({ taskId, messageId, unitCode }: TimedTask): Notice => ({ kind: 'co-task-reminder', key: `co-task reminder ${taskId}`, messageId, unitCode, posts: ['web-admin', 'backup'] });

function lateOf({ taskId, messageId, unitCode, lead }: TimedTask): Notice[] {
  const notice = { kind: 'co-task-late', key: `co-task late ${taskId}`, messageId } as const;
  return [{ ...notice, unitCode, posts: ['web-admin', 'backup', 'principal'] }, ...(lead === null ? [] : [{ ...notice, unitCode: lead, posts: ['web-admin', 'backup'] as const }])];
}

/** The unit's own deeds for its web admins, the decision for the information office. */
function allowedOf(task: { state: TaskState; decision: DeclineDecision | null }, caller: Caller, clerking: Problem | null): Item['allowedActions'] {
  const isOffice = caller.roles.includes('information-office');
  const possible = taskDeeds.filter((deed) => (deed === 'decide' ? isOffice : !isOffice && caller.roles.includes('web-admin')));
  return possible.map((deed) => {
    const refusal = taskRefusal(deed, task);
    return allowedAction(deed, (deed === 'decide' ? null : clerking) ?? (refusal && problem(refusal)));
  });
}
