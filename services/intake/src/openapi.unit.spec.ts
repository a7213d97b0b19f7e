import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import { documentOf, loadConfig, readWebhookSecret, signedBySecret, webhookHeaders } from '@wenzheng/platform';
import { committed, FixedClock } from '@wenzheng/testing';
import { Webhook } from 'standardwebhooks';
import { webhookExampleOf } from './delivery/happening/happening.examples.js';
import { happeningTypes } from './delivery/happening/happening.schemas.js';
import { webhookSchemaOf } from './delivery/happening/webhook.documents.js';
import { intakeConfig } from './config.js';
import { intakeDocument } from './intake.document.js';
import { IntakeModule } from './intake.module.js';

const key = (byte: number) => Buffer.alloc(32, byte).toString('base64');
// Nothing is started with it.
const config = loadConfig(intakeConfig, {
  NODE_ENV: 'test', PUBLIC_URL: 'https://wz.example', DATABASE_URL: 'postgres://localhost/wz', OIDC_ISSUER: 'https://issuer.example',
  NATS_URL: 'nats://localhost', NATS_USER: 'x', NATS_PASSWORD: 'x',
  CHANNEL_KEYS: '{}', VAULT_KEYS: JSON.stringify({ active: 'k', keys: { k: key(1) } }), TRACKING_KEY: key(2), AUTHOR_HASH_KEY: key(3), CITY_NAME: '淮南市',
});

describe('openapi.json', () => {
  it('is what the code says; npm run documents writes it', async () => {
    const today = await documentOf(IntakeModule.register(config, new FixedClock()), intakeDocument);
    const written = committed(new URL('../openapi.json', import.meta.url), `${JSON.stringify(today, null, 2)}\n`);
    expect(JSON.parse(written)).toEqual(today);
  });
});

describe('vectors/webhooks.json', () => {
  const secret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
  const timestamp = 1_790_000_000;

  it('has a signed webhook of each type, as others sign it; npm run documents writes it', () => {
    const vectors = happeningTypes.map((type, index): Record<string, string> => {
      const [id, body] = [`msg_0199a5d4-7c1e-7b55-9f2e-3c5b2f6b7b${String(index).padStart(2, '0')}`, JSON.stringify(webhookExampleOf(type))];
      expect([type, webhookSchemaOf(type).strict().safeParse(webhookExampleOf(type)).error?.issues]).toEqual([type, undefined]);
      return { ...webhookHeaders([signedBySecret(readWebhookSecret(secret))], { id, body }, new Date(timestamp * 1_000)), body };
    });
    const written = JSON.parse(committed(new URL('../vectors/webhooks.json', import.meta.url), `${JSON.stringify({ secret, vectors }, null, 2)}\n`)) as { secret: string; vectors: typeof vectors };
    expect(written).toEqual({ secret, vectors });
    for (const vector of written.vectors) expect(vector['webhook-signature']).toBe(new Webhook(secret).sign(vector['webhook-id']!, new Date(timestamp * 1_000), vector['body']!));
  });
});
