import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import { describeError, LOGGER, Problem, TokenVerifier, type Caller, type Logger } from '@wenzheng/platform';
import type { ConsoleConfig } from '../config.js';
import { problem } from '../problems.js';
import { CONFIG } from '../tokens.js';
import { Upstream } from '../upstream/upstream.js';
import { Provider, type Granted } from './provider.js';
import { hashOf, SessionRows, type Person, type Session } from './session.rows.js';

const minute = 60_000;
/** Before it runs out: a request that is on its way still finds it valid. */
const renewBeforeMs = minute;
const renewalLeaseMs = 15_000;

/** Sessions of the staff. They live in real time, whatever business time it is. */
@Injectable()
export class SessionService {
  /** Renewals under way in this process: requests side by side wait for the one. */
  private readonly renewals = new Map<string, Promise<Session>>();

  constructor(
    @Inject(SessionRows) private readonly rows: SessionRows,
    @Inject(Provider) private readonly provider: Provider,
    @Inject(TokenVerifier) private readonly verifier: TokenVerifier,
    @Inject(Upstream) private readonly upstream: Upstream,
    @Inject(CONFIG) private readonly config: ConsoleConfig,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** A new session, always under a new secret. @returns the secret, which the browser alone keeps */
  async begin(granted: Granted): Promise<string> {
    const now = new Date();
    const caller = await this.callerOf(granted);
    const { claims } = granted;
    const person = await this.personOf(caller, typeof claims?.['preferred_username'] === 'string' ? claims['preferred_username'] : caller.subject, granted.tokens.access);
    const secret = randomBytes(32).toString('base64url');
    const endsAt = new Date(now.getTime() + this.config.SESSION_HOURS * 60 * minute);
    await this.rows.deleteEnded(this.limits(now));
    await this.rows.insert(
      { idHash: hashOf(secret), person, tokens: granted.tokens, tokenExpiresAt: caller.expiresAt, seenAt: now, endsAt },
      typeof claims?.['sid'] === 'string' ? claims['sid'] : undefined,
    );
    return secret;
  }

  async find(secret: string): Promise<Session | undefined> {
    return this.rows.find(hashOf(secret), this.limits(new Date()));
  }

  /** Somebody is there; the row is written at most once a minute. */
  async see(session: Session): Promise<Session> {
    const now = new Date();
    if (now.getTime() - session.seenAt.getTime() < minute) return session;
    return this.seeNow(session, now);
  }

  async seeNow(session: Session, now = new Date()): Promise<Session> {
    await this.rows.see(session.idHash, now);
    return { ...session, seenAt: now };
  }

  idleEnd({ seenAt, endsAt }: Session): Date {
    return new Date(Math.min(seenAt.getTime() + this.idleMs, endsAt.getTime()));
  }

  /**
   * The session with an access token that holds.
   * @throws Problem `console.signed-out` where there is none any more
   */
  async withToken(session: Session): Promise<Session> {
    const leftMs = session.tokenExpiresAt.getTime() - Date.now();
    if (leftMs > renewBeforeMs) return session;
    const { refresh } = session.tokens;
    if (!refresh) {
      if (leftMs > 0) return session;
      await this.rows.delete(session.idHash);
      throw problem('console.signed-out');
    }
    const key = session.idHash.toString('hex');
    const renewal = this.renewals.get(key) ?? this.renew(session, refresh).finally(() => this.renewals.delete(key));
    this.renewals.set(key, renewal);
    return renewal.catch((error: unknown) => {
      // The provider is away: what still holds is used.
      if (leftMs > 5_000 && !(error instanceof Problem && error.code === 'console.signed-out')) return session;
      throw error;
    });
  }

  /** Of this browser alone, or of the person everywhere. @returns where the provider ends its own session */
  async end(session: Session, { everywhere }: { everywhere: boolean }): Promise<string> {
    await (everywhere ? this.rows.deleteOf(session.person.subject) : this.rows.delete(session.idHash));
    return this.provider.endAddress(session.tokens.id, `${this.config.CONSOLE_URL}/sign-in/ended`);
  }

  async forget(secret: string): Promise<void> {
    await this.rows.delete(hashOf(secret));
  }

  /** What the provider says has ended: one of its sessions, or all of a person. */
  async endOf({ providerSession, subject }: { providerSession?: string | undefined; subject?: string | undefined }): Promise<void> {
    if (providerSession) await this.rows.deleteOfProviderSession(providerSession);
    else if (subject) await this.rows.deleteOf(subject);
  }

  /** A refresh token is often good for one time only: of all replicas one renews, the others wait for what it wrote. */
  private async renew(session: Session, refresh: string): Promise<Session> {
    const { idHash } = session;
    const now = new Date();
    if (!(await this.rows.claimRenewal(idHash, now, new Date(now.getTime() + renewalLeaseMs)))) return this.renewedElsewhere(session);
    try {
      const current = await this.rows.find(idHash, this.limits(now));
      if (!current) throw problem('console.signed-out');
      if (current.tokenExpiresAt > session.tokenExpiresAt) {
        await this.rows.giveUpRenewal(idHash);
        return current;
      }
      const granted = await this.provider.refresh(refresh);
      const caller = await this.callerOf(granted);
      const tokens = { ...session.tokens, ...defined(granted.tokens) };
      const { username } = session.person;
      const renewed: Session = { ...current, tokens, tokenExpiresAt: caller.expiresAt, person: await this.personOf(caller, username, tokens.access, session.person) };
      await this.rows.renew(renewed);
      return renewed;
    } catch (error) {
      if (error instanceof Problem && error.code === 'console.signed-out') await this.rows.delete(idHash);
      else await this.rows.giveUpRenewal(idHash);
      throw error;
    }
  }

  private async renewedElsewhere(session: Session): Promise<Session> {
    for (const until = Date.now() + renewalLeaseMs; Date.now() < until; await pause(50)) {
      const current = await this.rows.find(session.idHash, this.limits(new Date()));
      if (!current) throw problem('console.signed-out');
      if (current.tokenExpiresAt > session.tokenExpiresAt) return current;
    }
    throw problem('console.provider-unavailable', { retryAfterSeconds: 5 });
  }

  /** The token is read as the services read it: what they would refuse makes no session. */
  private async callerOf({ tokens }: Granted): Promise<Caller> {
    const caller = await this.verifier.verify(tokens.access).catch((error: unknown) => {
      throw error instanceof Problem && error.code === 'unauthenticated' ? problem('console.token-refused') : error;
    });
    if (caller.roles.length === 0) throw problem('console.without-role');
    return caller;
  }

  private async personOf({ subject, name, roles, unit }: Caller, username: string, token: string, before?: Person): Promise<Person> {
    const known = before?.unit?.code === unit ? before?.unit : undefined;
    return { subject, username, name, roles: [...roles], ...(unit ? { unit: known ?? { code: unit, name: await this.nameOf(unit, token) } } : {}) };
  }

  /** Routing keeps the units' names. A sign-in does not wait for it: the code says it as well. */
  private async nameOf(unit: string, token: string): Promise<string> {
    try {
      const { status, body } = await this.upstream.json<{ name?: string }>('routing', { method: 'GET', path: `/v1/units/${encodeURIComponent(unit)}`, token, withinMs: 3_000 });
      return (status === 200 && body.name) || unit;
    } catch (error) {
      this.logger.warn({ error: describeError(error) }, 'the name of the unit cannot be had');
      return unit;
    }
  }

  private get idleMs(): number {
    return this.config.SESSION_IDLE_MINUTES * minute;
  }

  private limits(now: Date): { now: Date; idleSince: Date } {
    return { now, idleSince: new Date(now.getTime() - this.idleMs) };
  }
}

/** What a page of ours has to show that it is one. It follows from the session's secret, which no page knows. */
export const csrfOf = (secret: string): string => createHmac('sha256', secret).update('csrf').digest('base64url');

export function isCsrf(secret: string, given: unknown): boolean {
  const wanted = Buffer.from(csrfOf(secret));
  const shown = Buffer.from(typeof given === 'string' ? given : '');
  return wanted.length === shown.length && timingSafeEqual(wanted, shown);
}

const defined = <T extends object>(values: T): Partial<T> => Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Partial<T>;
