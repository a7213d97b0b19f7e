import { createHash } from 'node:crypto';

/** So many hashes make a tile (C2SP tlog-tiles), whose root is one hash of the level above. */
export const tileWidth = 256;

/** A tile of a level, from its first hash to the last there is yet. */
export interface Tile {
  level: number;
  tile: number;
  hashes: readonly Buffer[];
}

const sha256 = (...parts: readonly Uint8Array[]): Buffer => parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest();
const leafMark = Buffer.of(0);
const nodeMark = Buffer.of(1);

/** RFC 6962, 2.1. */
export const leafHash = (entry: Uint8Array): Buffer => sha256(leafMark, entry);
export const nodeHash = (left: Uint8Array, right: Uint8Array): Buffer => sha256(nodeMark, left, right);

/**
 * A Merkle tree of RFC 6962 that grows at its right edge. It knows no more than that edge: of each level the hashes behind the last
 * full tile, of which the level above has one each.
 */
export class Tree {
  private readonly changed = new Map<string, Tile>();

  /** @param edge by level, as {@link edgeOf} says which tiles it is */
  constructor(
    private entries = 0,
    private readonly edge: Buffer[][] = [],
  ) {}

  get size(): number {
    return this.entries;
  }

  append(hash: Buffer): void {
    this.push(0, this.entries, hash);
    this.entries += 1;
  }

  /** The tiles that have grown, whole. */
  get tiles(): Tile[] {
    return [...this.changed.values()];
  }

  get root(): Buffer {
    let root: Buffer | undefined;
    for (const hashes of this.edge) {
      let end = hashes.length;
      for (let size = 1; size <= hashes.length; size *= 2) {
        if ((hashes.length & size) === 0) continue;
        const part = rootOfPerfect(hashes.slice(end - size, end));
        root = root ? nodeHash(part, root) : part;
        end -= size;
      }
    }
    return root ?? sha256();
  }

  private push(level: number, index: number, hash: Buffer): void {
    const hashes = (this.edge[level] ??= []);
    hashes.push(hash);
    const tile = Math.floor(index / tileWidth);
    this.changed.set(`${level} ${tile}`, { level, tile, hashes: [...hashes] });
    if (hashes.length < tileWidth) return;
    this.edge[level] = [];
    this.push(level + 1, tile, rootOfPerfect(hashes));
  }
}

/** Which tiles are not full in a tree of the size, from the lowest level, and how many hashes each has. */
export function edgeOf(size: number): { level: number; tile: number; width: number }[] {
  const edge = [];
  for (let level = 0, count = size; count > 0; level += 1, count = Math.floor(count / tileWidth)) edge.push({ level, tile: Math.floor(count / tileWidth), width: count % tileWidth });
  return edge;
}

function rootOfPerfect(hashes: readonly Buffer[]): Buffer {
  let row = hashes;
  while (row.length > 1) row = Array.from({ length: row.length / 2 }, (_, index) => nodeHash(row[2 * index]!, row[2 * index + 1]!));
  return row[0]!;
}
