import { setTimeout as sleep } from 'node:timers/promises';
import { errors, nuid, RequestError, type Msg, type NatsConnection, type Subscription } from '@nats-io/transport-node';
import { clockReplyPrefix, type DeployedService } from '@wenzheng/contracts';
import { jitter } from '@wenzheng/platform';
import { businessDateOf } from '@wenzheng/working-days';
import { z } from 'zod';

export interface ClockMember {
  service: DeployedService;
  /** Of this process alone; one token of letters, digits, `_` and `-`. */
  replicaId: string;
  /** Moves the replica's business time, to a greater offset than the one before. */
  advanceTo(offsetMs: number): void;
  /**
   * Resolves when everything that fell due up to the new time has been done and committed, with the milliseconds of business
   * time until something falls due again; null if nothing will.
   */
  caughtUp(): Promise<number | null>;
}

export interface ClockMembership {
  leave(): void;
}

interface Answer {
  offsetMs?: number;
  /** See {@link ClockMember.caughtUp}; answers a command alone. */
  dueInMs?: number | null;
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
  const subscription = answerRequests(connection, memberSubject(member.service, member.replicaId), (request) => obey(forward, request));
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

/**
 * Answers what is asked on a subject, with `{error}` where `answer` throws. What a callback of nats.js throws ends the reader
 * of the whole connection without a word to anybody: whoever subscribes with one comes through here.
 */
export function answerRequests(connection: NatsConnection, subject: string, answer: (request: unknown) => object | Promise<object>): Subscription {
  const answerTo = async (message: Msg): Promise<object> => {
    try {
      return await answer(message.json());
    } catch (error) {
      return { error: error instanceof Error ? error.message : String(error) };
    }
  };
  const respond = async (message: Msg): Promise<void> => {
    const answered = await answerTo(message);
    if (!connection.isClosed()) message.respond(JSON.stringify(answered));
  };
  return connection.subscribe(subject, {
    callback: (error, message) => {
      if (!error) void respond(message);
    },
  });
}

/** `idle`: nothing falls due by then, so that there is nothing to catch up with. */
const commandSchema = z.object({ offsetMs: z.int(), idle: z.boolean() });
/** Each is one token of a subject. */
const joinSchema = z.object({ service: z.string().regex(/^[\w-]{1,100}$/), replicaId: z.string().regex(/^[\w-]{1,100}$/) });

async function obey(member: ClockMember, request: unknown): Promise<Answer> {
  const { offsetMs, idle } = commandSchema.parse(request);
  member.advanceTo(offsetMs);
  if (idle) return { offsetMs, dueInMs: null };
  return { offsetMs, dueInMs: await member.caughtUp() };
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
 * had joined has the new time and has done what fell due by it, each thing at its own instant: time stops at every one on the
 * way. What is due at nine in the morning is otherwise not done when time is moved to the night after. It only moves forward.
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
    this.#subscription = answerRequests(this.connection, joinSubject, (request) => this.#admit(request));
    await this.connection.flush();
  }

  stop(): void {
    this.#subscription?.unsubscribe();
  }

  /**
   * @returns the new offset
   * @throws Error naming the members that did not catch up within 60 s; time has moved nevertheless
   */
  async advance(durationMs: number): Promise<number> {
    return this.#onwards(durationMs, (target) => this.#stopBy(target));
  }

  /** Moves at once, as if nobody had been there meanwhile: what fell due on the way is done late. */
  async leap(durationMs: number): Promise<number> {
    return this.#onwards(durationMs, (target) => this.#moveTo(target));
  }

  async #onwards(durationMs: number, move: (target: number) => Promise<unknown>): Promise<number> {
    if (!Number.isSafeInteger(durationMs) || durationMs < 0) {
      throw new RangeError(`business time only moves forward, by whole milliseconds: ${durationMs}`);
    }
    return this.#inTurn(async () => {
      const target = this.#offsetMs + durationMs;
      do await move(target);
      while (this.#offsetMs < target);
      return this.#offsetMs;
    });
  }

  /** The first stop of an {@link advance} to this offset. */
  advanceTowards(offsetMs: number): Promise<number> {
    return this.#inTurn(async () => {
      await this.#stopBy(offsetMs);
      return this.#offsetMs;
    });
  }

  #inTurn(run: () => Promise<number>): Promise<number> {
    const turn = this.#advancing.then(run);
    this.#advancing = turn.catch(() => undefined);
    return turn;
  }

  /** Moves to the next instant at which something falls due, or to the target where that comes first. */
  async #stopBy(target: number): Promise<void> {
    const dueInMs = await this.#moveTo(this.#offsetMs);
    if (target <= this.#offsetMs) return;
    // One millisecond where it fell due while it was asked for: time moves with each stop.
    const next = Math.min(target, this.#offsetMs + Math.max(1, dueInMs));
    // Nobody has anything to do by then, unless a new day brings it.
    const idle = next < this.#offsetMs + dueInMs && dayAt(next) === dayAt(this.#offsetMs);
    await this.#moveTo(next, idle);
  }

  /**
   * @param idle nothing falls due by then
   * @returns milliseconds until the next thing falls due anywhere; Infinity where nothing will, or nobody was asked
   */
  async #moveTo(offsetMs: number, idle = false): Promise<number> {
    if (offsetMs > this.#offsetMs) await this.store.save(offsetMs);
    this.#offsetMs = offsetMs;
    const answers = await Promise.all([...this.#members].map(([name, subject]) => this.#command(name, subject, { offsetMs, idle })));
    const failed = answers.flatMap(({ error }) => error ?? []);
    if (failed.length > 0) throw new Error(`business time has moved, but not everywhere: ${failed.join('; ')}`);
    return Math.min(...answers.map(({ dueInMs }) => dueInMs ?? Infinity));
  }

  async #command(name: string, subject: string, command: z.infer<typeof commandSchema>): Promise<Answer> {
    try {
      const answer = await this.connection.request(subject, JSON.stringify(command), {
        timeout: memberTimeoutMs,
        noMux: true,
        reply: `${clockReplyPrefix}.${nuid.next()}`,
      });
      const { error, dueInMs } = answer.json<Answer>();
      return error === undefined ? { dueInMs } : { error: `${name}: ${error}` };
    } catch (error) {
      if (isNoResponders(error)) {
        this.#members.delete(name);
        return {};
      }
      return { error: `${name}: did not catch up in ${memberTimeoutMs / 1000} s` };
    }
  }

  #admit(request: unknown): Answer {
    const { service, replicaId } = joinSchema.parse(request);
    this.#members.set(`${service} ${replicaId}`, memberSubject(service, replicaId));
    return { offsetMs: this.#offsetMs };
  }
}

/** The day of business, in Shanghai, that an offset makes of the present. */
const dayAt = (offsetMs: number): string => businessDateOf(new Date(Date.now() + offsetMs));

function isNoResponders(error: unknown): boolean {
  return error instanceof errors.NoRespondersError || (error instanceof RequestError && error.isNoResponders());
}

const isAbsent = (error: unknown): boolean =>
  isNoResponders(error) || error instanceof errors.TimeoutError || (error instanceof RequestError && isAbsent(error.cause));
