// A thread of the service's process, which main.ts starts: hot issues take all the time they need here, and no deadline waits for them.
import { parentPort, workerData } from 'node:worker_threads';
import { createStrategy } from '@wenzheng/messaging';
import { createService, loadConfig } from '@wenzheng/platform';
import { ControllableClock, systemClock } from '@wenzheng/working-days';
import { refuseInProduction, supervisionConfig } from '../../config.js';
import type { FromThread, ThreadData, ToThread } from './hot-issue-thread.js';
import { HotIssueWorkerModule } from './worker.module.js';

if (!parentPort) throw new Error('hot issues run in a thread of the service');
const port = parentPort;
const say = (message: FromThread): void => port.postMessage(message);

const config = loadConfig(supervisionConfig, process.env, refuseInProduction);
const { businessTime } = workerData as ThreadData;
const clock = config.CLOCK === 'controllable' ? new ControllableClock(systemClock, businessTime) : systemClock;
const app = await createService(HotIssueWorkerModule.register(config, clock), { service: 'deadline-supervision', config });
app.connectMicroservice({ strategy: createStrategy(app) }, { inheritAppConfig: false });
await app.init();
await app.startAllMicroservices();

port.on('message', (message: ToThread) => {
  if (message === 'ping') say('pong');
  // What is in work is finished first.
  else void app.close().finally(() => port.close());
});
say('reading');
