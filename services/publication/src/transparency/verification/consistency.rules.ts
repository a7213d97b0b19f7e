import type { Checkpoint } from '../checkpoint.rules.js';
import { nodeHash, tileWidth } from '../tree.rules.js';

/** The hash over 2^height entries, the index-th of these. */
export type NodeOf = (height: number, index: number) => Promise<Buffer>;

const tileHeight = Math.log2(tileWidth);

/** RFC 6962, 2.1.2: what shows that a tree of one size is the beginning of one of another. */
export function consistencyProof(first: number, second: number, nodeOf: NodeOf): Promise<Buffer[]> {
  return first === 0 || first === second ? Promise.resolve([]) : subproof(first, [0, second], true, nodeOf);
}

async function subproof(first: number, [from, to]: [number, number], isWhole: boolean, nodeOf: NodeOf): Promise<Buffer[]> {
  const size = to - from;
  if (first === size) return isWhole ? [] : [await rangeHash(from, to, nodeOf)];
  const left = splitOf(size);
  return first <= left
    ? [...(await subproof(first, [from, from + left], isWhole, nodeOf)), await rangeHash(from + left, to, nodeOf)]
    : [...(await subproof(first - left, [from + left, to], false, nodeOf)), await rangeHash(from, from + left, nodeOf)];
}

async function rangeHash(from: number, to: number, nodeOf: NodeOf): Promise<Buffer> {
  const size = to - from;
  const height = Math.log2(size);
  if (Number.isInteger(height)) return nodeOf(height, from / size);
  const left = splitOf(size);
  return nodeHash(await rangeHash(from, from + left, nodeOf), await rangeHash(from + left, to, nodeOf));
}

/** The largest power of two that is smaller. */
function splitOf(size: number): number {
  let left = 1;
  while (left * 2 < size) left *= 2;
  return left;
}

/** RFC 9162, 2.1.4.2: whether the second log begins with all of the first. Whoever gave the proof needs no trust. */
export function isConsistent(first: Checkpoint, second: Checkpoint, proof: readonly Buffer[]): boolean {
  if (first.size > second.size) return false;
  if (first.size === second.size) return first.root.equals(second.root) && proof.length === 0;
  if (first.size === 0) return proof.length === 0;
  const path = Number.isInteger(Math.log2(first.size)) ? [first.root, ...proof] : [...proof];
  let [node, last] = [first.size - 1, second.size - 1];
  const up = () => [node, last] = [Math.floor(node / 2), Math.floor(last / 2)];
  while (node % 2 === 1) up();
  const start = path.shift();
  if (!start) return false;
  let [firstRoot, secondRoot] = [start, start];
  for (const hash of path) {
    if (last === 0) return false;
    if (node % 2 === 1 || node === last) {
      firstRoot = nodeHash(hash, firstRoot);
      secondRoot = nodeHash(hash, secondRoot);
      while (node % 2 === 0 && node !== 0) up();
    } else secondRoot = nodeHash(secondRoot, hash);
    up();
  }
  return last === 0 && firstRoot.equals(first.root) && secondRoot.equals(second.root);
}

/** Where the hash stands: in which tile of a log of so many entries, and over which of its hashes. */
export function placeOf(height: number, index: number, entries: number): { path: string; from: number; to: number } {
  const level = Math.floor(height / tileHeight);
  const width = 2 ** (height - level * tileHeight);
  const start = index * width;
  const tile = Math.floor(start / tileWidth);
  const hashes = Math.min(tileWidth, Math.floor(entries / tileWidth ** level) - tile * tileWidth);
  const digits = String(tile).padStart(Math.ceil(String(tile).length / 3) * 3, '0').match(/\d{3}/g) ?? [];
  const name = digits.map((part, place) => (place < digits.length - 1 ? `x${part}` : part)).join('/');
  const from = start - tile * tileWidth;
  return { path: `/log/tile/${level}/${name}${hashes < tileWidth ? `.p/${hashes}` : ''}`, from, to: from + width };
}
