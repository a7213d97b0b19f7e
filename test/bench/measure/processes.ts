import { readdirSync, readFileSync } from 'node:fs';

/** A service, `postgres`, `nats`, and what drives them: `client`. */
export type ProcessName = string;

/** Seconds of CPU by process. */
export type Cpu = Record<ProcessName, number>;

export const added = (cpus: readonly Cpu[]): Cpu => {
  const total: Cpu = {};
  for (const cpu of cpus) for (const [name, seconds] of Object.entries(cpu)) total[name] = (total[name] ?? 0) + seconds;
  return total;
};

/** The processes of one platform, as /proc shows them: whatever the launcher started for it, under whatever name. */
export class Processes {
  constructor(private readonly platform: { dataDir: string; endpoints: { postgres: string } }) {}

  /** CPU that each process has used since it started, Postgres with its backends. */
  cpu(): Cpu {
    return Object.fromEntries([...this.running()].map(([name, pids]) => [name, sum(pids.flatMap((pid) => [pid, ...(name === 'postgres' ? childrenOf(pid) : [])]).map(cpuSeconds))]));
  }

  /** What `work` used. */
  async using<Result>(work: () => Promise<Result>): Promise<{ result: Result; cpu: Cpu }> {
    const before = this.cpu();
    const result = await work();
    const after = this.cpu();
    return { result, cpu: Object.fromEntries(Object.entries(after).map(([name, seconds]) => [name, seconds - (before[name] ?? 0)])) };
  }

  /** Resident memory of each first process in MiB: now, and the most that it ever was. */
  memory(): Record<ProcessName, { now: number; peak: number }> {
    const single = [...this.running()].filter(([name]) => name !== 'postgres');
    return Object.fromEntries(single.map(([name, [pid = 0]]) => [name, { now: statusOf(pid, 'VmRSS'), peak: statusOf(pid, 'VmHWM') }]));
  }

  private running(): Map<ProcessName, number[]> {
    const found = new Map<ProcessName, number[]>();
    for (const pid of childrenOf(process.pid)) {
      const name = this.nameOf(pid);
      if (name) found.set(name, [...(found.get(name) ?? []), pid]);
    }
    return found;
  }

  /** Undefined for one of another platform. */
  private nameOf(pid: number): ProcessName | undefined {
    const { port } = new URL(this.platform.endpoints.postgres);
    const argv = argumentsOf(pid);
    if (argv.join(' ').includes(`-p ${port} `)) return 'postgres';
    if (argv.some((argument) => argument.startsWith(this.platform.dataDir) && argument.endsWith('nats.conf'))) return 'nats';
    const [, service, program] = /services\/([^/]+)\/dist\/([^/]+)\.js/.exec(argv.join(' ')) ?? [];
    if (!service || !environmentOf(pid).some((variable) => variable.startsWith('DATABASE_URL=') && variable.includes(`:${port}/`))) return undefined;
    return program === 'main' ? service : `${service} ${program}`;
  }
}

const ticksPerSecond = 100;

const sum = (numbers: number[]): number => numbers.reduce((total, number) => total + number, 0);

/** User and system time, with that of children that have ended. */
export function cpuSeconds(pid: number): number {
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

const environmentOf = (pid: number): string[] => read(`/proc/${pid}/environ`).split('\0');

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
