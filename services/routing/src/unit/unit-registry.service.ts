import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { Inject, Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { createEvent, unitChanged, type UnitRef } from '@wenzheng/contracts';
import { appendToOutbox } from '@wenzheng/messaging';
import { ConfigurationError, DATA_SOURCE, describeError, insertRows, LineError, LOGGER, Loop, planned, textOf, type DataSource, type EntityManager, type Logger } from '@wenzheng/platform';
import type { Clock } from '@wenzheng/working-days';
import type { RoutingConfig } from '../config.js';
import { CLOCK, CONFIG } from '../tokens.js';
import { listPeople } from './person/listed-people.js';
import { UnitEntity, UnitRemitEntity } from './unit.entity.js';
import { changesOf, UnitTree, type StoredUnit, type UnitChange } from './unit-tree.rules.js';
import { parseUnitsFile, UnitsFileError, type Remit, type Unit, type UnitsFile } from './units-file.rules.js';

/** 网管员, or who stands in for one. */
const webAdminsOf = ({ webAdmins, backup }: Unit): string[] => [...new Set([...webAdmins, ...(backup ? [backup] : [])].map(({ id }) => id))];

export const unitRefOf = ({ code, name }: Unit): UnitRef => ({ code, name });

const registrySql = planned('SELECT city, version FROM unit_registry');

export interface LoadedUnits {
  /** Of the registry's row. */
  version: number;
  tree: UnitTree;
}

/** 单位名录: the units as UNITS_FILE lists them, in the database, and in memory as long as no replica has loaded another list. */
@Injectable()
export class UnitRegistry implements OnModuleInit, OnApplicationShutdown {
  private loadedText: string | undefined;
  private cached: LoadedUnits | undefined;
  private readonly followers: ((manager: EntityManager) => Promise<void>)[] = [];
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

  /** What belongs to the transaction of every change of the registry: called once, by a constructor. */
  onChange(follow: (manager: EntityManager) => Promise<void>): void {
    this.followers.push(follow);
  }

  /** A service without units does not start. */
  async onModuleInit(): Promise<void> {
    await this.refresh();
    await this.tree();
    this.rechecks.start(this.config.UNITS_RECHECK_SECONDS * 1_000);
  }

  async onApplicationShutdown(): Promise<void> {
    await this.rechecks.stop();
  }

  /**
   * Loads the file if it differs from what this process loaded last. An unchanged file is left alone, so that a replica
   * that still has the old list does not undo a newer one.
   * @throws ConfigurationError | UnitsFileError
   */
  async refresh(): Promise<void> {
    const text = await this.read();
    if (text === this.loadedText) return;
    const file = parseUnitsFile(text);
    if (file.sample && this.config.NODE_ENV === 'production') {
      throw new ConfigurationError('production start refused: UNITS_FILE: is the sample city; list your own units');
    }
    const changes = await this.dataSource.transaction((manager) => this.store(manager, file, createHash('sha256').update(text).digest('hex')));
    this.loadedText = text;
    const unmanned = file.units.filter((unit) => unit.webAdmins.length === 0).map((unit) => unit.code);
    if (unmanned.length > 0) this.logger.warn({ alarm: 'unit-without-web-admin', units: unmanned }, 'units without web admin get nothing');
    this.logger.info({ units: file.units.length, changed: changes.length }, 'units loaded');
  }

  /** Without asking the database: whoever decides with it sees to it that the version is still the registry's. */
  get inMemory(): LoadedUnits {
    if (!this.cached) throw new Error('no units are loaded');
    return this.cached;
  }

  /** The units that answer now, as the transaction sees them. */
  async tree(manager: Pick<EntityManager, 'query'> = this.dataSource.manager): Promise<UnitTree> {
    const [registry] = await manager.query<{ city: string; version: number }[]>(registrySql);
    if (!registry) throw new Error('no units are loaded');
    if (this.cached?.version !== registry.version) {
      const stored = await this.stored(manager);
      const units = stored.filter((row) => !row.removed).map((row) => row.unit);
      this.cached = { version: registry.version, tree: new UnitTree(registry.city, units) };
    }
    return this.cached.tree;
  }

  private async read(): Promise<string> {
    try {
      return textOf(await readFile(this.config.UNITS_FILE));
    } catch (error) {
      if (error instanceof LineError) throw new UnitsFileError([error.message]);
      throw new ConfigurationError(`UNITS_FILE: cannot be read (${(error as NodeJS.ErrnoException).code})`);
    }
  }

  /** A file that was applied already is left alone, whoever did: what was changed here since then stands. */
  private async store(manager: EntityManager, file: UnitsFile, hash: string): Promise<UnitChange[]> {
    await manager.query(`SELECT pg_advisory_xact_lock(hashtext('unit registry ' || current_schema()))`);
    const [registry] = await manager.query<{ fileHash: string | null }[]>('SELECT file_hash AS "fileHash" FROM unit_registry');
    if (registry?.fileHash === hash) return [];
    const changes = changesOf(await this.stored(manager), file.units);
    const now = this.clock.now();
    await this.write(manager, changes);
    await listPeople(manager, file, now);
    await manager.query(
      `INSERT INTO unit_registry (city, version, loaded_at, file_hash) VALUES ($1, 1, $2, $3)
       ON CONFLICT (single) DO UPDATE SET city = excluded.city, version = unit_registry.version + 1, loaded_at = excluded.loaded_at, file_hash = excluded.file_hash`,
      [file.city, now, hash],
    );
    const events = changes.map(({ unit, version, removed }) =>
      createEvent(unitChanged, {
        subject: unit.code,
        sequence: version,
        time: now,
        data: { unit: unitRefOf(unit), parent: unit.parent, level: unit.level, phones: unit.phones, removed, webAdmins: webAdminsOf(unit) },
      }),
    );
    await appendToOutbox(manager, events);
    for (const follow of this.followers) await follow(manager);
    return changes;
  }

  private async write(manager: EntityManager, changes: readonly UnitChange[]): Promise<void> {
    const units = changes.map(({ unit: { remits: _remits, ...unit }, version, removed }) => ({ ...unit, version, removed, tellsWebAdmins: true }));
    await insertRows(manager, UnitEntity, units, { onConflict: { update: 'all' } });
    const remits = changes.flatMap(({ unit }) => unit.remits.map(({ name = null, words, areas }, position) => ({ unitCode: unit.code, position, name, words, areas })));
    await manager.query('DELETE FROM unit_remit WHERE unit_code = ANY ($1::text[])', [changes.map(({ unit }) => unit.code)]);
    await insertRows(manager, UnitRemitEntity, remits);
  }

  private async stored(manager: Pick<EntityManager, 'query'>): Promise<StoredUnit[]> {
    const rows = await manager.query<(Omit<Unit, 'remits'> & { remits: (Remit & { name: string | null })[] } & Omit<StoredUnit, 'unit'>)[]>(
      `SELECT code, name, parent, level, kind, phones, web_admins AS "webAdmins", backup, principal, reviewers, version, removed, tells_web_admins AS "tellsWebAdmins",
         coalesce((SELECT jsonb_agg(jsonb_build_object('name', unit_remit.name, 'words', words, 'areas', areas) ORDER BY position)
                   FROM unit_remit WHERE unit_code = code), '[]') AS remits
       FROM unit ORDER BY code`,
    );
    return rows.map(({ version, removed, tellsWebAdmins, remits, ...unit }) => ({
      unit: { ...unit, remits: remits.map(({ name, ...remit }) => ({ ...remit, ...(name === null ? {} : { name }) })) },
      version,
      removed,
      tellsWebAdmins,
    }));
  }
}
