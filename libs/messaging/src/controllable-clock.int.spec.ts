import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import type { NatsConnection } from '@nats-io/transport-node';
import { createNatsServer, eventually, type OwnNatsServer } from '@wenzheng/testing';
import { ClockAuthority, joinClock, type ClockMembership } from './controllable-clock.js';
import { Fixture } from './messaging.fixture.js';
import { connectNats } from './bus/nats.js';

const hourMs = 3_600_000;

let fixture: Fixture;
const connections: NatsConnection[] = [];
const memberships: ClockMembership[] = [];
const servers: OwnNatsServer[] = [];
let authority: ClockAuthority;
let saved: number;
beforeAll(async () => {
  fixture = await Fixture.create();
});
afterAll(() => fixture.drop());
afterEach(async () => {
  memberships.splice(0).forEach((membership) => membership.leave());
  authority.stop();
  for (const connection of connections.splice(0)) await connection.close();
  for (const server of servers.splice(0)) await server.drop();
});

async function startAuthority(offsetMs = 0, connection = fixture.account.connection): Promise<void> {
  saved = offsetMs;
  authority = new ClockAuthority(connection, { load: () => saved, save: (value) => void (saved = value) });
  await authority.start();
}

async function replica(service: 'intake' | 'deadline-supervision', replicaId: string, caughtUp: () => Promise<number | null> = () => Promise.resolve(null)) {
  const connection = await connectNats(fixture.natsOptions(service));
  connections.push(connection);
  const offsets: number[] = [];
  memberships.push(await joinClock(connection, { service, replicaId, advanceTo: (offset) => void offsets.push(offset), caughtUp }));
  return { offsets, connection };
}

test('a replica that joins gets the offset of before the launcher’s restart', async () => {
  await startAuthority(3_600_000);
  expect((await replica('intake', 'a')).offsets).toEqual([3_600_000]);
});

test('advancing reaches every replica, and is over only when each has done what fell due', async () => {
  await startAuthority();
  let swept = () => {};
  const sweeping = new Promise<null>((resolve) => (swept = () => resolve(null)));
  const first = await replica('intake', 'a');
  const second = await replica('deadline-supervision', 'b', () => (second.offsets.length === 1 ? Promise.resolve(null) : sweeping));
  let over = false;
  const advancing = authority.advance(86_400_000).finally(() => (over = true));
  await eventually(() => expect(second.offsets).toHaveLength(2));
  expect(over).toBe(false);
  swept();
  expect(await advancing).toBe(86_400_000);
  expect([first.offsets.at(-1), second.offsets.at(-1), saved]).toEqual([86_400_000, 86_400_000, 86_400_000]);
});

test('time stops at every instant on the way at which something falls due, at any replica', async () => {
  await startAuthority();
  const dues = { intake: [5_000, 20_000, 70_000], 'deadline-supervision': [20_000, 30_000] };
  const due = (service: keyof typeof dues) => (): Promise<number | null> => {
    const next = dues[service].find((instant) => instant > saved);
    return Promise.resolve(next === undefined ? null : next - saved);
  };
  const first = await replica('intake', 'a', due('intake'));
  const second = await replica('deadline-supervision', 'b', due('deadline-supervision'));
  expect(await authority.advance(60_000)).toBe(60_000);
  const stops = [0, 5_000, 20_000, 30_000, 60_000];
  expect([first.offsets, second.offsets]).toEqual([stops, stops]);
  expect(await authority.advanceTowards(90_000)).toBe(70_000);
});

test('nobody is asked to catch up with a time by which nothing falls due, but for what a new day brings', async () => {
  const sinceMidnight = (Date.now() + 8 * hourMs) % (24 * hourMs);
  await startAuthority(12 * hourMs - sinceMidnight);
  let asked = 0;
  const { offsets } = await replica('intake', 'a', () => Promise.resolve((asked += 1, 20 * hourMs)));
  const noon = offsets[0] ?? 0;
  await authority.advance(hourMs);
  expect([asked, offsets.at(-1)]).toEqual([1, noon + hourMs]);
  await authority.advance(15 * hourMs);
  expect([asked, offsets.at(-1)]).toEqual([3, noon + 16 * hourMs]);
});

test('a request that makes no sense is answered with what is wrong, and the clock goes on', async () => {
  await startAuthority();
  const member = await replica('intake', 'a');
  for (const nonsense of ['', 'nonsense', '[]', '{}', '{"service":"in take","replicaId":"a"}', '{"service":1,"replicaId":{}}']) {
    const answer = await member.connection.request('clock.join', nonsense);
    expect(answer.json()).toEqual({ error: expect.any(String) });
  }
  expect(authority.members).toEqual(['intake a']);
  expect(await authority.advance(1000)).toBe(1000);
});

test('a replica that is gone is forgotten and holds up nobody', async () => {
  await startAuthority();
  await (await replica('intake', 'gone')).connection.close();
  const stays = await replica('intake', 'stays');
  await authority.advance(1000);
  expect(stays.offsets).toEqual([0, 1000]);
  expect(authority.members).toEqual(['intake stays']);
});

test('a replica that fails to catch up is named', async () => {
  await startAuthority();
  await replica('deadline-supervision', 'c', () => Promise.reject(new Error('sweep failed')));
  await expect(authority.advance(1000)).rejects.toThrow('deadline-supervision c: sweep failed');
});

test('business time never goes back', async () => {
  await startAuthority();
  await expect(authority.advance(-1)).rejects.toThrow(RangeError);
});

test('after a lost connection a replica joins again, and a new launcher finds it where time was left', async () => {
  const server = await createNatsServer();
  servers.push(server);
  const any = { url: server.url, user: 'any', password: 'any', name: 'spec' };
  const launcher = await connectNats(any);
  connections.push(launcher);
  await startAuthority(0, launcher);
  const own = await connectNats({ ...any, service: 'intake' });
  connections.push(own);
  const offsets: number[] = [];
  const advanceTo = (offset: number) => void offsets.push(offset);
  memberships.push(await joinClock(own, { service: 'intake', replicaId: 'a', advanceTo, caughtUp: () => Promise.resolve(null) }));
  authority.stop();
  await server.stop('SIGKILL');
  await server.start();
  await eventually(() => launcher.flush(), { timeoutMs: 20_000 });
  await startAuthority(7_200_000, launcher);
  await eventually(() => expect(authority.members).toEqual(['intake a']), { timeoutMs: 20_000 });
  await eventually(() => expect(offsets).toEqual([0, 7_200_000]));
});
