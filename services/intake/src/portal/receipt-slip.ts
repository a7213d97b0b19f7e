import { Inject, Injectable } from '@nestjs/common';
import { dateSchema, idSchema, instantSchema, visibilitySchema, type Visibility } from '@wenzheng/contracts';
import { readCookie, setCookie, type OwnCookie } from '@wenzheng/page-frame';
import { z } from 'zod';
import type { IntakeConfig } from '../config.js';
import { displayTrackingCode, trackingCodeOf } from '../receipt/tracking-code.rules.js';
import { CONFIG } from '../tokens.js';
import { Signatures } from './signatures.js';

const cookie: OwnCookie = { name: 'wenzheng_receipt', path: '/submit/received' };
const lifetimeSeconds = 10 * 60;
const slipSchema = z.object({ messageId: idSchema, number: z.string(), registeredAt: instantSchema, visibility: visibilitySchema, repeated: z.boolean(), sessionOn: dateSchema.nullable().default(null), until: z.int() });

/** What the receipt page shows, the tracking code among it. */
export interface ShownReceipt {
  number: string;
  trackingCode: string;
  registeredAt: Date;
  visibility: Visibility;
  repeated: boolean;
  /** The day of the interview in which it was asked: its days are counted from there. */
  sessionOn: string | null;
}

/** The way from a form that was taken to the page with its receipt: a cookie that is good once and for ten minutes. No address holds the code. */
@Injectable()
export class ReceiptSlips {
  private readonly isSecure: boolean;

  constructor(
    @Inject(Signatures) private readonly signatures: Signatures,
    @Inject(CONFIG) private readonly config: IntakeConfig,
  ) {
    this.isSecure = config.PUBLIC_URL.startsWith('https://');
  }

  /** @param now real time, as of all that runs out */
  cookieOf({ messageId, messageNumber, registeredAt }: { messageId: string; messageNumber: string; registeredAt: string }, { visibility, repeated, sessionOn = null }: Pick<ShownReceipt, 'visibility' | 'repeated'> & { sessionOn?: string | null }, now: Date): string {
    const slip = { messageId, number: messageNumber, registeredAt, visibility, repeated, sessionOn, until: Math.floor(now.getTime() / 1_000) + lifetimeSeconds };
    return setCookie(cookie, this.signatures.sign('receipt', slip), { seconds: lifetimeSeconds, isSecure: this.isSecure });
  }

  read(header: string | undefined, now: Date): ShownReceipt | null {
    const slip = this.signatures.read('receipt', readCookie(cookie, header), slipSchema);
    if (!slip || slip.until * 1_000 < now.getTime()) return null;
    const { messageId, number, registeredAt, visibility, repeated, sessionOn } = slip;
    return { number, trackingCode: displayTrackingCode(trackingCodeOf(this.config.TRACKING_KEY, messageId)), registeredAt: new Date(registeredAt), visibility, repeated, sessionOn };
  }

  /** Takes it away: what was shown is not shown again. */
  get used(): string {
    return setCookie(cookie, '', { seconds: 0, isSecure: this.isSecure });
  }
}
