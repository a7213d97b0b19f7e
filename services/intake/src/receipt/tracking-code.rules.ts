import { createHmac, timingSafeEqual, type KeyObject } from 'node:crypto';
import { nfkc } from '@wenzheng/contracts';

/** Crockford's base32: no I, L, O or U. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const symbols = 16;

/**
 * The 查询码 of a message: 80 bits derived from its id, so that a repeated message gets the same receipt although nothing
 * of it is stored. 17 characters: 16 in Crockford base32 and one that checks them.
 */
export function trackingCodeOf(trackingKey: KeyObject, messageId: string): string {
  const digest = createHmac('sha256', trackingKey).update(messageId.toLowerCase()).digest();
  const code = base32(digest.readUIntBE(0, 5)) + base32(digest.readUIntBE(5, 5));
  return code + checkCharacter(code);
}

/** 40 bits as half of the symbols. */
export function base32(bits: number): string {
  let text = '';
  for (let rest = bits; text.length < symbols / 2; rest = Math.floor(rest / 32)) text = alphabet.charAt(rest % 32) + text;
  return text;
}

/** As people see it: K7MD-2QXT-9HVB-4RWE-P. */
export const displayTrackingCode = (code: string): string => code.replace(/(.{4})(?=.)/g, '$1-');

/** Whether this is the message's code, in a time that tells nothing of it. */
export const isTrackingCodeOf = (trackingKey: KeyObject, messageId: string, code: string): boolean =>
  timingSafeEqual(Buffer.from(trackingCodeOf(trackingKey, messageId)), Buffer.from(code.padEnd(symbols + 1)));

/** Reads what a person typed: case, spaces, hyphens, full-width forms, O for 0 and I or L for 1 are forgiven. */
export function readTrackingCode(typed: string): string | null {
  const code = crockford(typed);
  return code.length === symbols + 1 && isChecked(code) ? code : null;
}

/** What a person typed, in the letters of the alphabet. */
export const crockford = (typed: string): string =>
  nfkc(typed.slice(0, 200))
    .toUpperCase()
    .replace(/[\s\p{Pd}]/gu, '')
    .replace(/O/g, '0')
    .replace(/[IL]/g, '1');

/** Whether its last character checks the others. */
export const isChecked = (code: string): boolean =>
  [...code].every((symbol) => alphabet.includes(symbol)) && checkCharacter(code.slice(0, -1)) === code.at(-1);

/**
 * A sum over GF(32) in which every position has another weight: one wrong character and any two swapped ones are
 * always found.
 */
export function checkCharacter(code: string): string {
  let sum = 0;
  for (const symbol of code) sum = double(sum ^ alphabet.indexOf(symbol));
  return alphabet.charAt(sum);
}

/** Multiplies by x modulo the primitive polynomial x^5 + x^2 + 1. */
const double = (element: number): number => (element << 1) ^ (element & 16 ? 0b100101 : 0);
