import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT, type CryptoKey, type JWK } from 'jose';

export interface TestTokenOptions {
  roles: string[];
  unit?: string;
  /** Default `spec`. */
  sub?: string;
  /** Seconds, negative for a token that has run out. Default 600. */
  expiresIn?: number;
  issuer?: string;
  /** Default `wenzheng`. */
  audience?: string;
  /** `HS256` is signed with a secret nobody shares: a service must refuse it. Default `ES256`. */
  algorithm?: 'ES256' | 'RS256' | 'HS256';
  claims?: Record<string, unknown>;
}

export interface TestIssuer {
  /** The issuer's address, for `OIDC_ISSUER`. */
  url: string;
  token(options: TestTokenOptions): Promise<string>;
  /** A new signing key under a new key id, as after a rotation; the old ones leave the key set. */
  rotate(): Promise<void>;
  close(): Promise<void>;
}

interface SigningKey {
  id: string;
  privateKey: CryptoKey;
  jwk: JWK;
}

/**
 * An OpenID Connect issuer on loopback: discovery document, key set, and tokens for whoever a spec wants to be. Its token
 * endpoint gives any client with credentials a token with the role `ledger-reader`.
 */
export async function createTestIssuer(): Promise<TestIssuer> {
  let generation = 0;
  let keys = await createKeys(generation);
  const server = createServer(async (request, response) => {
    const isClient = request.method === 'POST' && request.url === '/token' && request.headers.authorization?.startsWith('Basic ');
    const body = isClient
      ? { access_token: await issuer.token({ roles: ['ledger-reader'] }), token_type: 'Bearer', expires_in: 600 }
      : request.url === '/.well-known/openid-configuration'
        ? { issuer: url, jwks_uri: `${url}/jwks`, token_endpoint: `${url}/token`, authorization_endpoint: `${url}/auth` }
        : request.url === '/jwks'
          ? { keys: Object.values(keys).map((key) => key.jwk) }
          : null;
    response.writeHead(body ? 200 : 404, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  const issuer: TestIssuer = {
    url,
    async token(options) {
      const { roles, unit, sub = 'spec', expiresIn = 600, audience = 'wenzheng', algorithm = 'ES256' } = options;
      const now = Math.floor(Date.now() / 1000);
      const jwt = new SignJWT({ roles, ...(unit === undefined ? {} : { unit }), ...options.claims })
        .setSubject(sub)
        .setIssuer(options.issuer ?? url)
        .setAudience(audience)
        .setIssuedAt(Math.min(now, now + expiresIn))
        .setExpirationTime(now + expiresIn);
      if (algorithm === 'HS256') {
        return jwt.setProtectedHeader({ alg: 'HS256' }).sign(new Uint8Array(32).fill(7));
      }
      const key = keys[algorithm];
      return jwt.setProtectedHeader({ alg: algorithm, kid: key.id }).sign(key.privateKey);
    },
    async rotate() {
      generation += 1;
      keys = await createKeys(generation);
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return issuer;
}

async function createKeys(generation: number): Promise<Record<'ES256' | 'RS256', SigningKey>> {
  return { ES256: await createKey('ES256', generation), RS256: await createKey('RS256', generation) };
}

async function createKey(algorithm: 'ES256' | 'RS256', generation: number): Promise<SigningKey> {
  const { privateKey, publicKey } = await generateKeyPair(algorithm, { extractable: true });
  const id = `${algorithm.toLowerCase()}-${generation}`;
  return { id, privateKey, jwk: { ...(await exportJWK(publicKey)), kid: id, alg: algorithm, use: 'sig' } };
}
