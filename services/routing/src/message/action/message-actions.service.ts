import { Inject, Injectable } from '@nestjs/common';
import { DATA_SOURCE, Problem, type Caller, type DataSource, type EntityManager } from '@wenzheng/platform';
import type { Clock } from '@wenzheng/working-days';
import { lockMessage, lockTogether, recomputeStates, type LockedMessage } from '../locked-message.js';
import { refusalOf, type MessageAction, type MessageState } from '../message-state.rules.js';
import { problem } from '../../problems.js';
import { CLOCK } from '../../tokens.js';
import { People } from '../../unit/person/people.service.js';
import { UnitRegistry } from '../../unit/unit-registry.service.js';
import type { Unit } from '../../unit/unit-tree.rules.js';
import { findRepeat, rememberAnswer, type ActionRequest, type Standing } from './idempotency.js';

export interface ActionContext {
  manager: EntityManager;
  /** Under its row lock until the transaction ends. */
  message: LockedMessage;
  /** Business time of what is done: taken after the lock, so that what is stamped later did happen later. */
  now: Date;
  /** `sequence` of the event that this emits. */
  nextVersion(): Promise<number>;
}

export interface ActionAnswer<Answer> {
  answer: Answer;
  repeated: boolean;
}

/** What a person does about one message: one transaction under the message's row lock, once per `Idempotency-Key`. */
@Injectable()
export class MessageActions {
  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(DATA_SOURCE) private readonly dataSource: DataSource,
    @Inject(People) private readonly people: People,
    @Inject(UnitRegistry) private readonly registry: UnitRegistry,
  ) {}

  /**
   * The unit that has the message, for which the caller acts as its web admin or backup.
   * @throws Problem `routing.not-your-unit`, and what the registry of people refuses
   */
  async ownUnit({ manager, message }: ActionContext, caller: Caller): Promise<Unit> {
    const unit = message.unitCode !== caller.unit || caller.unit === null ? undefined : (await this.registry.tree(manager)).get(caller.unit);
    if (!unit) throw problem('routing.not-your-unit');
    await this.people.actingFor(caller, unit.code, ['web-admin', 'backup'], manager);
    return unit;
  }

  /** @param work a Problem that it *returns* is answered after the commit: a refusal that leaves a record */
  async act<Body, Answer>(
    operation: string,
    request: ActionRequest<Body>,
    work: (at: ActionContext) => Promise<Answer | Problem>,
  ): Promise<ActionAnswer<Answer>> {
    const outcome = await this.dataSource.transaction(async (manager) => {
      await lockTogether(manager, [request.messageId, ...(request.with ?? [])]);
      const message = await lockMessage(manager, request.messageId);
      const now = this.clock.now();
      const before = await findRepeat<Answer>(manager, operation, request, message, now);
      if (before !== undefined) return { answer: before, repeated: true };
      const answer = await work({ manager, message, now, nextVersion: () => nextVersion(manager, message.messageId) });
      if (answer instanceof Problem) return answer;
      await recomputeStates(manager, [message.messageId]);
      await rememberAnswer(manager, operation, request, await standingOf(manager, message.messageId), answer, now);
      return { answer, repeated: false };
    });
    if (outcome instanceof Problem) throw outcome;
    return outcome;
  }
}

async function standingOf(manager: EntityManager, messageId: string): Promise<Standing> {
  const [row] = await manager.query<Standing[]>('SELECT version, state FROM message WHERE message_id = $1', [messageId]);
  if (!row) throw new Error('a locked message has a row');
  return row;
}

export async function nextVersion(manager: EntityManager, messageId: string): Promise<number> {
  const [rows] = await manager.query<[{ version: number }[], number]>(
    'UPDATE message SET version = version + 1 WHERE message_id = $1 RETURNING version',
    [messageId],
  );
  const [row] = rows;
  if (!row) throw new Error('a locked message has a row');
  return row.version;
}

/** @throws Problem by the table of states */
export function assertAllowed(action: MessageAction, message: LockedMessage): void {
  const refusal = refusedIn(action, message.state);
  if (refusal) throw refusal;
}

export function refusedIn(action: MessageAction, state: MessageState): Problem | null {
  const code = refusalOf(action, state);
  return code && problem(code);
}
