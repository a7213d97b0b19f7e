import { randomUUID } from 'node:crypto';
import { connectNats, joinClock, startOrSay } from '@wenzheng/messaging';
import { listenForOperations, separateOperations } from '@wenzheng/platform';
import { ControllableClock, systemClock } from '@wenzheng/working-days';
import { openConsole } from './service.js';

const controllable = new ControllableClock();

await startOrSay('console', async () => {
  const { app, config } = await openConsole(process.env, ({ CLOCK }) => (CLOCK === 'controllable' ? controllable : systemClock));
  separateOperations(app);
  if (config.CLOCK === 'controllable') {
    const connection = await connectNats({ url: config.NATS_URL ?? '', user: config.NATS_USER, password: config.NATS_PASSWORD, name: 'console', service: 'console' });
    await joinClock(connection, { service: 'console', replicaId: randomUUID(), advanceTo: (offsetMs) => controllable.advanceTo(offsetMs), caughtUp: async () => null });
  }
  await app.listen(config.PORT, config.HOST);
  await listenForOperations(app, config.OPERATIONS_PORT, config.HOST);
});
