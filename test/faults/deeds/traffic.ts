import { setTimeout as pause } from 'node:timers/promises';
import type { ServiceName } from '@wenzheng/contracts';
import type { Answer, Call, City } from '../../support/city.js';
import { unlessCutOff } from '../../support/cut-off.js';
import { assertSame } from './same-deed.js';

/** What people do about a message, by the names under which it is counted, and where. */
const deedsOf = {
  intake: ['register', 'withdraw', 'object', 'rate'],
  routing: ['draft', 'submit', 'approve', 'sign', 'return', 'rule-dispute', 'transfer', 'receipt', 'propose-invalid', 'rule-invalid', 'decide-objection', 'merge', 'unmerge', 'order-renewal'],
  'deadline-supervision': [],
  publication: ['hide', 'lift', 'take-down', 'privacy', 'restoration'],
} as const satisfies Record<ServiceName, readonly string[]>;
export type DeedKind = (typeof deedsOf)[ServiceName][number];

export interface Deed {
  kind: DeedKind;
  /** About which message; its external id where it has no other yet. */
  about: string;
  service: ServiceName;
  address: string;
  call: Call;
}

interface Attempt {
  kind: DeedKind;
  service: ServiceName;
  replica: number;
  /** Its process was killed before the answer came. */
  isCut: boolean;
}

/** Somebody whose answer was lost, and who did not ask again: what was asked for has happened once or not at all. */
export class GaveUp extends Error {
  constructor(readonly deed: Deed) {
    super(`nobody asked again for ${deed.kind}`);
  }
}

/** What is refused because another service has not told of what it rests on yet: one asks again. */
const tooEarly = new Set([
  'routing.unknown-message', 'routing.merge-lead-unknown', 'routing.reply-not-published', 'routing.unknown-reply', 'routing.unknown-objection', 'routing.unknown-rating', 'routing.nothing-to-renew',
  'routing.no-renewal', 'intake.not-answered', 'intake.nothing-to-object', 'publication.message-not-found',
]);
// What a killed process held comes again after the consumer's ack_wait, half a minute; the next one that holds it may be killed too.
const patienceMs = 180_000;

/** All requests that people make, at both replicas of each service, and how the killing of processes met them. */
export class Traffic {
  readonly done: Deed[] = [];
  readonly givenUp: Deed[] = [];
  /** How many requests of each kind lost their answer with their process. */
  readonly cut = new Map<DeedKind, number>();
  repeats = 0;
  private readonly inFlight = new Set<Attempt>();

  constructor(
    private readonly city: City,
    private readonly signal: AbortSignal,
  ) {}

  /** Kinds of which no request has lost its answer so. */
  uncut(service: ServiceName): DeedKind[] {
    return deedsOf[service].filter((kind) => !this.cut.has(kind));
  }

  /** The replica where a request of one of these kinds waits for its answer now. */
  whereWaits(kinds: readonly DeedKind[]): number | undefined {
    return [...this.inFlight].find(({ kind }) => kinds.includes(kind))?.replica;
  }

  async kill(service: ServiceName, replica: number): Promise<void> {
    for (const attempt of this.inFlight) if (attempt.service === service && attempt.replica === replica) attempt.isCut = true;
    await this.city.platform.kill(service, 'SIGKILL', replica);
  }

  /** Until it is answered, now at this replica and now at that; sometimes by two clicks at once. Most whose answer was lost ask again. */
  async do<Body extends object>(deed: Deed, random: () => number): Promise<Body> {
    const until = performance.now() + patienceMs;
    for (let replica = Math.floor(random() * 2); ; replica = 1 - replica) {
      this.signal.throwIfAborted();
      const attempts = (random() < 0.1 ? [replica, 1 - replica] : [replica]).map((at) => ({ kind: deed.kind, service: deed.service, replica: at, isCut: false }));
      const answers = (await Promise.all(attempts.map((attempt) => this.attempt<Body>(deed, attempt)))).filter((answer) => answer !== undefined);
      const bodies = answers.filter((answer) => this.isTaken(deed, answer)).map(({ body }) => body);
      const [body] = bodies;
      if (body !== undefined) {
        assertSame(deed, bodies);
        this.done.push(deed);
        return body;
      }
      if (answers.length === 0 && attempts.some(({ isCut }) => isCut) && random() < 0.1) {
        this.givenUp.push(deed);
        throw new GaveUp(deed);
      }
      if (performance.now() > until) throw new Error(`${deed.kind} of ${deed.about} is still refused: ${JSON.stringify(answers.map((answer) => answer.body))}`);
      await pause(20 + random() * 60);
    }
  }

  /** Long after it was done, as from a queue that was never told: answered as it was the first time, and nothing happens. */
  async repeat(deed: Deed, first: object): Promise<void> {
    for (let replica = 0; ; replica = 1 - replica) {
      this.signal.throwIfAborted();
      const answer = await this.attempt<object>(deed, { kind: deed.kind, service: deed.service, replica, isCut: false });
      if (answer && answer.status !== 503) {
        if (answer.status !== 200) throw new Error(`the repeat of ${deed.kind} of ${deed.about} is answered ${answer.status} ${JSON.stringify(answer.body)}`);
        assertSame(deed, [first, answer.body]);
        this.repeats += 1;
        return;
      }
      await pause(50);
    }
  }

  private async attempt<Body>({ service, address, call, kind }: Deed, attempt: Attempt): Promise<Answer<Body> | undefined> {
    this.inFlight.add(attempt);
    try {
      return (await this.city.call<Body>(service, address, { ...call, replica: attempt.replica }).catch(unlessCutOff)) ?? undefined;
    } finally {
      this.inFlight.delete(attempt);
      if (attempt.isCut) this.cut.set(kind, (this.cut.get(kind) ?? 0) + 1);
    }
  }

  private isTaken(deed: Deed, { status, body }: Answer): boolean {
    if (status === 200 || status === 201) return true;
    const { code } = body as { code?: string };
    if (status === 503 || (code !== undefined && tooEarly.has(code))) return false;
    throw new Error(`${deed.kind} of ${deed.about} is answered ${status} ${JSON.stringify(body)}`);
  }
}
