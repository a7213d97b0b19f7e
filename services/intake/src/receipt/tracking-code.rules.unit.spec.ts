import { createSecretKey } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { displayTrackingCode, isTrackingCodeOf, readTrackingCode, trackingCodeOf } from './tracking-code.rules.js';

const keyOf = (byte: number) => createSecretKey(Buffer.alloc(32, byte));
const key = keyOf(5);
const messageId = '0192f0c1-8a00-7abc-8def-0123456789ab';
const code = trackingCodeOf(key, messageId);

describe('the tracking code 查询码', () => {
  it('is the same for the same message, and another for another message or key', () => {
    expect(trackingCodeOf(key, messageId.toUpperCase())).toBe(code);
    expect(trackingCodeOf(key, messageId.replace(/b$/, 'c'))).not.toBe(code);
    expect(trackingCodeOf(keyOf(6), messageId)).not.toBe(code);
  });

  it('is shown in groups of four with its check character alone', () => {
    expect(displayTrackingCode(code)).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){4}[0-9A-HJKMNP-TV-Z]$/);
  });

  it('is read however it is typed: case, spaces, hyphens, full width', () => {
    const shown = displayTrackingCode(code);
    expect(readTrackingCode(shown)).toBe(code);
    expect(readTrackingCode(` ${shown.toLowerCase().replaceAll('-', ' ')} `)).toBe(code);
    expect(readTrackingCode(shown.replaceAll('-', '－'))).toBe(code);
    expect(readTrackingCode(shown.replace(/[0-9A-Z]/g, (c) => String.fromCharCode(c.charCodeAt(0) + 0xfee0)))).toBe(code);
  });

  it('takes O for 0 and I or L for 1', () => {
    fc.assert(
      fc.property(fc.uuid(), (id) => {
        const own = trackingCodeOf(key, id);
        expect(readTrackingCode(own.replaceAll('0', 'o').replaceAll('1', 'l'))).toBe(own);
        expect(readTrackingCode(own.replaceAll('0', 'O').replaceAll('1', 'I'))).toBe(own);
      }),
    );
  });

  it('one wrong character is found at every place', () => {
    for (let place = 0; place < code.length; place += 1) {
      for (const symbol of '0123456789ABCDEFGHJKMNPQRSTVWXYZ') {
        if (symbol === code[place]) continue;
        expect(readTrackingCode(code.slice(0, place) + symbol + code.slice(place + 1))).toBeNull();
      }
    }
  });

  it('any two swapped characters are found', () => {
    for (let one = 0; one < code.length; one += 1) {
      for (let other = one + 1; other < code.length; other += 1) {
        if (code[one] === code[other]) continue;
        const swapped = [...code];
        [swapped[one], swapped[other]] = [swapped[other] ?? '', swapped[one] ?? ''];
        expect(readTrackingCode(swapped.join(''))).toBeNull();
      }
    }
  });

  it('other text is no code', () => {
    for (const typed of ['', 'K7MD', `${code}0`, 'U'.repeat(17), '查询码', '\u0000'.repeat(17)]) expect(readTrackingCode(typed)).toBeNull();
  });

  it('is known again without being stored, and no other is taken for it', () => {
    expect(isTrackingCodeOf(key, messageId, code)).toBe(true);
    expect(isTrackingCodeOf(key, messageId, trackingCodeOf(key, messageId.replace('0', '1')))).toBe(false);
    expect(isTrackingCodeOf(key, messageId, '')).toBe(false);
  });
});
