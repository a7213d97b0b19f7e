import { createRemoteJWKSet, errors, jwtVerify, type FlattenedJWSInput, type JWTHeaderParameters, type JWTPayload, type JWTVerifyGetKey } from 'jose';
import { z } from 'zod';
import { roles, type Caller, type Role } from './caller.js';
import { platformProblem } from '../problem/problem.js';

const discoverySchema = z.object({ issuer: z.string(), jwks_uri: z.url() });
const audience = 'wenzheng';

/** After the issuer has failed it is left alone for so long: everyone is told at once that it cannot be asked. */
const restMs = 5_000;

/** Where a city's provider puts what a token says of its bearer. */
export interface ClaimNames {
  roles: string;
  unit: string;
}

/**
 * Checks access tokens of one OpenID Connect issuer: signature by its published keys, RS256 or ES256 only, issuer,
 * audience and expiry in real time.
 */
export class TokenVerifier {
  private keys: Promise<JWTVerifyGetKey> | undefined;
  private restsUntil = 0;

  constructor(
    private readonly issuer: string,
    private readonly claims: ClaimNames = { roles: 'roles', unit: 'unit' },
  ) {}

  /** @throws Problem `unauthenticated`, or `unavailable` while the issuer's keys cannot be had */
  async verify(token: string): Promise<Caller> {
    try {
      const { payload } = await jwtVerify(token, (header, input) => this.keyFor(header, input), {
        issuer: this.issuer,
        audience,
        algorithms: ['RS256', 'ES256'],
        requiredClaims: ['exp', 'sub'],
        clockTolerance: 5,
      });
      return callerOf(payload, this.claims);
    } catch (error) {
      if (error instanceof IssuerUnavailableError) throw platformProblem('unavailable', { retryAfterSeconds: restMs / 1_000 });
      throw platformProblem('unauthenticated');
    }
  }

  /** Whether the issuer has no such key, or cannot say, are two things: the first is the caller's fault alone. */
  private async keyFor(header: JWTHeaderParameters, token: FlattenedJWSInput): Promise<Awaited<ReturnType<JWTVerifyGetKey>>> {
    if (performance.now() < this.restsUntil) throw new IssuerUnavailableError('the issuer failed a moment ago');
    try {
      this.keys ??= this.discover().then(({ jwks_uri }) => createRemoteJWKSet(new URL(jwks_uri), { cooldownDuration: restMs }));
      return await (await this.keys)(header, token);
    } catch (error) {
      if (error instanceof errors.JWKSNoMatchingKey || error instanceof errors.JWKSMultipleMatchingKeys) throw error;
      if (error instanceof IssuerUnavailableError) this.keys = undefined;
      this.restsUntil = performance.now() + restMs;
      throw new IssuerUnavailableError('the issuer’s keys cannot be had', { cause: error });
    }
  }

  private async discover(): Promise<z.infer<typeof discoverySchema>> {
    try {
      const url = `${this.issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
      const response = await fetch(url, { signal: AbortSignal.timeout(5_000), redirect: 'error' });
      const discovered = discoverySchema.parse(await response.json());
      if (discovered.issuer !== this.issuer) throw new Error('issuer differs from its discovery document');
      return discovered;
    } catch (error) {
      throw new IssuerUnavailableError('issuer discovery failed', { cause: error });
    }
  }
}

class IssuerUnavailableError extends Error {}

/** Letters and spaces of any script, nothing that cannot be printed. */
const isName = (text: string): boolean => /^\P{C}{1,100}$/u.test(text);

/** What stands under this name or, where that is a way through nested claims, at its end. */
function claimOf(payload: JWTPayload, name: string): unknown {
  if (Object.hasOwn(payload, name)) return payload[name];
  return name.split('.').reduce<unknown>((claim, part) => (typeof claim === 'object' && claim !== null && Object.hasOwn(claim, part) ? (claim as Record<string, unknown>)[part] : undefined), payload);
}

function callerOf(payload: JWTPayload, names: ClaimNames): Caller {
  const [found, unit] = [claimOf(payload, names.roles), claimOf(payload, names.unit)];
  const claimed: unknown[] = Array.isArray(found) ? found : [];
  const { name } = payload;
  return {
    subject: String(payload.sub),
    name: typeof name === 'string' && isName(name.trim()) ? name.trim() : String(payload.sub),
    roles: claimed.filter((role): role is Role => roles.includes(role as Role)),
    unit: typeof unit === 'string' ? unit : null,
    expiresAt: new Date(Number(payload.exp) * 1_000),
  };
}
