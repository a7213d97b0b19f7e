import { readdirSync, readFileSync } from 'node:fs';
import { services, type ServiceName } from '@wenzheng/contracts';
import type { City } from '../../support/city.js';

export type ProcessName = ServiceName | 'postgres' | 'nats';

/** Seconds of CPU by process. */
export type Cpu = Partial<Record<ProcessName, number>>;

const ticksPerSecond = 100;

/** The processes of one platform, as /proc shows them. */
export class Processes {
  constructor(private readonly city: City) {}

  /** CPU that each process has used since it started, Postgres with its backends. */
  cpu(): Cpu {
    return Object.fromEntries(this.running().map(([name, pids]) => [name, sum(pids.flatMap((pid) => [pid, ...(name === 'postgres' ? childrenOf(pid) : [])]).map(cpuSeconds))]));
  }

  /** What `work` used. */
  async using<Result>(work: () => Promise<Result>): Promise<{ result: Result; cpu: Cpu }> {
    const before = this.cpu();
    const result = await work();
    const after = this.cpu();
    return { result, cpu: Object.fromEntries(Object.entries(after).map(([name, seconds]) => [name, seconds - (before[name as ProcessName] ?? 0)])) };
  }

  /** Resident memory of each service's first replica in MiB: now, and the most that it ever was. */
  memory(): Partial<Record<ProcessName, { now: number; peak: number }>> {
    const single = this.running().filter(([name]) => name !== 'postgres');
    return Object.fromEntries(single.map(([name, [pid = 0]]) => [name, { now: statusOf(pid, 'VmRSS'), peak: statusOf(pid, 'VmHWM') }]));
  }

  private running(): [ProcessName, number[]][] {
    const { endpoints, platform } = this.city;
    const children = childrenOf(process.pid);
    const postgresPort = new URL(endpoints.postgres).port;
    const pids: [ProcessName, (number | undefined)[]][] = [
      ...services.map((service): [ProcessName, (number | undefined)[]] => [service, platform.urlsOf(service).map((_, replica) => platform.pidOf(service, replica))]),
      ['postgres', [children.find((pid) => argumentsOf(pid).join(' ').includes(`-p ${postgresPort} `))]],
      ['nats', [children.find((pid) => argumentsOf(pid).some((argument) => argument.startsWith(platform.dataDir) && argument.endsWith('nats.conf')))]],
    ];
    return pids.map(([name, all]): [ProcessName, number[]] => [name, all.filter((pid) => pid !== undefined)]).filter(([, all]) => all.length > 0);
  }
}

const sum = (numbers: number[]): number => numbers.reduce((total, number) => total + number, 0);

/** User and system time, with that of children that have ended. */
function cpuSeconds(pid: number): number {
  const fields = statOf(pid);
  return sum(fields.slice(11, 15).map(Number)) / ticksPerSecond;
}

/** The fields of /proc/<pid>/stat after the program's name: [0] is the state, [1] the parent. */
function statOf(pid: number): string[] {
  const text = read(`/proc/${pid}/stat`);
  return text.slice(text.lastIndexOf(')') + 2).split(' ');
}

function statusOf(pid: number, field: string): number {
  return Number(new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(read(`/proc/${pid}/status`))?.[1] ?? 0) / 1024;
}

const argumentsOf = (pid: number): string[] => read(`/proc/${pid}/cmdline`).split('\0');

const childrenOf = (parent: number): number[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => Number(statOf(pid)[1]) === parent);

/** Empty for a process that has ended. */
function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
