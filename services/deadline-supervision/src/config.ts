import { ledgerConfig, messagingConfig } from '@wenzheng/messaging';
import { jsonKnob, keyRing, serviceConfig, type WebhookReach } from '@wenzheng/platform';
import { z } from 'zod';
import { defaultOffices, officesSchema } from './documents/document/offices.rules.js';
import { defaultMinimumSample } from './statistics/league-table/league-table.rules.js';

const otherLedgers = z.object({ intake: z.url(), routing: z.url(), publication: z.url() });

/** Every knob of the service; `.describe()` is its documentation. */
export const supervisionConfig = serviceConfig.extend(messagingConfig).extend(ledgerConfig).extend({
  LEDGER_URLS: jsonKnob(otherLedgers).describe('JSON: addresses of intake, routing and publication, whose ledgers are compared'),
  RANKING_MINIMUM_SAMPLE: z.coerce.number().int().min(1).max(10_000).default(defaultMinimumSample).describe('a unit is ranked by a rate of at least so many messages'),
  HOT_ISSUES_REST: z.coerce.number().min(0).max(100).default(1).describe('how long hot issues rest after each batch of messages, in times of what it took'),
  MANY_LIKES: z.coerce.number().int().min(1).max(2_147_483_647).default(100).describe('a single message that so many readers have liked is listed beside the hot issues'),
  OIDC_CLIENT_ID: z.string().min(1).describe('client that reads the ledgers, with the role ledger-reader'),
  OIDC_CLIENT_SECRET: z.string().min(1).describe("that client's secret"),
  STREAM_LIMIT: z.coerce.number().int().min(1).max(10_000).default(100).describe('streams of escalations that one replica keeps open; more are answered 503'),
  STREAM_HEARTBEAT_SECONDS: z.coerce.number().min(0.05).max(300).default(15).describe('after so long without an escalation a stream gives a sign of life; a reader that takes nothing for so long is cut off'),
  OFFICES: jsonKnob(officesSchema).default(defaultOffices).describe('JSON: what the city calls its offices, their 文号 and working hours, each from a date on'),
  WEBHOOK_KEYS: jsonKnob(keyRing).describe("JSON `{active, keys: {id: 32 bytes in base64}}`: seals the private keys that sign webhooks; retired keys stay for reading"),
  WEBHOOK_ALLOW_PRIVATE: z.stringbool().default(false).describe('webhooks may lie in private, loopback and link-local networks; outside production they may be plain http then'),
});
export type SupervisionConfig = z.output<typeof supervisionConfig>;

export const webhookReach = ({ WEBHOOK_ALLOW_PRIVATE, NODE_ENV }: Pick<SupervisionConfig, 'WEBHOOK_ALLOW_PRIVATE' | 'NODE_ENV'>): WebhookReach => ({
  allowPrivate: WEBHOOK_ALLOW_PRIVATE,
  allowHttp: WEBHOOK_ALLOW_PRIVATE && NODE_ENV !== 'production',
});

/** What a production start must not run with, besides what the platform refuses. */
export function refuseInProduction({ WEBHOOK_KEYS }: SupervisionConfig): string[] {
  const isWeak = Object.values(WEBHOOK_KEYS.keys).some((key) => new Set(key.export()).size < 8);
  return isWeak ? ['WEBHOOK_KEYS: is not random'] : [];
}
