import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { events, services, type ServiceName } from '@wenzheng/contracts';
import { eventually } from '@wenzheng/testing';
import { City } from '../support/city.js';
import { randomFrom } from '../support/random.js';
import { counted, outboxes, rows } from './deeds/counts.js';
import { killAll } from './deeds/killing.js';
import { Life } from './deeds/life.js';
import { lives } from './deeds/lives.js';
import { GaveUp, Traffic } from './deeds/traffic.js';

const seed = Number(process.env['FAULT_SEED'] ?? Date.now() % 1_000_000);
const people = 5;
/** Of each kind of life at least. */
const times = 2;
const longestMs = 840_000;
const schemaOf = (service: ServiceName) => service.replaceAll('-', '_');

let city: City;
beforeAll(async () => {
  const two = Object.fromEntries(services.map((service) => [service, 2]));
  const env = Object.fromEntries(services.map((service) => [service, { LEDGER_SECONDS: '3' }]));
  city = await City.start({ startAt: new Date('2026-09-18T15:00:00+08:00'), services: two, env });
  const policy = { unit: city.unit, steps: [['reviewer'], ['principal']], reason: '先审核后签发' };
  expect((await city.call('routing', '/v1/sign-off-policies', { as: 'administrator', body: policy })).status).toBe(201);
}, 180_000);
afterAll(() => city?.stop(), 60_000);

describe('every deed, with two replicas of each service, and processes that are killed in the middle of it', () => {
  let traffic: Traffic;
  const ended = new Map<string, string>();

  it('is done about message after message, until each was cut off', async () => {
    const random = randomFrom(seed);
    const failed = new AbortController();
    // Before the spec's own time is over: what came too late then says so, and nobody kills any more when the rest is looked at.
    const signal = AbortSignal.any([failed.signal, AbortSignal.timeout(longestMs)]);
    traffic = new Traffic(city, signal);
    const begun = performance.now();
    let isOver = false;
    let lived = 0;
    const kinds = Object.entries(lives);
    const live = async (index: number) => {
      const [kind, story] = kinds[index % kinds.length]!;
      const life = new Life(`${seed}-${index}-${kind}`, traffic, seed + index);
      try {
        for (const { messageId, ending } of await story(life, city)) ended.set(messageId, ending);
        await life.repeatOne();
      } catch (error) {
        if (!(error instanceof GaveUp)) throw error;
      }
      lived += 1;
    };
    let next = 0;
    const person = async () => {
      while (!isOver || next < kinds.length * times) await live(next++);
    };
    const killing = killAll(city, random, traffic, signal).finally(() => (isOver = true));
    const orFail = (error: unknown) => {
      failed.abort();
      throw error;
    };
    const [kills] = await Promise.all([killing.catch(orFail), ...Array.from({ length: people }, () => person().catch(orFail))]);
    process.stdout.write(
      `deeds: seed ${seed}; ${lived} lives, ${traffic.done.length} deeds in ${((performance.now() - begun) / 1_000).toFixed(1)} s, ${traffic.repeats} repeated later, ${traffic.givenUp.length} given up; ` +
        `killed ${kills.join(', ')}; cut off ${[...traffic.cut].map(([kind, n]) => `${kind} ${n}`).join(', ')}\n`,
    );
    expect(services.flatMap((service) => traffic.uncut(service))).toEqual([]);
  }, longestMs + 60_000);

  it('happened once; or not at all, where nobody asked again', async () => {
    const [found, told] = [await counted(city, rows), await counted(city, outboxes)];
    const numbered = new Map((await city.sql<{ external_id: string; message_id: string }>('SELECT external_id, message_id FROM intake.message')).map((row) => [row.external_id, row.message_id]));
    const wanted = new Map<string, { least: number; most: number }>();
    const want = (about: string, kind: string, isDone: boolean) => {
      const key = `${kind} of ${numbered.get(about) ?? about}`;
      const { least, most } = wanted.get(key) ?? { least: 0, most: 0 };
      wanted.set(key, { least: least + (isDone ? 1 : 0), most: most + 1 });
    };
    for (const { about, kind } of traffic.done) want(about, kind, true);
    for (const { about, kind } of traffic.givenUp) want(about, kind, false);
    const isWrong = ([key, n]: [string, number]) => n < (wanted.get(key)?.least ?? 0) || n > (wanted.get(key)?.most ?? 0);
    expect([...found].filter(isWrong)).toEqual([]);
    expect([...wanted].filter(([key, { least }]) => least > 0 && !found.has(key))).toEqual([]);
    // Whatever is told of to others is told as often as it stands in the rows.
    const silent = ['draft', 'submit', 'approve', 'transfer', 'propose-invalid'];
    expect([...found].filter(([key]) => !silent.includes(key.split(' ')[0]!)).sort()).toEqual([...told].sort());
  });

  it('was published, taken in by every service that is to know, and left nothing behind', async () => {
    const unread = events.flatMap(({ owner, subject, consumers }) =>
      consumers.map((consumer) => `SELECT '${consumer} has not taken in ${subject}' AS what FROM ${schemaOf(owner)}.outbox LEFT JOIN ${schemaOf(consumer)}.inbox USING (event_id) WHERE subject = '${subject}' AND inbox.event_id IS NULL`),
    );
    await eventually(async () => expect(await city.sql(unread.join(' UNION ALL '))).toEqual([]), { timeoutMs: 60_000, everyMs: 250 });
    for (const service of services) {
      const schema = schemaOf(service);
      await eventually(async () => expect({ service, waiting: await city.sql(`SELECT FROM ${schema}.outbox_waiting`) }).toEqual({ service, waiting: [] }));
      const [count] = await city.sql(
        `SELECT (SELECT count(*)::int FROM ${schema}.dead_letter) AS dead,
           (SELECT count(*)::int FROM (SELECT FROM ${schema}.outbox, json(envelope) AS event WHERE event->'data'->>'messageId' IS NOT NULL GROUP BY event->>'subject'
              HAVING count(*) <> max((event->>'sequence')::int) OR count(DISTINCT event->>'sequence') <> count(*)) AS broken) AS gaps`,
      );
      expect({ service, ...count }).toEqual({ service, dead: 0, gaps: 0 });
    }
    const replies = await city.sql(
      `SELECT reply_id FROM routing.reply LEFT JOIN publication.reply AS shown USING (reply_id) LEFT JOIN intake.reply AS kept USING (reply_id)
       WHERE shown.state IS DISTINCT FROM 'published' OR kept.reply_id IS NULL`,
    );
    expect(replies).toEqual([]);
  }, 90_000);

  it('stands alike in all services: every message, with the end that its life gave it', async () => {
    const endings = await city.sql<{ message_id: string; ending: string }>('SELECT message_id, ending FROM intake.message');
    const differing = await city.sql(
      `SELECT message_id, i.ending AS intake, r.ending AS routing, d.ending AS deadline_supervision, p.ending AS publication
       FROM intake.message AS i FULL JOIN routing.message AS r USING (message_id) FULL JOIN deadline_supervision.deadline AS d USING (message_id) FULL JOIN publication.message AS p USING (message_id)
       WHERE (i.ending = r.ending AND i.ending = d.ending AND i.ending = p.ending) IS NOT TRUE`,
    );
    expect(differing).toEqual([]);
    expect(endings.filter(({ message_id, ending }) => ended.has(message_id) && ended.get(message_id) !== ending)).toEqual([]);
    const conservation = async () => (await city.call<object>('deadline-supervision', '/v1/conservation', { as: 'supervision-office' })).body;
    await eventually(async () => expect(await conservation()).toMatchObject({ balanced: true, settled: true, differences: [] }), { timeoutMs: 60_000, everyMs: 250 });
  }, 90_000);

  it('and when the day has come, exactly what is still open is overdue, once', async () => {
    await city.advanceTo('2026-09-23T00:00:01+08:00');
    const overdue = await city.sql(
      `SELECT message_id, ending, n FROM deadline_supervision.deadline
       FULL JOIN (SELECT json(envelope)->>'subject' AS id, count(*)::int AS n FROM deadline_supervision.outbox WHERE subject = 'deadline-supervision.deadline.overdue.v1' GROUP BY 1) AS told ON id = message_id::text
       WHERE coalesce(n, 0) <> (CASE ending WHEN 'open' THEN 1 ELSE 0 END)`,
    );
    expect(overdue).toEqual([]);
  }, 60_000);
});
