import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import { createStrategy, joinClock, NatsLink } from '@wenzheng/messaging';
import { createService, loadConfig } from '@wenzheng/platform';
import { ControllableClock, systemClock } from '@wenzheng/working-days';
import { publicationConfig, refuse } from './config.js';
import { publicationDocument } from './publication.document.js';
import { PublicationModule } from './publication.module.js';

try {
  const config = loadConfig(publicationConfig, process.env, refuse);
  const controllable = config.CLOCK === 'controllable' ? new ControllableClock() : undefined;
  const app = await createService(PublicationModule.register(config, controllable ?? systemClock), { service: 'publication', config, document: publicationDocument });
  if (controllable) {
    // Nothing falls due here by itself: pages look at the clock when they are read.
    const member = {
      service: 'publication' as const,
      replicaId: randomUUID(),
      advanceTo: (offsetMs: number) => controllable.advanceTo(offsetMs),
      caughtUp: () => Promise.resolve(),
    };
    await joinClock(await app.get(NatsLink).connection, member);
  }
  app.connectMicroservice({ strategy: createStrategy(app) }, { inheritAppConfig: false });
  await app.startAllMicroservices();
  await app.listen(config.PORT, config.HOST);
} catch (error) {
  console.error(`publication did not start: ${error instanceof Error ? error.message : String(error)}`);
  process.exit(1);
}
