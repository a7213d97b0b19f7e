import { dateSchema } from '@wenzheng/contracts';
import { ledgerConfig, messagingConfig } from '@wenzheng/messaging';
import { jsonSetting, keyRing, serviceConfig, type WebhookReach } from '@wenzheng/platform';
import { printingConfig } from '@wenzheng/printing';
import { z } from 'zod';

export const documentSeries = ['urging-order', 'circular', 'referral', 'major-matter'] as const;
export type DocumentSeries = (typeof documentSeries)[number];

const name = z.string().trim().min(1).max(60);
const pattern = z.string().min(1).max(60).refine((text) => text.includes('{year}') && text.includes('{number}'), { message: 'needs {year} and {number}' });
const timeOfDay = z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, { message: 'is not HH:MM' });

/** What the city calls its offices, and how they number their documents, from a date on. */
export const officesSchema = z
  .array(
    z.object({
      from: dateSchema,
      /** 市政府 */
      government: name,
      /** 督查室, as texts call it */
      supervisionOffice: name,
      /** 发文机关全称: in marks 发文机关标志, signatures and 版记; without it the supervision office's name */
      issuer: name.optional(),
      /** 监察机关: the 监察局 is the 监察委员会 since 2018 */
      inspectionBureau: name,
      /** 发文字号: full year in 六角括号, number without 第 and without padding (GB/T 9704-2012, 7.2.5). */
      numbers: z.record(z.enum(documentSeries), pattern),
      /** What is sent to people is handed over between these, on working days. */
      workingHours: z.object({ from: timeOfDay, to: timeOfDay }).refine(({ from, to }) => from < to, { message: 'ends before it begins' }),
    }),
  )
  .min(1);
export type Offices = z.infer<typeof officesSchema>[number];

const numbers = {
  'urging-order': '淮督〔{year}〕{number}号',
  circular: '淮督通〔{year}〕{number}号',
  referral: '淮督移〔{year}〕{number}号',
  'major-matter': '淮督报〔{year}〕{number}号',
};
const workingHours = { from: '09:00', to: '17:30' };

export const defaultOffices: Offices[] = [
  { from: '2011-10-09', government: '市人民政府', supervisionOffice: '市政府督查室', issuer: '淮岭市人民政府督查室', inspectionBureau: '市监察局', numbers, workingHours },
  { from: '2018-03-20', government: '市人民政府', supervisionOffice: '市政府督查室', issuer: '淮岭市人民政府督查室', inspectionBureau: '市监察委员会', numbers, workingHours },
];

/** 样本不足的不排名: a rate of fewer messages says little (`default`). */
export const defaultMinimumSample = 10;

const otherLedgers = z.object({ intake: z.url(), routing: z.url(), publication: z.url() });

/** Every setting of the service; `.describe()` is its documentation. */
export const supervisionConfig = serviceConfig.extend(messagingConfig).extend(ledgerConfig).extend(printingConfig).extend({
  LEDGER_URLS: jsonSetting(otherLedgers).describe('JSON: addresses of intake, routing and publication, whose ledgers are compared'),
  RANKING_MINIMUM_SAMPLE: z.coerce.number().int().min(1).max(10_000).default(defaultMinimumSample).describe('a unit is ranked by a rate of at least so many messages'),
  MANY_LIKES: z.coerce.number().int().min(1).max(2_147_483_647).default(100).describe('a single message that so many readers have liked is listed beside the hot issues'),
  OIDC_CLIENT_ID: z.string().min(1).describe('client that reads the ledgers, with the role ledger-reader'),
  OIDC_CLIENT_SECRET: z.string().min(1).describe("that client's secret"),
  STREAM_LIMIT: z.coerce.number().int().min(1).max(10_000).default(100).describe('streams of escalations that one replica keeps open; more are answered 503'),
  STREAM_LIMIT_EACH: z.coerce.number().int().min(1).max(10_000).default(10).describe('how many of these one and the same subject of an access token may have'),
  STREAM_HEARTBEAT_SECONDS: z.coerce.number().min(0.05).max(300).default(15).describe('after so long without an escalation a stream gives a sign of life; a reader that takes nothing for so long is cut off'),
  OFFICES: jsonSetting(officesSchema).default(defaultOffices).describe('JSON: what the city calls its offices, their 文号 and working hours, each from a date on'),
  WEBHOOK_KEYS: jsonSetting(keyRing).describe("JSON `{active, keys: {id: 32 bytes in base64}}`: seals the private keys that sign webhooks; retired keys stay for reading"),
  DRAFTER_MAY_SIGN: z.stringbool().default(false).describe('who wrote an urging order 督办单, a circular 通报 or a referral 移送 last may sign it alone'),
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
