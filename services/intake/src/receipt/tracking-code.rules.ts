import { createHash, createHmac, type KeyObject } from 'node:crypto';

/** Crockford's base32: no I, L, O or U. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const symbols = 16;

/**
 * The 查询码 of a message: 80 bits derived from its id, so that a repeated message gets the same receipt although only a
 * hash is stored. 17 characters: 16 in Crockford base32 and one that checks them.
 */
export function trackingCodeOf(trackingKey: KeyObject, messageId: string): string {
  const digest = createHmac('sha256', trackingKey).update(messageId.toLowerCase()).digest();
  let bits = BigInt(`0x${digest.subarray(0, 10).toString('hex')}`);
  let code = '';
  for (let index = 0; index < symbols; index += 1) {
    code = alphabet.charAt(Number(bits & 31n)) + code;
    bits >>= 5n;
  }
  return code + checkCharacter(code);
}

/** As people see it: K7MD-2QXT-9HVB-4RWE-P. */
export const displayTrackingCode = (code: string): string => code.replace(/(.{4})(?=.)/g, '$1-');

/** What is stored. 80 random bits need no salt. */
export const hashTrackingCode = (code: string): Buffer => createHash('sha256').update(code).digest();

/** Reads what a person typed: case, spaces, hyphens, full-width forms, O for 0 and I or L for 1 are forgiven. */
export function readTrackingCode(typed: string): string | null {
  const code = typed
    .slice(0, 200)
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\s\p{Pd}]/gu, '')
    .replace(/O/g, '0')
    .replace(/[IL]/g, '1');
  if (code.length !== symbols + 1 || [...code].some((symbol) => !alphabet.includes(symbol))) return null;
  return checkCharacter(code.slice(0, symbols)) === code.charAt(symbols) ? code : null;
}

/**
 * A sum over GF(32) in which every position has another weight: one wrong character and any two swapped ones are
 * always found.
 */
function checkCharacter(code: string): string {
  let sum = 0;
  for (const symbol of code) sum = double(sum ^ alphabet.indexOf(symbol));
  return alphabet.charAt(sum);
}

/** Multiplies by x modulo the primitive polynomial x^5 + x^2 + 1. */
const double = (element: number): number => (element << 1) ^ (element & 16 ? 0b100101 : 0);
