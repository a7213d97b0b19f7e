import { nodeHash } from '../tree.rules.js';
import { placeOf, type NodeOf } from './consistency.rules.js';

/** Hashes of a portal's log of so many entries, from its tiles, each asked for once. */
export function tilesOf(portal: string, entries: number): NodeOf {
  const tiles = new Map<string, Promise<Buffer>>();
  const read = async (path: string): Promise<Buffer> => {
    const response = await fetch(new URL(path, portal));
    if (!response.ok) throw new Error(`${response.url} answers ${response.status}`);
    return Buffer.from(await response.arrayBuffer());
  };
  return async (height, index) => {
    const { path, from, to } = placeOf(height, index, entries);
    const tile = tiles.get(path) ?? read(path);
    tiles.set(path, tile);
    const bytes = await tile;
    if (bytes.length < to * 32) throw new Error(`${path} has ${bytes.length / 32} hashes 散列树缺少数据`);
    let row = Array.from({ length: to - from }, (_, place) => bytes.subarray((from + place) * 32, (from + place + 1) * 32));
    while (row.length > 1) row = Array.from({ length: row.length / 2 }, (_, place) => nodeHash(row[2 * place]!, row[2 * place + 1]!));
    return row[0]!;
  };
}
