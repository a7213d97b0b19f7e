import { Inject, Injectable } from '@nestjs/common';
import type { DataSource } from '@wenzheng/platform';
import type { PublicationConfig } from '../config.js';
import { CONFIG, READS } from '../tokens.js';
import { signingKey, verifierKey } from './checkpoint.rules.js';
import type { Deed } from './deeds.rules.js';
import { tileWidth } from './tree.rules.js';

/** The log's name: the portal's address without its scheme, as checkpoints have it. */
export const originOf = ({ PUBLIC_URL }: Pick<PublicationConfig, 'PUBLIC_URL'>): string => `${new URL(PUBLIC_URL).host}/log`;

/** An entry as everybody may read it; without `salt` it is opened to nobody any more. */
export interface OpenEntry extends Deed {
  entry: number;
  commitment: Buffer;
  subject: string;
  at: Date;
  salt: Buffer | null;
}

export interface Head {
  size: number;
  at: Date;
  note: string | null;
}

/** What the public reads of the log. */
@Injectable()
export class LogReader {
  /** Null where the city has no key for it. */
  readonly verifierKey: string | null;

  constructor(
    @Inject(READS) private readonly reads: DataSource,
    @Inject(CONFIG) config: PublicationConfig,
  ) {
    this.verifierKey = config.LOG_KEY ? verifierKey(originOf(config), signingKey(config.LOG_KEY.export())) : null;
  }

  async head(): Promise<Head | null> {
    const [row] = await this.reads.query<{ size: string; at: Date; note: string | null }[]>('SELECT size, at, note FROM log_checkpoint ORDER BY size DESC LIMIT 1');
    return row ? { ...row, size: Number(row.size) } : null;
  }

  async entries(from: number, limit: number): Promise<OpenEntry[]> {
    const rows = await this.reads.query<(Omit<OpenEntry, 'entry'> & { entry: string })[]>('SELECT entry, commitment, subject, key, at, salt, data FROM log_entry WHERE entry >= $1 ORDER BY entry LIMIT $2', [from, limit]);
    return rows.map((row) => ({ ...row, entry: Number(row.entry) }));
  }

  async newest(limit: number): Promise<OpenEntry[]> {
    const rows = await this.reads.query<(Omit<OpenEntry, 'entry'> & { entry: string })[]>('SELECT entry, commitment, subject, key, at, salt, data FROM log_entry ORDER BY entry DESC LIMIT $1', [limit]);
    return rows.map((row) => ({ ...row, entry: Number(row.entry) }));
  }

  /** The hashes of a tile; null unless there are so many. */
  async tile(level: number, tile: number, width: number): Promise<Buffer | null> {
    const [row] = await this.reads.query<{ hashes: Buffer }[]>('SELECT hashes FROM log_tile WHERE level = $1 AND tile = $2', [level, tile]);
    return row && row.hashes.length >= width * 32 ? row.hashes.subarray(0, width * 32) : null;
  }

  /** The entries under a tile of the lowest level, each behind its length in two bytes. */
  async bundle(tile: number, width: number): Promise<Buffer | null> {
    const rows = await this.reads.query<{ commitment: Buffer }[]>('SELECT commitment FROM log_entry WHERE entry >= $1 ORDER BY entry LIMIT $2', [tile * tileWidth, width]);
    if (rows.length < width) return null;
    return Buffer.concat(rows.flatMap(({ commitment }) => [Buffer.of(commitment.length >> 8, commitment.length & 0xff), commitment]));
  }
}
