import { Inject, Injectable } from '@nestjs/common';
import { nfkc } from '@wenzheng/contracts';
import { createChallenge, verifySolution } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/sha';
import { z } from 'zod';
import { Signatures } from '../../portal/signatures.js';
import type { Pass } from './form-pass.js';

/** Sixteen bits: some 65,000 hashes, a second of a browser and a thousandth of ours. */
const work = { algorithm: 'SHA-256', cost: 1, keyPrefix: '0000' } as const;
const lifetimeMs = 10 * 60_000;

const numerals = ['零', '一', '二', '三', '四', '五', '六', '七', '八', '九'];
const solutionSchema = z.object({
  challenge: z.object({
    parameters: z.object({ algorithm: z.literal(work.algorithm), cost: z.literal(work.cost), keyPrefix: z.literal(work.keyPrefix), nonce: z.string(), salt: z.string(), keyLength: z.int(), expiresAt: z.int(), data: z.object({ form: z.string() }) }),
    signature: z.string(),
  }),
  solution: z.object({ counter: z.int(), derivedKey: z.string() }),
});

/**
 * Asked of an address from which much comes, and of nobody else. A browser that runs scripts answers by itself with some work; whoever has none, or cannot wait, adds two numbers, in words
 * that every reader aloud can say. Both hold for the one form, of which one letter comes: there is nothing to replay.
 */
@Injectable()
export class HumanCheck {
  private readonly secret: string;

  constructor(@Inject(Signatures) private readonly signatures: Signatures) {
    this.secret = signatures.digest('work', '').toString('base64');
  }

  questionOf(pass: Pass): string {
    const [a, b] = this.summandsOf(pass);
    return `${numerals[a]}加${numerals[b]}等于几？`;
  }

  async challengeOf(pass: Pass, now: Date): Promise<string> {
    return JSON.stringify(await createChallenge({ ...work, deriveKey, data: { form: pass.id }, expiresAt: new Date(now.getTime() + lifetimeMs), hmacSignatureSecret: this.secret }));
  }

  async isPassed(pass: Pass, { answer, proof }: { answer: string; proof: string }): Promise<boolean> {
    const [a, b] = this.summandsOf(pass);
    if (readNumber(answer) === a + b) return true;
    const given = solutionSchema.safeParse(parsed(proof)).data;
    if (!given || given.challenge.parameters.data.form !== pass.id) return false;
    const { verified } = await verifySolution({ ...given, deriveKey, hmacSignatureSecret: this.secret });
    return verified;
  }

  private summandsOf({ id }: Pass): [number, number] {
    const digest = this.signatures.digest('question', id);
    return [1 + (digest.readUInt8(0) % 9), 1 + (digest.readUInt8(1) % 9)];
  }
}

/** 7, ７, 七, 十二 */
function readNumber(typed: string): number {
  const text = nfkc(typed).trim();
  if (/^\d{1,2}$/.test(text)) return Number(text);
  const [, ten, rest = ''] = /^(一?十)?([一二三四五六七八九])?$/.exec(text) ?? [];
  if (!ten && !rest) return NaN;
  return (ten ? 10 : 0) + Math.max(0, numerals.indexOf(rest));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
