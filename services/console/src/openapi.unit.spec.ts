import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import { documentOf, loadConfig } from '@wenzheng/platform';
import { committed, FixedClock } from '@wenzheng/testing';
import { consoleConfig } from './config.js';
import { consoleDocument } from './console.document.js';
import { ConsoleModule } from './console.module.js';

const addresses = JSON.stringify({ intake: 'http://intake', routing: 'http://routing', 'deadline-supervision': 'http://supervision', publication: 'http://publication' });
// Nothing is started with it.
const config = loadConfig(consoleConfig, {
  NODE_ENV: 'test', PUBLIC_URL: 'https://wz.example', DATABASE_URL: 'postgres://localhost/wz', OIDC_ISSUER: 'https://issuer.example', CONSOLE_URL: 'https://console.example', CITY_NAME: '淮南市',
  SERVICE_URLS: addresses, OPERATIONS_URLS: addresses, OIDC_CLIENT_ID: 'console', OIDC_CLIENT_SECRET: 'x', SESSION_KEYS: JSON.stringify({ active: 'k', keys: { k: Buffer.alloc(32, 1).toString('base64') } }),
});

describe('openapi.json', () => {
  it('is what the code says; npm run documents writes it', async () => {
    const today = await documentOf(ConsoleModule.register(config, new FixedClock()), consoleDocument);
    const written = committed(new URL('../openapi.json', import.meta.url), `${JSON.stringify(today, null, 2)}\n`);
    expect(JSON.parse(written)).toEqual(today);
  });
});
