import { createSecretKey } from 'node:crypto';
import { z } from 'zod';

const network = z.union([z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()], { error: 'must be addresses or networks: 10.42.0.0/16' });

/** Settings that every service has. A service adds its own with `serviceConfig.extend({...})`; `.describe()` is its documentation. */
export const serviceConfig = z.object({
  NODE_ENV: z.enum(['development', 'test', 'production']).default('production').describe('production refuses development settings'),
  HOST: z.string().default('0.0.0.0').describe('address to listen on'),
  PORT: z.coerce.number().int().min(0).max(65535).default(8080).describe('port to listen on'),
  OPERATIONS_PORT: z.coerce.number().int().min(0).max(65535).default(9090).describe('port for health, metrics, ledgers, dead letters and republications'),
  PUBLIC_URL: z.url().describe("the portal's address as citizens see it"),
  DATABASE_URL: z.string().regex(/^postgres(ql)?:\/\//, 'must begin with postgres://').describe("PostgreSQL, with the service's own role"),
  DATABASE_POOL: z.coerce.number().int().min(2).max(200).default(10).describe('connections at most'),
  OIDC_ISSUER: z.url().describe('OpenID Connect issuer whose access tokens are accepted'),
  OIDC_ROLES_CLAIM: z.string().min(1).default('roles').describe('claim of the access token that lists the roles; of nested ones the way to it, `realm_access.roles`'),
  OIDC_UNIT_CLAIM: z.string().min(1).default('unit').describe('claim with the code of the unit, in the same way'),
  CLOCK: z.enum(['system', 'controllable']).default('system').describe('`controllable` lets business time be moved forward; refused in production'),
  TRUSTED_PROXIES: z.string().default('').transform((text) => text.split(',').map((part) => part.trim()).filter((part) => part !== '')).pipe(z.array(network))
    .describe('networks whose `X-Forwarded-For` is believed, parted by commas; without them whoever connects counts as the caller'),
  DRAIN_SECONDS: z.coerce.number().min(0).max(300).default(5).describe('seconds at the end during which it says that it is not ready and still takes requests'),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info').describe('least severity that is logged'),
});
export type ServiceConfig = z.infer<typeof serviceConfig>;

/** A start that cannot be right. The message names every wrong setting and never its value. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';
}

/**
 * Reads the environment through a schema and refuses what production must not run with.
 * @param refuse further production rules of the service: returns one sentence per wrong setting
 * @throws ConfigurationError
 */
export function loadConfig<Config extends ServiceConfig>(
  schema: z.ZodType<Config>,
  environment: NodeJS.ProcessEnv,
  refuse: (config: Config) => string[] = () => [],
): Config {
  const result = schema.safeParse(environment);
  if (!result.success) {
    throw new ConfigurationError(
      `configuration refused: ${result.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; ')}`,
    );
  }
  const config = result.data;
  if (config.NODE_ENV === 'production') {
    const reasons = [...productionRules(config), ...refuse(config)];
    if (reasons.length > 0) throw new ConfigurationError(`production start refused: ${reasons.join('; ')}`);
  }
  return config;
}

function productionRules(config: ServiceConfig): string[] {
  const reasons: string[] = [];
  if (config.CLOCK === 'controllable') reasons.push('CLOCK: business time must not be controllable');
  if (!config.OIDC_ISSUER.startsWith('https://')) reasons.push('OIDC_ISSUER: must be https');
  return reasons;
}

/** A setting that holds JSON, checked by `schema`. */
export const jsonSetting = <T>(schema: z.ZodType<T>) =>
  z.string().transform((text, context) => {
    try {
      return JSON.parse(text) as unknown;
    } catch {
      context.addIssue({ code: 'custom', message: 'is not JSON' });
      return z.NEVER;
    }
  }).pipe(schema);

/** 32 random bytes in base64. */
export const secretKey = z
  .base64()
  .transform((text) => Buffer.from(text, 'base64'))
  .refine((bytes) => bytes.length === 32, { message: 'must be 32 bytes in base64' });

/** The same as a key object, which is read some four times as fast as a buffer, and no log shows what is in it. */
export const keyObject = secretKey.transform((bytes) => createSecretKey(bytes));

/** `{active, keys: {id: 32 bytes in base64}}`: the active key seals, the others stay for reading. */
export const keyRing = z
  .object({ active: z.string().min(1).max(40), keys: z.record(z.string().min(1).max(40), keyObject) })
  .refine((ring) => Object.hasOwn(ring.keys, ring.active), { message: 'the active key is not among the keys' });
