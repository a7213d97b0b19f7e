import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { ownSchema, type OwnSchema } from './database.fixture.js';
import { insertRows, type NewRow } from './insert-rows.js';

@Entity('letter')
class Letter {
  @PrimaryColumn('uuid', { name: 'letter_id' })
  letterId!: string;

  @Column('text', { unique: true })
  number!: string;

  @Column('timestamptz', { name: 'registered_at' })
  registeredAt!: Date;

  @Column('date', { name: 'due_on', nullable: true })
  dueOn!: string | null;

  @Column('text', { array: true, nullable: true })
  words!: string[] | null;

  @Column('timestamptz', { name: 'asked_at', array: true, nullable: true })
  askedAt!: Date[] | null;

  @Column('jsonb', { nullable: true })
  unit!: object | null;

  @Column('bytea', { nullable: true })
  digest!: Buffer | null;

  @Column('integer', { default: 1 })
  version!: number;
}

const table = `CREATE TABLE letter (letter_id uuid PRIMARY KEY, number text NOT NULL UNIQUE, registered_at timestamptz NOT NULL, due_on date, words text[],
  asked_at timestamptz[], unit jsonb, digest bytea, version integer NOT NULL DEFAULT 1)`;
const idOf = (n: number) => `00000000-0000-0000-0000-${String(n).padStart(12, '0')}`;
const at = new Date('2026-11-23T01:02:03.456Z');
const plain = (n: number, version = 1) => ({ letterId: idOf(n), number: `W-${n}`, registeredAt: at, version });

let schema: OwnSchema;
const insert = (rows: readonly NewRow<Letter>[], options?: Parameters<typeof insertRows<Letter>>[3]) => insertRows(schema.dataSource.manager, Letter, rows, options);
const versions = async () => Object.fromEntries((await schema.dataSource.getRepository(Letter).find({ order: { number: 'ASC' } })).map(({ number, version }) => [number, version]));
beforeAll(async () => void (schema = await ownSchema(table, { entities: [Letter] })));
beforeEach(() => schema.dataSource.query('TRUNCATE letter'));
afterAll(() => schema.drop());

describe('rows inserted in bulk', () => {
  it('hold what was given, whatever the column’s type, and defaults for what was not', async () => {
    const full = {
      letterId: idOf(1), number: 'W-1\u001e', registeredAt: at, dueOn: '2026-11-26', words: ['路灯', 'a"b\\c{,}', '', 'NULL'], askedAt: [at],
      unit: { code: 'U1', name: 'quote " and \u001e', nested: [[1], null] }, digest: Buffer.from([0, 92, 255]),
    };
    const empty = { letterId: idOf(2), number: 'W-2', registeredAt: at, dueOn: null, words: null, askedAt: [], unit: null, digest: null };
    await insert([full, empty]);
    const stored = await schema.dataSource.getRepository(Letter).find({ order: { number: 'ASC' } });
    expect(stored).toEqual([{ ...full, version: 1 }, { ...empty, version: 1 }]);
  });

  it('an instant may be a text, as events have it; a single row without its document has none', async () => {
    await insert([{ letterId: idOf(1), number: 'W-1', registeredAt: at.toISOString(), unit: null }]);
    expect(await schema.dataSource.query('SELECT unit IS NULL AS none, registered_at AS at FROM letter')).toEqual([{ none: true, at }]);
  });

  it('no rows, no statement', async () => expect(await insert([])).toEqual([]));

  it('what is there already fails, is left, or is taken over, and the rows changed are named', async () => {
    await insert([plain(1)]);
    await expect(insert([plain(1), plain(2)])).rejects.toThrow('duplicate key');
    expect(await insert([plain(1, 9), plain(2)], { onConflict: 'ignore' })).toEqual([{ letterId: idOf(2) }]);
    expect(await versions()).toEqual({ 'W-1': 1, 'W-2': 1 });
    await insert([plain(1, 3)], { onConflict: { update: 'all' } });
    const newer = { update: ['version' as const], where: 'excluded.version > letter.version' };
    expect(await insert([plain(1, 2), plain(2, 4)], { onConflict: newer })).toEqual([{ letterId: idOf(2) }]);
    await insert([{ ...plain(7, 5), number: 'W-2' }], { by: ['number'], onConflict: { update: ['version'] } });
    expect(await versions()).toEqual({ 'W-1': 3, 'W-2': 5 });
  });

  it('rows of different properties and unknown properties are refused before the database is asked', async () => {
    const { version, ...without } = plain(2, 3);
    expect(version).toBe(3);
    await expect(insert([plain(1), without])).rejects.toThrow('rows for Letter differ');
    await expect(insert([{ ...plain(1), colour: 'red' } as NewRow<Letter>])).rejects.toThrow('Letter has no column colour');
  });

  it('is one prepared statement, however often and for however many rows', async () => {
    await schema.dataSource.transaction(async (manager) => {
      for (const count of [1, 50, 3]) {
        await manager.query('TRUNCATE letter');
        await insertRows(manager, Letter, Array.from({ length: count }, (_, n) => plain(n)));
      }
      expect(await manager.query(`SELECT count(*)::int FROM pg_prepared_statements WHERE statement LIKE 'INSERT INTO "letter" ("letter_id", "number", "registered_at", "version")%RETURNING%' AND statement NOT LIKE '%CONFLICT%'`)).toEqual([{ count: 1 }]);
    });
  });
});
