import { Controller, Get, Injectable, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Public } from './authentication.js';

type Check = () => Promise<void>;

/** `degraded`: it works, and what it cannot do waits. `leaving`: it still works, and is about to end. */
export type ReadinessStatus = 'up' | 'degraded' | 'down' | 'leaving';

export interface ReadinessReport {
  status: ReadinessStatus;
  checks: Record<string, 'up' | 'down'>;
}

/** Whether a service may take traffic. Each part registers its own check under its own name. */
@Injectable()
export class Readiness {
  private readonly checks = new Map<string, { check: Check; needed: boolean }>();
  private leaving = false;

  /** @param needed false: without this part the service goes on, degraded */
  register(name: string, check: Check, { needed = true } = {}): void {
    this.checks.set(name, { check, needed });
  }

  /** From now on: no more traffic, please. */
  leave(): void {
    this.leaving = true;
  }

  async report(): Promise<ReadinessReport> {
    const results = await Promise.all(
      [...this.checks].map(async ([name, { check, needed }]) => {
        const state = await bounded(check()).then(() => 'up' as const, () => 'down' as const);
        return { name, state, needed };
      }),
    );
    const down = results.filter(({ state }) => state === 'down');
    const works = down.some(({ needed }) => needed) ? 'down' : down.length > 0 ? 'degraded' : 'up';
    return { status: this.leaving ? 'leaving' : works, checks: Object.fromEntries(results.map(({ name, state }) => [name, state])) };
  }
}

async function bounded(work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('health check timed out')), 2_000);
  });
  try {
    await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

@Controller('health')
@Public()
export class HealthController {
  constructor(private readonly readiness: Readiness) {}

  /** The process answers. */
  @Get('live')
  live() {
    return { status: 'up' };
  }

  /** 200 while the service works, `degraded` or not; 503 when a part that it needs is down, or when it is about to end. */
  @Get('ready')
  async ready(@Res({ passthrough: true }) reply: FastifyReply): Promise<ReadinessReport> {
    const report = await this.readiness.report();
    const takesTraffic = report.status === 'up' || report.status === 'degraded';
    void reply.status(takesTraffic ? 200 : 503).header('cache-control', 'no-store');
    return report;
  }
}
