import type { NatsConnection } from '@nats-io/transport-node';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { durables, type EventEnvelope, type ServiceName, type SubscriberGroup } from '@wenzheng/contracts';
import { createDataSource, DATA_SOURCE, migrate, type DataSource, type EntityManager, type Evidence, type MigrationClass, type Role } from '@wenzheng/platform';
import type { Clock } from '@wenzheng/working-days';
import { call, type Answer, type Call } from './call.js';
import { eventually } from './eventually.js';
import { FixedClock } from './fixed-clock.js';
import { createTestAccount, type TestAccount } from './nats.js';
import { createTestDatabase, type TestDatabase } from './postgres.js';
import { createTestIssuer, type TestIssuer } from './tokens.js';

/** A service as its fixture describes it. What comes from the messaging lib is handed in: that lib's own specs stand on this one. */
export interface ServiceUnderTest {
  service: ServiceName;
  migrations: MigrationClass[];
  evidence?: Evidence;
  /** Names the set of migrations; the service's own name unless told. */
  name?: string;
  /** Makes streams and durables: `applyTopology`. */
  topology: (connection: NatsConnection, options: { replicas: 1 }) => Promise<unknown>;
  /** The service as `main.ts` opens it, before it reads or listens: `openService`. */
  open: (environment: Record<string, string>, clock: Clock) => Promise<OpenedService>;
  /** What it needs beside what every service needs. */
  environment: Record<string, string>;
  /** Where business time stands at first; 2026-11-23T09:00:00+08:00 unless told. */
  instant?: string;
}

export interface OpenedService {
  app: NestFastifyApplication;
  strategy: { invoke(subject: string, events: EventEnvelope[], context: { manager: EntityManager; subject: string; replay: boolean }, group: SubscriberGroup | null): Promise<void> };
}

export interface StartOptions {
  /** Instead of the fixture's. */
  clock?: Clock;
  /** False leaves the bus unread, so that the spec decides what is handled, and when. */
  reading?: boolean;
  /** Instead of the fixture's: the service put together in another way. */
  open?: ServiceUnderTest['open'];
}

export interface Claims {
  unit?: string;
  sub?: string;
}

export interface TableRow {
  table: string;
  row: Record<string, unknown>;
}

interface Parts {
  subject: ServiceUnderTest;
  database: TestDatabase;
  dataSource: DataSource;
  account: TestAccount;
  issuer: TestIssuer;
}

/** A process of the service. */
export class Replica {
  constructor(
    readonly app: NestFastifyApplication,
    readonly url: string,
    private readonly strategy: OpenedService['strategy'],
    private readonly fixture: ServiceFixture,
  ) {}

  /** Asks by HTTP, as somebody with a token of this role, or without any. */
  async call(path: string, { role, unit, sub, ...request }: Call & Claims & { role?: Role } = {}): Promise<Answer> {
    const token = role === undefined ? undefined : await this.fixture.token(role, { ...(unit === undefined ? {} : { unit }), ...(sub === undefined ? {} : { sub }) });
    return call(this.url + path, { ...(token === undefined ? {} : { token }), ...request });
  }

  /**
   * Hands events to the service's handlers as the bus does: those of one type together, in the order of their first, in one transaction for
   * each group of subscribers that reads the type.
   */
  async handle(...events: EventEnvelope[]): Promise<void> {
    for (const [subject, batch] of Map.groupBy(events, ({ type }) => type)) {
      for (const group of this.fixture.groupsOf(subject)) {
        await this.app.get<DataSource>(DATA_SOURCE).transaction((manager) => this.strategy.invoke(subject, batch, { manager, subject, replay: false }, group));
      }
    }
  }

  /**
   * What its handlers write when they have these events, one after the other in one transaction, which is then undone: rows as they stand at its end.
   * @param handle instead of the service's own handlers, for events of a type that go another way as well
   */
  async rowsAfter(events: readonly EventEnvelope[], handle?: (event: EventEnvelope, manager: EntityManager) => Promise<unknown>): Promise<TableRow[]> {
    let rows: TableRow[] = [];
    const undone = new Error('undone');
    const work = this.app.get<DataSource>(DATA_SOURCE).transaction(async (manager) => {
      for (const event of events) {
        const { type: subject } = event;
        for (const group of this.fixture.groupsOf(subject)) {
          if (handle && group === null) await handle(event, manager);
          else await this.strategy.invoke(subject, [event], { manager, subject, replay: false }, group);
        }
      }
      rows = await rowsWritten(manager);
      throw undone;
    });
    await work.catch((error: unknown) => {
      if (error !== undone) throw error;
    });
    return rows;
  }

  close(): Promise<void> {
    return (this.#closed ??= this.app.close());
  }

  #closed: Promise<void> | undefined;
}

/**
 * What the integration specs of a service stand on: a migrated database with the service's own role for its replicas and its owner's for the
 * spec's own hand, a NATS account with the whole topology, an
 * issuer of tokens, a clock that stands, and any number of replicas of the service on them. A service that needs more extends it.
 */
export class ServiceFixture {
  readonly clock: FixedClock;
  readonly database: TestDatabase;
  /** The owner's. */
  readonly dataSource: DataSource;
  readonly account: TestAccount;
  readonly issuer: TestIssuer;
  readonly replicas: Replica[] = [];
  readonly #subject: ServiceUnderTest;
  readonly #cleanups: (() => unknown)[] = [];

  constructor({ subject, database, dataSource, account, issuer }: Parts) {
    this.#subject = subject;
    this.database = database;
    this.dataSource = dataSource;
    this.account = account;
    this.issuer = issuer;
    this.clock = new FixedClock(subject.instant);
    this.onDrop(() => database.drop(), () => account.drop(), () => issuer.close(), () => dataSource.destroy());
  }

  static async of<Fixture extends ServiceFixture>(this: new (parts: Parts) => Fixture, subject: ServiceUnderTest): Promise<Fixture> {
    const { service, migrations, evidence, topology, name = service } = subject;
    const database = await createTestDatabase({ name, role: service, migrate: async (url) => void (await migrate({ url, service, migrations, evidence })) });
    const dataSource = await createDataSource({ url: database.ownerUrl, service: 'spec' }).initialize();
    const account = await createTestAccount();
    await topology(account.connection, { replicas: 1 });
    return new this({ subject, database, dataSource, account, issuer: await createTestIssuer() });
  }

  /** Undone last to first, replicas among them. */
  onDrop(...cleanups: (() => unknown)[]): void {
    this.#cleanups.push(...cleanups);
  }

  async drop(): Promise<void> {
    for (const cleanup of this.#cleanups.toReversed()) await cleanup();
  }

  environment(changes: Record<string, string> = {}): Record<string, string> {
    const { service, environment } = this.#subject;
    const { user, password } = this.account.credentials(service);
    return {
      NODE_ENV: 'test',
      LOG_LEVEL: 'silent',
      PUBLIC_URL: 'https://wz.example',
      DATABASE_URL: this.database.url,
      OIDC_ISSUER: this.issuer.url,
      NATS_URL: this.account.url,
      NATS_USER: user,
      NATS_PASSWORD: password,
      ...environment,
      ...changes,
    };
  }

  async start(changes: Record<string, string> = {}, { clock = this.clock, reading = true, open = this.#subject.open }: StartOptions = {}): Promise<Replica> {
    const { app, strategy } = await open(this.environment(changes), clock);
    const replica = new Replica(app, await listen(app, reading), strategy, this);
    this.onDrop(() => replica.close());
    this.replicas.push(replica);
    return replica;
  }

  /** Who of the service reads events of this type, null its own handlers. */
  groupsOf(subject: string): Set<SubscriberGroup | null> {
    const reading = durables.filter(({ service, filterSubjects }) => service === this.#subject.service && filterSubjects.includes(subject));
    return new Set(reading.length > 0 ? reading.map(({ group }) => group) : [null]);
  }

  token(roles: Role | readonly Role[], claims: Claims = {}): Promise<string> {
    return this.issuer.token({ roles: [roles].flat(), ...claims });
  }

  rows<Row = Record<string, unknown>>(sql: string, parameters: unknown[] = []): Promise<Row[]> {
    return this.dataSource.query<Row[]>(sql, parameters);
  }

  async count(from: string): Promise<number> {
    const [row] = await this.rows<{ count: number }>(`SELECT count(*)::int AS count FROM ${from}`);
    return row?.count ?? NaN;
  }

  /** The service's events of this type as they stand in its outbox, in order; of one message or unit if it is given. */
  async events<Data = Record<string, unknown>>(type: string, subject?: string): Promise<EventEnvelope<Data>[]> {
    const rows = await this.rows<{ envelope: string }>('SELECT envelope FROM outbox WHERE subject = $1 ORDER BY position', [type]);
    const envelopes = rows.map(({ envelope }) => JSON.parse(envelope) as EventEnvelope<Data>);
    return subject === undefined ? envelopes : envelopes.filter((envelope) => envelope.subject === subject);
  }

  /** Into the streams, as the other services would. */
  async send(...events: EventEnvelope[]): Promise<void> {
    for (const event of events) this.account.connection.publish(event.type, JSON.stringify(event));
    await this.account.connection.flush();
  }

  /** The same, and waits until a replica has handled each: it stands in the inbox, with its effect. */
  async deliver(...events: EventEnvelope[]): Promise<void> {
    await this.send(...events);
    const ids = [...new Set(events.map(({ id }) => id))];
    await eventually(async () => (await this.rows('SELECT FROM inbox WHERE event_id = ANY ($1::uuid[])', [ids])).length === ids.length);
    const letters = await this.rows('SELECT reason FROM dead_letter WHERE event_id = ANY ($1::uuid[])', [ids]);
    if (letters.length > 0) throw new Error(`${letters.length} of the events became dead letters: ${JSON.stringify(letters)}`);
  }

  /** The tables in which this stands, as text or as bytes. */
  async tablesWith(words: string): Promise<string[]> {
    const asked = (await this.#tables()).map((name) => `SELECT '${name}' AS name WHERE EXISTS (SELECT FROM "${name}" t WHERE position($1 in t::text) > 0 OR position($2 in t::text) > 0)`);
    return (await this.rows<{ name: string }>(asked.join(' UNION ALL '), [words, Buffer.from(words).toString('hex')])).map(({ name }) => name);
  }

  /** Empties every table that holds something, all at once, but for these, what migrations were run and how far relay and ledger are. */
  async clear({ keep = [] }: { keep?: readonly string[] } = {}): Promise<void> {
    const kept = new Set([...keep, 'outbox_progress', 'outbox_republication', 'ledger_count']);
    const tables = (await this.#tables()).filter((name) => !kept.has(name));
    const asked = tables.map((name) => `SELECT '${name}' AS name WHERE EXISTS (SELECT FROM "${name}")`);
    const filled = asked.length === 0 ? [] : await this.rows<{ name: string }>(asked.join(' UNION ALL '));
    if (filled.length === 0) return;
    // Replicas work on: it gives all its locks back, and asks for them again, before it comes to a deadlock with them.
    await eventually(() =>
      this.dataSource.transaction(async (manager) => {
        await manager.query(`SET LOCAL lock_timeout = '200ms'`);
        await manager.query(`TRUNCATE ${filled.map(({ name }) => `"${name}"`).join(', ')} CASCADE`);
      }),
    );
  }

  async #tables(): Promise<string[]> {
    const tables = await this.rows<{ name: string }>(
      `SELECT relname AS name FROM pg_class WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p') AND NOT relispartition AND relname <> 'migration' ORDER BY relname`,
    );
    return tables.map(({ name }) => name);
  }
}

/** Every row that the transaction has written, outside savepoints: of those tables alone in which the server has counted it writing, because to plan a statement of all takes longer than the events. */
async function rowsWritten(manager: EntityManager): Promise<TableRow[]> {
  const tables = await manager.query<{ name: string }[]>(
    `SELECT DISTINCT pg_class.relname AS name FROM pg_stat_xact_user_tables AS counted JOIN pg_class ON pg_class.oid = coalesce(pg_partition_root(relid), relid)
     WHERE schemaname = current_schema() AND n_tup_ins + n_tup_upd > 0`,
  );
  const written = tables.map(({ name }) => `SELECT '${name}' AS "table", to_jsonb(t) AS row FROM "${name}" t WHERE t.xmin::text = (pg_current_xact_id()::text::bigint % 4294967296)::text`);
  return written.length === 0 ? [] : manager.query<TableRow[]>(written.join(' UNION ALL '));
}

async function listen(app: NestFastifyApplication, reading: boolean): Promise<string> {
  try {
    await app.init();
    if (reading) await app.startAllMicroservices();
    await app.listen(0, '127.0.0.1');
  } catch (error) {
    await app.close();
    throw error;
  }
  return (await app.getUrl()).replace('[::1]', '127.0.0.1');
}
