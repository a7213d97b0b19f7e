import { randomUUID } from 'node:crypto';
import type { DynamicModule } from '@nestjs/common';
import type { ServiceName } from '@wenzheng/contracts';
import { ConfigurationError, createService, describeError, loadConfig, type ServiceConfig, type ServiceDocument } from '@wenzheng/platform';
import type { z } from 'zod';
import { joinClock, type ClockMember } from './controllable-clock.js';
import { createStrategy } from './messaging.module.js';
import { NatsLink } from './bus/nats.js';

type Application = Awaited<ReturnType<typeof createService>>;

export interface ServiceDescription<Config extends ServiceConfig, Clock> {
  service: ServiceName;
  document: ServiceDocument;
  config: z.ZodType<Config>;
  /** Further rules of production: one sentence per wrong setting. */
  refuse?: (config: Config) => string[];
  clocks: { system: Clock; controllable: Clock & Pick<ClockMember, 'advanceTo'> };
  module: (config: Config, clock: Clock) => DynamicModule;
  /** Before its routes are made. */
  configure?: (app: Application) => void;
  /** Does what fell due when business time was moved; a service without it does nothing by itself. */
  caughtUp?: (app: Application) => Promise<void>;
}

/** Starts a service: its clock, then itself, then its events, then its HTTP. One that cannot says why in one line and ends. */
export async function runService<Config extends ServiceConfig, Clock>(description: ServiceDescription<Config, Clock>): Promise<void> {
  const { service } = description;
  try {
    await start(description);
  } catch (error) {
    const { name, code, message } = describeError(error);
    const reason = error instanceof ConfigurationError ? error.message : [name, code, message].filter(Boolean).join(' ');
    console.error(`${service} did not start: ${reason}`);
    process.exit(1);
  }
}

async function start<Config extends ServiceConfig, Clock>(description: ServiceDescription<Config, Clock>): Promise<void> {
  const { service, document, clocks, configure, caughtUp } = description;
  const config = loadConfig(description.config, process.env, description.refuse);
  const app = await createService(description.module(config, clocks[config.CLOCK]), { service, config, document });
  configure?.(app);
  if (config.CLOCK === 'controllable') {
    await joinClock(await app.get(NatsLink).connection, {
      service,
      replicaId: randomUUID(),
      advanceTo: (offsetMs) => clocks.controllable.advanceTo(offsetMs),
      caughtUp: async () => caughtUp?.(app),
    });
  }
  app.connectMicroservice({ strategy: createStrategy(app) }, { inheritAppConfig: false });
  // What has to be there before the first event is read is there.
  await app.init();
  await app.startAllMicroservices();
  await app.listen(config.PORT, config.HOST);
}
