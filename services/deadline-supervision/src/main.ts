import { randomUUID } from 'node:crypto';
import { createStrategy, joinClock, NatsLink } from '@wenzheng/messaging';
import { createService, describeError, loadConfig } from '@wenzheng/platform';
import { ControllableClock, systemClock } from '@wenzheng/working-days';
import { supervisionConfig } from './config.js';
import { supervisionDocument } from './supervision.document.js';
import { SupervisionModule } from './supervision.module.js';
import { SweepLoop } from './sweep/sweep.loop.js';

const service = 'deadline-supervision';

async function start(): Promise<void> {
  const config = loadConfig(supervisionConfig, process.env);
  const controllable = config.CLOCK === 'controllable' ? new ControllableClock() : undefined;
  const app = await createService(SupervisionModule.register(config, controllable ?? systemClock), { service, config, document: supervisionDocument });
  if (controllable) {
    await joinClock(await app.get(NatsLink).connection, {
      service,
      replicaId: randomUUID(),
      advanceTo: (offsetMs) => controllable.advanceTo(offsetMs),
      caughtUp: () => app.get(SweepLoop).caughtUp(),
    });
  }
  app.connectMicroservice({ strategy: createStrategy(app) }, { inheritAppConfig: false });
  await app.startAllMicroservices();
  await app.listen(config.PORT, config.HOST);
}

start().catch((error: unknown) => {
  const { name, code, message } = describeError(error);
  console.error(`${service}: did not start: ${[name, code, message].filter(Boolean).join(' ')}`);
  process.exit(1);
});
