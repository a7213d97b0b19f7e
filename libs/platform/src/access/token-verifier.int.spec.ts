// The issuer in trouble: nobody is told that his token is bad because the issuer cannot say.
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { exportJWK, generateKeyPair, SignJWT, type CryptoKey } from 'jose';
import { TokenVerifier } from './token-verifier.js';

type Answer = (url: string) => [status: number, body: string];
let server: Server;
let issuer: string;
let answer: Answer;
let asked: string[];
let key: CryptoKey;
let healthy: Answer;

beforeEach(async () => {
  asked = [];
  const pair = await generateKeyPair('ES256');
  key = pair.privateKey;
  const jwk = { ...(await exportJWK(pair.publicKey)), kid: 'k1', alg: 'ES256' };
  healthy = (url) => [200, JSON.stringify(url === '/jwks' ? { keys: [jwk] } : { issuer, jwks_uri: `${issuer}/jwks` })];
  answer = healthy;
  server = createServer((request, response) => {
    asked.push(request.url ?? '');
    const [status, body] = answer(request.url ?? '');
    response.writeHead(status, { 'content-type': 'application/json' }).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(() => new Promise((resolve) => server.close(resolve)));

const token = (kid = 'k1') => new SignJWT({ roles: ['auditor'] }).setProtectedHeader({ alg: 'ES256', kid }).setIssuer(issuer).setSubject('spec').setAudience('wenzheng').setExpirationTime('10m').sign(key);
const outcome = (verifier: TokenVerifier, value: string) => verifier.verify(value).then(({ subject }) => subject, (error: { code: string }) => error.code);

describe('what a token says of its bearer', () => {
  const says = async (claims: Record<string, unknown>, names?: { roles: string; unit: string }) => {
    const value = await new SignJWT(claims).setProtectedHeader({ alg: 'ES256', kid: 'k1' }).setIssuer(issuer).setSubject('spec').setAudience('wenzheng').setExpirationTime('10m').sign(key);
    const { roles, unit } = await new TokenVerifier(issuer, names).verify(value);
    return { roles, unit };
  };

  it('stands in the claims roles and unit', async () => {
    expect(await says({ roles: ['reviewer', 'offline_access'], unit: 'water' })).toEqual({ roles: ['reviewer'], unit: 'water' });
  });

  it.each([
    ['nested, as Keycloak has it', { realm_access: { roles: ['reviewer'] }, organisation: { code: 'water' } }, { roles: 'realm_access.roles', unit: 'organisation.code' }],
    ['under a name with dots', { 'https://city.example/roles': ['reviewer'], dept: 'water' }, { roles: 'https://city.example/roles', unit: 'dept' }],
  ])('or where the city says, %s; and then nowhere else', async (_, claims, names) => {
    expect(await says({ roles: ['administrator'], unit: 'roads', ...claims }, names)).toEqual({ roles: ['reviewer'], unit: 'water' });
    expect(await says({ roles: ['administrator'], unit: 'roads' }, names)).toEqual({ roles: [], unit: null });
  });

  it('and what is no list of roles, or no code, says nothing', async () => {
    const names = { roles: 'constructor.name', unit: 'a.b' };
    expect(await says({ roles: ['reviewer'], a: 'text' }, names)).toEqual({ roles: [], unit: null });
  });
});

describe('an issuer in trouble', () => {
  it.each<[string, (url: string) => boolean, [number, string]]>([
    ['whose key set answers 500', (url) => url === '/jwks', [500, 'oops']],
    ['whose key set is a page', (url) => url === '/jwks', [200, '<html></html>']],
    ['whose key set is no key set', (url) => url === '/jwks', [200, '{"keys":"none"}']],
    ['whose discovery answers 502', (url) => url !== '/jwks', [502, '<html></html>']],
    ['whose discovery names another issuer', (url) => url !== '/jwks', [200, '{"issuer":"http://elsewhere","jwks_uri":"http://elsewhere/jwks"}']],
  ])('%s: everyone is told that it is unavailable, and it is asked once, not 200 times', async (_, isBroken, broken) => {
    const verifier = new TokenVerifier(issuer);
    answer = (url) => (isBroken(url) ? broken : healthy(url));
    const tokens = await Promise.all(Array.from({ length: 200 }, (__, index) => token(`k${index % 3}`)));
    const outcomes = await Promise.all(tokens.map((value) => outcome(verifier, value)));
    expect([...new Set(outcomes)]).toEqual(['unavailable']);
    for (const value of tokens.slice(0, 20)) expect(await outcome(verifier, value)).toBe('unavailable');
    expect(asked.length).toBeLessThanOrEqual(2);
  });

  it('that cannot be reached is unavailable too', async () => {
    const verifier = new TokenVerifier('http://127.0.0.1:9');
    expect(await outcome(verifier, await token())).toBe('unavailable');
  });
});

describe('an issuer that is well', () => {
  it('is asked for its keys once, and not again for keys that it does not have', async () => {
    const verifier = new TokenVerifier(issuer);
    expect(await outcome(verifier, await token())).toBe('spec');
    const strangers = await Promise.all(Array.from({ length: 50 }, (_, index) => token(`stranger-${index}`)));
    expect([...new Set(await Promise.all(strangers.map((value) => outcome(verifier, value))))]).toEqual(['unauthenticated']);
    expect(await outcome(verifier, await token())).toBe('spec');
    expect(asked).toEqual(['/.well-known/openid-configuration', '/jwks']);
  });
});
