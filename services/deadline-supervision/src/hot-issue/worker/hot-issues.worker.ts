// A thread of the service's process, which main.ts starts: hot issues take all the time they need here, and no deadline waits for them.
import { parentPort } from 'node:worker_threads';
import { createStrategy } from '@wenzheng/messaging';
import { createService, loadConfig } from '@wenzheng/platform';
import { refuseInProduction, supervisionConfig } from '../../config.js';
import type { FromThread, ToThread } from './hot-issue-thread.js';
import { HotIssueWorkerModule } from './worker.module.js';

if (!parentPort) throw new Error('hot issues run in a thread of the service');
const port = parentPort;
const say = (message: FromThread): void => port.postMessage(message);

const config = loadConfig(supervisionConfig, process.env, refuseInProduction);
const app = await createService(HotIssueWorkerModule.register(config), { service: 'deadline-supervision', config });
app.connectMicroservice({ strategy: createStrategy(app) }, { inheritAppConfig: false });
await app.init();
await app.startAllMicroservices();

port.on('message', (message: ToThread) => {
  if (message === 'ping') say('pong');
  // What is in work is finished first.
  else void app.close().finally(() => port.close());
});
say('reading');
