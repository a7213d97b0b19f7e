import type { Log } from '../programs/child.js';
import type { ClientDefinition } from './clients.js';
import type { ClientCredentials, PersonSignIn } from '../platform/endpoints.js';
import { startIssuer, type RunningIssuer } from './issuer.js';
import { passwordOf, type Person } from './people.js';
import type { Secrets } from '../platform/secrets.js';

/** The client that people sign in to the console with. */
export const consoleClientId = 'console';

export interface IdentityOptions {
  port: number;
  clients: readonly ClientDefinition[];
  people: readonly Person[];
  consoleUrl: string;
  secrets: Secrets;
  /** An operated OpenID provider; without it the platform runs the development one. */
  given?: string | undefined;
  environment: NodeJS.ProcessEnv;
  log: Log;
}

/** Who signs access tokens: the development provider, or one that somebody else operates. */
export class Identity {
  private server: RunningIssuer | undefined;
  readonly issuer: string;
  tokenEndpoint = '';

  constructor(private readonly options: IdentityOptions) {
    this.issuer = options.given ?? `http://127.0.0.1:${options.port}`;
  }

  async start(): Promise<void> {
    const { given, port, clients, secrets, consoleUrl, log } = this.options;
    if (given) {
      this.tokenEndpoint = await discoverTokenEndpoint(given);
      log(`OpenID provider 身份认证: using ${given} (OIDC_ISSUER)`);
      return;
    }
    this.server = await startIssuer({
      port,
      clients,
      secrets,
      people: Object.values(this.people()),
      console: { id: consoleClientId, secret: secrets.clients[consoleClientId] ?? '', url: consoleUrl },
    });
    this.tokenEndpoint = this.server.tokenEndpoint;
    log(`OpenID provider 身份认证 (development): ready on ${this.server.url}`);
  }

  async stop(): Promise<void> {
    await this.server?.stop();
    this.server = undefined;
  }

  /** For endpoints.json. The clients of an operated provider are not ours to write down. */
  credentials(): Record<string, ClientCredentials> {
    const { given, clients, secrets } = this.options;
    if (given) return {};
    return Object.fromEntries(
      clients.map(({ key, id, unit }) => [key, { id, secret: secrets.clients[id] ?? '', ...(unit ? { unit } : {}) }]),
    );
  }

  people(): Record<string, PersonSignIn> {
    const { given, people, secrets } = this.options;
    if (given) return {};
    return Object.fromEntries(people.map((person) => [person.username, { ...person, password: passwordOf(secrets.peopleKey, person.username) }]));
  }

  /** One client; on an operated provider `OIDC_CLIENT_ADMINISTRATOR=id:secret` and the like. */
  client(key: string): { id: string; secret: string } {
    const { given, environment, secrets } = this.options;
    if (given) return clientFrom(environment, key);
    return key === consoleClientId ? { id: key, secret: secrets.clients[key] ?? '' } : (this.credentials()[key] ?? { id: '', secret: '' });
  }
}

/** @throws Error when the variable is missing or has no colon */
export function clientFrom(environment: NodeJS.ProcessEnv, key: string): { id: string; secret: string } {
  const name = `OIDC_CLIENT_${key.toUpperCase().replaceAll('-', '_')}`;
  const value = environment[name] ?? '';
  const colon = value.indexOf(':');
  if (colon < 1) throw new Error(`With OIDC_ISSUER given, ${name} must be given as well, as "client id:client secret"`);
  return { id: value.slice(0, colon), secret: value.slice(colon + 1) };
}

async function discoverTokenEndpoint(issuer: string): Promise<string> {
  const address = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
  try {
    const response = await fetch(address, { signal: AbortSignal.timeout(10_000) });
    const { token_endpoint: endpoint } = (await response.json()) as { token_endpoint?: string };
    if (!endpoint) throw new Error('it names no token_endpoint');
    return endpoint;
  } catch (error) {
    throw new Error(`OIDC_ISSUER ${issuer} could not be asked at ${address}: ${(error as Error).message}`, { cause: error });
  }
}
