import { hash, randomBytes } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { instantSchema } from '@wenzheng/contracts';
import { readCookie, setCookie, type OwnCookie } from '@wenzheng/page-frame';
import { canonicalJson } from '@wenzheng/platform';
import type { Clock } from '@wenzheng/working-days';
import { z } from 'zod';
import type { IntakeConfig } from '../../config.js';
import { Signatures } from '../../portal/signatures.js';
import { CLOCK, CONFIG } from '../../tokens.js';
import type { Letter } from './letter.rules.js';

const cookie: OwnCookie = { name: 'wenzheng_form', path: '/submit' };
/** Real seconds: nobody writes a letter in less; so long the same letter is the same; so long a form may lie open. */
const seconds = { fastest: 3, same: 20 * 60, lifetime: 24 * 60 * 60 };

const passSchema = z.object({ browser: z.string(), id: z.string(), writtenAt: instantSchema, at: z.int() });

/**
 * What a form carries hidden, signed: which browser it was given to, when, and an id from which that of the letter follows. So the same letter from the same form has
 * the same id however often it is sent, after an error, a lost answer or a step back, at whichever replica; and nothing of it is stored.
 */
export type Pass = z.output<typeof passSchema>;

export type PassFault = 'no-cookie' | 'too-old' | 'too-fast';

@Injectable()
export class FormPasses {
  private readonly isSecure: boolean;

  constructor(
    @Inject(Signatures) private readonly signatures: Signatures,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(CONFIG) { PUBLIC_URL }: IntakeConfig,
  ) {
    this.isSecure = PUBLIC_URL.startsWith('https://');
  }

  /** For a form that is opened; within minutes of the last one it goes by the same id. */
  open(header: string | undefined, now: Date): Pass {
    const known = this.read(readCookie(cookie, header));
    const at = secondsOf(now);
    if (known && at - known.at < seconds.same) return known;
    return { browser: known?.browser ?? randomId(), id: randomId(), writtenAt: this.clock.now().toISOString(), at };
  }

  /** The pass of a form that was sent, and why it does not do: the form comes back with a new one then. */
  check(form: string, header: string | undefined, now: Date): { pass: Pass; fault: PassFault | null } {
    const [sent, kept] = [this.read(form), this.read(readCookie(cookie, header))];
    if (!kept) return { pass: this.open(header, now), fault: 'no-cookie' };
    if (!sent || sent.browser !== kept.browser || secondsOf(now) - sent.at > seconds.lifetime) return { pass: this.open(header, now), fault: 'too-old' };
    return { pass: sent, fault: secondsOf(now) - sent.at < seconds.fastest ? 'too-fast' : null };
  }

  textOf(pass: Pass): string {
    return this.signatures.sign('form', pass);
  }

  /** @param usedAt when a letter was taken from it: the minutes in which the same is the same begin anew */
  cookieOf(pass: Pass, usedAt?: Date): string {
    const kept = usedAt ? { ...pass, at: secondsOf(usedAt) - seconds.fastest } : pass;
    return setCookie(cookie, this.textOf(kept), { seconds: seconds.lifetime, isSecure: this.isSecure });
  }

  private read(text: string | null): Pass | null {
    return this.signatures.read('form', text, passSchema);
  }
}

/** Of the same words and files from the same form it is the same. */
export function externalIdOf({ id }: Pass, letter: Letter, files: readonly { name: string; sha256: string }[] = []): string {
  const written = files.length === 0 ? letter : { ...letter, files: files.map(({ name, sha256 }) => ({ name, sha256 })) };
  return `${id} ${hash('sha256', canonicalJson(written), 'base64url').slice(0, 22)}`;
}

const randomId = (): string => randomBytes(16).toString('base64url');
const secondsOf = (instant: Date): number => Math.floor(instant.getTime() / 1_000);
