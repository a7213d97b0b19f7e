import type { EntityManager } from '@wenzheng/platform';
import type { Frequencies } from './vector.rules.js';
import { beginsEpoch, parameters } from '../grouping/cluster.rules.js';

export interface Epoch {
  epoch: number;
  week: number;
  messages: number;
  during: number;
}

/** What is sent in one statement; the driver writes it out in one go. */
const termsAtOnce = 2_000;

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
    const [row] = await manager.query<Epoch[]>('SELECT epoch, week, messages, during FROM hot_epoch ORDER BY epoch DESC LIMIT 1');
    return new TermCounts(manager, row ?? { epoch: 0, week: -1_000_000, messages: 0, during: 0 }, known, row !== undefined);
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
    await this.flush();
    const { epoch, messages, during } = this.current;
    this.current = { epoch: epoch + 1, week: Math.max(week, this.current.week), messages: messages + during, during: 0 };
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
    if (this.counted.size === 0) return;
    const { epoch, during } = this.current;
    const rows = [...this.counted].sort(([one], [other]) => (one < other ? -1 : 1));
    this.counted.clear();
    for (let from = 0; from < rows.length; from += termsAtOnce) await this.write(rows.slice(from, from + termsAtOnce), epoch);
    await this.manager.query('UPDATE hot_epoch SET during = $2 WHERE epoch = $1', [epoch, during]);
  }

  private async write(rows: readonly [term: string, count: number][], epoch: number): Promise<void> {
    await this.manager.query(
      `INSERT INTO hot_term AS known (term, before, during, epoch)
       SELECT term, 0, count, $3 FROM unnest($1::text[], $2::int[]) AS counted (term, count)
       ON CONFLICT (term) DO UPDATE SET
         before = CASE WHEN known.epoch < excluded.epoch THEN known.before + known.during ELSE known.before END,
         during = CASE WHEN known.epoch < excluded.epoch THEN 0 ELSE known.during END + excluded.during,
         epoch = excluded.epoch`,
      [rows.map(([term]) => term), rows.map(([, count]) => count), epoch],
    );
  }
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
