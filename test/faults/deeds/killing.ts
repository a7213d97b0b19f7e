import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { services, type ServiceName } from '@wenzheng/contracts';
import { eventually } from '@wenzheng/testing';
import type { City } from '../../support/city.js';
import type { Traffic } from './traffic.js';

/** For how long a process is halted before it dies: most people's next requests wait there by then. */
const haltedMs = 600;

/**
 * Kills processes of every service, bus and database while people are at it, until a request of every kind has lost its answer.
 * @throws where a process has ended that nobody killed, with the end of its log
 */
export async function killAll({ platform }: City, random: () => number, traffic: Traffic, signal: AbortSignal): Promise<string[]> {
  const kills: string[] = [];
  const starts = new Starts();
  const kill = async (service: ServiceName, replicas: readonly number[]) => {
    signal.throwIfAborted();
    await Promise.all(replicas.map((one) => traffic.kill(service, one)));
    kills.push(`${service} ${replicas.join('+')}`);
    await starts.run(() => platform.start(service));
  };
  const crash = async (name: string, stop: () => Promise<void>, begin: () => Promise<void>) => {
    signal.throwIfAborted();
    await starts.without(async () => {
      await stop();
      kills.push(name);
      await begin();
    });
  };
  /** Where a request of a kind waits that has lost no answer yet, there the process is halted, goes on, and is killed a random moment later. */
  const killWhileAsked = async (service: ServiceName) => {
    for (let left = traffic.uncut(service); left.length > 0; left = traffic.uncut(service)) {
      const replica = await eventually(() => signal.aborted || (traffic.whereWaits(left) ?? Promise.reject(new Error(`nobody asks for ${left.join(', ')}`))), { timeoutMs: 120_000, everyMs: 1 });
      if (replica === true) throw signal.reason;
      await platform.kill(service, 'SIGSTOP', replica);
      await pause(haltedMs);
      await platform.kill(service, 'SIGCONT', replica);
      await pause(random() * 30);
      await kill(service, random() < 0.2 ? [replica, 1 - replica] : [replica]);
    }
  };
  const killTheRest = async () => {
    await kill('deadline-supervision', [0]);
    await crash('nats-server', () => platform.stopNats('SIGKILL'), () => platform.startNats());
    await kill('deadline-supervision', [1, 0]);
    await crash('postgres', () => platform.stopPostgres('SIGKILL'), () => platform.startPostgres());
  };
  await Promise.all([killWhileAsked('intake'), killWhileAsked('routing'), killWhileAsked('publication'), killTheRest()]);
  for (const service of services) for (const replica of [0, 1]) if (platform.pidOf(service, replica) === undefined) throw await endedByItself(platform.dataDir, service, replica);
  return kills;
}

async function endedByItself(dataDir: string, service: ServiceName, replica: number): Promise<Error> {
  const log = await readFile(path.join(dataDir, 'logs', `${service}${replica === 0 ? '' : `-${replica}`}.log`), 'utf8');
  return new Error(`replica ${replica} of ${service} ended, and nobody had killed it. Its log ends with:\n${log.trimEnd().split('\n').slice(-20).join('\n')}`);
}

/** How often a service that ends while it begins is begun again, as a cluster does for ever. */
const mostStarts = 4;

/** A service that begins needs bus and database, and ends where they are away: none begins while they are. */
class Starts {
  private readonly running = new Set<Promise<void>>();
  private whole: Promise<void> = Promise.resolve();

  async run(start: () => Promise<void>): Promise<void> {
    for (let left = mostStarts; ; left -= 1) {
      try {
        return await this.once(start);
      } catch (error) {
        if (left === 1) throw error;
        process.stdout.write(`deeds: begun again: ${(error as Error).message}\n`);
        await pause(500);
      }
    }
  }

  private async once(start: () => Promise<void>): Promise<void> {
    for (let awaited: Promise<void> | undefined; awaited !== this.whole; ) await (awaited = this.whole);
    const running = start();
    this.running.add(running);
    await running.finally(() => this.running.delete(running));
  }

  async without(crash: () => Promise<void>): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.whole = promise;
    await Promise.allSettled(this.running);
    await crash().finally(resolve);
  }
}
