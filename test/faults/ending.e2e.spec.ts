import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { services, type ServiceName } from '@wenzheng/contracts';
import { eventually } from '@wenzheng/testing';
import { Client } from 'pg';
import { City, message, type Receipt } from '../support/city.js';
import { unlessCutOff } from '../support/cut-off.js';

const callers = 4;
const answersBefore = 40;
const prepared: Receipt[] = [];
const replied: string[] = [];
/** External ids that were acknowledged, with the number they were given. */
const acknowledged = new Map<string, string>();

let city: City;
let traffic: Promise<void>;
let isOver = false;
beforeAll(async () => {
  // A pool that held requests leave room in: readiness asks the database too.
  const env = Object.fromEntries(services.map((service) => [service, { DRAIN_SECONDS: '3', DATABASE_POOL: '40' }]));
  city = await City.start({ env });
  for (let index = 0; index < 200; index += 1) prepared.push((await city.push('board', message(`prepared-${index}`, { unit: city.unit }))).body);
  await eventually(async () => expect(await count('routing.assignment')).toBe(prepared.length), { timeoutMs: 60_000 });
  traffic = Promise.all(Array.from({ length: 3 }, (_, writer) => write(writer))).then(() => undefined);
}, 240_000);
afterAll(async () => {
  isOver = true;
  await traffic;
  await city?.stop();
}, 60_000);

const count = async (table: string) => Number((await city.sql<{ n: string }>(`SELECT count(*) AS n FROM ${table}`))[0]!.n);

/** Citizens who go on writing all the time, and repeat until they are given a receipt. */
async function write(writer: number): Promise<void> {
  for (let index = 0; !isOver; index += 1) {
    const externalId = `ending-${writer}-${index}`;
    while (!acknowledged.has(externalId)) {
      const answer = await city.push('board', message(externalId, { unit: city.unit })).catch(unlessCutOff);
      if (answer && answer.status < 300) acknowledged.set(externalId, answer.body.messageNumber);
      await pause(25);
    }
  }
}

/** What is asked of each service, and the table whose lock holds the answer back. */
const asked: Record<ServiceName, { table: string; expected: number; ask: (index: number) => Promise<{ status: number }> }> = {
  intake: {
    table: 'intake.message',
    expected: 201,
    ask: async (index) => {
      const externalId = `ending-held-${index}`;
      const answer = await city.push('board', message(externalId, { unit: city.unit }));
      acknowledged.set(externalId, answer.body.messageNumber);
      return answer;
    },
  },
  routing: {
    table: 'routing.message',
    expected: 201,
    ask: async (index) => {
      const { messageId } = prepared[index]!;
      const answer = await city.call('routing', `/v1/messages/${messageId}/replies`, { as: 'principal', body: { text: '您好！路灯已于今日修复，感谢来信。' } });
      if (answer.status === 201) replied.push(messageId);
      return answer;
    },
  },
  'deadline-supervision': {
    table: 'deadline_supervision.deadline',
    expected: 200,
    ask: (index) => city.call('deadline-supervision', `/v1/deadlines/${prepared[index]!.messageId}`, { as: 'supervision-office' }),
  },
  // The public waits a second at most; programs wait.
  publication: { table: 'publication.message', expected: 200, ask: () => city.call('publication', '/v1/ledger/board/2026-09-18', { as: 'administrator' }) },
};

/** Asks again and again until told to stop; keeps how every request that was begun came out. */
class Load {
  readonly outcomes: (number | string)[] = [];
  begun = 0;
  private stopped = false;
  private readonly running: Promise<void>;

  constructor(private readonly ask: (index: number) => Promise<{ status: number }>) {
    this.running = Promise.all(Array.from({ length: callers }, () => this.call())).then(() => undefined);
  }

  stop(): Promise<void> {
    this.stopped = true;
    return this.running;
  }

  private async call(): Promise<void> {
    while (!this.stopped) {
      this.begun += 1;
      this.outcomes.push(await this.ask(this.begun - 1).then(({ status }) => status, (error: Error) => `${error.message} ${String((error.cause as { code?: string } | undefined)?.code)}`));
    }
  }
}

/** Holds back every answer that needs the table, until the function that it returns is called. */
async function hold(table: string): Promise<() => Promise<void>> {
  const client = new Client({ connectionString: city.endpoints.postgres });
  await client.connect();
  await client.query('BEGIN');
  await client.query(`LOCK TABLE ${table} IN ACCESS EXCLUSIVE MODE`);
  return async () => {
    await client.query('COMMIT');
    await client.end();
  };
}

describe('told to end while it is working', () => {
  it.each(services.map((service) => [service]))('%s cuts no request off, takes no new one, and ends with code 0', async (service) => {
    const { table, expected, ask } = asked[service];
    const load = new Load(ask);
    await eventually(() => load.outcomes.length >= answersBefore, { timeoutMs: 60_000 });
    const release = await hold(table);
    // Every caller's request has come to the lock: none is answered, and so none begins.
    await eventually(async () => {
      const [row] = await city.sql<{ n: string }>(`SELECT count(*) AS n FROM pg_stat_activity WHERE application_name = $1 AND wait_event_type = 'Lock'`, [`wenzheng-${service}`]);
      expect(Number(row!.n)).toBeGreaterThan(0);
      expect(load.begun - load.outcomes.length).toBe(callers);
    });
    const exited = city.platform.kill(service, 'SIGTERM');
    await eventually(async () => {
      const answer = await city.call(service, '/health/ready');
      expect(answer).toMatchObject({ status: 503, body: { status: 'leaving' } });
      expect(answer.headers.get('connection')).toBe('close');
    });
    const stopped = load.stop();
    await eventually(() => expect(fetch(city.endpoints.services[service])).rejects.toMatchObject({ cause: { code: 'ECONNREFUSED' } }), { timeoutMs: 30_000 });
    expect(load.begun - load.outcomes.length).toBe(callers);
    await release();
    await stopped;
    expect(load.outcomes.filter((outcome) => outcome !== expected)).toEqual([]);
    expect(await exited).toEqual({ code: 0, signal: null });
    await city.platform.start(service);
  }, 120_000);

  it('and of all that was acknowledged nothing is lost or doubled', async () => {
    isOver = true;
    await traffic;
    const rows = await city.sql<{ external_id: string; message_number: string; message_id: string }>('SELECT external_id, message_number, message_id FROM intake.message');
    const numbers = new Map(rows.map((row) => [row.external_id, row.message_number]));
    expect([...acknowledged].filter(([externalId, number]) => numbers.get(externalId) !== number)).toEqual([]);
    expect(rows).toHaveLength(acknowledged.size + prepared.length);
    await eventually(async () => {
      for (const table of ['routing.assignment', 'deadline_supervision.deadline', 'publication.message']) expect([table, await count(table)]).toEqual([table, rows.length]);
      expect(await count(`publication.reply WHERE state = 'published'`)).toBe(replied.length);
      expect(await count(`deadline_supervision.deadline WHERE ending = 'publicly-answered'`)).toBe(replied.length);
      expect(await count(`intake.message WHERE ending = 'publicly-answered'`)).toBe(replied.length);
    }, { timeoutMs: 120_000, everyMs: 500 });
    expect(await count('routing.reply')).toBe(replied.length);
    for (const schema of ['intake', 'routing', 'publication', 'deadline_supervision']) expect(await count(`${schema}.dead_letter`)).toBe(0);
  }, 180_000);
});
