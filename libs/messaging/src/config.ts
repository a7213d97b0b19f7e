import { ConfigurationError } from '@wenzheng/platform';
import { z } from 'zod';

const days = (fallback: number) => z.coerce.number().int().min(1).max(3650).default(fallback);

/** Settings of the bus. A service merges them: `serviceConfig.extend(messagingConfig)`. */
export const messagingConfig = {
  NATS_URL: z
    .string()
    .regex(/^(nats|tls):\/\//, 'must begin with nats:// or tls://')
    .describe('NATS servers with JetStream, separated by commas'),
  NATS_USER: z.string().min(1).describe("the service's own NATS user"),
  NATS_PASSWORD: z.string().min(1).describe('its password'),
  OUTBOX_RETENTION_DAYS: days(14).describe('days that relayed outbox rows are kept, so that a wiped stream can be republished'),
  STREAM_AGE_DAYS: days(14).describe('days that streams keep events; what the deploy step sets as max_age'),
  INBOX_RETENTION_DAYS: days(42).describe('days that handled event ids are remembered; at least the two above and 7 more'),
};

export const messagingConfigSchema = z.object(messagingConfig);
export type MessagingConfig = z.infer<typeof messagingConfigSchema>;

const marginDays = 7;

/**
 * An event may come back as long as its outbox row can be republished and the stream then keeps it; an inbox that has
 * forgotten it by then would let its effect happen twice.
 * @throws ConfigurationError
 */
export function assertRetention(config: Pick<MessagingConfig, 'OUTBOX_RETENTION_DAYS' | 'STREAM_AGE_DAYS' | 'INBOX_RETENTION_DAYS'>): void {
  const needed = config.OUTBOX_RETENTION_DAYS + config.STREAM_AGE_DAYS + marginDays;
  if (config.INBOX_RETENTION_DAYS < needed) {
    throw new ConfigurationError(
      `INBOX_RETENTION_DAYS: must be at least OUTBOX_RETENTION_DAYS + STREAM_AGE_DAYS + ${marginDays} = ${needed}`,
    );
  }
}
