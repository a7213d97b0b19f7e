import { describe, expect, it } from '@jest/globals';
import { repeatsExternalId } from './idempotency-key.rules.js';

describe('an Idempotency-Key', () => {
  it('repeats the externalId, bare or quoted, in any script', () => {
    expect(repeatsExternalId('p-1', 'p-1')).toBe(true);
    expect(repeatsExternalId('"p-1"', 'p-1')).toBe(true);
    expect(repeatsExternalId(Buffer.from('留言1').toString('latin1'), '留言1')).toBe(true);
    expect(repeatsExternalId(String.raw`"a\"b"`, 'a"b')).toBe(true);
    expect(repeatsExternalId('p-2', 'p-1')).toBe(false);
    expect(repeatsExternalId('', 'p-1')).toBe(false);
  });
});
