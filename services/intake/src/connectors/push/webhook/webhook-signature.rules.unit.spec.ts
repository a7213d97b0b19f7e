import { randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { Webhook } from 'standardwebhooks';
import { displaySecret, readSecret, signedHeaders } from './webhook-signature.rules.js';

describe('the signature of a webhook (Standard Webhooks 1.0)', () => {
  const secret = randomBytes(32);
  const body = JSON.stringify({ type: 'message.replied', data: { text: '您好：路灯已修复。' } });
  const headers = signedHeaders(secret, { id: 'msg_1', body }, new Date());

  it('is accepted by the specification\'s own library', () => {
    expect(new Webhook(displaySecret(secret)).verify(body, headers)).toEqual(JSON.parse(body));
  });

  it('does not hold for another body, id or secret', () => {
    const library = new Webhook(displaySecret(secret));
    expect(() => library.verify(`${body} `, headers)).toThrow();
    expect(() => library.verify(body, { ...headers, 'webhook-id': 'msg_2' })).toThrow();
    expect(() => new Webhook(displaySecret(randomBytes(32))).verify(body, headers)).toThrow();
  });

  it('the secret is shown as whsec_ and read back', () => {
    expect(displaySecret(secret)).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    expect(readSecret(displaySecret(secret))).toEqual(secret);
  });
});
