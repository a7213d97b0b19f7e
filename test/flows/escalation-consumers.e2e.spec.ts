import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { freePort } from '@wenzheng/local';
import { eventually } from '@wenzheng/testing';
import { City, message } from '../support/city.js';
import { read } from '../support/consumer.js';

const programme = fileURLToPath(new URL('../support/consumer.ts', import.meta.url));
const messages = 1_000;
const ways = ['cursor', 'stream', 'bus', 'webhook'] as const;
type Way = (typeof ways)[number];

/** The office's programme for one way of reading: it is killed and comes back, and only its journal stays. */
class Reader {
  readonly journal: string;
  kills = 0;
  private child: ChildProcess | undefined;

  constructor(
    readonly way: Way,
    folder: string,
    private readonly environment: Record<string, string>,
  ) {
    this.journal = path.join(folder, `${way}.journal`);
  }

  start(): void {
    this.child = spawn(process.execPath, [programme, this.way, this.journal], { env: this.environment, stdio: ['ignore', 'ignore', 'inherit'] });
  }

  async kill(): Promise<void> {
    if (!this.child || this.child.exitCode !== null) throw new Error(`the reader by ${this.way} has ended by itself`);
    const ended = once(this.child, 'exit');
    this.child.kill('SIGKILL');
    await ended;
    this.kills += 1;
  }

  get entries() {
    return read(this.journal);
  }
}

let city: City;
let folder: string;
let readers: Reader[];
beforeAll(async () => {
  city = await City.start({ startAt: new Date('2026-09-18T15:00:00+08:00'), services: { 'deadline-supervision': 2 } });
  folder = await mkdtemp(path.join(tmpdir(), 'wenzheng-readers-'));
  const [port, token] = [await freePort(), await city.token('supervision-office')];
  const { body } = await city.call<{ keys: { publicKey: string }[] }>('deadline-supervision', '/v1/webhook-endpoints', { as: 'supervision-office', body: { url: `http://127.0.0.1:${port}/` } });
  const { user, password } = city.endpoints.natsUsers['supervision-office'];
  const environment = {
    SUPERVISION_URL: city.endpoints.services['deadline-supervision'], TOKEN: token, NATS_URL: city.endpoints.nats, NATS_USER: user, NATS_PASSWORD: password,
    PORT: String(port), PUBLIC_KEY: String(body.keys[0]?.publicKey),
  };
  readers = ways.map((way) => new Reader(way, folder, environment));
}, 180_000);
afterAll(async () => {
  for (const reader of readers ?? []) await reader.kill().catch(() => undefined);
  await city?.stop();
  if (folder) await rm(folder, { recursive: true, force: true });
}, 60_000);

interface Row {
  id: string;
  level: number;
  position: string;
}
const raised = () => city.sql<Row>('SELECT id, level, position FROM deadline_supervision.escalation ORDER BY position');

describe('R22: whoever reads escalations misses none', () => {
  it('by cursor, by stream, from the bus and by webhook, killed in the middle while they are being raised', async () => {
    for (let start = 0; start < messages; start += 50) {
      await Promise.all(Array.from({ length: 50 }, (_, index) => city.push('board', message(`late-${start + index}`, { unit: city.unit }))));
    }
    await eventually(async () => expect(await city.sql('SELECT FROM deadline_supervision.deadline')).toHaveLength(messages), { timeoutMs: 120_000, everyMs: 250 });
    for (const reader of readers) reader.start();
    for (const instant of ['2026-09-23T00:00:00+08:00', '2026-09-25T00:00:00+08:00', '2026-10-10T00:00:00+08:00']) {
      const before = readers.map((reader) => reader.entries.length);
      const advancing = city.advanceTo(instant);
      // Each in the middle: as soon as it has taken the first of these.
      await Promise.all(
        readers.map(async (reader, index) => {
          await eventually(() => reader.entries.length > before[index]!, { timeoutMs: 60_000 });
          await reader.kill();
          reader.start();
        }),
      );
      await advancing;
    }
    const rows = await raised();
    expect(rows).toHaveLength(messages * 3);
    const all = rows.map(({ id }) => id).toSorted();
    const last = rows.at(-1)?.position;
    const counts: string[] = [];
    for (const { way, kills, journal } of readers) {
      // What a killed reader had taken from the bus and not acknowledged comes again after half a minute.
      await eventually(() => expect([...new Set(read(journal).map(({ escalationId }) => escalationId))].toSorted()).toEqual(all), { timeoutMs: 120_000, everyMs: 250 });
      // The last of the list as well, where what was passed on stands.
      if (way !== 'bus') await eventually(() => expect(read(journal).map(({ position }) => position)).toContain(last), { timeoutMs: 120_000, everyMs: 250 });
      const entries = read(journal);
      const distinct = new Set(entries.map(({ key }) => key)).size;
      // Of one escalation there may be news; each piece of news has its own name, and one.
      expect(new Set(entries.map(({ key, escalationId }) => `${key} ${escalationId}`)).size).toBe(distinct);
      expect(kills).toBe(3);
      counts.push(`${way} killed ${kills} times, ${all.length} of ${all.length} escalations, ${distinct} pieces of news, ${entries.length - distinct} of them again`);
    }
    process.stdout.write(`escalations: ${counts.join('; ')}; missed 0\n`);
  }, 600_000);
});
