import { describeError, isFaultOfData, type DataSource, type EntityManager, type Logger } from '@wenzheng/platform';
import { reasonOf } from '../consumer/event-processor.js';
import { RejectEvent } from '../consumer/on-event.js';
import { recordDeadLetter } from '../dead-letters/dead-letter.js';

/** What a dead letter of due work has in place of a stream. */
export const dueWorkStream = 'due-work';

/** Rows that fall due by themselves, and are seen to in batches. */
export interface DueWork<Item = unknown> {
  /** `<noun>.<verb>`: the subject of its dead letters. */
  name: string;
  /** Locks rows that are due and returns them by their keys: some, or of those that are named all. What another replica has in hand is left to it. */
  claim(manager: EntityManager, among?: readonly string[]): Promise<ReadonlyMap<string, Item>>;
  /** Sees to what was claimed, in the same transaction. */
  perform(manager: EntityManager, claimed: ReadonlyMap<string, Item>): Promise<void>;
  /** Makes a row that stands aside due no more, and due again; without them `claim` leaves it out by {@link notAside}. */
  aside?: { put(manager: EntityManager, key: string): Promise<void>; takeBack(manager: EntityManager, key: string): Promise<void> };
}

/** One batch of it, of any rows that are due or of these; returns how many rows it saw to. */
export type RunBatch = (among?: readonly string[]) => Promise<number>;

const letterKey = (name: string, key: string): string => `${name} ${key}`;

/** For the conditions of a claim: the row does not stand aside. `key` is its key as text, in SQL. */
export const notAside = (name: string, key: string): string => `NOT EXISTS (SELECT FROM dead_letter WHERE event_key = '${letterKey(name, '')}' || ${key} AND state <> 'replayed')`;

/**
 * Does due work, a batch in one transaction. Guarantee: a row whose own data is at fault holds no other up: a batch that fails for it is halved until
 * it is alone, and it stands aside as a dead letter, with its reason, until it is replayed. Passing trouble, and what concerns every row, fails the batch as a whole.
 */
export class DueWorks {
  readonly #byName = new Map<string, DueWork>();

  constructor(
    private readonly dataSource: DataSource,
    private readonly logger: Logger,
  ) {}

  register<Item>(work: DueWork<Item>): RunBatch {
    this.#byName.set(work.name, work as DueWork);
    return (among) => this.#run(work, among);
  }

  /** In the transaction that settles its dead letter; a row that is due no more needs nothing. */
  async replay(manager: EntityManager, name: string, key: string): Promise<void> {
    const work = this.#byName.get(name);
    if (!work) throw new RejectEvent('this version of the service has no such work');
    await work.aside?.takeBack(manager, key);
    const claimed = await work.claim(manager, [key]);
    if (claimed.size > 0) await work.perform(manager, claimed);
  }

  async #run<Item>(work: DueWork<Item>, among?: readonly string[]): Promise<number> {
    let keys: string[] = [];
    try {
      await this.dataSource.transaction(async (manager) => {
        const claimed = await work.claim(manager, among);
        keys = [...claimed.keys()];
        if (keys.length > 0) await work.perform(manager, claimed);
      });
    } catch (error) {
      const [first, ...rest] = keys;
      if (first === undefined || !isFaultOfData(error)) throw error;
      if (rest.length === 0) await this.#setAside(work, first, error);
      else for (const half of halvesOf(keys)) await this.#run(work, half);
    }
    return keys.length;
  }

  async #setAside<Item>(work: DueWork<Item>, key: string, error: unknown): Promise<void> {
    const reason = reasonOf(error);
    const isAside = await this.dataSource.transaction(async (manager) => {
      // Another replica may have seen to it, or its fault may be gone.
      if (!(await work.claim(manager, [key])).has(key)) return false;
      await work.aside?.put(manager, key);
      await recordDeadLetter(manager, { delivery: { stream: dueWorkStream, subject: work.name, payload: key }, eventId: null, key: letterKey(work.name, key), group: null, kind: 'failed', reason: `${key}: ${reason}` });
      return true;
    });
    if (isAside) this.logger.error({ alarm: 'dead-letter', work: work.name, key, reason, error: describeError(error) }, 'due work set aside as a dead letter');
  }
}

function halvesOf(keys: readonly string[]): string[][] {
  const middle = Math.ceil(keys.length / 2);
  return [keys.slice(0, middle), keys.slice(middle)];
}
