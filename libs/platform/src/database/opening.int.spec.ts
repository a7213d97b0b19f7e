import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server } from 'node:net';
import { Writable } from 'node:stream';
import { afterEach, expect, it } from '@jest/globals';
import { pino } from 'pino';
import { openDataSource } from './opening.js';

/** The PostgreSQL of the run, behind a port that may be closed. */
const there = new URL(process.env['TEST_POSTGRES_URL'] ?? '');
let gate: Server | undefined;
afterEach(() => void gate?.close());

async function listen(port = 0): Promise<number> {
  gate = createServer((reader) => {
    const database = connect(Number(there.port), there.hostname);
    for (const [from, to] of [[reader, database], [database, reader]] as const) from.pipe(to).on('error', () => from.destroy());
  });
  await once(gate.listen(port, '127.0.0.1'), 'listening');
  return (gate.address() as AddressInfo).port;
}

async function closed(): Promise<string> {
  const port = await listen();
  await new Promise((done) => gate!.close(done));
  return Object.assign(new URL(there), { hostname: '127.0.0.1', port: String(port) }).href;
}

it('a service that starts before its database waits for it', async () => {
  const url = await closed();
  const told: { msg: string }[] = [];
  const lines = new Writable({
    write(line, _encoding, done) {
      told.push(JSON.parse(String(line)) as { msg: string });
      if (told.length === 1) void listen(Number(new URL(url).port));
      done();
    },
  });
  const dataSource = await openDataSource({ url, service: 'spec' }, pino(lines));
  expect(await dataSource.query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
  expect(told[0]).toMatchObject({ error: { code: 'ECONNREFUSED' }, attempt: 1, msg: 'the database cannot be reached yet; it will be tried again' });
  await dataSource.destroy();
});

it('and says so in the end where it does not come', async () => {
  await expect(openDataSource({ url: await closed(), service: 'spec' }, pino({ level: 'silent' }), 0)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
});

it.each([
  ['a wrong password', { password: 'wrong' }, '28P01'],
  ['a database that does not exist', { pathname: '/nobodys' }, '3D000'],
])('%s is refused at once', async (_, wrong, code) => {
  const url = Object.assign(new URL(there), wrong).href;
  await expect(openDataSource({ url, service: 'spec' }, pino({ level: 'silent' }))).rejects.toMatchObject({ code });
});
