import { randomUUID } from 'node:crypto';
import type { DynamicModule } from '@nestjs/common';
import type { DeployedService, ServiceName } from '@wenzheng/contracts';
import { ConfigurationError, createService, describeError, listenForOperations, loadConfig, separateOperations, type ServiceConfig, type ServiceDocument } from '@wenzheng/platform';
import type { z } from 'zod';
import { joinClock, type ClockMember } from './controllable-clock.js';
import type { JetStreamStrategy } from './consumer/jetstream.strategy.js';
import { createStrategy } from './messaging.module.js';
import { NatsLink } from './bus/nats.js';

type Application = Awaited<ReturnType<typeof createService>>;

/** What a service is, as its `service.ts` says it: `main.ts` runs it, and specs open it. */
export interface ServiceDescription<Config extends ServiceConfig, Clock> {
  service: ServiceName;
  document: ServiceDocument;
  config: z.ZodType<Config>;
  /** Further rules of production: one sentence per wrong setting. */
  refuse?: (config: Config) => string[];
  module: (config: Config, clock: Clock) => DynamicModule;
  /** Before its routes are made. */
  configure?: (app: Application) => void;
  /**
   * Does what fell due when business time was moved, and says at which instant something falls due next; a service without it
   * does nothing by itself.
   */
  caughtUp?: (app: Application) => Promise<Date | null>;
}

/** The real clocks, which `main.ts` alone makes. */
export interface Clocks<Clock> {
  system: Clock;
  controllable: Clock & Pick<ClockMember, 'advanceTo'> & { now(): Date };
}

/** The service with everything connected; it neither reads events nor listens yet. */
export async function openService<Config extends ServiceConfig, Clock>(
  { service, document, config: schema, refuse, module, configure }: ServiceDescription<Config, Clock>,
  environment: Record<string, string | undefined>,
  clockOf: (config: Config) => Clock,
): Promise<{ app: Application; strategy: JetStreamStrategy; config: Config }> {
  const config = loadConfig(schema, environment, refuse);
  const app = await createService(module(config, clockOf(config)), { service, config, document });
  configure?.(app);
  const strategy = createStrategy(app);
  app.connectMicroservice({ strategy }, { inheritAppConfig: false });
  return { app, strategy, config };
}

/** Starts a service: its clock, then itself, then its events, then its HTTP. One that cannot says why in one line and ends. */
export async function runService<Config extends ServiceConfig, Clock>(description: ServiceDescription<Config, Clock>, clocks: Clocks<Clock>): Promise<void> {
  await startOrSay(description.service, () => start(description, clocks));
}

/** One that cannot start says why in one line and ends. */
export async function startOrSay(service: DeployedService, start: () => Promise<void>): Promise<void> {
  try {
    await start();
  } catch (error) {
    const { name, code, message } = describeError(error);
    const reason = error instanceof ConfigurationError ? error.message : [name, code, message].filter(Boolean).join(' ');
    console.error(`${service} did not start: ${reason}`);
    process.exit(1);
  }
}

async function start<Config extends ServiceConfig, Clock>(description: ServiceDescription<Config, Clock>, clocks: Clocks<Clock>): Promise<void> {
  const { service, caughtUp } = description;
  const { app, config } = await openService(description, process.env, ({ CLOCK }) => clocks[CLOCK]);
  separateOperations(app);
  if (config.CLOCK === 'controllable') {
    await joinClock(await app.get(NatsLink).connection, {
      service,
      replicaId: randomUUID(),
      advanceTo: (offsetMs) => clocks.controllable.advanceTo(offsetMs),
      caughtUp: async () => {
        const due = await caughtUp?.(app);
        return due ? due.getTime() - clocks.controllable.now().getTime() : null;
      },
    });
  }
  // What has to be there before the first event is read is there.
  await app.init();
  await app.startAllMicroservices();
  await app.listen(config.PORT, config.HOST);
  await listenForOperations(app, config.OPERATIONS_PORT, config.HOST);
}
