import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { services } from '@wenzheng/contracts';
import { eventually } from '@wenzheng/testing';
import { City, message } from '../support/city.js';
import { unlessCutOff } from '../support/cut-off.js';
import { randomFrom } from '../support/random.js';

const messages = 2_000;
const writers = 16;
const seed = Number(process.env['FAULT_SEED'] ?? Date.now() % 1_000_000);

interface Outcome {
  externalId: string;
  /** Message number of each 2xx that came back; none for a writer who gave up. */
  receipts: string[];
}

let city: City;
beforeAll(async () => {
  city = await City.start();
}, 180_000);
afterAll(() => city?.stop(), 60_000);

describe('while 2,000 messages come in', () => {
  it('kills of every service and crashes of bus and database lose and double nothing', async () => {
    const random = randomFrom(seed);
    const unit = city.endpoints.clients['web-admin']!.unit!;
    const outcomes: Outcome[] = Array.from({ length: messages }, (_, index) => ({ externalId: `fault-${seed}-${index}`, receipts: [] }));
    const failed = new AbortController();
    const crashing = crashAll(random, () => outcomes.filter((outcome) => outcome.receipts.length > 0).length).catch((error: unknown) => {
      failed.abort();
      throw error;
    });
    const [crashes] = await Promise.all([crashing, writeAll(outcomes, unit, random, failed.signal)]);
    const counts = await settled(outcomes);
    process.stdout.write(
      `faults: seed ${seed}; crashes ${crashes.join(', ')}; ${counts.acknowledged} of ${messages} acknowledged, ` +
        `${counts.registered} registered, ${counts.assigned} assigned, ${counts.deadlines} deadlines, ${counts.pages} projected; ` +
        `lost ${counts.lost}, doubled ${counts.doubled}, dead letters ${counts.deadLetters}\n`,
    );
    expect(counts).toMatchObject({ lost: 0, doubled: 0, deadLetters: 0 });
    expect(counts.assigned).toBe(counts.registered);
    expect(counts.deadlines).toBe(counts.registered);
    expect(counts.pages).toBe(counts.registered);
    // Nine in ten writers repeat until they have a receipt; the test would prove little if most gave up.
    expect(counts.acknowledged).toBeGreaterThan(messages * 0.85);
  }, 600_000);
});

/** Nine in ten writers repeat until they are given a receipt; one in ten tries once and walks away. */
async function writeAll(outcomes: Outcome[], unit: string, random: () => number, signal: AbortSignal): Promise<void> {
  const queue = outcomes.map((outcome) => ({ outcome, patient: random() < 0.9 }));
  const write = async () => {
    for (let next = queue.shift(); next; next = queue.shift()) {
      const { outcome, patient } = next;
      for (;;) {
        signal.throwIfAborted();
        const answer = await city.push('board', message(outcome.externalId, { unit })).catch(unlessCutOff);
        if (answer && (answer.status === 201 || answer.status === 200)) {
          outcome.receipts.push(answer.body.messageNumber);
          break;
        }
        if (answer && answer.status !== 503) throw new Error(`${outcome.externalId} was answered ${answer.status} ${answer.body.code}`);
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
  const wanted = outcomes.map((outcome) => outcome.externalId);
  const registered = await city.sql<{ external_id: string; message_id: string; message_number: string }>(
    'SELECT external_id, message_id, message_number FROM intake.message WHERE external_id = ANY($1)',
    [wanted],
  );
  const ids = registered.map((row) => row.message_id);
  const perMessage = async (table: string) =>
    new Map((await city.sql<{ message_id: string; n: string }>(`SELECT message_id, count(*) AS n FROM ${table} WHERE message_id = ANY($1) GROUP BY 1`, [ids])).map((row) => [row.message_id, Number(row.n)]));
  // At rest: every registered message has arrived everywhere.
  await eventually(
    async () => {
      const sizes = [await perMessage('routing.assignment'), await perMessage('deadline_supervision.deadline'), await perMessage('publication.message')].map((map) => map.size);
      return sizes.every((size) => size === registered.length);
    },
    { timeoutMs: 180_000, everyMs: 500 },
  );
  const [assignments, deadlines, pages] = [await perMessage('routing.assignment'), await perMessage('deadline_supervision.deadline'), await perMessage('publication.message')];
  const byExternalId = Map.groupBy(registered, (row) => row.external_id);
  const acknowledged = outcomes.filter((outcome) => outcome.receipts.length > 0);
  const deadLetters = await Promise.all(
    ['intake', 'routing', 'publication', 'deadline_supervision'].map((schema) => city.sql<{ n: string }>(`SELECT count(*) AS n FROM ${schema}.dead_letter`)),
  );
  return {
    acknowledged: acknowledged.length,
    registered: registered.length,
    assigned: assignments.size,
    deadlines: deadlines.size,
    pages: pages.size,
    lost: acknowledged.filter((outcome) => !byExternalId.get(outcome.externalId)?.some((row) => row.message_number === outcome.receipts[0])).length,
    doubled: [
      ...[...byExternalId.values()].filter((rows) => rows.length > 1),
      ...[...assignments.values(), ...deadlines.values(), ...pages.values()].filter((n) => n > 1),
    ].length,
    deadLetters: deadLetters.reduce((sum, rows) => sum + Number(rows[0]!.n), 0),
  };
}
