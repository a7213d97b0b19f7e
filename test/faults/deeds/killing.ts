import { setTimeout as pause } from 'node:timers/promises';
import type { ServiceName } from '@wenzheng/contracts';
import { eventually } from '@wenzheng/testing';
import type { City } from '../../support/city.js';
import type { Traffic } from './traffic.js';

/** For how long a process is halted before it dies: most people's next requests wait there by then. */
const haltedMs = 600;

/** Kills processes of every service, bus and database while people are at it, until a request of every kind has lost its answer. */
export async function killAll({ platform }: City, random: () => number, traffic: Traffic): Promise<string[]> {
  const kills: string[] = [];
  const starts = new Starts();
  const kill = async (service: ServiceName, replicas: readonly number[]) => {
    await Promise.all(replicas.map((one) => traffic.kill(service, one)));
    kills.push(`${service} ${replicas.join('+')}`);
    await starts.run(() => platform.start(service));
  };
  const crash = async (name: string, stop: () => Promise<void>, begin: () => Promise<void>) => {
    await starts.without(async () => {
      await stop();
      kills.push(name);
      await begin();
    });
  };
  /** Where a request of a kind waits that has lost no answer yet, there the process is halted, goes on, and is killed a random moment later. */
  const killWhileAsked = async (service: ServiceName) => {
    for (let left = traffic.uncut(service); left.length > 0; left = traffic.uncut(service)) {
      const replica = await eventually(() => traffic.whereWaits(left) ?? Promise.reject(new Error(`nobody asks for ${left.join(', ')}`)), { timeoutMs: 120_000, everyMs: 1 });
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
  return kills;
}

/**
 * A service that begins needs bus and database, and ends where they are away. In a cluster it is begun again; here nobody does, so that
 * none begins while they are.
 */
class Starts {
  private readonly running = new Set<Promise<void>>();
  private whole: Promise<void> = Promise.resolve();

  async run(start: () => Promise<void>): Promise<void> {
    for (let awaited: Promise<void> | undefined; awaited !== this.whole; ) await (awaited = this.whole);
    const running = start();
    this.running.add(running);
    await running.finally(() => this.running.delete(running));
  }

  async without(crash: () => Promise<void>): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.whole = promise;
    await Promise.allSettled(this.running);
    await crash();
    resolve();
  }
}
