import type { EntityManager } from '@wenzheng/platform';
import type { Frequencies } from './vector.rules.js';
import { beginsEpoch, parameters } from '../grouping/cluster.rules.js';

export interface Epoch {
  epoch: number;
  week: number;
  messages: number;
  during: number;
  /** Of those during it, the ones whose terms stand in `hot_term`. */
  folded: number;
}

/** Nobody asks for them before the epoch ends; then what is left is folded in one go, so that it may not grow without bound. */
const messagesToFold = 5_000;

/**
 * How often terms stand in messages, within one transaction. Within an epoch what is read does not change, so that
 * counts that other transactions of the same epoch have read may be used again: `known` lives as long as its epoch.
 */
export class TermCounts {
  private readonly counted = new Map<string, number>();
  private begun: boolean;

  private constructor(
    private readonly manager: EntityManager,
    private current: Epoch,
    private readonly known: KnownTerms,
    begun: boolean,
  ) {
    this.begun = begun;
  }

  static async load(manager: EntityManager, known: KnownTerms): Promise<TermCounts> {
    const [row] = await manager.query<Epoch[]>('SELECT epoch, week, messages, during, folded FROM hot_epoch ORDER BY epoch DESC LIMIT 1');
    return new TermCounts(manager, row ?? { epoch: 0, week: -1_000_000, messages: 0, during: 0, folded: 0 }, known, row !== undefined);
  }

  /** What was counted before this epoch; the terms must have been asked for. */
  get frequencies(): Frequencies {
    return { messages: this.current.messages, of: (term) => this.known.of(this.current.epoch, term) ?? 0 };
  }

  /** Reads what is not known of these terms yet. */
  async ask(terms: readonly string[]): Promise<void> {
    const { epoch } = this.current;
    this.known.makeRoomFor(terms);
    const unknown = [...new Set(terms)].filter((term) => this.known.of(epoch, term) === undefined);
    if (unknown.length === 0) return;
    const rows = await this.manager.query<{ term: string; count: number }[]>(
      `SELECT term, CASE WHEN epoch < $2 THEN before + during ELSE before END AS count FROM hot_term WHERE term = ANY ($1::text[])`,
      [unknown, epoch],
    );
    const counts = new Map(rows.map(({ term, count }) => [term, count]));
    for (const term of unknown) this.known.keep(epoch, term, counts.get(term) ?? 0);
  }

  /** Before a message of that week is weighed. Returns whether an epoch begins with it. */
  async reach(week: number, position: string): Promise<boolean> {
    if (this.begun && !beginsEpoch(this.current, week)) return false;
    await this.write({ isOver: true });
    const { epoch, messages, during } = this.current;
    this.current = { epoch: epoch + 1, week: Math.max(week, this.current.week), messages: messages + during, during: 0, folded: 0 };
    this.begun = true;
    await this.manager.query('INSERT INTO hot_epoch (epoch, from_position, week, messages, during, parameters) VALUES ($1, $2, $3, $4, 0, $5)', [
      this.current.epoch, position, this.current.week, this.current.messages, parameters.version,
    ]);
    return true;
  }

  count(terms: Iterable<string>): void {
    this.current = { ...this.current, during: this.current.during + 1 };
    for (const term of terms) this.counted.set(term, (this.counted.get(term) ?? 0) + 1);
  }

  /** Writes what was counted for all messages since the last time. */
  async flush(): Promise<void> {
    if (this.counted.size > 0) await this.write({ isOver: false });
  }

  private async write({ isOver }: { isOver: boolean }): Promise<void> {
    const { epoch, during, folded } = this.current;
    await this.manager.query('INSERT INTO hot_term_tail (epoch, terms, counts) VALUES ($1, $2, $3)', [epoch, [...this.counted.keys()], [...this.counted.values()]]);
    this.counted.clear();
    const isFolded = isOver || during - folded >= messagesToFold;
    if (isFolded) await foldTail(this.manager);
    await this.manager.query('UPDATE hot_epoch SET during = $2, folded = $3 WHERE epoch = $1', [epoch, during, isFolded ? during : folded]);
  }
}

/**
 * What was counted comes into `hot_term`: a row for each term, whatever number of messages it stood in. A tail of an epoch that is over is
 * one that a replica of the release before has ended.
 */
export async function foldTail(manager: EntityManager): Promise<void> {
  await manager.query(
    `WITH taken AS (DELETE FROM hot_term_tail RETURNING epoch, terms, counts)
     INSERT INTO hot_term AS known (term, before, during, epoch)
     SELECT term, 0, sum(count), max(epoch) FROM taken, unnest(terms, counts) AS counted (term, count) GROUP BY term ORDER BY term
     ON CONFLICT (term) DO UPDATE SET
       before = known.before + CASE WHEN known.epoch < excluded.epoch THEN known.during WHEN known.epoch > excluded.epoch THEN excluded.during ELSE 0 END,
       during = CASE WHEN known.epoch < excluded.epoch THEN excluded.during WHEN known.epoch > excluded.epoch THEN known.during ELSE known.during + excluded.during END,
       epoch = greatest(known.epoch, excluded.epoch)`,
  );
}

/** In characters, because a term of letters or digits can be as long as a message: some 40 MiB with what a map takes beside them. */
const mostKnown = 2_000_000;
/** What a map's entry takes, in characters. */
const entry = 20;

/** Counts that were read, for as long as their epoch lasts. What is forgotten is read again. */
export class KnownTerms {
  private epoch = -1;
  /** Null while a transaction is at work, and after one that failed. */
  private position: string | null = null;
  private readonly counts = new Map<string, number>();
  private characters = 0;

  of(epoch: number, term: string): number | undefined {
    return epoch === this.epoch ? this.counts.get(term) : undefined;
  }

  keep(epoch: number, term: string, count: number): void {
    if (epoch !== this.epoch) this.clear();
    this.epoch = epoch;
    if (!this.counts.has(term)) this.characters += term.length + entry;
    this.counts.set(term, count);
  }

  makeRoomFor(terms: readonly string[]): void {
    if (this.characters + terms.reduce((sum, { length }) => sum + length + entry, 0) > mostKnown) this.clear();
  }

  /** They hold where the sequence goes on from the place that they were left at; else another replica, or a transaction that was rolled back, comes between. */
  continueFrom(position: string): void {
    if (position !== this.position) this.clear();
    this.position = null;
  }

  reach(position: string): void {
    this.position = position;
  }

  private clear(): void {
    this.counts.clear();
    this.characters = 0;
  }
}
