import { describe, expect, it } from '@jest/globals';
import { edgeOf, leafHash, Tree, tileWidth } from './tree.rules.js';

/** The vectors that implementations of RFC 6962 are tried with: eight entries, and the root after each. */
const entries = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'];
const roots = [
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d', 'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77', 'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4', '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c', '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
];
const leaves = (count: number) => Array.from({ length: count }, (_, index) => leafHash(Buffer.from(String(index))));

describe('the tree', () => {
  it('has the roots of RFC 6962, and for nothing the hash of nothing', () => {
    const tree = new Tree();
    expect(tree.root.toString('hex')).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
    expect(entries.map((entry) => (tree.append(leafHash(Buffer.from(entry, 'hex'))), tree.root.toString('hex')))).toEqual(roots);
  });

  it.each([255, 256, 257, 65_535, 65_536, 65_793])('of %d entries goes on from the tiles at its edge as if it had never ended', (size) => {
    const all = leaves(size + 300);
    const whole = new Tree();
    const kept = new Map<string, readonly Buffer[]>();
    all.forEach((leaf, index) => {
      whole.append(leaf);
      if (index === size - 1) for (const { level, tile, hashes } of whole.tiles) kept.set(`${level} ${tile}`, hashes);
    });
    const edge = edgeOf(size).map(({ level, tile, width }) => (width === 0 ? [] : [...(kept.get(`${level} ${tile}`) ?? [])]));
    expect(edge.map(({ length }) => length)).toEqual(edgeOf(size).map(({ width }) => width));
    const continued = new Tree(size, edge);
    for (const leaf of all.slice(size)) continued.append(leaf);
    expect(continued.root).toEqual(whole.root);
    expect(continued.size).toBe(size + 300);
    expect(continued.tiles.every(({ hashes }) => hashes.length <= tileWidth)).toBe(true);
  });
});
