import { expect, test } from '@jest/globals';
import { ConfigurationError } from '@wenzheng/platform';
import { assertRetention, messagingConfigSchema } from './config.js';

const connection = { NATS_URL: 'nats://127.0.0.1:4222', NATS_USER: 'intake', NATS_PASSWORD: 'x' };

test('the defaults remember handled events for longer than any of them can come back', () => {
  expect(() => assertRetention(messagingConfigSchema.parse(connection))).not.toThrow();
});

test.each([
  [14, 14, 34, false],
  [14, 14, 35, true],
  [30, 7, 44, true],
  [30, 7, 43, false],
])('outbox %i days, streams %i days, inbox %i days: allowed is %s', (OUTBOX_RETENTION_DAYS, STREAM_AGE_DAYS, INBOX_RETENTION_DAYS, allowed) => {
  const check = () => assertRetention({ OUTBOX_RETENTION_DAYS, STREAM_AGE_DAYS, INBOX_RETENTION_DAYS });
  if (allowed) expect(check).not.toThrow();
  else expect(check).toThrow(ConfigurationError);
});

test('a NATS address of another scheme is refused', () => {
  expect(messagingConfigSchema.safeParse({ ...connection, NATS_URL: 'http://127.0.0.1' }).success).toBe(false);
});
