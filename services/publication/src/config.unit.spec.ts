import { describe, expect, it } from '@jest/globals';
import { loadConfig } from '@wenzheng/platform';
import { publicationConfig, refuse } from './config.js';

const production = {
  NODE_ENV: 'production', PUBLIC_URL: 'https://wz.example', DATABASE_URL: 'postgres://u@h/d', OIDC_ISSUER: 'https://id.example',
  NATS_URL: 'nats://h:4222', NATS_USER: 'u', NATS_PASSWORD: 'p', INTAKE_URL: 'http://intake:8080', CITY_NAME: '淮南市',
};
const load = (changes: Record<string, string>) => loadConfig(publicationConfig, { ...production, ...changes }, refuse);

describe('the configuration', () => {
  it('of a real city starts', () => {
    expect(load({})).toMatchObject({ CITY_NAME: '淮南市', PAGE_CACHE_MIB: 64, SUPERVISION_OFFICE_NAME: '市政府督查室' });
  });

  it.each([
    [{ CITY_NAME: '淮岭市' }, /CITY_NAME: must not be the sample city/],
    [{ PUBLIC_URL: 'http://wz.example' }, /PUBLIC_URL: must be https/],
    [{ CLOCK: 'controllable' }, /CLOCK/],
    [{ INTAKE_URL: 'intake' }, /INTAKE_URL/],
  ] as [Record<string, string>, RegExp][])('%p is refused, by name', (changes, message) => {
    expect(() => load(changes)).toThrow(message);
  });
});
