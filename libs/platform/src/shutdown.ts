import { setTimeout as sleep } from 'node:timers/promises';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { ServiceConfig } from './config.js';
import { describeError } from './problem/failure.js';
import { Readiness } from './health.js';
import { LOGGER, type Logger } from './logging.js';
import { stopTracing } from './telemetry/tracing-switch.js';

/**
 * Ends the process when it is told to, without cutting anything off: for a moment it goes on while `/health/ready` answers
 * 503, so that whoever balances looks elsewhere; then it takes no new connection, answers what is open, lets events in work
 * finish, and ends with code 0.
 */
export function endOnSignal(app: NestFastifyApplication, { DRAIN_SECONDS }: ServiceConfig): void {
  const logger = app.get<Logger>(LOGGER);
  const readiness = app.get(Readiness);
  let ending: Promise<void> | undefined;
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    logger.info({ signal }, 'ending');
    readiness.leave();
    try {
      await sleep(DRAIN_SECONDS * 1_000);
      await app.close();
      await stopTracing();
      process.exit(0);
    } catch (error) {
      logger.fatal({ error: describeError(error) }, 'did not end in order');
      process.exit(1);
    }
  };
  const listeners = (['SIGTERM', 'SIGINT'] as const).map((signal) => ({ signal, listener: () => void (ending ??= end(signal)) }));
  for (const { signal, listener } of listeners) process.on(signal, listener);
  const fastify = app.getHttpAdapter().getInstance();
  // A connection kept alive would bring its next request just when the service closes it.
  fastify.addHook('onSend', (_request, reply, _payload, done) => {
    if (ending) reply.header('connection', 'close');
    done();
  });
  // An application that is closed otherwise, as by a spec, leaves the signals to the process.
  fastify.addHook('onClose', async () => {
    if (!ending) for (const { signal, listener } of listeners) process.off(signal, listener);
  });
}
