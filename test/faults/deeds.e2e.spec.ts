import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { events, services, type ServiceName } from '@wenzheng/contracts';
import { eventually } from '@wenzheng/testing';
import { City } from '../support/city.js';
import { randomFrom } from '../support/random.js';
import { lives } from './lives.js';
import { GaveUp, Life, Traffic } from './traffic.js';

const seed = Number(process.env['FAULT_SEED'] ?? Date.now() % 1_000_000);
const people = 20;
/** Of each kind of life at least. */
const times = 6;
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
    traffic = new Traffic(city, failed.signal);
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
    const killing = killAll(random, traffic).finally(() => (isOver = true));
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
  }, 600_000);

  it('happened once; or not at all, where nobody asked again', async () => {
    const [found, told] = [await counted(rows), await counted(outboxes)];
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

/**
 * Of each service the process dies in which a request waits of a kind that has not lost an answer yet: halted until others wait there too, it goes on and is killed a random moment
 * later; until no kind is left. Meanwhile consumers, bus and database crash as well.
 */
async function killAll(random: () => number, traffic: Traffic): Promise<string[]> {
  const { platform } = city;
  const kills: string[] = [];
  const kill = async (service: ServiceName, replicas: readonly number[]) => {
    await Promise.all(replicas.map((one) => traffic.kill(service, one)));
    kills.push(`${service} ${replicas.join('+')}`);
    await start(service);
  };
  // A service that begins needs bus and database, and ends where they are away: what keeps it running in a cluster begins it again, which nobody does here.
  const starting = new Set<Promise<void>>();
  let whole: Promise<void> = Promise.resolve();
  const start = async (service: ServiceName) => {
    await whole;
    const begun = platform.start(service);
    starting.add(begun);
    await begun.finally(() => starting.delete(begun));
  };
  const crash = async (name: string, stop: () => Promise<void>, begin: () => Promise<void>) => {
    const { promise, resolve } = Promise.withResolvers<void>();
    whole = promise;
    await Promise.allSettled(starting);
    await stop();
    kills.push(name);
    await begin();
    resolve();
  };
  const killWhileAsked = async (service: ServiceName) => {
    for (let left = traffic.uncut(service); left.length > 0; left = traffic.uncut(service)) {
      const replica = await eventually(() => traffic.whereWaits(left) ?? Promise.reject(new Error(`nobody asks for ${left.join(', ')}`)), { timeoutMs: 120_000, everyMs: 1 });
      await platform.kill(service, 'SIGSTOP', replica);
      await pause(300);
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

/** What stands in the services' own rows. */
const rows = `
  SELECT message_id, 'register' AS kind FROM intake.message
  UNION ALL SELECT message_id, 'draft' FROM routing.draft
  UNION ALL SELECT message_id, act FROM routing.draft_act JOIN routing.draft USING (draft_id) WHERE act <> 'save'
  UNION ALL SELECT message_id, 'return' FROM routing.dispute
  UNION ALL SELECT message_id, 'rule-dispute' FROM routing.dispute WHERE outcome <> 'settled'
  UNION ALL SELECT message_id, 'transfer' FROM routing.transfer
  UNION ALL SELECT message_id, 'receipt' FROM routing.transfer WHERE transferred_at IS NOT NULL
  UNION ALL SELECT message_id, 'withdraw' FROM intake.withdrawal
  UNION ALL SELECT message_id, 'propose-invalid' FROM routing.ruling_proposal
  UNION ALL SELECT message_id, 'rule-invalid' FROM routing.ruling
  UNION ALL SELECT message_id, 'object' FROM intake.objection
  UNION ALL SELECT message_id, 'decide-objection' FROM routing.objection WHERE decided_at IS NOT NULL
  UNION ALL SELECT message_id, 'merge' FROM routing.merge
  UNION ALL SELECT message_id, 'unmerge' FROM routing.merge WHERE unmerged_at IS NOT NULL
  UNION ALL SELECT message_id, 'rate' FROM intake.rating
  UNION ALL SELECT message_id, 'order-renewal' FROM routing.renewal
  UNION ALL SELECT message_id, 'hide' FROM publication.hiding
  UNION ALL SELECT message_id, 'lift' FROM publication.hiding WHERE lifted_at IS NOT NULL
  UNION ALL SELECT message_id, replace(did, 'message-content.', '') FROM publication.audit_entry JOIN publication.message ON about = message_number WHERE did LIKE 'message-content.%'`;

/** What the services have told others; the reply that a merged message has of its lead is nobody's own deed. */
const outboxes = `
  SELECT (event->>'subject')::uuid AS message_id, kind FROM (
    SELECT event, CASE subject
      WHEN 'intake.message.registered.v1' THEN 'register'
      WHEN 'routing.reply.submitted.v1' THEN CASE WHEN event->'data'->>'sharedWith' IS NULL THEN 'sign' END
      WHEN 'routing.dispute.opened.v1' THEN 'return'
      WHEN 'routing.dispute.ruled.v1' THEN 'rule-dispute'
      WHEN 'routing.message.transferred.v1' THEN 'receipt'
      WHEN 'intake.message.withdrawn.v1' THEN 'withdraw'
      WHEN 'routing.message.ruled-invalid.v1' THEN 'rule-invalid'
      WHEN 'intake.objection.filed.v1' THEN 'object'
      WHEN 'routing.objection.decided.v1' THEN 'decide-objection'
      WHEN 'routing.message.merged.v1' THEN 'merge'
      WHEN 'routing.message.unmerged.v1' THEN 'unmerge'
      WHEN 'intake.message.rated.v1' THEN 'rate'
      WHEN 'routing.renewal.ordered.v1' THEN 'order-renewal'
      WHEN 'publication.text.hidden.v1' THEN CASE WHEN event->'data'->>'text' LIKE '%〔内容已隐去〕%' THEN 'hide' ELSE 'lift' END
      WHEN 'publication.message.visibility-changed.v1' THEN event->'data'->>'reason'
    END AS kind
    FROM (${services.map((service) => `SELECT subject, json(envelope) AS event FROM ${schemaOf(service)}.outbox`).join(' UNION ALL ')}) AS told
  ) AS deeds WHERE kind IS NOT NULL`;

async function counted(query: string): Promise<Map<string, number>> {
  const found = await city.sql<{ message_id: string; kind: string; n: number }>(`SELECT message_id, kind, count(*)::int AS n FROM (${query}) AS deeds GROUP BY 1, 2`);
  return new Map(found.map(({ message_id, kind, n }) => [`${kind} of ${message_id}`, n]));
}
