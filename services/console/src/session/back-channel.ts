import { Inject, Injectable } from '@nestjs/common';
import { createRemoteJWKSet, errors, jwtVerify, type JWTVerifyGetKey } from 'jose';
import type { ConsoleConfig } from '../config.js';
import { problem } from '../problems.js';
import { CONFIG } from '../tokens.js';
import { Provider } from './provider.js';

const event = 'http://schemas.openid.net/event/backchannel-logout';

/** Logout tokens of OpenID Connect Back-Channel Logout 1.0. */
@Injectable()
export class BackChannel {
  private keys: JWTVerifyGetKey | undefined;

  constructor(
    @Inject(Provider) private readonly provider: Provider,
    @Inject(CONFIG) private readonly config: ConsoleConfig,
  ) {}

  /** @throws Problem `console.logout-token-refused` */
  async read(token: unknown): Promise<{ providerSession?: string; subject?: string }> {
    const refused = problem('console.logout-token-refused');
    if (typeof token !== 'string') throw refused;
    const { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: audience } = this.config;
    this.keys ??= createRemoteJWKSet(await this.provider.jwksUri());
    const { payload } = await jwtVerify(token, this.keys, { issuer, audience, algorithms: ['RS256', 'ES256'], requiredClaims: ['iat', 'jti', 'events'], maxTokenAge: '5 minutes', clockTolerance: 5 }).catch((error: unknown) => {
      throw error instanceof errors.JOSEError && !(error instanceof errors.JWKSTimeout) ? refused : problem('console.provider-unavailable');
    });
    const { events, nonce } = payload;
    const [sid, sub] = [payload['sid'], payload.sub].map((value) => (typeof value === 'string' && value !== '' ? value : undefined));
    // A nonce stands in ID tokens: one of those is none of these.
    if (nonce !== undefined || typeof events !== 'object' || events === null || !(event in events)) throw refused;
    if (sid === undefined && sub === undefined) throw refused;
    return { ...(sid === undefined ? {} : { providerSession: sid }), ...(sub === undefined ? {} : { subject: sub }) };
  }
}
