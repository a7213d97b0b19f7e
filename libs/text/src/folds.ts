import type { LearnerDocument } from './document.js';
import { seededRandom, shuffle } from './random.js';

const hashes = 24;
const hashesInBand = 3;
const similar = 0.5;
const seed = 3;

/** For each document the number of its group: documents half of whose pairs of words are the same (MinHash in bands, then counted). */
export function nearDuplicates(documents: readonly LearnerDocument[]): number[] {
  const groups = documents.map((_, index) => index);
  const groupOf = (index: number): number => {
    let at = index;
    while (groups[at] !== at) at = groups[at]!;
    groups[index] = at;
    return at;
  };
  const pairs = documents.map(({ words }) => new Set(words.map((word, at) => hashOf(`${word} ${words[at + 1] ?? ''}`))));
  const signatures = pairs.map(signatureOf);
  for (let band = 0; band < hashes; band += hashesInBand) {
    const buckets = new Map<string, number>();
    for (const [index, signature] of signatures.entries()) {
      const key = signature.subarray(band, band + hashesInBand).join();
      const first = buckets.get(key);
      if (first === undefined) buckets.set(key, index);
      else if (similarity(pairs[index]!, pairs[first]!) >= similar) groups[groupOf(index)] = groupOf(first);
    }
  }
  return groups.map((_, index) => groupOf(index));
}

/** The fold of each document: groups stay together, and the same groups give the same folds. */
export function foldsOf(groups: readonly number[], count: number): number[] {
  const order = [...new Set(groups)];
  shuffle(order, seededRandom(seed));
  const folds = new Map(order.map((group, index) => [group, index % count]));
  return groups.map((group) => folds.get(group)!);
}

function signatureOf(pairs: ReadonlySet<number>): Uint32Array {
  const signature = new Uint32Array(hashes).fill(0xffffffff);
  for (const pair of pairs) {
    for (let hash = 0; hash < hashes; hash += 1) {
      const mixed = Math.imul(pair ^ (pair >>> 15), Math.imul(2 * hash + 1, 0x9e3779b1)) ^ (pair >>> 7);
      const value = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b) >>> 0;
      if (value < signature[hash]!) signature[hash] = value;
    }
  }
  return signature;
}

function similarity(one: ReadonlySet<number>, other: ReadonlySet<number>): number {
  let shared = 0;
  for (const pair of one) if (other.has(pair)) shared += 1;
  return shared / (one.size + other.size - shared);
}

/** FNV-1a. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return hash >>> 0;
}
