import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { z } from 'zod';
import type { IntakeConfig } from '../config.js';
import { CONFIG } from '../tokens.js';

/**
 * What a browser keeps for us and gives back as it was: all replicas read it, and none needs to remember it. It is signed and not hidden; what was
 * signed for one purpose is nothing for another.
 */
@Injectable()
export class Signatures {
  private readonly key: Buffer;

  constructor(@Inject(CONFIG) { TRACKING_KEY }: Pick<IntakeConfig, 'TRACKING_KEY'>) {
    this.key = Buffer.from(hkdfSync('sha256', TRACKING_KEY, '', 'wenzheng portal form', 32));
  }

  /** Letters, digits, `-`, `_` and one point: it stands in a cookie as it is. */
  sign(purpose: string, value: object): string {
    const body = Buffer.from(JSON.stringify(value)).toString('base64url');
    return `${body}.${this.digest(purpose, body).toString('base64url')}`;
  }

  /** Null for what we have not signed for this purpose. */
  read<Schema extends z.ZodType>(purpose: string, text: string | null, schema: Schema): z.output<Schema> | null {
    const [body = '', signature = '', ...rest] = (text ?? '').split('.');
    const given = Buffer.from(signature, 'base64url');
    const expected = this.digest(purpose, body);
    if (rest.length > 0 || given.length !== expected.length || !timingSafeEqual(given, expected)) return null;
    return schema.safeParse(JSON.parse(Buffer.from(body, 'base64url').toString())).data ?? null;
  }

  /** A keyed digest that says nothing of what went into it. */
  digest(purpose: string, text: string): Buffer {
    return createHmac('sha256', this.key).update(`${purpose}\n${text}`).digest();
  }
}
