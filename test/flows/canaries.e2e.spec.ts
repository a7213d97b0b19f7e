import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { connect } from '@nats-io/transport-node';
import { createEvent, replyPublished, services, type ServiceName } from '@wenzheng/contracts';
import { eventually } from '@wenzheng/testing';
import { randomUUID } from 'node:crypto';
import { City, message, type Receipt } from '../support/city.js';
import { Collector } from '../support/collector.js';

/** Each stands in one place alone, so that a leak says where it came from. */
const canaries = ['Title', 'Text', 'Author', 'Writer', 'Phone', 'Mail', 'Reply', 'Search', 'Path', 'Field', 'Poison', 'Conflict', 'External'] as const;
type Canary = (typeof canaries)[number];
const canary = (name: Canary): string => `Canary${name}7`;

let city: City;
const collector = new Collector();
beforeAll(async () => {
  const env = { ...(await collector.listen()), LOG_LEVEL: 'trace' };
  city = await City.start({ env: Object.fromEntries(services.map((service) => [service, env])) });
}, 180_000);
afterAll(async () => {
  await city?.stop();
  await collector.close();
}, 60_000);

const written = (externalId: string, changes: Record<string, unknown> = {}) =>
  message(externalId, {
    unit: city.unit,
    title: `路灯 ${canary('Title')}`,
    text: `路灯不亮 ${canary('Text')}`,
    author: { externalId: canary('Author'), displayName: canary('Writer'), contact: { phone: canary('Phone'), email: `${canary('Mail')}@example.org` } },
    ...changes,
  });
const push = (externalId: string, changes: Record<string, unknown> = {}) => city.push('board', written(externalId, changes));
const metrics = async (service: ServiceName) => (await city.call<string>(service, '/metrics')).body;
const logs = (): Map<string, string> => {
  const folder = path.join(city.platform.dataDir, 'logs');
  return new Map(readdirSync(folder).filter((name) => services.some((service) => name.startsWith(service))).map((name) => [name, readFileSync(path.join(folder, name), 'utf8')]));
};
const found = (texts: Iterable<[string, string]>) =>
  [...texts].flatMap(([where, text]) => canaries.filter((name) => text.includes(canary(name))).map((name) => `${name} in ${where}`));

describe("what citizens write stands in no log, metric or span, though everything is logged and much goes wrong", () => {
  let receipt: Receipt;

  it('a message is answered', async () => {
    receipt = (await push(canary('External'))).body;
    await eventually(async () => expect(await city.page(receipt.messageNumber)).toContain(canary('Title')));
    const reply = (words = '') => city.call('routing', `/v1/messages/${receipt.messageId}/replies`, { as: 'principal', body: { text: `您好！路灯已修复。${canary('Reply')}${words}` } });
    await eventually(async () => expect((await reply()).status).toBe(201));
    expect((await reply('又及')).status).toBe(409);
    await eventually(async () => expect(await city.page(receipt.messageNumber)).toContain(canary('Reply')));
  });

  it('requests are refused: 400, 401, 404, 409, 413, 415', async () => {
    expect((await push(canary('External'), { text: canary('Conflict') })).status).toBe(409);
    expect((await push('x', { kind: canary('Field'), [canary('Field')]: 1 })).status).toBe(400);
    const as = { bearer: city.endpoints.channelKeys.board };
    const address = '/v1/channels/board/messages';
    expect((await city.call('intake', address, { as, body: `{"title": "${canary('Field')}` })).status).toBe(400);
    expect((await city.call('intake', address, { as, body: canary('Field'), headers: { 'content-type': canary('Field') } })).status).toBe(415);
    expect((await push('x', { text: canary('Text').repeat(30_000) })).status).toBe(413);
    expect((await city.call('intake', address, { as: { bearer: canary('Field') }, body: written('x') })).status).toBe(401);
    expect((await city.call('intake', `${address}/${canary('Path')}`, { as })).status).toBe(404);
    expect((await city.call('publication', `/messages?q=${canary('Search')}`)).status).toBe(200);
    expect((await city.call('publication', `/messages/${canary('Path')}`)).status).toBe(404);
    expect((await city.call('deadline-supervision', `/v1/deadlines/${canary('Path')}`, { as: 'supervision-office' })).status).toBe(400);
    expect((await city.call('routing', `/v1/messages/${receipt.messageId}/replies`, { as: 'principal', body: { [canary('Field')]: canary('Field') } })).status).toBe(400);
    for (const service of services) expect((await city.call(service, `/${canary('Path')}?q=${canary('Search')}`)).status).toBe(404);
  });

  it('events are set aside: not JSON, not of their schema, rejected by their handler', async () => {
    const connection = await connect({ servers: city.endpoints.nats, ...deploy() });
    const subject = 'publication.reply.published.v1';
    const messageId = randomUUID();
    const stray = createEvent(replyPublished, {
      subject: messageId,
      sequence: 1,
      time: new Date('2026-09-18T07:00:00Z'),
      data: { messageId, replyId: randomUUID(), unit: { code: 'u', name: '单位' }, text: canary('Poison'), interim: false, visibility: 'public', submittedAt: '2026-09-18T07:00:00Z', publishedAt: '2026-09-18T07:00:00Z', path: '/messages/x', historical: false },
    });
    connection.publish(subject, `{"text": "${canary('Poison')}`);
    connection.publish(subject, JSON.stringify({ ...stray, id: randomUUID(), data: { ...stray.data, interim: canary('Poison'), [canary('Poison')]: 1 } }));
    connection.publish(subject, JSON.stringify(stray));
    await connection.drain();
    await eventually(async () => expect(await metrics('intake')).toContain('wenzheng_dead_letters 3\n'), { everyMs: 500 });
  });

  it('the bus goes away and comes back, and each service says so', async () => {
    await city.platform.stopNats();
    for (const service of services) {
      await eventually(async () => expect(await city.call(service, '/health/ready')).toMatchObject({ status: 200, body: { status: 'degraded', checks: { database: 'up', bus: 'down' } } }));
    }
    expect((await push('without-the-bus')).status).toBe(201);
    await eventually(async () => {
      const text = await metrics('intake');
      expect(text).toMatch(/^wenzheng_outbox_depth [1-9]/m);
      expect(text).toMatch(/^wenzheng_outbox_lag_seconds [0-9.]*[1-9]/m);
      expect(text).not.toContain('wenzheng_consumer_lag');
    }, { everyMs: 500 });
    await city.platform.startNats();
    await eventually(async () => expect(await city.call('intake', '/health/ready')).toMatchObject({ status: 200, body: { status: 'up' } }));
  });

  it('the database goes away and comes back, and each service says so', async () => {
    await city.platform.stopPostgres('SIGKILL');
    for (const service of services) {
      await eventually(async () => expect(await city.call(service, '/health/ready')).toMatchObject({ status: 503, body: { status: 'down', checks: { database: 'down', bus: 'up' } } }));
      expect((await city.call(service, '/health/live')).status).toBe(200);
    }
    expect((await push('without-the-database')).status).toBe(503);
    expect((await city.call('publication', `/messages?q=${canary('Search')}`)).status).toBe(503);
    await city.platform.startPostgres();
    await eventually(async () => expect((await push('with-the-database')).status).toBe(201));
    await eventually(async () => expect((await city.call('publication', '/health/ready')).status).toBe(200));
  });

  it('no line, metric or span holds a word of theirs', async () => {
    await eventually(() => expect(collector.spans.filter(({ name }) => name === 'process publication.reply.published.v1').length).toBeGreaterThan(2));
    const exported = await Promise.all(services.map(async (service): Promise<[string, string]> => [`metrics of ${service}`, await metrics(service)]));
    expect(found([...logs(), ...exported, ['spans', collector.bodies.join('\n')]])).toEqual([]);
  });

  it('and yet lines lead to their traces', () => {
    for (const service of services) {
      const lines = logs().get(`${service}.log`)?.split('\n').filter((line) => line.startsWith('{')).map((line) => JSON.parse(line) as Record<string, unknown>) ?? [];
      const traced = lines.filter(({ trace_id }) => typeof trace_id === 'string');
      expect(traced.length).toBeGreaterThan(0);
      const known = new Set(collector.spans.map(({ traceId }) => traceId));
      expect(traced.some(({ trace_id }) => known.has(String(trace_id)))).toBe(true);
    }
  });
});

/** The deploy step's user may publish what it likes, as a faulty service would. */
function deploy(): { user: string; pass: string } {
  const { user, password } = city.endpoints.natsUsers['deploy']!;
  return { user, pass: password };
}
