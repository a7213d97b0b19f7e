// What intake's integration specs share: the service on real PostgreSQL and NATS, and what integrations push. Specs alone import it.
import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { channels, type ChannelName } from '@wenzheng/contracts';
import { applyTopology, openService } from '@wenzheng/messaging';
import { call, ServiceFixture, type Answer, type Replica } from '@wenzheng/testing';
import { evidence, intakeMigrations as migrations } from './migrations.js';
import { intakeService } from './service.js';

export { call, type Answer, type Replica };

export const channelKeys = Object.fromEntries(channels.map((channel) => [channel, `key-of-${channel}-0123456789`])) as Record<ChannelName, string>;
const base64Key = (byte: number) => Buffer.alloc(32, byte).toString('base64');

export class Fixture extends ServiceFixture {
  static create(): Promise<Fixture> {
    return Fixture.of({
      service: 'intake',
      migrations,
      evidence,
      topology: applyTopology,
      open: (environment, clock) => openService(intakeService, environment, () => clock),
      environment: {
        CHANNEL_KEYS: JSON.stringify(channelKeys),
        VAULT_KEYS: JSON.stringify({ active: 'k1', keys: { k1: base64Key(1) } }),
        TRACKING_KEY: base64Key(2),
        AUTHOR_HASH_KEY: base64Key(3),
        // One person and one text say all that specs send.
        SCREENING: JSON.stringify({ authorPerHour: 1_000_000, sameTextPerHour: 1_000_000 }),
        CITY_NAME: '淮岭市',
        ATTACHMENTS_DIR: join(tmpdir(), `wenzheng-attachments-${randomUUID()}`),
        WEBHOOK_ALLOW_PRIVATE: 'true',
        DELIVERY_BACKOFF_SECONDS: '0,0.1,0.1',
      },
    });
  }
}

export const message = (externalId: string, changes: object = {}) => ({
  externalId,
  occurredAt: '2026-11-23T08:59:00+08:00',
  author: { externalId: 'citizen-1' },
  text: '和平路夜间路灯不亮，已有一周。',
  ...changes,
});

export function pushMessage(replica: Replica, body: object | string, options: { channel?: string; key?: string; headers?: Record<string, string> } = {}): Promise<Answer> {
  const { channel = 'board', key = channelKeys.board, headers = {} } = options;
  return call(`${replica.url}/v1/channels/${channel}/messages`, { token: key, body, headers });
}
