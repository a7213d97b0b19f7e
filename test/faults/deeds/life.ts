import { setTimeout as pause } from 'node:timers/promises';
import type { ServiceName } from '@wenzheng/contracts';
import type { Call } from '../../support/city.js';
import { randomFrom } from '../../support/random.js';
import type { Deed, DeedKind, Traffic } from './traffic.js';

/** One message and all that is done about it, each deed after the other. */
export class Life {
  readonly random: () => number;
  private readonly deeds: { deed: Deed; answer: object }[] = [];

  constructor(
    readonly name: string,
    readonly traffic: Traffic,
    seed: number,
  ) {
    this.random = randomFrom(seed);
  }

  async do<Body extends object>(kind: DeedKind, about: string, service: ServiceName, address: string, call: Call): Promise<Body> {
    const headers: Record<string, string> = service === 'routing' ? { 'Idempotency-Key': `${this.name}-${this.deeds.length}` } : {};
    const deed = { kind, about, service, address, call: { ...call, headers } };
    await pause(50 + this.random() * 150);
    const answer = await this.traffic.do<Body>(deed, this.random);
    this.deeds.push({ deed, answer });
    return answer;
  }

  /** Of those that their services know for ever by key, by ticket or by the channel's id. */
  async repeatOne(): Promise<void> {
    const known = this.deeds.filter(({ deed }) => deed.service !== 'publication');
    const one = known[Math.floor(this.random() * known.length)];
    if (one) await this.traffic.repeat(one.deed, one.answer);
  }
}
