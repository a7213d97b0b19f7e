import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { dateSchema, idSchema, instantSchema, unitRefSchema, type UnitRef } from '@wenzheng/contracts';
import { Calendars } from '@wenzheng/messaging';
import { audit, DATA_SOURCE, insertRows, type DataSource, type EntityManager } from '@wenzheng/platform';
import { businessDateOf, endOfBusinessDate, startOfBusinessDate, type BusinessDate } from '@wenzheng/working-days';
import { z } from 'zod';
import { isComplainedOf } from '../assignment/assignment.rules.js';
import { announceCoHandling } from '../assignment/co-units.js';
import { complaintOf } from '../assignment/complaint.js';
import { assertAllowed, MessageActions, type ActionAnswer, type ActionContext } from '../message/action/message-actions.service.js';
import type { ActionRequest } from '../message/action/idempotency.js';
import { Notices, type Notice } from '../notification/notices.service.js';
import { problem } from '../problems.js';
import { People } from '../unit/person/people.service.js';
import { unitRefOf, UnitRegistry } from '../unit/unit-registry.service.js';
import { lacking, type Unit } from '../unit/unit-tree.rules.js';
import { CoTaskEntity } from './co-task.entity.js';
import { taskStateSql } from './co-task.history.js';
import { coUnitsAtMost, isTaskDay, lastTaskDay, taskRefusal, taskStates, type DeclineDecision, type TaskDeed, type TaskState } from './co-task.rules.js';

export const coTaskSchema = z
  .object({ messageId: idSchema, taskId: idSchema, unit: unitRefSchema, dueOn: dateSchema, state: z.enum(taskStates), at: instantSchema.describe('when this was done') })
  .meta({ id: 'CoTask' });
export type CoTask = z.infer<typeof coTaskSchema>;

export interface TaskRequest<Body> extends Omit<ActionRequest<Body>, 'messageId'> {
  taskId: string;
}
export type DecisionBody = { decision: 'upheld'; reason: string } | { decision: 'overruled'; reason: string; dueOn?: string | undefined };

interface TaskRow {
  taskId: string;
  unitCode: string;
  unitName: string;
  dueOn: BusinessDate;
  state: TaskState;
  decision: DeclineDecision | null;
}

/** What a deed changes of a task. */
type Changes = Partial<CoTaskEntity>;

const webAdmins: readonly ('web-admin' | 'backup')[] = ['web-admin', 'backup'];

/** 主办、协办 (R19): the lead, or the information office, asks other units for what the one answer needs; each tells it inside, or says why not. */
@Injectable()
export class CoTasks {
  constructor(
    @Inject(MessageActions) private readonly actions: MessageActions,
    @Inject(Calendars) private readonly calendars: Calendars,
    @Inject(DATA_SOURCE) private readonly dataSource: DataSource,
    @Inject(Notices) private readonly notices: Notices,
    @Inject(People) private readonly people: People,
    @Inject(UnitRegistry) private readonly registry: UnitRegistry,
  ) {}

  /** @throws Problem `routing.not-your-unit`, and what a unit, a date or the message stands in the way of */
  ask(request: ActionRequest<{ unit: string; task: string; dueOn: string }>): Promise<ActionAnswer<CoTask>> {
    const { messageId, caller, body } = request;
    return this.actions.act('ask-co-unit', request, async (at) => {
      const { manager, message, now } = at;
      const asking = caller.roles.includes('information-office') ? null : await this.actions.ownUnit(at, caller);
      assertAllowed('ask-co-unit', message);
      const unit = unitRefOf(await this.unitFor(at, body.unit));
      await assertAskable(manager, messageId, unit.code);
      const taskId = randomUUID();
      const by = { askedByUnit: asking?.code ?? null, askedByUnitName: asking?.name ?? null, askedBy: caller.subject, askedAt: now };
      await insertRows(manager, CoTaskEntity, [{ taskId, messageId, unitCode: unit.code, unitName: unit.name, ...by, task: body.task, ...this.due(at, body.dueOn), state: 'asked' }]);
      await audit(manager, { by: caller, at: now, did: 'co-task.asked', about: messageId, details: { taskId, unit: unit.code, dueOn: body.dueOn } });
      await this.notices.tell(manager, [{ kind: 'co-task-asked', key: `co-task ${taskId}`, messageId, unitCode: unit.code, posts: webAdmins }]);
      return { messageId, taskId, unit, dueOn: body.dueOn, state: 'asked', at: now.toISOString() };
    });
  }

  /** 接受协办 */
  accept(request: TaskRequest<object>): Promise<ActionAnswer<CoTask>> {
    return this.act('accept', request, ({ now }) => Promise.resolve({ state: 'accepted', acceptedAt: now, acceptedBy: request.caller.subject }));
  }

  /** 反馈: what the unit has to say, to the lead alone. */
  contribute(request: TaskRequest<{ text: string }>): Promise<ActionAnswer<CoTask>> {
    const { caller, body } = request;
    return this.act('contribute', request, async (at, task) => {
      const { manager, message, now } = at;
      const { person } = await this.people.actingFor(caller, task.unitCode, webAdmins, manager);
      if (message.unitCode !== null) {
        await this.notices.tell(manager, [{ kind: 'co-task-answered', key: `co-task answered ${task.taskId}`, messageId: message.messageId, unitCode: message.unitCode, posts: webAdmins }]);
      }
      const accepted = task.state === 'asked' ? { acceptedAt: now, acceptedBy: caller.subject } : {};
      return { ...accepted, state: 'answered', contribution: body.text, answeredAt: now, answeredBy: person.subject, answeredByName: person.name };
    });
  }

  /** 不接受, with a reason for the information office. */
  decline(request: TaskRequest<{ reason: string }>): Promise<ActionAnswer<CoTask>> {
    return this.act('decline', request, async ({ manager, message: { messageId, unitCode }, now }, { taskId }) => {
      const notice = { key: `co-task declined ${taskId}`, messageId };
      const lead: Notice[] = unitCode === null ? [] : [{ ...notice, kind: 'co-task-declined', unitCode, posts: webAdmins }];
      await this.notices.tell(manager, [...lead, { ...notice, kind: 'co-task-declined', unitCode: null, posts: ['information-office'] }]);
      return { state: 'declined', declineReason: request.body.reason, declinedAt: now, declinedBy: request.caller.subject };
    });
  }

  /** The information office overrules a refusal, which makes the unit take part, or leaves it at that. */
  decide(request: TaskRequest<DecisionBody>): Promise<ActionAnswer<CoTask>> {
    const { body, caller } = request;
    return this.act('decide', request, async (at, task) => {
      const { manager, message: { messageId, unitCode: lead }, now } = at;
      const decided: Changes = { decision: body.decision, decisionReason: body.reason, decidedAt: now, decidedBy: caller.subject };
      const told = { key: `co-task decided ${task.taskId}`, kind: 'co-task-decided', messageId, posts: webAdmins } as const;
      await this.notices.tell(manager, [...new Set([task.unitCode, ...(lead === null ? [] : [lead])])].map((unitCode) => ({ ...told, unitCode })));
      if (body.decision === 'upheld') return decided;
      await this.unitFor(at, task.unitCode);
      const stillDue = task.dueOn >= businessDateOf(now) ? task.dueOn : (this.lastOn(at) ?? task.dueOn);
      return { ...decided, ...this.due(at, body.dueOn ?? stillDue), remindedAt: null, alarmedAt: null, state: 'accepted', acceptedAt: now, acceptedBy: caller.subject };
    });
  }

  /** One deed with a task, under the lock of its message; that a unit takes part is told to the public. */
  private async act<Body>(deed: TaskDeed, { taskId, ...request }: TaskRequest<Body>, work: (at: ActionContext, task: TaskRow) => Promise<Changes>): Promise<ActionAnswer<CoTask>> {
    const [found] = await this.dataSource.query<{ messageId: string }[]>('SELECT message_id AS "messageId" FROM co_task WHERE task_id = $1', [taskId]);
    if (!found) throw problem('routing.unknown-co-task');
    const { messageId } = found;
    const { caller, body } = request;
    return this.actions.act(`co-task ${deed}`, { ...request, messageId, body: { taskId, body } }, async (at) => {
      const { manager, message, now } = at;
      const task = await taskOf(manager, taskId);
      if (deed !== 'decide') await this.people.actingFor(caller, task.unitCode, webAdmins, manager);
      const refusal = taskRefusal(deed, task);
      if (refusal) throw problem(refusal);
      const changes = await work(at, task);
      await manager.getRepository(CoTaskEntity).update({ taskId }, changes);
      const state = changes.state ?? task.state;
      const lead = message.unitCode === null ? null : await this.registry.refOf(manager, message.unitCode);
      if (lead && changes.acceptedAt) await announceCoHandling(at, lead);
      await audit(manager, { by: caller, at: now, did: didOf[deed](changes), about: messageId, details: { taskId, unit: task.unitCode, dueOn: changes.dueOn ?? task.dueOn } });
      return { messageId, taskId, unit: { code: task.unitCode, name: task.unitName }, dueOn: changes.dueOn ?? task.dueOn, state, at: now.toISOString() };
    });
  }

  /** The unit that is named by code or name, if it may take part. */
  private async unitFor({ manager, message }: ActionContext, named: string): Promise<Unit> {
    const tree = await this.registry.tree(manager);
    const unit = tree.addressed(named);
    if (!unit) throw problem('routing.unit-not-in-registry', { parameters: { unit: named } });
    if (unit.code === message.unitCode) throw problem('routing.co-task-of-lead');
    if (message.kind === 'report' && isComplainedOf(await complaintOf(manager, message.messageId), unit.code, tree)) throw problem('routing.report-against-this-unit');
    const [lack] = lacking(unit);
    if (lack !== undefined) throw problem(`routing.unit-without-${lack}`, { parameters: { unit: unit.name } });
    return unit;
  }

  private lastOn({ message, now }: Pick<ActionContext, 'message' | 'now'>): BusinessDate | null {
    return lastTaskDay(message, businessDateOf(now), this.calendars.current);
  }

  /** @throws Problem `routing.co-task-deadline-unknown`, `routing.co-task-date` */
  private due({ message, now }: Pick<ActionContext, 'message' | 'now'>, dueOn: BusinessDate): Required<Pick<Changes, 'dueOn' | 'dueAt' | 'remindAt'>> {
    const lastOn = this.lastOn({ message, now });
    if (lastOn === null) throw problem('routing.co-task-deadline-unknown');
    if (!isTaskDay(dueOn, businessDateOf(now), lastOn, this.calendars.current)) throw problem('routing.co-task-date', { parameters: { last: lastOn }, errors: [{ pointer: '/dueOn', code: 'out-of-range' }] });
    const morning = startOfBusinessDate(dueOn);
    return { dueOn, dueAt: endOfBusinessDate(dueOn, message.closeOfBusiness ?? undefined), remindAt: morning > now ? morning : null };
  }
}

const didOf: Record<TaskDeed, (changes: Changes) => `co-task.${string}`> = {
  accept: () => 'co-task.accepted',
  contribute: () => 'co-task.answered',
  decline: () => 'co-task.declined',
  decide: ({ decision }) => `co-task.${decision === 'overruled' ? 'overruled' : 'decline-upheld'}`,
};

/** @throws Problem `routing.co-task-open`, `routing.co-task-full` */
async function assertAskable(manager: EntityManager, messageId: string, unitCode: string): Promise<void> {
  const units = await manager.query<{ unitCode: string; isOpen: boolean }[]>(
    `SELECT unit_code AS "unitCode", bool_or(state IN ('asked', 'accepted') OR (state = 'declined' AND decision IS NULL)) AS "isOpen"
     FROM co_task WHERE message_id = $1 GROUP BY unit_code`,
    [messageId],
  );
  if (units.some((one) => one.unitCode === unitCode && one.isOpen)) throw problem('routing.co-task-open');
  if (units.filter((one) => one.unitCode !== unitCode).length >= coUnitsAtMost) throw problem('routing.co-task-full', { parameters: { most: String(coUnitsAtMost) } });
}

async function taskOf(manager: EntityManager, taskId: string): Promise<TaskRow> {
  const [task] = await manager.query<TaskRow[]>(
    `SELECT task_id AS "taskId", co_task.unit_code AS "unitCode", unit_name AS "unitName", due_on::text AS "dueOn", ${taskStateSql('co_task')} AS state, decision
     FROM co_task JOIN message USING (message_id) WHERE task_id = $1`,
    [taskId],
  );
  if (!task) throw problem('routing.unknown-co-task');
  return task;
}

/** Whether a unit takes part in handling a message, and so may read it. */
export async function takesPart(manager: Pick<EntityManager, 'query'>, messageId: string, unit: UnitRef['code']): Promise<boolean> {
  const rows = await manager.query<unknown[]>(
    `SELECT FROM co_task JOIN message USING (message_id) WHERE message_id = $1 AND co_task.unit_code = $2 AND ${taskStateSql('co_task')} IN ('asked', 'accepted', 'answered') LIMIT 1`,
    [messageId, unit],
  );
  return rows.length > 0;
}
