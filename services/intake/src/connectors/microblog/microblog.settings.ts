import { jsonSetting } from '@wenzheng/platform';
import { z } from 'zod';

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

export const microblogSettings = {
  MICROBLOG_ACCOUNTS: jsonSetting(z.array(accountSchema).max(50).refine(isTold('name'), 'two accounts have one name').refine(isTold('uid'), 'two accounts have one uid'))
    .prefault('[]')
    .describe('JSON `[{name, uid, accessToken, expiresAt, tier, unit?}]`: 微博账号; none, and nothing is fetched'),
  MICROBLOG_URL: address('https://api.weibo.com').describe('the platform’s open interface'),
  MICROBLOG_COMMERCIAL_URL: address('https://c.api.weibo.com').describe('the same for accounts of the commercial tier'),
  MICROBLOG_PUBLIC_ADDRESS: z.union([z.ipv4(), z.ipv6()]).optional().describe('our address in the public internet, which the platform wants to be told with every comment'),
  MICROBLOG_POLL_SECONDS: z.coerce.number().min(0.1).max(86_400).default(150).describe('between two looks at a source; a basic account is asked once an hour at most'),
  MICROBLOG_RECEIPTS: z.stringbool().default(true).describe('whether a comment tells of the registration as well'),
};

export interface MicroblogConfig {
  MICROBLOG_ACCOUNTS: readonly Account[];
  MICROBLOG_URL: string;
  MICROBLOG_COMMERCIAL_URL: string;
  MICROBLOG_PUBLIC_ADDRESS?: string | undefined;
}

/** What a production start must not run with. */
export function refuseMicroblog(config: MicroblogConfig): string[] {
  const open = (['MICROBLOG_URL', 'MICROBLOG_COMMERCIAL_URL'] as const).filter((setting) => !config[setting].startsWith('https:'));
  const unnamed = config.MICROBLOG_ACCOUNTS.length > 0 && config.MICROBLOG_PUBLIC_ADDRESS === undefined;
  return [...open.map((setting) => `${setting}: is not https`), ...(unnamed ? ['MICROBLOG_PUBLIC_ADDRESS: is missing, and accounts are given'] : [])];
}
