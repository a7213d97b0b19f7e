import { hkdfSync, type KeyObject } from 'node:crypto';
import { channelSchema, visibilitySchema, type ChannelName } from '@wenzheng/contracts';
import { ledgerConfig, messagingConfig } from '@wenzheng/messaging';
import { refuseSample, siteSettings } from '@wenzheng/page-frame';
import { jsonSetting, keyObject, keyRing, serviceConfig, type WebhookReach } from '@wenzheng/platform';
import { z } from 'zod';

const channelKey = z.string().regex(/^[A-Za-z0-9\-._~+/]+=*$/, 'must be a bearer token').min(16).max(200);

const backoffSchema = z
  .string()
  .transform((text) => text.split(',').map(Number))
  .pipe(z.array(z.number().min(0).max(7 * 86_400)).min(1).max(50));

/** 微博账号 of the city or of one of its units, and what the platform lets it do. */
const accountSchema = z.strictObject({
  /** Never changes: cursors and posts are kept under it. */
  name: z.string().trim().min(1).max(40),
  uid: z.string().regex(/^\d{1,20}$/, 'must be digits'),
  accessToken: z.string().regex(/^[\w.-]{1,200}$/, 'must be a token'),
  /** The platform has no other token for it then than one for which a person asks. */
  expiresAt: z.iso.datetime({ offset: true }),
  tier: z.enum(['basic', 'commercial']),
  /** Code of the unit whose account it is; what comes in by it is addressed to that. */
  unit: z.string().min(1).max(100).optional(),
});
export type Account = z.infer<typeof accountSchema>;

const isTold = <Key extends keyof Account>(key: Key) => (accounts: readonly Account[]) => new Set(accounts.map((account) => account[key])).size === accounts.length;

const address = (url: string) => z.url({ protocol: /^https?$/ }).default(url);

const microblogSettings = {
  MICROBLOG_ACCOUNTS: jsonSetting(z.array(accountSchema).max(50).refine(isTold('name'), 'two accounts have one name').refine(isTold('uid'), 'two accounts have one uid'))
    .prefault('[]')
    .describe('JSON `[{name, uid, accessToken, expiresAt, tier, unit?}]`: 微博账号; none, and nothing is fetched'),
  MICROBLOG_URL: address('https://api.weibo.com').describe('the platform’s open interface'),
  MICROBLOG_COMMERCIAL_URL: address('https://c.api.weibo.com').describe('the same for accounts of the commercial tier'),
  MICROBLOG_PUBLIC_ADDRESS: z.union([z.ipv4(), z.ipv6()]).optional().describe('our address in the public internet, which the platform wants to be told with every comment'),
  MICROBLOG_POLL_SECONDS: z.coerce.number().min(0.1).max(86_400).default(150).describe('between two looks at a source; a basic account is asked once an hour at most'),
  MICROBLOG_RECEIPTS: z.stringbool().default(true).describe('whether a comment tells of the registration as well'),
};

/** The rules of 甄别 as data: how much of one kind comes in within an hour before it looks like abuse. All `default`. */
const screeningPolicySchema = z.strictObject({
  authorPerHour: z.int().min(1).max(1_000_000).default(20).describe('messages of one author on one channel'),
  sameTextPerHour: z.int().min(1).max(1_000_000).default(10).describe('messages of one text with a link or a number to call'),
});
export type ScreeningPolicy = z.output<typeof screeningPolicySchema>;

const mailServer = { host: z.string().min(1), port: z.int().min(1).max(65_535), encryption: z.enum(['tls', 'starttls', 'none']).default('tls') };

const mailboxSchema = z.strictObject({
  name: z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/, 'must be small letters, digits and hyphens'),
  title: z.string().min(1).max(60).optional(),
  address: z.email().transform((address) => address.toLowerCase()),
  unit: z.string().min(1).max(100).optional(),
  visibility: visibilitySchema.default('private'),
  plusAddresses: z.boolean().default(false),
  imap: z.strictObject({ ...mailServer, user: z.string().min(1), password: z.string().min(1), folder: z.string().min(1).default('INBOX') }),
});
export type Mailbox = z.output<typeof mailboxSchema>;

const mailboxesSchema = z.array(mailboxSchema)
  .refine((boxes) => new Set(boxes.map(({ name }) => name)).size === boxes.length, { message: 'two mailboxes have one name' });
const smtpSchema = z.strictObject({ ...mailServer, user: z.string().min(1).optional(), password: z.string().min(1).optional() });

const objectStoreSchema = z.strictObject({
  endpoint: z.url({ protocol: /^https?$/ }),
  bucket: z.string().regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, 'must be the name of a bucket'),
  region: z.string().regex(/^[\w-]{1,40}$/, 'must be a region').default('us-east-1'),
  accessKey: z.string().min(1).max(200),
  secretKey: z.string().min(1).max(200),
});
/** An object store that speaks S3. */
export type ObjectStoreSettings = z.output<typeof objectStoreSchema>;

export const intakeConfig = serviceConfig.extend({
  ...messagingConfig,
  ...ledgerConfig,
  ...siteSettings,
  ...microblogSettings,
  CHANNEL_KEYS: jsonSetting(z.partialRecord(channelSchema, channelKey)).describe('JSON `{channel: key}`: the first key of each channel integration'),
  VAULT_KEYS: jsonSetting(keyRing).describe('JSON `{active, keys: {id: 32 bytes in base64}}`: the identity vault; retired keys stay for reading'),
  TRACKING_KEY: keyObject.describe('32 bytes in base64: tracking codes are derived with it; it must never change'),
  AUTHOR_HASH_KEY: keyObject.describe('32 bytes in base64: the keyed hash that counts people; a change counts everyone anew'),
  TICKET_KEY: keyObject.optional().describe('32 bytes in base64: Ed25519 seed that signs writers\' tickets; derived from TRACKING_KEY if absent'),
  CHANNEL_KEY_SEED: keyObject.optional().describe('32 bytes in base64: secrets of channel keys are derived with it; from TRACKING_KEY if absent. It may be changed at any time'),
  CITY_PREFIX: z.string().regex(/^[A-Z]{1,8}$/, 'must be 1 to 8 capital letters').default('HN').describe('what message numbers begin with'),
  RATE_LIMIT_PER_SECOND: z.coerce.number().min(0.1).max(1_000_000).default(2_000).describe('messages a second that one channel may push to one replica; bursts of two seconds pass'),
  QUERY_LIMIT_PER_SECOND: z.coerce.number().min(0.1).max(1_000_000).default(10).describe('wrong number-and-code pairs a second that one replica answers one caller as such; more are told to wait'),
  FORM_LIMIT: z.coerce.number().int().min(1).max(10_000).default(10).describe('letters from one address in ten minutes that the public form takes as they come; six times as many with a check'),
  SCREENING: jsonSetting(screeningPolicySchema).prefault('{}').describe('JSON `{authorPerHour?, sameTextPerHour?}`: beyond which what comes in is held 待甄别 for the information office'),
  QUEUE_LIMIT: z.coerce.number().int().min(1).max(1_000_000).default(4_000).describe('messages that may wait for the database in one replica; more are answered 503'),
  OUTBOX_LIMIT: z.coerce.number().int().min(0).max(100_000_000).default(100_000).describe('events that may wait for the bus; beyond it messages are answered 503'),
  MAILBOXES: jsonSetting(mailboxesSchema).default([]).describe('JSON: the mailboxes 电子信箱 whose letters are registered'),
  SMTP: jsonSetting(smtpSchema).optional().describe('JSON: by what letters go out; without it nothing goes back to those who wrote one'),
  MAILBOX_SECONDS: z.coerce.number().min(0.1).max(86_400).default(60).describe('seconds between two looks into a mailbox'),
  LETTER_LIMIT_MB: z.coerce.number().min(0.01).max(100).default(25).describe('a larger letter is registered by its head alone'),
  LETTER_RETENTION_DAYS: z.coerce.number().int().min(1).max(36_500).default(1_095).describe('days for which the raw letters are kept'),
  LETTER_RECEIPTS_PER_DAY: z.coerce.number().int().min(1).max(1_000).default(5).describe('receipts to one address within 24 hours; further letters are registered all the same'),
  WEBHOOK_ALLOW_PRIVATE: z.stringbool().default(false).describe('webhooks may lie in private, loopback and link-local networks; outside production they may be plain http then'),
  ATTACHMENTS_DIR: z.string().min(1).optional().describe('folder of the attachments, which all replicas share; without one none are accepted'),
  ATTACHMENTS_S3: jsonSetting(objectStoreSchema).optional().describe('JSON `{endpoint, bucket, region?, accessKey, secretKey}`: an object store that speaks S3, instead of the folder'),
  CLAMD_ADDRESS: z.string().regex(/^(?:\/.+|[^\s/]+:\d{1,5})$/, 'must be host:port, or the path of a socket').optional().describe('`host:port` or socket of a clamd: attachments wait until it has looked at them; without one nothing looks for malware'),
  PROBE_URL: z.url({ protocol: /^https?$/ }).optional().describe('intake\'s own address as integrations call it, for probes 探测 of every way in; without it nothing is probed'),
  PROBE_SECONDS: z.coerce.number().int().min(1).max(86_400).default(600).describe('between two probes of a way in; a mailbox has its letter once a day'),
  DELIVERY_BACKOFF_SECONDS: backoffSchema.prefault('0,5,300,1800,7200,18000,36000,50400,72000,86400').describe('seconds before each attempt to deliver a reply; their count is the number of attempts'),
});
export type IntakeConfig = z.infer<typeof intakeConfig>;

export const webhookReach = ({ WEBHOOK_ALLOW_PRIVATE, NODE_ENV }: Pick<IntakeConfig, 'WEBHOOK_ALLOW_PRIVATE' | 'NODE_ENV'>): WebhookReach => ({
  allowPrivate: WEBHOOK_ALLOW_PRIVATE,
  allowHttp: WEBHOOK_ALLOW_PRIVATE && NODE_ENV !== 'production',
});

/** Without a place for them messages with attachments are refused. */
export const acceptsAttachments = ({ ATTACHMENTS_DIR, ATTACHMENTS_S3 }: Pick<IntakeConfig, 'ATTACHMENTS_DIR' | 'ATTACHMENTS_S3'>): boolean => (ATTACHMENTS_S3 ?? ATTACHMENTS_DIR) !== undefined;

/** What a production start must not run with, besides what the platform refuses. */
export function refuseInProduction(config: IntakeConfig): string[] {
  const reasons: string[] = [];
  const keys = Object.entries(config.CHANNEL_KEYS) as [ChannelName, string][];
  if (keys.some(([, key]) => key.length < 32 || /^(dev|test|sample)/i.test(key))) {
    reasons.push('CHANNEL_KEYS: development keys, or keys of fewer than 32 characters');
  }
  if (new Set(keys.map(([, key]) => key)).size < keys.length) reasons.push('CHANNEL_KEYS: two channels share a key');
  const secrets: [string, KeyObject][] = [
    ['TRACKING_KEY', config.TRACKING_KEY],
    ['AUTHOR_HASH_KEY', config.AUTHOR_HASH_KEY],
    ...Object.values(config.VAULT_KEYS.keys).map((key): [string, KeyObject] => ['VAULT_KEYS', key]),
    ...(config.TICKET_KEY ? [['TICKET_KEY', config.TICKET_KEY] as [string, KeyObject]] : []),
    ...(config.CHANNEL_KEY_SEED ? [['CHANNEL_KEY_SEED', config.CHANNEL_KEY_SEED] as [string, KeyObject]] : []),
  ];
  for (const [name, key] of secrets) {
    if (new Set(key.export()).size < 8) reasons.push(`${name}: is not random`);
  }
  const openly = [...config.MAILBOXES.map(({ imap }) => imap), ...(config.SMTP ? [config.SMTP] : [])].some(({ encryption }) => encryption === 'none');
  if (openly && !config.WEBHOOK_ALLOW_PRIVATE) reasons.push('MAILBOXES, SMTP: letters must be encrypted on their way');
  if (config.ATTACHMENTS_S3?.endpoint.startsWith('http:') && !config.WEBHOOK_ALLOW_PRIVATE) reasons.push('ATTACHMENTS_S3: is not https');
  if (config.ATTACHMENTS_S3 && config.ATTACHMENTS_DIR !== undefined) reasons.push('ATTACHMENTS_S3, ATTACHMENTS_DIR: attachments have one place');
  return [...reasons, ...refuseMicroblog(config), ...refuseSample(config)];
}

/** What a production start must not run with, of the microblog's. */
function refuseMicroblog(config: IntakeConfig): string[] {
  const open = (['MICROBLOG_URL', 'MICROBLOG_COMMERCIAL_URL'] as const).filter((setting) => !config[setting].startsWith('https:'));
  const unnamed = config.MICROBLOG_ACCOUNTS.length > 0 && config.MICROBLOG_PUBLIC_ADDRESS === undefined;
  return [...open.map((setting) => `${setting}: is not https`), ...(unnamed ? ['MICROBLOG_PUBLIC_ADDRESS: is missing, and accounts are given'] : [])];
}

/** The Ed25519 seed of writers' tickets. */
export function ticketSeed(config: Pick<IntakeConfig, 'TICKET_KEY' | 'TRACKING_KEY'>): Buffer {
  return config.TICKET_KEY?.export() ?? Buffer.from(hkdfSync('sha256', config.TRACKING_KEY, '', 'wenzheng writer ticket', 32));
}

/** Of what the secrets of channel keys are made: a repeated request gets the same one although none is stored. Whoever has it has every key. */
export function channelKeySeed(config: Pick<IntakeConfig, 'CHANNEL_KEY_SEED' | 'TRACKING_KEY'>): Buffer {
  return config.CHANNEL_KEY_SEED?.export() ?? Buffer.from(hkdfSync('sha256', config.TRACKING_KEY, '', 'wenzheng channel key', 32));
}
