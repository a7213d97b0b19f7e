import { randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { ConfigurationError, loadConfig } from '@wenzheng/platform';
import { intakeConfig, refuseInProduction, webhookReach } from './config.js';

const key = () => randomBytes(32).toString('base64');
const environment = {
  NODE_ENV: 'production',
  PUBLIC_URL: 'https://wz.example',
  DATABASE_URL: 'postgres://intake@db/wenzheng',
  OIDC_ISSUER: 'https://login.example',
  NATS_URL: 'nats://bus',
  NATS_USER: 'intake',
  NATS_PASSWORD: 'x',
  CHANNEL_KEYS: JSON.stringify({ board: randomBytes(24).toString('hex') }),
  VAULT_KEYS: JSON.stringify({ active: 'k1', keys: { k1: key() } }),
  TRACKING_KEY: key(),
  AUTHOR_HASH_KEY: key(),
  CITY_NAME: '淮南市',
};
const load = (changes: Record<string, string> = {}) => loadConfig(intakeConfig, { ...environment, ...changes }, refuseInProduction);

describe('the configuration', () => {
  it('has defaults for what a city need not decide', () => {
    expect(load()).toMatchObject({
      CITY_PREFIX: 'HN',
      OUTBOX_LIMIT: 100_000,
      WEBHOOK_ALLOW_PRIVATE: false,
      DELIVERY_BACKOFF_SECONDS: [0, 5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400],
    });
    expect(load({ WEBHOOK_ALLOW_PRIVATE: 'true' }).WEBHOOK_ALLOW_PRIVATE).toBe(true);
  });

  it('lets no webhook be plain http in production', () => {
    expect(webhookReach(load({ WEBHOOK_ALLOW_PRIVATE: 'true' }))).toEqual({ allowPrivate: true, allowHttp: false });
    expect(webhookReach(load({ WEBHOOK_ALLOW_PRIVATE: 'true', NODE_ENV: 'development' }))).toEqual({ allowPrivate: true, allowHttp: true });
  });

  it.each([
    ['CHANNEL_KEYS', '{'],
    ['CHANNEL_KEYS', JSON.stringify({ telegram: 'x'.repeat(40) })],
    ['CHANNEL_KEYS', JSON.stringify({ board: 'short' })],
    ['CHANNEL_KEYS', JSON.stringify({ board: 'with a space in its middle, long enough' })],
    ['VAULT_KEYS', JSON.stringify({ active: 'k2', keys: { k1: key() } })],
    ['VAULT_KEYS', JSON.stringify({ active: 'k1', keys: { k1: 'c2hvcnQ=' } })],
    ['TRACKING_KEY', 'c2hvcnQ='],
    ['CITY_PREFIX', 'hn'],
    ['DELIVERY_BACKOFF_SECONDS', '0,x'],
    ['WEBHOOK_ALLOW_PRIVATE', 'perhaps'],
    ['CLAMD_ADDRESS', 'clamd'],
    ['ATTACHMENTS_S3', JSON.stringify({ endpoint: 'https://objects.example', bucket: 'a/b', accessKey: 'x', secretKey: 'x' })],
  ])('a wrong %s refuses to start and names itself, not its value', (setting, value) => {
    expect(() => load({ [setting]: value })).toThrow(ConfigurationError);
    expect(() => load({ [setting]: value })).toThrow(setting);
  });

  it.each([
    ['CITY_NAME', '淮岭市'],
    ['CHANNEL_KEYS', JSON.stringify({ board: 'dev-0123456789abcdef0123456789abcdef' })],
    ['CHANNEL_KEYS', JSON.stringify({ board: '0123456789abcdef01234' })],
    ['CHANNEL_KEYS', JSON.stringify({ board: 'x7'.repeat(20), portal: 'x7'.repeat(20) })],
    ['TRACKING_KEY', Buffer.alloc(32).toString('base64')],
    ['VAULT_KEYS', JSON.stringify({ active: 'k1', keys: { k1: Buffer.alloc(32, 1).toString('base64') } })],
    ['CLOCK', 'controllable'],
    ['ATTACHMENTS_S3', JSON.stringify({ endpoint: 'http://objects.example', bucket: 'attachments', accessKey: 'x', secretKey: 'x' })],
  ])('production refuses development settings: %s', (setting, value) => {
    expect(() => load({ [setting]: value })).toThrow(`production start refused: ${setting}`);
  });
});
