import { setTimeout as sleep } from 'node:timers/promises';
import { errors, nuid, RequestError, type Msg, type NatsConnection, type Subscription } from '@nats-io/transport-node';
import { clockReplyPrefix, type ServiceName } from '@wenzheng/contracts';
import { jitter } from '@wenzheng/platform';

export interface ClockMember {
  service: ServiceName;
  /** Of this process alone; one token of letters, digits, `_` and `-`. */
  replicaId: string;
  /** Moves the replica's business time, to a greater offset than the one before. */
  advanceTo(offsetMs: number): void;
  /** Resolves when everything that fell due up to the new time has been done and committed. */
  caughtUp(): Promise<void>;
}

export interface ClockMembership {
  leave(): void;
}

interface Answer {
  offsetMs?: number;
  error?: string;
}

const joinSubject = 'clock.join';
const memberSubject = (service: string, replicaId: string) => `clock.member.${service}.${replicaId}`;
const memberTimeoutMs = 60_000;

/**
 * Puts a replica under the launcher's controllable business clock, for trials and demonstrations only. Resolves when the
 * replica has the present offset; after a lost connection it joins again by itself.
 * @throws Error when no authority answers within `patienceMs`
 */
export async function joinClock(connection: NatsConnection, member: ClockMember, patienceMs = 30_000): Promise<ClockMembership> {
  const forward = onlyForward(member);
  const subscription = connection.subscribe(memberSubject(member.service, member.replicaId), {
    callback: (error, message) => {
      if (!error) void obey(forward, message);
    },
  });
  try {
    await join(connection, forward, patienceMs, () => subscription.isClosed());
  } catch (error) {
    subscription.unsubscribe();
    throw error;
  }
  void joinAgain(connection, forward, subscription);
  return { leave: () => subscription.unsubscribe() };
}

/** The answer to a join may be read after a later command: an earlier offset is no news. */
function onlyForward(member: ClockMember): ClockMember {
  let reached = -Infinity;
  return {
    service: member.service,
    replicaId: member.replicaId,
    caughtUp: () => member.caughtUp(),
    advanceTo(offsetMs) {
      if (offsetMs <= reached) return;
      member.advanceTo(offsetMs);
      reached = offsetMs;
    },
  };
}

async function obey(member: ClockMember, message: Msg): Promise<void> {
  const respond = (answer: Answer) => message.respond(JSON.stringify(answer));
  try {
    const { offsetMs } = message.json<{ offsetMs: number }>();
    member.advanceTo(offsetMs);
    await member.caughtUp();
    respond({ offsetMs });
  } catch (error) {
    respond({ error: error instanceof Error ? error.message : String(error) });
  }
}

async function join(connection: NatsConnection, member: ClockMember, patienceMs: number, left: () => boolean): Promise<void> {
  const { service, replicaId } = member;
  const deadline = performance.now() + patienceMs;
  for (;;) {
    try {
      const answer = await connection.request(joinSubject, JSON.stringify({ service, replicaId }), { timeout: 2_000 });
      const { offsetMs, error } = answer.json<Answer>();
      if (offsetMs === undefined) throw new Error(`the clock refused ${service} ${replicaId}: ${error}`);
      member.advanceTo(offsetMs);
      return;
    } catch (error) {
      if (left()) return;
      if (!isAbsent(error) || performance.now() > deadline) {
        throw new Error('the controllable clock does not answer', { cause: error });
      }
      await sleep(jitter(200), undefined, { ref: false });
    }
  }
}

async function joinAgain(connection: NatsConnection, member: ClockMember, subscription: Subscription): Promise<void> {
  for await (const status of connection.status()) {
    if (subscription.isClosed()) return;
    if (status.type === 'reconnect') {
      await join(connection, member, Infinity, () => subscription.isClosed() || connection.isClosed()).catch(() => undefined);
    }
  }
}

/** Where the offset outlives the launcher. */
export interface ClockStore {
  load(): number | Promise<number>;
  save(offsetMs: number): void | Promise<void>;
}

/**
 * The launcher's side: the one offset that all replicas share. Guarantee: when {@link advance} resolves, every replica that
 * had joined has the new time and has done what fell due by it. It only moves forward.
 */
export class ClockAuthority {
  readonly #members = new Map<string, string>();
  #offsetMs = 0;
  #subscription: Subscription | undefined;
  #advancing: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly connection: NatsConnection,
    private readonly store: ClockStore,
  ) {}

  get offsetMs(): number {
    return this.#offsetMs;
  }

  /** `service replicaId` of everyone under the clock. */
  get members(): string[] {
    return [...this.#members.keys()];
  }

  async start(): Promise<void> {
    this.#offsetMs = await this.store.load();
    this.#subscription = this.connection.subscribe(joinSubject, {
      callback: (error, message) => {
        if (!error) this.#admit(message);
      },
    });
    await this.connection.flush();
  }

  stop(): void {
    this.#subscription?.unsubscribe();
  }

  /**
   * @returns the new offset
   * @throws Error naming the members that did not catch up within 60 s; time has moved nevertheless
   */
  advance(durationMs: number): Promise<number> {
    if (!Number.isSafeInteger(durationMs) || durationMs < 0) {
      return Promise.reject(new RangeError(`business time only moves forward, by whole milliseconds: ${durationMs}`));
    }
    const run = this.#advancing.then(() => this.#advance(durationMs));
    this.#advancing = run.catch(() => undefined);
    return run;
  }

  async #advance(durationMs: number): Promise<number> {
    const offsetMs = this.#offsetMs + durationMs;
    await this.store.save(offsetMs);
    this.#offsetMs = offsetMs;
    const failures = await Promise.all([...this.#members].map(([name, subject]) => this.#command(name, subject, offsetMs)));
    const failed = failures.filter((failure) => failure !== null);
    if (failed.length > 0) throw new Error(`business time has moved, but not everywhere: ${failed.join('; ')}`);
    return offsetMs;
  }

  async #command(name: string, subject: string, offsetMs: number): Promise<string | null> {
    try {
      const answer = await this.connection.request(subject, JSON.stringify({ offsetMs }), {
        timeout: memberTimeoutMs,
        noMux: true,
        reply: `${clockReplyPrefix}.${nuid.next()}`,
      });
      const { error } = answer.json<Answer>();
      return error === undefined ? null : `${name}: ${error}`;
    } catch (error) {
      if (isNoResponders(error)) {
        this.#members.delete(name);
        return null;
      }
      return `${name}: did not catch up in ${memberTimeoutMs / 1000} s`;
    }
  }

  #admit(message: Msg): void {
    const { service, replicaId } = message.json<{ service: string; replicaId: string }>();
    if (!/^[\w-]{1,100}$/.test(service) || !/^[\w-]{1,100}$/.test(replicaId)) {
      message.respond(JSON.stringify({ error: 'service and replicaId must each be one token' } satisfies Answer));
      return;
    }
    this.#members.set(`${service} ${replicaId}`, memberSubject(service, replicaId));
    message.respond(JSON.stringify({ offsetMs: this.#offsetMs } satisfies Answer));
  }
}

function isNoResponders(error: unknown): boolean {
  return error instanceof errors.NoRespondersError || (error instanceof RequestError && error.isNoResponders());
}

const isAbsent = (error: unknown): boolean =>
  isNoResponders(error) || error instanceof errors.TimeoutError || (error instanceof RequestError && isAbsent(error.cause));
