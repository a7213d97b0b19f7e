import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '@wenzheng/testing';
import { City, message } from '../support/city.js';

let city: City;
beforeAll(async () => {
  city = await City.start();
}, 180_000);
afterAll(() => city?.stop(), 60_000);

const count = async (table: string) => Number((await city.sql<{ n: string }>(`SELECT count(*) AS n FROM ${table}`))[0]!.n);

describe('the record is PostgreSQL, the stream is transport', () => {
  it('events that the streams lost before anyone read them come back by republish, and nothing happens twice', async () => {
    const unit = city.endpoints.clients['web-admin']!.unit!;
    // Ten that everyone has handled, ten that nobody has.
    for (let index = 0; index < 10; index++) expect((await city.push('board', message(`before-${index}`, { unit }))).status).toBe(201);
    await eventually(async () => (await count('routing.assignment')) === 10 && (await count('deadline_supervision.deadline')) === 10, { timeoutMs: 30_000 });
    for (const service of ['routing', 'deadline-supervision', 'publication'] as const) await city.platform.kill(service);
    for (let index = 0; index < 10; index++) expect((await city.push('board', message(`after-${index}`, { unit }))).status).toBe(201);
    await eventually(async () => Number((await city.sql<{ n: string }>('SELECT count(*) AS n FROM intake.outbox_waiting'))[0]!.n) === 0);

    await city.platform.wipeStreams();
    for (const service of ['routing', 'deadline-supervision', 'publication'] as const) await city.platform.start(service);
    const answer = await city.call('intake', '/v1/outbox/republications', { as: 'administrator', body: {} });
    expect([200, 201, 202]).toContain(answer.status);

    await eventually(async () => (await count('routing.assignment')) === 20 && (await count('deadline_supervision.deadline')) === 20, { timeoutMs: 60_000 });
    const doubled = await city.sql('SELECT message_id FROM routing.assignment GROUP BY 1 HAVING count(*) > 1');
    expect(doubled).toEqual([]);
  }, 180_000);
});
