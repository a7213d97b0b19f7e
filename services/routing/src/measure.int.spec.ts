import { afterAll, beforeAll, it } from '@jest/globals';
import pg from 'pg';
import { eventually } from '@wenzheng/testing';
import { Fixture, registration } from './routing.fixture.js';

let fixture: Fixture;
const counts = new Map<string, number>();
let trips = 0;
beforeAll(async () => {
  const original = pg.Client.prototype.query as (...args: unknown[]) => unknown;
  pg.Client.prototype.query = function (this: unknown, ...args: unknown[]) {
    const [first] = args;
    const text = (typeof first === 'string' ? first : ((first as { text?: string })?.text ?? '')).replace(/\s+/g, ' ').slice(0, 70);
    counts.set(text, (counts.get(text) ?? 0) + 1);
    trips += 1;
    return original.apply(this, args);
  } as never;
  fixture = await Fixture.create();
  await fixture.start({ UNITS_RECHECK_SECONDS: '3600', LEDGER_SECONDS: '3600' });
});
afterAll(() => fixture.drop());

const wal = async () => Number((await fixture.rows<{ w: string }>(`SELECT pg_current_wal_insert_lsn() - '0/0'::pg_lsn AS w`))[0]?.w);
const done = async (ids: string[]) => eventually(async () => (await fixture.count(`inbox WHERE event_id IN (${ids.map((id) => `'${id}'`).join(',')})`)) === ids.length);

it('measures', async () => {
  const send = async (n: number, together: boolean) => {
    const events = Array.from({ length: n }, (_, i) => registration({ title: i % 3 ? '停水' : '您好', text: '请处理'.repeat(60) }));
    if (together) {
      for (const event of events) fixture.account.connection.publish(event.type, JSON.stringify(event));
      await done(events.map((e) => e.id));
    } else
      for (const event of events) {
        fixture.account.connection.publish(event.type, JSON.stringify(event));
        await done([event.id]);
      }
  };
  await send(50, false);
  await send(1000, true);
  for (const [n, together] of [[200, false], [4000, true]] as const) {
    await new Promise((resolve) => setTimeout(resolve, 3000));
    counts.clear();
    trips = 0;
    const [w, cpu, at] = [await wal(), process.cpuUsage(), performance.now()];
    await send(n, together);
    const used = process.cpuUsage(cpu);
    const ms = performance.now() - at;
    await new Promise((resolve) => setTimeout(resolve, 1500));
    const w2 = await wal();
    console.log(n, together ? 'together' : 'one by one', { ms: ms / n, cpuMs: (used.user + used.system) / 1000 / n, walBytes: (w2 - w) / n, trips: trips / n });
    console.log([...counts].sort((a, b) => b[1] - a[1]).slice(0, 22).map(([t, c]) => `${(c / n).toFixed(3)} ${t}`).join('\n'));
  }
}, 180_000);
