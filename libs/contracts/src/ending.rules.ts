import { endings, type Ending } from './vocabulary.js';

/** Something that ends a message, and still stands: a ruling that an objection has lifted does not. */
export interface MessageEnd {
  ending: Exclude<Ending, 'open'>;
  at: Date;
}

/**
 * 件件有交代 (R04): of all that ends a message the first counts; of one instant, in the order of `endings`. Every service asks here, so that their ledgers agree
 * in whatever order the events reached them. A merge 并单 ends nothing: each writer's message ends by its own answer.
 */
export function firstEnd<End extends MessageEnd>(ends: readonly End[]): End | null {
  return ends.toSorted((a, b) => a.at.getTime() - b.at.getTime() || endings.indexOf(a.ending) - endings.indexOf(b.ending))[0] ?? null;
}
