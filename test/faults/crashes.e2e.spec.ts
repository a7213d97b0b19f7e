import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { services } from '@wenzheng/contracts';
import { eventually } from '@wenzheng/testing';
import { City } from '../support/city.js';
import { doorNames, Doors, type DoorName } from '../support/doors.js';
import { randomFrom } from '../support/random.js';

const messages = Number(process.env['FAULT_MESSAGES'] ?? 2_000);
const writers = 16;
/** Of ten messages, by which door they come. */
const doorsOfTen: readonly DoorName[] = ['push', 'push', 'push', 'cloud-events', 'cloud-events', 'open311', 'open311', 'form', 'mail', 'microblog'];
const seed = Number(process.env['FAULT_SEED'] ?? Date.now() % 1_000_000);

interface Outcome {
  /** Its words have it. */
  id: string;
  door: DoorName;
  isTaken: boolean;
  /** That the writer was given; none by a door that gives none, nor to a writer who gave up. */
  number: string | undefined;
}

let doors: Doors;
let city: City;
beforeAll(async () => {
  doors = await Doors.open();
  city = await City.start({ env: { intake: doors.settings('urban') } });
}, 180_000);
afterAll(async () => {
  await city?.stop();
  await doors?.close();
}, 60_000);

describe(`while ${messages} messages come in by ${doorNames.length} connectors`, () => {
  it('kills of every service and crashes of bus and database lose and double nothing', async () => {
    const random = randomFrom(seed);
    const outcomes = Array.from({ length: messages }, (_, index): Outcome => ({ id: `fault-${seed}-${index}`, door: doorsOfTen[index % 10]!, isTaken: false, number: undefined }));
    const failed = new AbortController();
    const crashing = crashAll(random, () => outcomes.filter(({ isTaken }) => isTaken).length).catch((error: unknown) => {
      failed.abort();
      throw error;
    });
    const [crashes] = await Promise.all([crashing, writeAll(outcomes, random, failed.signal)]);
    const counts = await settled(outcomes);
    process.stdout.write(
      `faults: seed ${seed}; crashes ${crashes.join(', ')}; ${counts.taken} of ${messages} taken, ` +
        `${counts.registered} registered (${doorNames.map((door) => `${door} ${counts.by[door] ?? 0}`).join(', ')}), ${counts.assigned} assigned, ${counts.deadlines} deadlines, ${counts.pages} projected; ` +
        `lost ${counts.lost}, doubled ${counts.doubled}, dead letters ${counts.deadLetters}\n`,
    );
    expect(counts).toMatchObject({ lost: 0, doubled: 0, deadLetters: 0 });
    expect(counts.assigned).toBe(counts.registered);
    expect(counts.deadlines).toBe(counts.registered);
    expect(counts.pages).toBe(counts.registered);
    // Nine in ten writers repeat until they have a receipt; the test would prove little if most gave up.
    expect(counts.taken).toBeGreaterThan(messages * 0.85);
  }, 600_000);
});

/** Nine in ten writers repeat until they are given a receipt; one in ten tries once and walks away. */
async function writeAll(outcomes: Outcome[], random: () => number, signal: AbortSignal): Promise<void> {
  const send = doors.of(city);
  const queue = outcomes.map((outcome) => ({ outcome, patient: random() < 0.9 }));
  const write = async () => {
    for (let next = queue.shift(); next; next = queue.shift()) {
      const { outcome, patient } = next;
      for (;;) {
        signal.throwIfAborted();
        const number = await send[outcome.door](outcome.id);
        if (number !== undefined) {
          Object.assign(outcome, { isTaken: true, number: number ?? undefined });
          break;
        }
        if (!patient) break;
        await pause(50 + random() * 100);
      }
      await pause(random() * 120);
    }
  };
  await Promise.all(Array.from({ length: writers }, write));
}

/** Everything dies at least once, at a random instant, while messages are coming in. */
async function crashAll(random: () => number, acknowledged: () => number): Promise<string[]> {
  const { platform } = city;
  const crash = new Map<string, () => Promise<void>>([
    ...services.map((service): [string, () => Promise<void>] => [
      service,
      async () => {
        await platform.kill(service);
        await platform.start(service);
      },
    ]),
    ['nats-server', async () => { await platform.stopNats('SIGKILL'); await platform.startNats(); }],
    ['postgres', async () => { await platform.stopPostgres('SIGKILL'); await platform.startPostgres(); }],
  ]);
  const order = [...crash.keys(), ...crash.keys()].map((name) => ({ name, rank: random() })).sort((a, b) => a.rank - b.rank);
  const done: string[] = [];
  for (const [index, { name }] of order.entries()) {
    const from = (messages * 0.85 * index) / order.length;
    await eventually(() => acknowledged() >= from + random() * 20, { timeoutMs: 120_000 });
    await crash.get(name)!();
    done.push(name);
  }
  return done;
}

async function settled(outcomes: Outcome[]) {
  const registeredNow = () =>
    city.sql<{ id: string; message_id: string; message_number: string; connector: DoorName }>(
      `SELECT substring(text FROM 'fault-[0-9]+-[0-9]+') AS id, message_id, message_number, connector FROM intake.message WHERE text LIKE $1`,
      [`%fault-${seed}-%`],
    );
  const taken = outcomes.filter(({ isTaken }) => isTaken);
  // What is fetched comes when the mailbox and the platform are looked at again.
  const registered = await eventually(async () => {
    const rows = await registeredNow();
    const ids = new Set(rows.map(({ id }) => id));
    const missing = taken.filter(({ id, number }) => number === undefined && !ids.has(id));
    if (missing.length > 0) throw new Error(`${missing.length} of what is fetched is not there, ${missing[0]!.id} by ${missing[0]!.door} among it`);
    return rows;
  }, { timeoutMs: 120_000, everyMs: 500 });
  const ids = registered.map((row) => row.message_id);
  const perMessage = async (table: string) =>
    new Map((await city.sql<{ message_id: string; n: string }>(`SELECT message_id, count(*) AS n FROM ${table} WHERE message_id = ANY($1) GROUP BY 1`, [ids])).map((row) => [row.message_id, Number(row.n)]));
  // At rest: every registered message has arrived everywhere.
  await eventually(
    async () => {
      const sizes = [await perMessage('routing.message'), await perMessage('deadline_supervision.deadline'), await perMessage('publication.message')].map((map) => map.size);
      return sizes.every((size) => size === registered.length);
    },
    { timeoutMs: 180_000, everyMs: 500 },
  );
  const [assignments, deadlines, pages] = [await perMessage('routing.assignment'), await perMessage('deadline_supervision.deadline'), await perMessage('publication.message')];
  const byId = Map.groupBy(registered, (row) => row.id);
  const deadLetters = await Promise.all(
    ['intake', 'routing', 'publication', 'deadline_supervision'].map((schema) => city.sql<{ n: string }>(`SELECT count(*) AS n FROM ${schema}.dead_letter`)),
  );
  return {
    taken: taken.length,
    registered: registered.length,
    by: Object.fromEntries([...Map.groupBy(registered, ({ connector }) => connector)].map(([door, rows]) => [door, rows.length])) as Partial<Record<DoorName, number>>,
    assigned: assignments.size,
    deadlines: deadlines.size,
    pages: pages.size,
    lost: taken.filter(({ id, number }) => !byId.get(id)?.some((row) => number === undefined || row.message_number === number)).length,
    doubled: [
      ...[...byId.values()].filter((rows) => rows.length > 1),
      ...[...assignments.values(), ...deadlines.values(), ...pages.values()].filter((n) => n > 1),
    ].length,
    deadLetters: deadLetters.reduce((sum, rows) => sum + Number(rows[0]!.n), 0),
  };
}
