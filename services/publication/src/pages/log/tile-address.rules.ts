import { tileWidth } from '../../transparency/tree.rules.js';

export interface TileAddress {
  level: number | 'entries';
  tile: number;
  /** How many hashes it has; 256 where it is full. */
  width: number;
}

/** C2SP tlog-tiles: `x001/234` is tile 1,234, and `x001/234.p/5` its first five hashes. */
export function addressOf(level: string, path: readonly string[]): TileAddress | null {
  const [, number = '', width] = /^((?:x\d{3}\/)*\d{3})(?:\.p\/([1-9]\d{0,2}))?$/.exec(path.join('/')) ?? [];
  if (number === '' || !/^(entries|\d|[1-5]\d)$/.test(level) || Number(width ?? 1) >= tileWidth) return null;
  return { level: level === 'entries' ? level : Number(level), tile: Number(number.replaceAll(/[x/]/g, '')), width: Number(width ?? tileWidth) };
}
