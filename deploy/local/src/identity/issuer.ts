import { timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { Provider, type Configuration, type KoaContextWithOIDC } from 'oidc-provider';
import type { ClientDefinition } from './clients.js';
import type { PersonSignIn } from '../platform/endpoints.js';
import type { Secrets } from '../platform/secrets.js';
import { MemoryStore } from './memory-store.js';
import { messagePage, signInPage, signOutPage } from './sign-in-page.js';

export interface RunningIssuer {
  url: string;
  tokenEndpoint: string;
  stop(): Promise<void>;
}

export interface IssuerOptions {
  port: number;
  clients: readonly ClientDefinition[];
  people?: readonly PersonSignIn[];
  /** The console as a client that people sign in with. */
  console?: { id: string; secret: string; url: string };
  secrets: Pick<Secrets, 'clients' | 'cookieKey' | 'signingKey'>;
}

const audience = 'wenzheng';
const resource = 'urn:wenzheng';
const hour = 3600;

/** An OpenID provider for development: programs come with their credentials, people with user name and password. Production refuses it. */
export async function startIssuer(options: IssuerOptions): Promise<RunningIssuer> {
  const url = `http://127.0.0.1:${options.port}`;
  const provider = new Provider(url, configuration(options));
  const answer = provider.callback();
  const signIn = signInBy(provider, new Map((options.people ?? []).map((person) => [person.username, person])));
  const server = createServer((request, response) => void (request.url?.startsWith(signInPath) ? signIn(request, response) : answer(request, response)));
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

function configuration({ clients, people = [], console, secrets }: IssuerOptions): Configuration {
  const byId = new Map(clients.map((client) => [client.id, client]));
  const byUsername = new Map(people.map((person) => [person.username, person]));
  return {
    adapter: new MemoryStore().adapter,
    clients: [
      ...[...byId.values()].map(({ id }) => ({
        client_id: id,
        client_secret: secrets.clients[id] ?? '',
        grant_types: ['client_credentials' as const],
        redirect_uris: [],
        response_types: [],
      })),
      ...(console
        ? [{
            client_id: console.id,
            client_secret: console.secret,
            grant_types: ['authorization_code' as const, 'refresh_token' as const],
            response_types: ['code' as const],
            redirect_uris: [`${console.url}/sign-in/callback`],
            post_logout_redirect_uris: [`${console.url}/sign-in/ended`],
            backchannel_logout_uri: `${console.url}/sign-in/back-channel`,
          }]
        : []),
    ],
    jwks: { keys: [secrets.signingKey] },
    cookies: { keys: [secrets.cookieKey] },
    clientDefaults: { id_token_signed_response_alg: 'RS256' },
    claims: { openid: ['sub'], profile: ['name', 'preferred_username', 'roles', 'unit'] },
    // What is asked for by scope stands in the ID token, as with most providers.
    conformIdTokenClaims: false,
    pkce: { required: () => true },
    findAccount: (_context, id) => {
      const person = byUsername.get(id);
      return person && { accountId: id, claims: () => ({ sub: id, preferred_username: id, ...claimsOf(person) }) };
    },
    interactions: { url: (_context, { uid }) => `${signInPath}${uid}` },
    loadExistingGrant: grantAll,
    issueRefreshToken: (_context, client) => client.grantTypeAllowed('refresh_token'),
    renderError: (context, { error_description: description }) => {
      context.type = 'html';
      context.body = messagePage('登录没有完成', description ?? '请从工作台重新登录。');
    },
    features: {
      clientCredentials: { enabled: true },
      devInteractions: { enabled: false },
      backchannelLogout: { enabled: true },
      rpInitiatedLogout: {
        enabled: true,
        logoutSource: (context, form) => {
          context.type = 'html';
          context.body = signOutPage(form);
        },
      },
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
    ttl: { ClientCredentials: hour, AccessToken: hour, IdToken: hour, Interaction: hour, Grant: 14 * 24 * hour, Session: 14 * 24 * hour, RefreshToken: 24 * hour },
    extraTokenClaims(_context, token) {
      const subject = token.kind === 'AccessToken' ? byUsername.get(token.accountId) : byId.get(token.clientId ?? '');
      return subject && claimsOf(subject);
    },
  };
}

const claimsOf = ({ name, roles, unit }: Pick<ClientDefinition, 'name' | 'roles' | 'unit'>) => ({ name, roles, ...(unit ? { unit } : {}) });

/** Nobody is asked whether the console may know who they are. */
async function grantAll({ oidc }: KoaContextWithOIDC) {
  const { client, session, provider } = oidc;
  const known = session?.grantIdFor(client!.clientId);
  const grant = (known && (await provider.Grant.find(known))) || new provider.Grant({ clientId: client!.clientId, accountId: session!.accountId! });
  grant.addOIDCScope('openid profile offline_access');
  grant.addResourceScope(resource, '');
  await grant.save();
  return grant;
}

const signInPath = '/sign-in/';
const longestForm = 4096;

function signInBy(provider: Provider, people: ReadonlyMap<string, PersonSignIn>) {
  const show = (response: ServerResponse, status: number, page: string) =>
    response
      .writeHead(status, {
        'content-type': 'text/html; charset=utf-8',
        'cache-control': 'no-store',
        'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'",
        'referrer-policy': 'no-referrer',
      })
      .end(page);
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    try {
      const { uid } = await provider.interactionDetails(request, response);
      if (request.method !== 'POST') return void show(response, 200, signInPage(`${signInPath}${uid}`));
      const form = new URLSearchParams(await bodyOf(request));
      const username = (form.get('username') ?? '').trim();
      const person = people.get(username);
      if (!person || !isSame(person.password, form.get('password') ?? '')) return void show(response, 401, signInPage(`${signInPath}${uid}`, { username }));
      await provider.interactionFinished(request, response, { login: { accountId: username } });
    } catch {
      show(response, 400, messagePage('登录没有完成', '登录页停留过久，或浏览器不接受 Cookie。请从工作台重新登录。'));
    }
  };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    if (chunks.reduce((sum, { length }) => sum + length, 0) > longestForm) throw new Error('too long for a form of two fields');
  }
  return Buffer.concat(chunks).toString('utf8');
}

const isSame = (wanted: string, given: string): boolean => Buffer.byteLength(wanted) === Buffer.byteLength(given) && timingSafeEqual(Buffer.from(wanted), Buffer.from(given));
