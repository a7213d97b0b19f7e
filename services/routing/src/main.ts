import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import { createStrategy, joinClock, NatsLink } from '@wenzheng/messaging';
import { createService, loadConfig } from '@wenzheng/platform';
import { ControllableClock, systemClock } from '@wenzheng/working-days';
import { routingConfig } from './config.js';
import { routingDocument } from './routing.document.js';
import { configureRoutes, RoutingModule } from './routing.module.js';
import { Upkeep } from './upkeep.js';

try {
  const config = loadConfig(routingConfig, process.env);
  const controllable = config.CLOCK === 'controllable' ? new ControllableClock() : undefined;
  const app = await createService(RoutingModule.register(config, controllable ?? systemClock), { service: 'routing', config, document: routingDocument });
  configureRoutes(app);
  if (controllable) {
    const member = {
      service: 'routing' as const,
      replicaId: randomUUID(),
      advanceTo: (offsetMs: number) => controllable.advanceTo(offsetMs),
      caughtUp: () => app.get(Upkeep).run(),
    };
    await joinClock(await app.get(NatsLink).connection, member);
  }
  app.connectMicroservice({ strategy: createStrategy(app) }, { inheritAppConfig: false });
  // The units are loaded before the first event is read.
  await app.init();
  await app.startAllMicroservices();
  await app.listen(config.PORT, config.HOST);
} catch (error) {
  console.error(`routing did not start: ${error instanceof Error ? error.message : String(error)}`);
  process.exit(1);
}
