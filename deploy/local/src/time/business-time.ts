import type { NatsConnection } from '@nats-io/transport-node';
import type { ClockAuthority, ClockStore } from '@wenzheng/messaging';
import { z } from 'zod';
import type { Bus } from '../nats/bus.js';
import { readJson, writeJson } from '../platform/json-file.js';

/** Business time, after it was moved or asked for. */
export interface BusinessTimeReading {
  now: string;
  offsetMs: number;
  /** Replicas that follow it, as `service replica`. */
  members: string[];
}

export const clockSubjects = { advance: 'clock.advance', now: 'clock.now' } as const;

const storedSchema = z.object({ offsetMs: z.int() });
const requestSchema = z.object({ toOffsetMs: z.int() });

/** Keeps business time for the whole platform, and lets the command line move it. */
export class BusinessTime {
  private connection: NatsConnection | undefined;
  private authority: ClockAuthority | undefined;

  constructor(
    private readonly bus: Bus,
    private readonly file: string,
    /** Where business time begins on a new data folder; the present, unless said. */
    private readonly startAt: Date | undefined,
  ) {}

  async open(): Promise<void> {
    const connection = await this.bus.connectAs('operator');
    this.connection = connection;
    const { answerRequests, ClockAuthority } = await import('@wenzheng/messaging');
    this.authority = new ClockAuthority(connection, this.store());
    await this.authority.start();
    answerRequests(connection, clockSubjects.now, () => this.now());
    answerRequests(connection, clockSubjects.advance, (request) => this.advanceTowards(requestSchema.parse(request).toOffsetMs));
    await connection.flush();
  }

  async close(): Promise<void> {
    this.authority?.stop();
    await this.connection?.close();
  }

  /** Resolves when every replica has the new time and has done what fell due by it, each thing at its instant. */
  async advance(milliseconds: number): Promise<BusinessTimeReading> {
    await this.opened().advance(milliseconds);
    return this.now();
  }

  /** The same at once, as after an outage of all services: what fell due on the way is done late. */
  async leap(milliseconds: number): Promise<BusinessTimeReading> {
    await this.opened().leap(milliseconds);
    return this.now();
  }

  /** The first stop on the way there. Who asks over the bus goes from stop to stop, so that a long way is no long silence. */
  private async advanceTowards(offsetMs: number): Promise<BusinessTimeReading> {
    await this.opened().advanceTowards(offsetMs);
    return this.now();
  }

  now(): BusinessTimeReading {
    const { offsetMs, members } = this.opened();
    return { now: new Date(Date.now() + offsetMs).toISOString(), offsetMs, members: [...members].sort() };
  }

  private opened(): ClockAuthority {
    if (!this.authority) throw new Error('the clock is not open');
    return this.authority;
  }

  private store(): ClockStore {
    return {
      load: async () => {
        const stored = await readJson(this.file);
        if (stored !== undefined) return storedSchema.parse(stored).offsetMs;
        const offsetMs = this.startAt ? this.startAt.getTime() - Date.now() : 0;
        await writeJson(this.file, { offsetMs });
        return offsetMs;
      },
      save: (offsetMs) => writeJson(this.file, { offsetMs }),
    };
  }
}
