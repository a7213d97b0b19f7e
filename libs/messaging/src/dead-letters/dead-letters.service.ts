import { eventBySubject, InvalidEventError, parseEvent, type EventEnvelope, type SubscriberGroup } from '@wenzheng/contracts';
import { audit, defineProblems, type Deed, type DataSource, type EntityManager } from '@wenzheng/platform';
import type { DeadLetter, DeadLetterKind, DeadLetterState } from './dead-letter.js';
import { enterInbox, inboxKey, reasonOf } from '../consumer/event-processor.js';
import { dueWorkStream, type DueWorks } from '../due-work/due-work.js';
import { FailedTransactionError } from '../outbox/committed-events.js';
import { RejectEvent, type EventContext } from '../consumer/on-event.js';

export const messagingProblem = defineProblems({
  'dead-letter-not-found': { status: 404, zh: '没有这条死信。', en: 'There is no such dead letter.' },
  'dead-letter-settled': { status: 409, zh: '这条死信已处理完毕。', en: 'The dead letter is settled already.' },
});

/** Who does it, and when, for the audit; a process does it in nobody's name. */
export type Doer = Pick<Deed, 'by' | 'at'>;

export interface DeadLetterPage {
  items: DeadLetter[];
  /** For the next page; null on the last one. */
  next: string | null;
}

const columns = `id, event_id AS "eventId", stream, subject, kind, reason, first_at AS "firstAt", last_at AS "lastAt",
  attempts, state, settled_reason AS "settledReason"`;

/** Events and rows of due work that stand aside, and what an administrator can do about them: let them in again, or dismiss them. */
export class DeadLetters {
  constructor(
    private readonly dataSource: DataSource,
    private readonly invoke: (subject: string, events: EventEnvelope[], context: EventContext, group: SubscriberGroup | null) => Promise<void>,
    private readonly dueWorks: DueWorks,
  ) {}

  /** Oldest first. */
  async list(query: { state?: DeadLetterState; after?: string; limit?: number } = {}): Promise<DeadLetterPage> {
    const limit = query.limit ?? 50;
    const rows = (await this.dataSource.query(
      `SELECT ${columns}, position FROM dead_letter
       WHERE position > $1 AND ($2::text IS NULL OR state = $2) ORDER BY position LIMIT $3`,
      [query.after ?? '0', query.state ?? null, limit + 1],
    )) as (DeadLetter & { position: string })[];
    const page = rows.slice(0, limit);
    return {
      items: page.map(({ position: _, ...letter }) => letter),
      next: rows.length > limit ? (page.at(-1)?.position ?? null) : null,
    };
  }

  /**
   * Runs the event through the service's handler as if it had just come. Its effect and the settling of the dead letter are
   * one transaction. When it fails again, the dead letter stays, with the new reason.
   */
  async replay(id: string, doer?: Doer): Promise<DeadLetter> {
    try {
      return await this.dataSource.transaction(async (manager) => {
        const letter = await this.#replay(manager, id);
        if (doer) await audit(manager, { ...doer, did: 'dead-letter.replayed', about: id, details: { subject: letter.subject } });
        return letter;
      });
    } catch (error) {
      if (!(error instanceof ReplayFailedError || error instanceof FailedTransactionError)) throw error;
      const [row] = (await this.dataSource.query(
        `WITH failed AS (
           UPDATE dead_letter SET reason = $2, attempts = attempts + 1, last_at = now() WHERE id = $1 AND state = 'waiting' RETURNING *
         ) SELECT ${columns} FROM failed`,
        [id, error.message],
      )) as DeadLetter[];
      if (!row) throw messagingProblem('dead-letter-settled');
      return row;
    }
  }

  /** @param reason why nothing needs to happen, kept for the record */
  async dismiss(id: string, reason: string, doer?: Doer): Promise<DeadLetter> {
    return this.dataSource.transaction(async (manager) => {
      const { subject } = await lockWaiting(manager, id);
      const letter = await settle(manager, id, 'ignored', reason);
      if (doer) await audit(manager, { ...doer, did: 'dead-letter.dismissed', about: id, details: { subject, reason } });
      return letter;
    });
  }

  async #replay(manager: EntityManager, id: string): Promise<DeadLetter> {
    const letter = await lockWaiting(manager, id);
    if (letter.stream === dueWorkStream) return this.#replayWork(manager, id, letter);
    try {
      const definition = eventBySubject(letter.subject);
      if (!definition) throw new RejectEvent('this version of the service has no handler for the event type');
      const event = parseEvent(definition, parseJson(letter.payload));
      // A letter with an event id is in the inbox by its own doing; another may have come in again by now, and in time.
      const due = letter.eventId !== null || (await enterInbox(manager, [inboxKey(letter.group, event.id)])).length > 0;
      if (due) {
        await this.invoke(letter.subject, [event], { manager, subject: letter.subject, replay: true }, letter.group);
      }
    } catch (error) {
      throw new ReplayFailedError(
        error instanceof RejectEvent ? error.message : error instanceof InvalidEventError ? error.reason : reasonOf(error),
        { cause: error },
      );
    }
    return settle(manager, id, 'replayed', null);
  }

  /** Settled first, for what stands aside is not claimed. */
  async #replayWork(manager: EntityManager, id: string, { subject, payload }: WaitingLetter): Promise<DeadLetter> {
    const settled = await settle(manager, id, 'replayed', null);
    try {
      await this.dueWorks.replay(manager, subject, payload);
    } catch (error) {
      throw new ReplayFailedError(`${payload}: ${reasonOf(error)}`, { cause: error });
    }
    return settled;
  }
}

class ReplayFailedError extends Error {}

interface WaitingLetter {
  group: SubscriberGroup | null;
  eventId: string | null;
  stream: string;
  subject: string;
  payload: string;
  kind: DeadLetterKind;
  state: DeadLetterState;
}

async function lockWaiting(manager: EntityManager, id: string): Promise<WaitingLetter> {
  const [letter] = (await manager.query(
    `SELECT subscriber_group AS "group", event_id AS "eventId", stream, subject, payload, kind, state FROM dead_letter WHERE id = $1 FOR UPDATE`,
    [id],
  )) as WaitingLetter[];
  if (!letter) throw messagingProblem('dead-letter-not-found');
  if (letter.state !== 'waiting') throw messagingProblem('dead-letter-settled');
  return letter;
}

async function settle(manager: EntityManager, id: string, state: DeadLetterState, reason: string | null): Promise<DeadLetter> {
  const [row] = (await manager.query(
    `WITH settled AS (
       UPDATE dead_letter SET state = $2, settled_reason = $3, last_at = now() WHERE id = $1 RETURNING *
     ) SELECT ${columns} FROM settled`,
    [id, state, reason],
  )) as DeadLetter[];
  if (!row) throw messagingProblem('dead-letter-not-found');
  return row;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new InvalidEventError('not JSON');
  }
}
