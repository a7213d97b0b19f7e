import { createPublicKey, verify } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { Webhook } from 'standardwebhooks';
import { newWebhookKeyPair, newWebhookSecret, readWebhookKey, readWebhookSecret, signedByKey, signedBySecret, webhookHeaders, type WebhookSigner } from './signature.js';

const body = JSON.stringify({ type: 'message.replied', data: { text: '您好：路灯已修复。' } });
const headersOf = (signers: readonly WebhookSigner[], now = new Date()) => webhookHeaders(signers, { id: 'msg_1', body }, now);

describe('webhooks signed by a secret (Standard Webhooks 1.0, v1)', () => {
  const secret = newWebhookSecret();
  const headers = headersOf([signedBySecret(readWebhookSecret(secret))]);

  it('are accepted by the specification’s own library', () => expect(new Webhook(secret).verify(body, headers)).toEqual(JSON.parse(body)));

  it('do not hold for another body, id or secret', () => {
    expect(() => new Webhook(secret).verify(`${body} `, headers)).toThrow();
    expect(() => new Webhook(secret).verify(body, { ...headers, 'webhook-id': 'msg_2' })).toThrow();
    expect(() => new Webhook(newWebhookSecret()).verify(body, headers)).toThrow();
  });

  it('the secret is 32 bytes behind whsec_, another each time', () => {
    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    expect(readWebhookSecret(secret)).toHaveLength(32);
    expect(newWebhookSecret()).not.toBe(secret);
  });
});

/** As the specification has a receiver check it: npm `standardwebhooks` 1.1 knows `v1` alone. */
function holds(publicKey: string, headers: Record<string, string>, text = body): boolean {
  const x = Buffer.from(publicKey.replace('whpk_', ''), 'base64').toString('base64url');
  const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
  const content = Buffer.from(`${headers['webhook-id']}.${headers['webhook-timestamp']}.${text}`);
  return (headers['webhook-signature'] ?? '').split(' ').some((one) => {
    const [version, signature = ''] = one.split(',');
    return version === 'v1a' && verify(null, content, key, Buffer.from(signature, 'base64'));
  });
}

describe('webhooks signed by a key (Standard Webhooks 1.0, v1a)', () => {
  const [own, next] = [newWebhookKeyPair(), newWebhookKeyPair()];
  const signedWith = (...keys: { privateKey: string }[]) => headersOf(keys.map(({ privateKey }) => signedByKey(readWebhookKey(privateKey))), new Date('2026-11-23T10:00:00.900Z'));

  it('hold for the public key that is shown, and for no other', () => {
    expect(own.publicKey).toMatch(/^whpk_[A-Za-z0-9+/]{43}=$/);
    expect([holds(own.publicKey, signedWith(own)), holds(next.publicKey, signedWith(own))]).toEqual([true, false]);
  });

  it('do not hold for another body, id or time', () => {
    const headers = signedWith(own);
    expect(headers['webhook-timestamp']).toBe(String(Date.parse('2026-11-23T10:00:00Z') / 1_000));
    expect(holds(own.publicKey, headers, `${body} `)).toBe(false);
    expect(holds(own.publicKey, { ...headers, 'webhook-id': 'msg_2' })).toBe(false);
    expect(holds(own.publicKey, { ...headers, 'webhook-timestamp': '1' })).toBe(false);
  });

  it('while a key is replaced, hold for both', () => {
    const headers = signedWith(next, own);
    expect(headers['webhook-signature']?.split(' ')).toHaveLength(2);
    expect([holds(own.publicKey, headers), holds(next.publicKey, headers)]).toEqual([true, true]);
  });
});
