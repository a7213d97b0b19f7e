import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { Inject, Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { createEvent, unitChanged, type UnitRef } from '@wenzheng/contracts';
import { appendToOutbox } from '@wenzheng/messaging';
import { audit, ConfigurationError, DATA_SOURCE, describeError, LineError, LOGGER, Loop, planned, textOf, type DataSource, type EntityManager, type Logger } from '@wenzheng/platform';
import { businessDateOf, startOfBusinessDate, type BusinessDate, type Clock } from '@wenzheng/working-days';
import type { RoutingConfig } from '../config.js';
import { problem } from '../problems.js';
import { CLOCK, CONFIG } from '../tokens.js';
import { listDuties } from './duty/duty-drafts.js';
import { listPeople } from './person/person-drafts.js';
import { baseOf, projectUnits, storedUnits, writeChanges } from './registry/projection.js';
import type { MovedMessage, RegistryDeed, RegistryDiff, RegistryDraft } from './registry/registry-draft.js';
import { changedFields } from './registry/registry-diff.rules.js';
import { dropOwnNames, listUnits } from './registry/unit-drafts.js';
import { changesOf, lacking, UnitTree, webAdminsOf, type UnitChange } from './unit-tree.rules.js';
import { parseUnitsFile, UnitsFileError } from './units-file.rules.js';

export const unitRefOf = ({ code, name }: UnitRef): UnitRef => ({ code, name });

const registrySql = planned('SELECT city, version FROM unit_registry');

export interface LoadedUnits {
  /** Of the registry's row. */
  version: number;
  tree: UnitTree;
}

const routing = { subject: 'routing', roles: [] };

/** 单位名录 in the database, and in memory as long as no replica has changed it. The file UNITS_FILE is one way in. */
@Injectable()
export class UnitRegistry implements OnModuleInit, OnApplicationShutdown {
  private loadedText: string | undefined;
  private cached: LoadedUnits | undefined;
  private readonly followers: ((manager: EntityManager) => Promise<MovedMessage[]>)[] = [];
  private readonly rechecks = new Loop({
    everyMs: this.config.UNITS_RECHECK_SECONDS * 1_000,
    round: () => this.refresh(),
    failed: (error) => this.logger.error({ alarm: 'units-file', error: describeError(error) }, 'UNITS_FILE not loaded; the units stay as they are'),
  });

  constructor(
    @Inject(CONFIG) private readonly config: RoutingConfig,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(DATA_SOURCE) private readonly dataSource: DataSource,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** What belongs to the transaction of every change of the registry: called once, by a constructor. It says which messages it takes from their units. */
  onChange(follow: (manager: EntityManager) => Promise<MovedMessage[]>): void {
    this.followers.push(follow);
  }

  /** A service without units does not start. */
  async onModuleInit(): Promise<void> {
    await this.refresh();
    const [registry] = await this.dataSource.query<unknown[]>(registrySql);
    if (!registry) throw new ConfigurationError('UNITS_FILE: is required as long as the database holds no units');
    await this.settle();
    await this.tree();
    if (this.config.UNITS_FILE !== undefined) this.rechecks.start(this.config.UNITS_RECHECK_SECONDS * 1_000);
  }

  async onApplicationShutdown(): Promise<void> {
    await this.rechecks.stop();
  }

  /**
   * Applies the file as a whole if it differs from the one that was applied last. One that was applied already is left alone, whichever replica did, so that
   * what was changed since then stands.
   * @throws ConfigurationError | UnitsFileError
   */
  async refresh(): Promise<void> {
    const { UNITS_FILE } = this.config;
    if (UNITS_FILE === undefined) return;
    const text = await readUnitsFile(UNITS_FILE);
    if (text === this.loadedText) return;
    const file = parseUnitsFile(text);
    if (file.sample && this.config.NODE_ENV === 'production') {
      throw new ConfigurationError('production start refused: UNITS_FILE: is the sample city; list your own units');
    }
    const hash = createHash('sha256').update(text).digest('hex');
    const diff = await this.change({ by: routing, did: 'registry.file-applied', about: hash }, async (draft) => {
      const [registry] = await draft.manager.query<{ fileHash: string | null }[]>('SELECT file_hash AS "fileHash" FROM unit_registry');
      if (registry?.fileHash === hash) return;
      await listUnits(draft, file);
      await listPeople(draft, file);
      await listDuties(draft, file);
      await draft.manager.query(
        `INSERT INTO unit_registry (city, version, loaded_at, file_hash) VALUES ($1, 0, $2, $3) ON CONFLICT (single) DO UPDATE SET loaded_at = excluded.loaded_at, file_hash = excluded.file_hash`,
        [file.city, draft.now, hash],
      );
    });
    this.loadedText = text;
    const lacks = (lack: 'web-admin' | 'backup') => diff.units.filter(({ unit, removed }) => !removed && lacking(unit).includes(lack)).map(({ unit }) => unit.code);
    const unmanned = { units: lacks('web-admin'), withoutBackup: lacks('backup') };
    if (unmanned.units.length + unmanned.withoutBackup.length > 0) this.logger.warn({ alarm: 'unit-without-web-admin', ...unmanned }, 'units without web admin and backup get nothing');
    this.logger.info({ units: file.units.length, changed: diff.units.length }, 'units loaded');
  }

  /**
   * Changes the registry, in one transaction of which there is one at a time: what is drafted, what follows from it for the units, their events, the messages
   * that must leave them, and the entry of the audit log.
   */
  async change(deed: RegistryDeed, draft: (draft: RegistryDraft) => Promise<void>): Promise<RegistryDiff> {
    const diff = await this.dataSource.transaction((manager) => this.changeIn(manager, deed, draft));
    this.tell(diff.messages);
    return diff;
  }

  /** What {@link change} would do, and nothing is done. */
  async preview(deed: RegistryDeed, draft: (draft: RegistryDraft) => Promise<void>): Promise<RegistryDiff> {
    const undone = new Error('undone');
    let diff: RegistryDiff | undefined;
    try {
      await this.dataSource.transaction(async (manager) => {
        diff = await this.changeIn(manager, deed, draft);
        throw undone;
      });
    } catch (error) {
      if (error !== undone || !diff) throw error;
    }
    if (!diff) throw undone;
    return diff;
  }

  /** The same in the caller's transaction, as far as it is then told: {@link tell} is called after the commit. */
  async changeIn(manager: EntityManager, deed: RegistryDeed, work: (draft: RegistryDraft) => Promise<void>): Promise<RegistryDiff> {
    await manager.query(`SELECT pg_advisory_xact_lock(hashtext('unit registry ' || current_schema()))`);
    const stored = await storedUnits(manager);
    const [registry] = await manager.query<{ city: string }[]>('SELECT city FROM unit_registry');
    const now = this.clock.now();
    const bases = stored.filter(({ removed }) => !removed).map(({ unit }): [string, ReturnType<typeof baseOf>] => [unit.code, baseOf(unit)]);
    const draft: RegistryDraft = { manager, now, today: businessDateOf(now), by: deed.by.subject, city: registry?.city ?? '', units: new Map(bases), people: [], duties: [] };
    await work(draft);
    await dropOwnNames(draft);
    const changes = changesOf(stored, await projectUnits(manager, draft.units.values(), draft.today));
    const isChanged = changes.length > 0 || registry?.city !== draft.city;
    await writeChanges(manager, changes);
    await manager.query('UPDATE unit_registry SET city = $1, settled_on = $2, version = version + $3', [draft.city, draft.today, isChanged ? 1 : 0]);
    await appendToOutbox(manager, changes.map((change) => eventOf(change, now)));
    const messages: MovedMessage[] = [];
    if (isChanged || draft.people.length > 0) for (const follow of this.followers) messages.push(...(await follow(manager)));
    const diff = { units: changes, people: draft.people, duties: draft.duties, messages };
    const { before, after } = changedFields(diff);
    if (isChanged || draft.people.length + draft.duties.length > 0) await audit(manager, { ...deed, at: now, before, after });
    return diff;
  }

  /** What a change has taken from units that cannot answer. */
  tell(messages: readonly MovedMessage[]): void {
    if (messages.length === 0) return;
    const units = [...new Set(messages.map(({ unit }) => unit.code))];
    this.logger.warn({ alarm: 'messages-recalled', units, messages: messages.length }, 'messages of units that cannot answer go back to the holding pen');
  }

  /** Posts, names and duties begin and end with days: a new day changes the registry as anybody might. */
  async settle(): Promise<void> {
    const [registry] = await this.dataSource.query<{ settledOn: BusinessDate | null }[]>('SELECT settled_on::text AS "settledOn" FROM unit_registry');
    const today = businessDateOf(this.clock.now());
    if (registry && (registry.settledOn === null || registry.settledOn < today)) {
      await this.change({ by: routing, did: 'registry.day-begun', about: today }, () => Promise.resolve());
    }
  }

  /** The beginning of the next day on which something begins or has ended. */
  async nextSettling(): Promise<Date | null> {
    const [row] = await this.dataSource.query<{ day: BusinessDate | null }[]>(
      planned(`SELECT min(day)::text AS day FROM (
         SELECT unnest(ARRAY[from_date, to_date + 1]) AS day FROM person_post WHERE ended_at IS NULL
         UNION ALL SELECT unnest(ARRAY[from_date, to_date + 1]) FROM unit_name WHERE kind = 'alias'
         UNION ALL SELECT unnest(ARRAY[from_date, to_date + 1]) FROM duty_item WHERE ended_at IS NULL) AS days WHERE day > $1::date`),
      [businessDateOf(this.clock.now())],
    );
    return row?.day ? startOfBusinessDate(row.day) : null;
  }

  /** Without asking the database: whoever decides with it sees to it that the version is still the registry's. */
  get inMemory(): LoadedUnits {
    if (!this.cached) throw new Error('no units are loaded');
    return this.cached;
  }

  /** The units that answer now, as the transaction sees them. Not for a transaction that changes them: it may be undone. */
  async tree(manager: Pick<EntityManager, 'query'> = this.dataSource.manager): Promise<UnitTree> {
    const [registry] = await manager.query<{ city: string; version: number }[]>(registrySql);
    if (!registry) throw new Error('no units are loaded');
    if (this.cached?.version !== registry.version) {
      const stored = await storedUnits(manager);
      this.cached = { version: registry.version, tree: new UnitTree(registry.city, stored.filter(({ removed }) => !removed).map(({ unit }) => unit)) };
    }
    return this.cached.tree;
  }

  /** @throws Problem `routing.not-your-unit` for none, and for one that is gone */
  async refOf(manager: EntityManager, code: string | null): Promise<UnitRef> {
    const unit = code === null ? undefined : (await this.tree(manager)).get(code);
    if (!unit) throw problem('routing.not-your-unit');
    return unitRefOf(unit);
  }
}

async function readUnitsFile(file: string): Promise<string> {
  try {
    return textOf(await readFile(file));
  } catch (error) {
    if (error instanceof LineError) throw new UnitsFileError([error.message]);
    throw new ConfigurationError(`UNITS_FILE: cannot be read (${(error as NodeJS.ErrnoException).code})`);
  }
}

const eventOf = ({ unit, version, removed }: UnitChange, now: Date) =>
  createEvent(unitChanged, {
    subject: unit.code,
    sequence: version,
    time: now,
    data: { unit: unitRefOf(unit), parent: unit.parent, level: unit.level, phones: unit.phones, removed, webAdmins: removed ? [] : webAdminsOf(unit).slice(0, 101), otherNames: [...unit.aliases, ...unit.formerNames].slice(0, 100) },
  });
