import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { DATA_SOURCE, type DataSource, type EntityManager } from '@wenzheng/platform';
import type { IntakeConfig } from '../config.js';
import { CONFIG } from '../tokens.js';

const mark = /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\.([\w-]{43})$/;
const words = '通道探测 ';

/**
 * Probes 探测 among what citizens write. Each has a mark that only we can sign, and is known once: what says the mark again, or anything beside it, is a message like any
 * other, so that nobody can have something left unregistered.
 */
@Injectable()
export class Probes {
  private readonly key: Buffer;

  constructor(
    @Inject(DATA_SOURCE) private readonly dataSource: DataSource,
    @Inject(CONFIG) { TRACKING_KEY }: Pick<IntakeConfig, 'TRACKING_KEY'>,
  ) {
    this.key = Buffer.from(hkdfSync('sha256', TRACKING_KEY, '', 'wenzheng probe', 32));
  }

  markOf(probeId: string): string {
    return `${probeId}.${this.signed(probeId).toString('base64url')}`;
  }

  /** All that a probe says where a citizen writes. */
  textOf(probeId: string): string {
    return words + this.markOf(probeId);
  }

  /** The probe whose mark it is; null for what we have not signed. */
  read(text: string): string | null {
    const [, probeId = '', signature = ''] = mark.exec(text) ?? [];
    const given = Buffer.from(signature, 'base64url');
    return given.length === 32 && timingSafeEqual(given, this.signed(probeId)) ? probeId : null;
  }

  /** The probe that came in by a connector as this text, once; null for a message. */
  async take(text: string, connector: string): Promise<string | null> {
    const probeId = text.startsWith(words) ? this.read(text.slice(words.length)) : null;
    return probeId !== null && (await this.arrive(this.dataSource.manager, probeId, connector)) ? probeId : null;
  }

  /** Whether it was sent by this connector's way in and has not come in yet. */
  async isAwaited(probeId: string, connector: string): Promise<boolean> {
    const found = await this.dataSource.query<unknown[]>('SELECT 1 FROM probe WHERE probe_id = $1 AND connector = $2 AND arrived_at IS NULL', [probeId, connector]);
    return found.length > 0;
  }

  /** @returns false where it had come in before, or never was sent that way */
  async arrive(manager: EntityManager, probeId: string, connector: string): Promise<boolean> {
    const [, count] = await manager.query<[unknown, number]>('UPDATE probe SET arrived_at = $3 WHERE probe_id = $1 AND connector = $2 AND arrived_at IS NULL', [probeId, connector, new Date()]);
    return count > 0;
  }

  private signed(probeId: string): Buffer {
    return createHmac('sha256', this.key).update(probeId).digest();
  }
}
