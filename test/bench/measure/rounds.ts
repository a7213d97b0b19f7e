import { progress } from './progress.js';
import { beside, type Row } from './report.js';

/** What is compared on one stand, and what the rounds say. */
export interface Comparison<Name extends string, Result> {
  contestants: Record<Name, (round: number) => Promise<Result>>;
  rows(results: Record<Name, Result[]>): Row[];
}

/** A B A B …: what disturbs the machine disturbs all of them. A second stand, of another checkout, takes its turn after each. */
export async function interleaved<Name extends string, Result>(rounds: number, [ours, other]: readonly Comparison<Name, Result>[]): Promise<Row[]> {
  if (!ours) return [];
  const names = Object.keys(ours.contestants) as Name[];
  const nothing = () => Object.fromEntries(names.map((name) => [name, [] as Result[]])) as Record<Name, Result[]>;
  const [results, others] = [nothing(), nothing()];
  for (let round = 0; round < rounds; round++) {
    for (const name of names) {
      progress(`round ${round + 1} of ${rounds}: ${name}`);
      results[name].push(await ours.contestants[name](round));
      if (other) others[name].push(await other.contestants[name](round));
    }
  }
  return beside(ours.rows(results), other?.rows(others));
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? NaN) + upper) / 2;
}

/** The median of the ratios within each round. */
export const ratio = (values: readonly number[], yardstick: readonly number[]): number =>
  median(values.map((value, round) => value / (yardstick[round] ?? NaN)));
