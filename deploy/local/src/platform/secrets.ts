import { randomBytes } from 'node:crypto';
import { channels, deployedServices, readers } from '@wenzheng/contracts';
import { exportJWK, generateKeyPair } from 'jose';
import { z } from 'zod';
import { readJson, writeJson } from './json-file.js';

/** The NATS users beside those of the services. */
export const natsUsers = ['deploy', 'operator', 'system', ...deployedServices, ...readers] as const;
export type NatsUser = (typeof natsUsers)[number];

const password = () => randomBytes(24).toString('hex');
const key = () => randomBytes(32).toString('base64');
const passwordsOf = <Name extends string>(names: readonly Name[]) =>
  z.object(Object.fromEntries(names.map((name) => [name, z.string().default(password)])) as Record<Name, z.ZodDefault<z.ZodString>>);

const keyRing = z
  .object({ active: z.string(), keys: z.record(z.string(), z.string()) })
  .default(() => ({ active: 'k1', keys: { k1: key() } }));

/** Every secret has its way of being made, so that a newer version finds its new ones in an older file. */
const secretsSchema = z.object({
  databaseRoles: passwordsOf(deployedServices).prefault({}),
  databaseOwners: passwordsOf(deployedServices).prefault({}),
  natsUsers: passwordsOf(natsUsers).prefault({}),
  channelKeys: passwordsOf(channels).prefault({}),
  vault: keyRing,
  trackingKey: z.string().default(key),
  authorHashKey: z.string().default(key),
  logKey: z.string().default(key),
  webhookKeys: keyRing,
  /** Seals the tokens of the console's sessions. */
  sessionKeys: keyRing,
  /** The people's passwords at the development provider are made of it. */
  peopleKey: z.string().default(key),
  /** Secret of each OpenID client, by client id. */
  clients: z.record(z.string(), z.string()).default({}),
  cookieKey: z.string().default(key),
  signingKey: z.record(z.string(), z.unknown()).optional(),
});
export type Secrets = z.infer<typeof secretsSchema> & { signingKey: Record<string, unknown> };

/** Reads the secrets of this data folder, making those that are missing. `clients` get a secret each. */
export async function openSecrets(path: string, clientIds: readonly string[]): Promise<Secrets> {
  const stored = await readJson(path);
  const parsed = secretsSchema.safeParse(stored ?? {});
  if (!parsed.success) throw new Error(`${path} is not a file of secrets: ${z.prettifyError(parsed.error)}`);
  const secrets = { ...parsed.data, signingKey: parsed.data.signingKey ?? (await createSigningKey()) };
  for (const id of clientIds) secrets.clients[id] ??= password();
  if (JSON.stringify(stored) !== JSON.stringify(secrets)) await writeJson(path, secrets);
  return secrets;
}

async function createSigningKey(): Promise<Record<string, unknown>> {
  const { privateKey } = await generateKeyPair('RS256', { extractable: true });
  return { ...(await exportJWK(privateKey)), alg: 'RS256', use: 'sig', kid: randomBytes(8).toString('hex') };
}
