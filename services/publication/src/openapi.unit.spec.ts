import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import { documentOf, loadConfig } from '@wenzheng/platform';
import { committed, FixedClock } from '@wenzheng/testing';
import { publicationConfig } from './config.js';
import { publicationDocument } from './publication.document.js';
import { PublicationModule } from './publication.module.js';

// Nothing is started with it.
const config = loadConfig(publicationConfig, {
  NODE_ENV: 'test', PUBLIC_URL: 'https://wz.example', DATABASE_URL: 'postgres://localhost/wz', OIDC_ISSUER: 'https://issuer.example',
  NATS_URL: 'nats://localhost', NATS_USER: 'x', NATS_PASSWORD: 'x',
  CITY_NAME: '淮南市', INTAKE_URL: 'http://intake.example',
});

describe('openapi.json', () => {
  it('is what the code says; npm run documents writes it', async () => {
    const today = await documentOf(PublicationModule.register(config, new FixedClock()), publicationDocument);
    const written = committed(new URL('../openapi.json', import.meta.url), `${JSON.stringify(today, null, 2)}\n`);
    expect(JSON.parse(written)).toEqual(today);
  });
});
