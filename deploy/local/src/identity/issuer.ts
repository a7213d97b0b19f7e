import { createServer } from 'node:http';
import { Provider, type Adapter, type Configuration } from 'oidc-provider';
import type { ClientDefinition } from './clients.js';
import type { Secrets } from '../platform/secrets.js';

export interface RunningIssuer {
  url: string;
  tokenEndpoint: string;
  stop(): Promise<void>;
}

export interface IssuerOptions {
  port: number;
  clients: readonly ClientDefinition[];
  secrets: Pick<Secrets, 'clients' | 'cookieKey' | 'signingKey'>;
}

const audience = 'wenzheng';
const resource = 'urn:wenzheng';
const hour = 3600;

/** An OpenID provider for development: client credentials in, signed JWT access tokens out. Production refuses it. */
export async function startIssuer(options: IssuerOptions): Promise<RunningIssuer> {
  const url = `http://127.0.0.1:${options.port}`;
  const provider = new Provider(url, configuration(options));
  const server = createServer((request, response) => void provider.callback()(request, response));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, '127.0.0.1', resolve);
  });
  return {
    url,
    tokenEndpoint: `${url}/token`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function configuration({ clients, secrets }: IssuerOptions): Configuration {
  const byId = new Map(clients.map((client) => [client.id, client]));
  return {
    adapter: NoStore,
    clients: [...byId.values()].map(({ id }) => ({
      client_id: id,
      client_secret: secrets.clients[id] ?? '',
      grant_types: ['client_credentials'],
      redirect_uris: [],
      response_types: [],
    })),
    jwks: { keys: [secrets.signingKey] },
    cookies: { keys: [secrets.cookieKey] },
    clientDefaults: { id_token_signed_response_alg: 'RS256' },
    features: {
      clientCredentials: { enabled: true },
      devInteractions: { enabled: false },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => resource,
        useGrantedResource: () => true,
        getResourceServerInfo: () => ({
          scope: '',
          audience,
          accessTokenTTL: hour,
          accessTokenFormat: 'jwt',
          jwt: { sign: { alg: 'RS256' } },
        }),
      },
    },
    ttl: { ClientCredentials: hour },
    extraTokenClaims(_context, token) {
      const client = byId.get(token.clientId ?? '');
      return client && { name: client.name, roles: client.roles, ...(client.unit ? { unit: client.unit } : {}) };
    },
  };
}

/** Clients stand in the configuration and access tokens carry their own proof: there is nothing to keep. */
class NoStore implements Adapter {
  async upsert(): Promise<undefined> {}
  async find(): Promise<undefined> {}
  async findByUserCode(): Promise<undefined> {}
  async findByUid(): Promise<undefined> {}
  async consume(): Promise<undefined> {}
  async destroy(): Promise<undefined> {}
  async revokeByGrantId(): Promise<undefined> {}
}
