import type { DeployedService } from '@wenzheng/contracts';
import { containersOf, type Rendered } from './rendered.js';

/** A service's schema of settings, as its own config.ts exports it. */
interface Schema {
  shape: Record<string, { safeParse(value: unknown): { success: boolean } }>;
  safeParse(environment: Record<string, string>): { success: true; data: unknown } | { success: false; error: { issues: { path: PropertyKey[]; message: string }[] } };
}

/** What a production start refuses beside the schema. */
type Refusal = (config: unknown) => string[];

/** Read as data: what a service accepts is the one thing that manifests and services must agree on. */
export async function configurationOf(service: DeployedService): Promise<{ schema: Schema; refuse: Refusal }> {
  const file = new URL(`../../services/${service}/src/config.ts`, import.meta.url);
  const exports = (await import(file.href)) as Record<string, unknown>;
  const schema = Object.values(exports).find((value): value is Schema => typeof value === 'object' && value !== null && 'DATABASE_URL' in ((value as Partial<Schema>).shape ?? {}));
  if (!schema) throw new Error(`${service} exports no schema of its configuration`);
  const refuse = (exports.refuse ?? exports.refuseInProduction ?? (() => [])) as Refusal;
  return { schema, refuse };
}

/** The service's environment as its pod gets it; what a Secret holds is taken from `secrets`. */
export function environmentOf(city: Rendered, service: DeployedService, secrets: Record<string, string>): Record<string, string> {
  const container = containersOf(city.workload(`wenzheng-${service}`))[0]!;
  const environment: Record<string, string> = {};
  for (const { configMapRef } of container.envFrom ?? []) Object.assign(environment, city.configMap(configMapRef?.name ?? ''));
  for (const { name, value, valueFrom } of container.env ?? []) {
    if (value !== undefined) environment[name] = value;
    else if (valueFrom?.secretKeyRef) {
      const { key, optional } = valueFrom.secretKeyRef;
      if (!optional || key in secrets) environment[name] = secrets[key] ?? '';
    }
    else if (valueFrom?.fieldRef) environment[name] = service;
  }
  return environment;
}
