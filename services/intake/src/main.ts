import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import { createStrategy, joinClock, NatsLink } from '@wenzheng/messaging';
import { createService, loadConfig } from '@wenzheng/platform';
import { ControllableClock, systemClock } from '@wenzheng/working-days';
import { intakeConfig, refuseInProduction } from './config.js';
import { intakeDocument } from './intake.document.js';
import { configureRoutes, IntakeModule } from './intake.module.js';

try {
  const config = loadConfig(intakeConfig, process.env, refuseInProduction);
  const controllable = config.CLOCK === 'controllable' ? new ControllableClock() : undefined;
  const app = await createService(IntakeModule.register(config, controllable ?? systemClock), { service: 'intake', config, document: intakeDocument });
  if (controllable) {
    // Nothing falls due here by business time: deliveries wait in real time.
    const member = {
      service: 'intake' as const,
      replicaId: randomUUID(),
      advanceTo: (offsetMs: number) => controllable.advanceTo(offsetMs),
      caughtUp: () => Promise.resolve(),
    };
    await joinClock(await app.get(NatsLink).connection, member);
  }
  configureRoutes(app);
  app.connectMicroservice({ strategy: createStrategy(app) }, { inheritAppConfig: false });
  await app.startAllMicroservices();
  await app.listen(config.PORT, config.HOST);
} catch (error) {
  console.error(`intake did not start: ${error instanceof Error ? error.message : String(error)}`);
  process.exit(1);
}
