import { createSecretKey } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { seal, unseal, type KeyRing } from './sealing.js';

const keyOf = (byte: number) => createSecretKey(Buffer.alloc(32, byte));
const first: KeyRing = { active: 'k1', keys: { k1: keyOf(1) } };
const rotated: KeyRing = { active: 'k2', keys: { k1: keyOf(1), k2: keyOf(2) } };
const owner = '0192f0c1-8a00-7abc-8def-0123456789ab';

describe('sealing', () => {
  it('names its algorithm and key beside the ciphertext and is opened again', () => {
    const sealed = seal(first, owner, 'phone', '13800000000 张喆');
    expect(sealed).toMatchObject({ algorithm: 'A256GCM', keyId: 'k1' });
    expect(unseal(first, owner, 'phone', sealed)).toBe('13800000000 张喆');
  });

  it('two seals of the same text share neither nonce nor ciphertext', () => {
    const [one, other] = [seal(first, owner, 'phone', 'x'), seal(first, owner, 'phone', 'x')];
    expect(one.nonce).toHaveLength(12);
    expect(one.nonce.equals(other.nonce)).toBe(false);
    expect(one.ciphertext.equals(other.ciphertext)).toBe(false);
  });

  it('after a rotation new fields get the new key and old ones are still read', () => {
    const old = seal(first, owner, 'email', 'a@example.org');
    expect(unseal(rotated, owner, 'email', old)).toBe('a@example.org');
    expect(seal(rotated, owner, 'email', 'x').keyId).toBe('k2');
    expect(() => unseal({ active: 'k2', keys: { k2: keyOf(2) } }, owner, 'email', old)).toThrow('no key k1');
  });

  it('a ciphertext moved to another message or field, or altered, is refused', () => {
    const sealed = seal(first, owner, 'phone', '13800000000');
    expect(() => unseal(first, owner, 'email', sealed)).toThrow();
    expect(() => unseal(first, owner.replace(/b$/, 'c'), 'phone', sealed)).toThrow();
    const altered = Buffer.from(sealed.ciphertext);
    altered[0] = (altered[0] ?? 0) ^ 1;
    expect(() => unseal(first, owner, 'phone', { ...sealed, ciphertext: altered })).toThrow();
    expect(() => unseal(first, owner, 'phone', { ...sealed, algorithm: 'none' })).toThrow('unknown algorithm');
  });
});
