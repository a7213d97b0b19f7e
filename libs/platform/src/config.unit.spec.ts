import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { ConfigurationError, jsonSetting, loadConfig, secretKey, serviceConfig } from './config.js';

const development = {
  NODE_ENV: 'development',
  PUBLIC_URL: 'http://127.0.0.1:7310',
  DATABASE_URL: 'postgres://wenzheng_routing@127.0.0.1:5432/wenzheng',
  OIDC_ISSUER: 'http://127.0.0.1:7314',
  CLOCK: 'controllable',
};
const production = { ...development, NODE_ENV: 'production', OIDC_ISSUER: 'https://id.example.gov.cn', CLOCK: 'system' };
const load = (environment: NodeJS.ProcessEnv) => loadConfig(serviceConfig, environment);

describe('configuration', () => {
  it('without NODE_ENV is that of production', () => {
    expect(load({ ...production, NODE_ENV: undefined }).NODE_ENV).toBe('production');
  });

  it.each([
    ['a missing setting', { DATABASE_URL: undefined }, /DATABASE_URL/],
    ['a port out of range', { PORT: '70000' }, /PORT/],
    ['an unknown clock', { CLOCK: 'sundial' }, /CLOCK/],
    ['another database', { DATABASE_URL: 'mysql://x' }, /DATABASE_URL/],
  ])('with %s refuses to start and names it', (_, change, named) => {
    expect(() => load({ ...development, ...change })).toThrow(ConfigurationError);
    expect(() => load({ ...development, ...change })).toThrow(named);
  });

  it('never repeats a value in its refusal', () => {
    expect(() => load({ ...development, DATABASE_URL: 'hunter2' })).not.toThrow(/hunter2/);
  });

  it('of production refuses the controllable clock and an issuer without https', () => {
    expect(() => load({ ...development, NODE_ENV: 'production' })).toThrow(/CLOCK.*OIDC_ISSUER/);
    expect(load(production).CLOCK).toBe('system');
  });

  it('of production refuses what the service itself refuses', () => {
    expect(() => loadConfig(serviceConfig, production, () => ['UNITS_FILE: sample city'])).toThrow(/UNITS_FILE/);
    expect(() => loadConfig(serviceConfig, development, () => ['UNITS_FILE: sample city'])).not.toThrow();
  });

  it('takes addresses and networks of proxies, none unless told', () => {
    expect(load(development).TRUSTED_PROXIES).toEqual([]);
    expect(load({ ...development, TRUSTED_PROXIES: '10.42.0.0/16, ::1,fd00::/8' }).TRUSTED_PROXIES).toEqual(['10.42.0.0/16', '::1', 'fd00::/8']);
    expect(() => load({ ...development, TRUSTED_PROXIES: '10.42.0.0/33' })).toThrow(/TRUSTED_PROXIES/);
    expect(() => load({ ...development, TRUSTED_PROXIES: 'gateway' })).toThrow(/TRUSTED_PROXIES/);
  });

  it('takes keys of exactly 32 bytes', () => {
    expect(secretKey.parse(Buffer.alloc(32, 7).toString('base64'))).toEqual(Buffer.alloc(32, 7));
    expect(secretKey.safeParse(Buffer.alloc(31).toString('base64')).success).toBe(false);
    expect(secretKey.safeParse('not base64!').success).toBe(false);
  });

  it('takes JSON in a setting and says when it is none', () => {
    const setting = jsonSetting(z.record(z.string(), z.string()));
    expect(setting.parse('{"board":"k"}')).toEqual({ board: 'k' });
    expect(setting.safeParse('{').success).toBe(false);
    expect(setting.safeParse('{"board":1}').success).toBe(false);
  });
});
