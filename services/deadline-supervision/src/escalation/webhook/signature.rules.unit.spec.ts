import { createPublicKey, generateKeyPairSync, verify } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { newSigningKey, readPrivateKey, signedHeaders } from './signature.rules.js';

/** Standard Webhooks 1.0, `v1a`, as its specification has a receiver check it: npm `standardwebhooks` 1.1 knows `v1` alone. */
function isSigned(publicKey: string, headers: Record<string, string>, body: string): boolean {
  const raw = Buffer.from(publicKey.replace('whpk_', ''), 'base64');
  const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: raw.toString('base64url') }, format: 'jwk' });
  const content = Buffer.from(`${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`);
  return (headers['webhook-signature'] ?? '').split(' ').some((one) => {
    const [version, signature = ''] = one.split(',');
    return version === 'v1a' && verify(null, content, key, Buffer.from(signature, 'base64'));
  });
}

describe('the signature of an escalation (Standard Webhooks 1.0, v1a)', () => {
  const [own, next] = [newSigningKey(), newSigningKey()];
  const body = JSON.stringify({ type: 'escalation.raised', data: { unit: '市住建局' } });
  const sign = (...keys: { privateKey: string }[]) => signedHeaders(keys.map(({ privateKey }) => readPrivateKey(privateKey)), { id: 'msg_1', body }, new Date('2026-11-23T10:00:00.900Z'));

  it('holds for the public key that is shown, and for no other', () => {
    expect(own.publicKey).toMatch(/^whpk_[A-Za-z0-9+/]{43}=$/);
    expect([isSigned(own.publicKey, sign(own), body), isSigned(next.publicKey, sign(own), body)]).toEqual([true, false]);
  });

  it('does not hold for another body, id or time', () => {
    const headers = sign(own);
    expect(headers['webhook-timestamp']).toBe(String(Date.parse('2026-11-23T10:00:00Z') / 1_000));
    expect(isSigned(own.publicKey, headers, `${body} `)).toBe(false);
    expect(isSigned(own.publicKey, { ...headers, 'webhook-id': 'msg_2' }, body)).toBe(false);
    expect(isSigned(own.publicKey, { ...headers, 'webhook-timestamp': '1' }, body)).toBe(false);
  });

  it('while a key is replaced, holds for both', () => {
    const headers = sign(next, own);
    expect(headers['webhook-signature']?.split(' ')).toHaveLength(2);
    expect([isSigned(own.publicKey, headers, body), isSigned(next.publicKey, headers, body)]).toEqual([true, true]);
  });

  it('is made with the key itself: an independent one imported from its bytes signs alike', () => {
    const seed = generateKeyPairSync('ed25519').privateKey;
    const encoded = seed.export({ format: 'der', type: 'pkcs8' }).toString('base64');
    expect(signedHeaders([readPrivateKey(encoded)], { id: 'a', body }, new Date(0))).toEqual(signedHeaders([seed], { id: 'a', body }, new Date(0)));
  });
});
