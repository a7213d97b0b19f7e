import { randomUUID } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Role } from '@wenzheng/platform';
import { eventually } from '@wenzheng/testing';
import { Fixture, type Replica } from '../../deadline-supervision.fixture.js';
import { insertEscalations } from '../escalation-rows.js';
import { EscalationService } from '../escalation.service.js';

let fixture: Fixture;
let replica: Replica;
let other: Replica;
const closing: (() => unknown)[] = [];
beforeAll(async () => {
  fixture = await Fixture.create();
  replica = await fixture.start();
  other = await fixture.start();
});
afterEach(async () => {
  for (const close of closing.splice(0)) close();
  await fixture.clear();
});
afterAll(() => fixture.drop());

/** Raised by the other replica, and placed in the list by it. */
async function raise(howMany: number, level: 1 | 3 = 1): Promise<void> {
  const escalations = Array.from({ length: howMany }, () => ({
    escalationId: randomUUID(), messageId: randomUUID(), messageNumber: 'N', channel: 'board' as const, unit: null, level,
    to: level === 3 ? ('inspection-bureau' as const) : ('supervision-office' as const), replyDueOn: '2026-09-22', finalDueOn: null, raisedAt: '2026-09-22T16:00:00Z',
  }));
  await fixture.dataSource.transaction((manager) => insertEscalations(manager, escalations));
  await other.app.get(EscalationService).assignPositions();
}

interface Stream {
  status: number;
  /** Everything that has come. */
  text: string;
  ended: boolean;
  leave(): void;
}
interface Asking {
  sub?: string;
  role?: Role;
  query?: string;
  lastEventId?: string;
  expiresIn?: number;
  method?: string;
}
async function open({ role = 'supervision-office', sub = 'spec', query = '', lastEventId, expiresIn = 600, method = 'GET' }: Asking = {}, from = replica): Promise<Stream> {
  const leaving = new AbortController();
  const response = await fetch(`${from.url}/v1/escalations/stream${query}`, {
    method,
    headers: { authorization: `Bearer ${await fixture.issuer.token({ roles: [role], sub, expiresIn })}`, ...(lastEventId ? { 'last-event-id': lastEventId } : {}) },
    signal: leaving.signal,
  });
  const stream: Stream = { status: response.status, text: '', ended: false, leave: () => leaving.abort() };
  closing.push(stream.leave);
  void (async () => {
    for await (const chunk of response.body ?? []) stream.text += Buffer.from(chunk as Uint8Array).toString('utf8');
  })()
    .catch(() => undefined)
    .finally(() => (stream.ended = true));
  return stream;
}
const ids = ({ text }: Stream) => [...text.matchAll(/^id: (\d+)$/gm)].map(([, id]) => Number(id));
const levels = ({ text }: Stream) => [...text.matchAll(/^data: (.+)$/gm)].map(([, data]) => (JSON.parse(data ?? '') as { level: number }).level);

describe('R22: the stream of escalations', () => {
  it('begins with what stands in the list, and goes on with what another replica raises', async () => {
    await raise(2);
    const stream = await open();
    await eventually(() => expect(ids(stream)).toEqual([1, 2]));
    await raise(3);
    await eventually(() => expect(ids(stream)).toEqual([1, 2, 3, 4, 5]));
    expect(stream.text).toContain('event: escalation\n');
  });

  it('goes on after `after`, and after `Last-Event-ID` rather', async () => {
    await raise(500);
    const [fromQuery, fromHeader] = [await open({ query: '?after=498' }), await open({ query: '?after=1', lastEventId: '499' })];
    await eventually(() => expect([ids(fromQuery), ids(fromHeader)]).toEqual([[499, 500], [500]]));
  });

  it('whoever is cut off at any moment and comes back with its last id misses nothing', async () => {
    const seen: number[] = [];
    for (let round = 0; seen.length < 1_000; round += 1) {
      if (round < 10) await raise(100);
      const stream = await open({ lastEventId: String(seen.at(-1) ?? 0) });
      await eventually(() => expect(ids(stream).length).toBeGreaterThan(0));
      stream.leave();
      seen.push(...ids(stream));
    }
    expect(seen).toEqual(Array.from({ length: 1_000 }, (_, index) => index + 1));
  });

  it('shows the inspection bureau what is addressed to it', async () => {
    const stream = await open({ role: 'inspection-bureau' });
    await raise(2);
    await raise(1, 3);
    await eventually(() => expect(levels(stream)).toEqual([3]));
  });

  it.each(['?after=x', '?after=-1', '?from=1'])('%s is refused', async (query) => expect((await open({ query })).status).toBe(400));
  it('an id that is none is refused', async () => expect((await open({ lastEventId: 'x' })).status).toBe(400));
  it('asked for its head alone, it ends', async () => {
    const stream = await open({ method: 'HEAD' });
    await eventually(() => stream.ended);
    expect(stream.status).toBe(200);
  });
});

describe('the end of a stream', () => {
  it('comes when the access token runs out', async () => {
    // Still accepted, within the tolerance of clocks.
    const stream = await open({ expiresIn: -1 });
    await eventually(() => stream.ended);
    expect(stream.status).toBe(200);
  });

  it('comes when the service ends, which does not wait for readers', async () => {
    const limited = await fixture.start();
    const stream = await open({}, limited);
    await limited.close();
    await eventually(() => stream.ended);
  });

  it('makes room: one more than there may be is told to come again later', async () => {
    const limited = await fixture.start({ STREAM_LIMIT: '1' });
    const first = await open({}, limited);
    expect((await open({}, limited)).status).toBe(503);
    first.leave();
    await eventually(async () => expect((await open({}, limited)).status).toBe(200));
    await limited.close();
  });
});

describe('one reader', () => {
  it('cannot take the places of the others', async () => {
    const limited = await fixture.start({ STREAM_LIMIT: '3', STREAM_LIMIT_EACH: '2' });
    const statuses = [];
    for (let count = 0; count < 3; count += 1) statuses.push((await open({}, limited)).status);
    expect(statuses).toEqual([200, 200, 503]);
    expect((await open({ sub: 'another' }, limited)).status).toBe(200);
    await limited.close();
  });
});

describe('a stream with nothing to tell', () => {
  it('gives signs of life', async () => {
    const limited = await fixture.start({ STREAM_HEARTBEAT_SECONDS: '0.05' });
    const stream = await open({}, limited);
    await eventually(() => expect(stream.text).toContain('\n:\n\n:\n\n'));
    await limited.close();
  });
});

describe('a reader that takes nothing', () => {
  it('is cut off, holds nobody up, and finds everything when it comes back', async () => {
    const limited = await fixture.start({ STREAM_HEARTBEAT_SECONDS: '0.2' });
    const token = await fixture.issuer.token({ roles: ['supervision-office'] });
    const idle: Socket = connect(Number(new URL(limited.url).port), '127.0.0.1');
    idle.pause().write(`GET /v1/escalations/stream HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${token}\r\n\r\n`);
    const dead = new Promise((resolve) => idle.once('close', resolve).once('error', () => undefined));
    await raise(30_000);
    const quick = await open({}, limited);
    await eventually(() => expect(ids(quick).length).toBe(30_000));
    // It learns of its end only by reading on; what it has got is a part.
    let taken = 0;
    await eventually(() => expect(limited.app.getHttpServer()).toHaveProperty('_connections', 1));
    idle.on('data', (chunk: Buffer) => (taken += chunk.length)).resume();
    await dead;
    expect(taken).toBeLessThan(quick.text.length);
    const again = await open({ query: '?after=29998' }, limited);
    await eventually(() => expect(ids(again)).toEqual([29_999, 30_000]));
    await limited.close();
  });
});
