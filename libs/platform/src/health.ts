import { Controller, Get, Injectable, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { Public } from './access/authentication.js';
import { Operation } from './openapi/operation.js';


type Check = () => Promise<void>;

/** `degraded`: it works, and what it cannot do waits. `leaving`: it still works, and is about to end. */
const readinessSchema = z
  .object({ status: z.enum(['up', 'degraded', 'down', 'leaving']), checks: z.record(z.string(), z.enum(['up', 'down'])) })
  .meta({ id: 'Readiness' });
export type ReadinessReport = z.infer<typeof readinessSchema>;
export type ReadinessStatus = ReadinessReport['status'];

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
  @Operation({ id: 'live', tag: 'Health', summary: 'Whether the process answers', answers: { 200: z.object({ status: z.literal('up') }) } })
  live() {
    return { status: 'up' };
  }

  /** 200 while the service works, `degraded` or not; 503 when a part that it needs is down, or when it is about to end. */
  @Get('ready')
  @Operation({
    id: 'ready',
    tag: 'Health',
    summary: 'Whether the service may take traffic, part by part',
    answers: { 200: readinessSchema, 503: readinessSchema },
  })
  async ready(@Res({ passthrough: true }) reply: FastifyReply): Promise<ReadinessReport> {
    const report = await this.readiness.report();
    const takesTraffic = report.status === 'up' || report.status === 'degraded';
    void reply.status(takesTraffic ? 200 : 503).header('cache-control', 'no-store');
    return report;
  }
}
