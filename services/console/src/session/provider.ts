import { Inject, Injectable } from '@nestjs/common';
import { describeError, isUnavailable, LOGGER, Problem, type Logger } from '@wenzheng/platform';
import * as openid from 'openid-client';
import type { ConsoleConfig } from '../config.js';
import { problem } from '../problems.js';
import { CONFIG } from '../tokens.js';

export interface Tokens {
  access: string;
  refresh?: string | undefined;
  id?: string | undefined;
}
export interface Granted {
  tokens: Tokens;
  /** Of the ID token, where one came. */
  claims: openid.IDToken | undefined;
}
/** What a sign-in under way has to show when it comes back. */
export interface SignInChecks {
  state: string;
  nonce: string;
  verifier: string;
}

const timeoutSeconds = 8;

/** The city's OpenID provider, any of them: discovery, code flow with PKCE, refresh, end of the session. */
@Injectable()
export class Provider {
  private found: Promise<openid.Configuration> | undefined;
  private readonly redirectUri: string;

  constructor(
    @Inject(CONFIG) private readonly config: ConsoleConfig,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {
    this.redirectUri = `${config.CONSOLE_URL}/sign-in/callback`;
  }

  async begin(): Promise<{ location: string; checks: SignInChecks }> {
    const configuration = await this.configuration();
    const checks = { state: openid.randomState(), nonce: openid.randomNonce(), verifier: openid.randomPKCECodeVerifier() };
    const { OIDC_SCOPE: scope, OIDC_RESOURCE: resource } = this.config;
    const location = openid.buildAuthorizationUrl(configuration, {
      redirect_uri: this.redirectUri,
      scope,
      state: checks.state,
      nonce: checks.nonce,
      code_challenge: await openid.calculatePKCECodeChallenge(checks.verifier),
      code_challenge_method: 'S256',
      ...(resource ? { resource } : {}),
    });
    return { location: location.href, checks };
  }

  /** @param query of the address that the provider led back to */
  async complete(query: string, { state, nonce, verifier }: SignInChecks): Promise<Granted> {
    const configuration = await this.configuration();
    const checks = { expectedState: state, expectedNonce: nonce, pkceCodeVerifier: verifier };
    return this.asked(() => openid.authorizationCodeGrant(configuration, new URL(`${this.redirectUri}?${query}`), checks)).catch((error: unknown) => {
      throw error instanceof Problem ? error : problem('console.sign-in-refused');
    });
  }

  /** @throws Problem `console.signed-out` where the provider has ended what was granted */
  async refresh(refreshToken: string): Promise<Granted> {
    const configuration = await this.configuration();
    return this.asked(() => openid.refreshTokenGrant(configuration, refreshToken)).catch((error: unknown) => {
      throw error instanceof openid.ResponseBodyError && error.error === 'invalid_grant' ? problem('console.signed-out') : error;
    });
  }

  /** Where the provider ends its own session too; it leads back to `ended`. */
  async endAddress(idToken: string | undefined, ended: string): Promise<string> {
    const configuration = await this.configuration().catch(() => undefined);
    if (!configuration?.serverMetadata().end_session_endpoint) return ended;
    return openid.buildEndSessionUrl(configuration, { post_logout_redirect_uri: ended, ...(idToken ? { id_token_hint: idToken } : {}) }).href;
  }

  async jwksUri(): Promise<URL> {
    return new URL((await this.configuration()).serverMetadata().jwks_uri!);
  }

  private async asked(ask: () => Promise<openid.TokenEndpointResponse & openid.TokenEndpointResponseHelpers>): Promise<Granted> {
    try {
      const response = await ask();
      return { tokens: { access: response.access_token, refresh: response.refresh_token, id: response.id_token }, claims: response.claims() };
    } catch (error) {
      if (isAway(error)) throw problem('console.provider-unavailable', { retryAfterSeconds: 5 });
      // An error's description may say whom it is about.
      const { name, code } = describeError(error);
      this.logger.warn({ name, code, error: error instanceof openid.ResponseBodyError ? error.error : undefined }, 'the identity provider refused');
      throw error;
    }
  }

  private configuration(): Promise<openid.Configuration> {
    const { OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET } = this.config;
    const insecure = OIDC_ISSUER.startsWith('http:') ? { execute: [openid.allowInsecureRequests] } : {};
    this.found ??= openid
      .discovery(new URL(OIDC_ISSUER), OIDC_CLIENT_ID, undefined, openid.ClientSecretBasic(OIDC_CLIENT_SECRET), { timeout: timeoutSeconds, ...insecure })
      .catch((error: unknown) => {
        this.found = undefined;
        this.logger.error({ error: describeError(error) }, 'the identity provider cannot be discovered');
        throw problem('console.provider-unavailable', { retryAfterSeconds: 5 });
      });
    return this.found;
  }
}

/** No answer, or one that is the provider's own failure. */
function isAway(error: unknown): boolean {
  const { cause, status } = error as { cause?: unknown; status?: number };
  return isUnavailable(error) || isUnavailable(cause) || (cause instanceof Error && isUnavailable(cause.cause)) || (error as Error).name === 'TimeoutError' || (error as { code?: string }).code === 'OAUTH_TIMEOUT' || (status ?? 0) >= 500 || (cause instanceof Response && cause.status >= 500);
}
