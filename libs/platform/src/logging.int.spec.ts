import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { openSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

// What was built, in a process of its own, whose standard output is a file.
const program = `
  const { createLogger } = await import(${JSON.stringify(new URL('../dist/logging.js', import.meta.url).href)});
  const logger = createLogger('spec', 'info');
  let lines = 0;
  process.on('message', (count) => {
    for (let n = 0; n < count; n += 1) logger.info({ n: (lines += 1), filler: 'x'.repeat(200) }, 'line');
    process.send(lines);
    if (count === 0) process.disconnect();
  });
  process.send(0);`;

let folder: string;
beforeAll(async () => (folder = await mkdtemp(path.join(tmpdir(), 'logging-'))));
afterAll(() => rm(folder, { recursive: true }));

async function start(file: string, ...before: string[]): Promise<ChildProcess> {
  const [command = '', ...rest] = [...before, process.execPath, '--input-type=module', '-e', program];
  const child = spawn(command, rest, { stdio: ['ignore', openSync(file, 'a'), 'inherit', 'ipc'] });
  await once(child, 'message');
  return child;
}

/** @returns how many lines it has then given to its logger */
async function logLines(child: ChildProcess, count: number): Promise<unknown> {
  child.send(count);
  return (await once(child, 'message'))[0] as unknown;
}

describe('a log that cannot be written', () => {
  it('stops nothing, neither while it goes on nor at the end', async () => {
    const child = await start('/dev/full');
    expect(await logLines(child, 20_000)).toBe(20_000);
    expect(await logLines(child, 1)).toBe(20_001);
    const ended = once(child, 'exit');
    await logLines(child, 0);
    expect(await ended).toEqual([0, null]);
  }, 30_000);

  it('goes on by itself when there is room, and says how many lines are lost', async () => {
    const file = path.join(folder, 'log');
    const child = await start(file, 'prlimit', '--fsize=100000:unlimited');
    await logLines(child, 20_000);
    expect((await readFile(file, 'utf8')).length).toBe(100_000);
    await promisify(execFile)('prlimit', ['--pid', String(child.pid), '--fsize=unlimited']);
    await logLines(child, 1);
    await logLines(child, 1);
    const ended = once(child, 'exit');
    await logLines(child, 0);
    await ended;
    const written = (await readFile(file, 'utf8')).trimEnd().split('\n').map((line) => JSON.parse(line) as { n?: number; alarm?: string; lines?: number });
    const lost = written.filter(({ alarm }) => alarm === 'log-lost').reduce((sum, { lines = 0 }) => sum + lines, 0);
    expect(lost).toBeGreaterThan(0);
    expect(written.filter(({ n }) => n !== undefined).length + lost).toBe(20_002);
    expect(written.at(-1)).toMatchObject({ n: 20_002 });
  }, 30_000);
});
