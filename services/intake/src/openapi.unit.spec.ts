import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import { documentOf, loadConfig } from '@wenzheng/platform';
import { committed, FixedClock } from '@wenzheng/testing';
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
