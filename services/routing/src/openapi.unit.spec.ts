import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import { documentOf, loadConfig } from '@wenzheng/platform';
import { committed, FixedClock } from '@wenzheng/testing';
import { routingConfig } from './config.js';
import { routingDocument } from './routing.document.js';
import { RoutingModule } from './routing.module.js';

// Nothing is started with it.
const config = loadConfig(routingConfig, {
  NODE_ENV: 'test', PUBLIC_URL: 'https://wz.example', DATABASE_URL: 'postgres://localhost/wz', OIDC_ISSUER: 'https://issuer.example',
  NATS_URL: 'nats://localhost', NATS_USER: 'x', NATS_PASSWORD: 'x',
  UNITS_FILE: 'units.json',
});

describe('openapi.json', () => {
  it('is what the code says; npm run documents writes it', async () => {
    const today = await documentOf(RoutingModule.register(config, new FixedClock()), routingDocument);
    const written = committed(new URL('../openapi.json', import.meta.url), `${JSON.stringify(today, null, 2)}\n`);
    expect(JSON.parse(written)).toEqual(today);
  });
});
