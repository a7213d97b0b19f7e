import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { edgeOf, leafHash, nodeHash, Tree } from '../tree.rules.js';
import { consistencyProof, isConsistent, placeOf, type NodeOf } from './consistency.rules.js';

const leaves = Array.from({ length: 600 }, (_, entry) => leafHash(Buffer.from(String(entry))));
const headOf = (size: number) => {
  const tree = new Tree();
  for (const leaf of leaves.slice(0, size)) tree.append(leaf);
  return { size, root: tree.root };
};
const nodeOf: NodeOf = async (height, index) => {
  let row = leaves.slice(index * 2 ** height, (index + 1) * 2 ** height);
  expect(row).toHaveLength(2 ** height);
  while (row.length > 1) row = Array.from({ length: row.length / 2 }, (_, place) => nodeHash(row[2 * place]!, row[2 * place + 1]!));
  return row[0]!;
};
const sizes = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 15, 16, 17, 31, 33, 255, 256, 257, 300, 511, 512, 513, 599, 600];
const heads = sizes.map(headOf);
const pairs = heads.flatMap((first) => heads.filter(({ size }) => size >= first.size).map((second) => ({ first, second })));
const other = createHash('sha256').update('another').digest();

describe('a consistency proof', () => {
  it('shows of logs of every size that the longer begins with the shorter', async () => {
    for (const { first, second } of pairs) expect([first.size, second.size, isConsistent(first, second, await consistencyProof(first.size, second.size, nodeOf))]).toEqual([first.size, second.size, true]);
  });

  it('of a log that was written anew, shortened, or with a hash changed, left out or added, shows nothing', async () => {
    for (const { first, second } of pairs.filter((pair) => pair.first.size > 0)) {
      const proof = await consistencyProof(first.size, second.size, nodeOf);
      const wrong = [
        isConsistent({ ...first, root: other }, second, proof), isConsistent(first, { ...second, root: other }, proof), isConsistent(first, second, [...proof, other]),
        ...(first.size < second.size ? [isConsistent(second, first, proof), isConsistent(first, second, proof.slice(1)), isConsistent(first, second, proof.with(-1, other))] : []),
      ];
      expect([first.size, second.size, ...wrong]).toEqual([first.size, second.size, ...wrong.map(() => false)]);
    }
  });

  it('finds its hashes in tiles, as C2SP names them', () => {
    expect(placeOf(0, 3, 10)).toEqual({ path: '/log/tile/0/000.p/10', from: 3, to: 4 });
    expect(placeOf(3, 33, 600)).toEqual({ path: '/log/tile/0/001', from: 8, to: 16 });
    expect(placeOf(8, 1, 600)).toEqual({ path: '/log/tile/1/000.p/2', from: 1, to: 2 });
    expect(placeOf(4, 16 * 1_234_067, 2 ** 40).path).toBe('/log/tile/0/x001/x234/067');
    expect(edgeOf(600)[1]).toEqual({ level: 1, tile: 0, width: 2 });
  });
});
