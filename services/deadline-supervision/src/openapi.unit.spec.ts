import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import { documentOf, loadConfig } from '@wenzheng/platform';
import { committed, FixedClock } from '@wenzheng/testing';
import { supervisionConfig } from './config.js';
import { supervisionDocument } from './deadline-supervision.document.js';
import { DeadlineSupervisionModule } from './deadline-supervision.module.js';

// Nothing is started with it.
const config = loadConfig(supervisionConfig, {
  NODE_ENV: 'test', PUBLIC_URL: 'https://wz.example', DATABASE_URL: 'postgres://localhost/wz', OIDC_ISSUER: 'https://issuer.example',
  NATS_URL: 'nats://localhost', NATS_USER: 'x', NATS_PASSWORD: 'x',
  LEDGER_URLS: '{"intake":"http://i.example","routing":"http://r.example","publication":"http://p.example"}', OIDC_CLIENT_ID: 'x', OIDC_CLIENT_SECRET: 'x',
  WEBHOOK_KEYS: '{"active":"k1","keys":{"k1":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="}}',
});

describe('openapi.json', () => {
  it('is what the code says; npm run documents writes it', async () => {
    const today = await documentOf(DeadlineSupervisionModule.register(config, new FixedClock()), supervisionDocument);
    const written = committed(new URL('../openapi.json', import.meta.url), `${JSON.stringify(today, null, 2)}\n`);
    expect(JSON.parse(written)).toEqual(today);
  });
});
