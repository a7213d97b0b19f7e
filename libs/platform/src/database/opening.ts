import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from '../logging.js';
import { describeError, isUnavailable } from '../problem/failure.js';
import { backoff } from '../work/backoff.js';
import { createDataSource, type DatabaseOptions, type DataSource } from './database.js';

/** Shorter than an orchestrator waits before it gives a process up. */
const patience = 30_000;

/**
 * The database's connections, once it answers: after a failure of power or a failover, services and their database come up side by side, and a
 * service that gave up at once would lose more time to its restarts. @throws the database's refusal at once, as of a wrong password; that it is
 * away after `patienceMs`
 */
export async function openDataSource(options: DatabaseOptions, logger: Logger, patienceMs = patience): Promise<DataSource> {
  const until = Date.now() + patienceMs;
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await createDataSource(options).initialize();
    } catch (error) {
      if (!isUnavailable(error) || Date.now() > until) throw error;
      logger.warn({ error: describeError(error), attempt }, 'the database cannot be reached yet; it will be tried again');
      await sleep(backoff(attempt, 2_000));
    }
  }
}
