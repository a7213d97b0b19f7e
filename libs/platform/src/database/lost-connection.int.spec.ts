// A connection that ends between two statements: by an administrator, a failover, or the server's patience with idle transactions.
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import type { Socket } from 'node:net';
import { setImmediate } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Column, Entity, PrimaryColumn, type EntityManager, type QueryRunner } from 'typeorm';
import type { ClientBase } from 'pg';
import { isTransient, isUnavailable } from '../problem/failure.js';
import { ownSchema, type OwnSchema } from './database.fixture.js';

@Entity('letter')
class LetterEntity {
  @PrimaryColumn('integer') id!: number;
  @Column('text') text!: string;
}

let schema: OwnSchema;
beforeEach(async () => {
  schema = await ownSchema('CREATE TABLE letter (id integer PRIMARY KEY, text text NOT NULL)', { entities: [LetterEntity] });
});
afterEach(() => schema.drop());

const backendOf = async (manager: EntityManager): Promise<number> => {
  const [row] = await manager.query<{ pid: number }[]>('SELECT pg_backend_pid() AS pid');
  return row!.pid;
};
const clientOf = async (runner: QueryRunner): Promise<ClientBase> => (await runner.connect()) as ClientBase;
const end = (pid: number) => schema.dataSource.query('SELECT pg_terminate_backend($1)', [pid]);

/** What the transaction fails with when its connection is ended in the middle, and then this is done. */
async function failureOf(next: (manager: EntityManager) => Promise<unknown>, isNoticed: boolean): Promise<unknown> {
  return schema.dataSource.transaction(async (manager) => {
    await manager.query(`INSERT INTO letter VALUES (1, '路灯')`);
    const ended = once(await clientOf(manager.queryRunner!), 'end').catch(() => undefined);
    await end(await backendOf(manager));
    if (isNoticed) {
      await ended;
      while (!manager.queryRunner!.isReleased) await setImmediate();
    }
    await next(manager);
  }).catch((error: unknown) => error);
}

describe.each([['before anybody has noticed', false], ['after the driver has noticed', true]])('a connection that ended, %s', (_, isNoticed) => {
  it.each<[string, (manager: EntityManager) => Promise<unknown>]>([
    ['a statement', (manager) => manager.query('SELECT 1')],
    ['an insert of an entity', (manager) => manager.insert(LetterEntity, { id: 2, text: '再来' })],
    ['a repository', (manager) => manager.getRepository(LetterEntity).find()],
    ['the runner itself', (manager) => manager.queryRunner!.query('SELECT 1')],
    ['the commit', async () => undefined],
  ])('%s finds passing trouble, no fault; nothing was stored, and the next transaction goes on', async (_name, next) => {
    const error = await failureOf(next, isNoticed);
    expect([String(error), isTransient(error), isUnavailable(error)]).toEqual([expect.any(String), true, true]);
    expect(await schema.dataSource.query('SELECT * FROM letter')).toEqual([]);
    await schema.dataSource.transaction((manager) => manager.query(`INSERT INTO letter VALUES (1, '路灯')`));
    expect(await schema.dataSource.query('SELECT id FROM letter')).toEqual([{ id: 1 }]);
  });
});

it('the server’s patience with an idle transaction ends likewise', async () => {
  const error = await schema.dataSource.transaction(async (manager) => {
    await manager.query(`SET LOCAL idle_in_transaction_session_timeout = '50ms'`);
    await once(await clientOf(manager.queryRunner!), 'end');
    await manager.query('SELECT 1');
  }).catch((failure: unknown) => failure);
  expect([String(error), isTransient(error)]).toEqual([expect.any(String), true]);
});

it('a silent server is asked for a sign of life in ten seconds: one that vanished without a word holds nobody for hours', async () => {
  const runner = schema.dataSource.createQueryRunner();
  const { connection } = (await clientOf(runner)) as unknown as { connection: { stream: Socket } };
  const port = connection.stream.localPort!.toString(16).toUpperCase().padStart(4, '0');
  // Linux says of each connection which timer runs (02: of signs of life) and when it is over, in hundredths of a second.
  const lines = (await readFile('/proc/net/tcp', 'utf8')).split('\n').map((line) => line.trim().split(/\s+/));
  const [, , , , , timer = ''] = lines.find(([, local]) => local?.endsWith(`:${port}`))!;
  const [kind, due = ''] = timer.split(':');
  expect(kind).toBe('02');
  expect(parseInt(due, 16)).toBeLessThanOrEqual(1_000);
  await runner.release();
});
