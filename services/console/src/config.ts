import { services, type ServiceName } from '@wenzheng/contracts';
import { jsonSetting, keyRing, serviceConfig } from '@wenzheng/platform';
import { z } from 'zod';

const addresses = jsonSetting(z.strictObject(Object.fromEntries(services.map((service) => [service, z.url()])) as Record<ServiceName, z.ZodURL>));
const minutes = (fallback: number, most: number) => z.coerce.number().int().min(1).max(most).default(fallback);

export const consoleConfig = serviceConfig.extend({
  CONSOLE_URL: z.url().transform((url) => url.replace(/\/$/, '')).describe("the console's own address as staff see it"),
  CITY_NAME: z.string().trim().min(1).max(40).describe('the city as it stands in the heading: 淮南市'),
  SERVICE_URLS: addresses.describe('JSON: the address of each of the four services inside the cluster'),
  OPERATIONS_URLS: addresses.describe('JSON: the same for their operations ports, where dead letters are'),
  OIDC_CLIENT_ID: z.string().min(1).describe('the client that people sign in with'),
  OIDC_CLIENT_SECRET: z.string().min(1).describe('its secret'),
  OIDC_SCOPE: z.string().regex(/^openid(?: \S+)*$/, 'must begin with openid').default('openid profile').describe('what is asked of the provider; some give a refresh token for `offline_access` alone'),
  OIDC_RESOURCE: z.string().min(1).optional().describe('`resource` of RFC 8707, for providers that issue access tokens for one only'),
  SESSION_KEYS: jsonSetting(keyRing).describe('JSON `{active, keys: {id: 32 bytes in base64}}`: seals the tokens of sessions'),
  SESSION_IDLE_MINUTES: minutes(30, 24 * 60).describe('a session ends when nothing was done in it for so long'),
  SESSION_HOURS: z.coerce.number().int().min(1).max(24 * 7).default(12).describe('and so long after the sign-in in any case'),
  NATS_URL: z.string().optional().describe('with `CLOCK=controllable` alone: where the clock is followed'),
  NATS_USER: z.string().default('console').describe('the same'),
  NATS_PASSWORD: z.string().default('').describe('the same'),
});
export type ConsoleConfig = z.output<typeof consoleConfig>;

/** What a production start refuses beside the platform's own rules. */
export function refuse(config: ConsoleConfig): string[] {
  const reasons: string[] = [];
  if (!config.CONSOLE_URL.startsWith('https://')) reasons.push('CONSOLE_URL: must be https');
  if (/^(?:淮岭市|样例|示例|测试)/.test(config.CITY_NAME)) reasons.push('CITY_NAME: must not be the sample city');
  return reasons;
}
