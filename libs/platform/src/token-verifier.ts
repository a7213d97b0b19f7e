import { createRemoteJWKSet, errors, jwtVerify, type JWTPayload, type JWTVerifyGetKey } from 'jose';
import { z } from 'zod';
import { roles, type Caller, type Role } from './caller.js';
import { platformProblem } from './problem.js';

const discoverySchema = z.object({ issuer: z.string(), jwks_uri: z.url() });
const audience = 'wenzheng';

/**
 * Checks access tokens of one OpenID Connect issuer: signature by its published keys, RS256 or ES256 only, issuer,
 * audience and expiry in real time.
 */
export class TokenVerifier {
  private keys: JWTVerifyGetKey | undefined;

  constructor(private readonly issuer: string) {}

  /** @throws Problem `unauthenticated`, or `unavailable` while the issuer's keys cannot be had */
  async verify(token: string): Promise<Caller> {
    try {
      const { payload } = await jwtVerify(token, await this.issuerKeys(), {
        issuer: this.issuer,
        audience,
        algorithms: ['RS256', 'ES256'],
        requiredClaims: ['exp', 'sub'],
        clockTolerance: 5,
      });
      return callerOf(payload);
    } catch (error) {
      if (error instanceof IssuerUnavailableError || error instanceof errors.JWKSTimeout || isFetchFailure(error)) {
        throw platformProblem('unavailable', { retryAfterSeconds: 5 });
      }
      throw platformProblem('unauthenticated');
    }
  }

  private async issuerKeys(): Promise<JWTVerifyGetKey> {
    this.keys ??= createRemoteJWKSet(new URL((await this.discover()).jwks_uri), { cooldownDuration: 5_000 });
    return this.keys;
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

// jose wraps an unreachable key endpoint in no class of its own: fetch's TypeError comes through.
const isFetchFailure = (error: unknown): boolean => error instanceof TypeError && error.message.includes('fetch');

function callerOf(payload: JWTPayload): Caller {
  const claimed: unknown[] = Array.isArray(payload['roles']) ? payload['roles'] : [];
  const unit = payload['unit'];
  return {
    subject: String(payload.sub),
    roles: claimed.filter((role): role is Role => roles.includes(role as Role)),
    unit: typeof unit === 'string' ? unit : null,
    expiresAt: new Date(Number(payload.exp) * 1_000),
  };
}
