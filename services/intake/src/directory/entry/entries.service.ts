import { randomUUIDv7 } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { createEvent, directoryEntryChanged, type UnitRef } from '@wenzheng/contracts';
import { appendToOutbox } from '@wenzheng/messaging';
import { audit, DATA_SOURCE, pageFrom, type Caller, type DataSource, type EntityManager, type Page } from '@wenzheng/platform';
import { businessDateOf, type Clock } from '@wenzheng/working-days';
import { IsNull, MoreThan, Not } from 'typeorm';
import { problem } from '../../problems.js';
import { CLOCK } from '../../tokens.js';
import { Units } from '../../unit/units.service.js';
import type { ConfiguredSource } from '../source/directory-source.schemas.js';
import { DirectorySources } from '../source/directory-sources.js';
import { DirectoryEntry } from './entry.entity.js';
import { changeRefusal, contentOf, isPublished, isSameContent, openingRefusal } from './entry.rules.js';
import { contentFrom, holderOf, type ChangedEntry, type EntryPage, type EntryView, type NewEntry, type UnregisteredPage, type UnregisteredView } from './entry.schemas.js';

interface Entered {
  isRepeat: boolean;
  entry: EntryView;
}

/** 信箱、账号名录 as the administrator keeps it: each deed in one transaction with its event and its audit entry. */
@Injectable()
export class DirectoryEntries {
  constructor(
    @Inject(DATA_SOURCE) private readonly dataSource: DataSource,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(Units) private readonly units: Units,
    @Inject(DirectorySources) private readonly sources: DirectorySources,
  ) {}

  /** In the order in which they were entered. */
  async page({ state, after, limit }: EntryPage): Promise<Page<EntryView>> {
    const where = { closedOn: state === 'open' ? IsNull() : Not(IsNull()), ...(after && { entryId: MoreThan(after) }) };
    const { manager } = this.dataSource;
    const found = await manager.getRepository(DirectoryEntry).find({ where, order: { entryId: 'ASC' }, take: limit + 1 });
    return pageFrom(await this.views(manager, found), limit, ({ entryId }) => entryId);
  }

  /** 未登记: what the platform is connected with, and the directory does not have. */
  async unregistered({ after, limit }: UnregisteredPage): Promise<Page<UnregisteredView>> {
    const open = await this.dataSource.getRepository(DirectoryEntry).find({ select: { kind: true, address: true }, where: { closedOn: IsNull() } });
    const registered = new Set(open.map(placeOf));
    const found = (await this.sources.list()).filter((source) => !registered.has(placeOf(source)));
    const from = after === undefined ? 0 : found.findIndex((source) => placeOf(source) === after) + 1;
    return pageFrom(found.slice(from, from + limit + 1), limit, placeOf);
  }

  /** The same again is one entry. */
  async open({ kind, address, ...said }: NewEntry, by: Caller): Promise<Entered> {
    return this.dataSource.transaction(async (manager) => {
      await manager.query(`SELECT pg_advisory_xact_lock(hashtext('directory ' || current_schema()))`);
      const content = contentFrom(said);
      const entries = manager.getRepository(DirectoryEntry);
      const known = await entries.findOneBy({ kind, address, closedOn: IsNull() });
      if (known && !isSameContent(known, content)) throw problem('intake.directory-address-taken');
      if (known) return { isRepeat: true, entry: await this.view(manager, known) };
      const unit = await this.units.refOf(manager, content.unitCode);
      const now = this.clock.now();
      const refusal = openingRefusal(content, businessDateOf(now));
      if (refusal) throw problem(refusal);
      const entry = entries.create({ entryId: randomUUIDv7(), kind, address, ...content, closedOn: null, closingReason: null, version: 1, changedAt: now, changedBy: by.subject });
      await entries.insert(entry);
      await this.told(manager, entry, unit);
      await audit(manager, { by, at: now, did: 'directory-entry.opened', about: entry.entryId, after: { kind, address, ...content } });
      return { isRepeat: false, entry: await this.view(manager, entry) };
    });
  }

  async change(entryId: string, { version, ...said }: ChangedEntry, by: Caller): Promise<EntryView> {
    return this.dataSource.transaction(async (manager) => {
      const entry = await this.locked(manager, entryId);
      const [before, content] = [contentOf(entry), contentFrom(said)];
      if (isSameContent(before, content) && entry.closedOn === null) return this.view(manager, entry);
      const now = this.clock.now();
      const refusal = changeRefusal(entry, version) ?? openingRefusal(content, businessDateOf(now));
      if (refusal) throw problem(refusal);
      const unit = await this.units.refOf(manager, content.unitCode);
      await this.keep(manager, Object.assign(entry, content), unit, by);
      await audit(manager, { by, at: now, did: 'directory-entry.changed', about: entryId, before, after: content });
      return this.view(manager, entry);
    });
  }

  /** 停用, from today on. */
  async close(entryId: string, reason: string, by: Caller): Promise<EntryView> {
    return this.dataSource.transaction(async (manager) => {
      const entry = await this.locked(manager, entryId);
      if (entry.closedOn !== null && entry.closingReason === reason) return this.view(manager, entry);
      if (entry.closedOn !== null) throw problem('intake.directory-entry-closed');
      const now = this.clock.now();
      Object.assign(entry, { closedOn: businessDateOf(now), closingReason: reason });
      const unit = (await this.units.allByCode(manager)).get(entry.unitCode);
      await this.keep(manager, entry, { code: entry.unitCode, name: unit?.name ?? entry.unitCode }, by);
      await audit(manager, { by, at: now, did: 'directory-entry.closed', about: entryId, details: { reason } });
      return this.view(manager, entry);
    });
  }

  private async keep(manager: EntityManager, entry: DirectoryEntry, unit: UnitRef, by: Caller): Promise<void> {
    Object.assign(entry, { version: entry.version + 1, changedAt: this.clock.now(), changedBy: by.subject });
    await manager.getRepository(DirectoryEntry).save(entry);
    await this.told(manager, entry, unit);
  }

  private async told(manager: EntityManager, entry: DirectoryEntry, unit: UnitRef): Promise<void> {
    const { entryId, kind, name, address, openedOn, closedOn, version, changedAt } = entry;
    if (!isPublished(kind)) return;
    const data = { entryId, kind, name, address, unit, holder: holderOf(entry), openedOn, closedOn, changedAt: changedAt.toISOString() };
    await appendToOutbox(manager, [createEvent(directoryEntryChanged, { subject: entryId, sequence: version, time: changedAt, data })]);
  }

  private async locked(manager: EntityManager, entryId: string): Promise<DirectoryEntry> {
    const entry = await manager.getRepository(DirectoryEntry).findOne({ where: { entryId }, lock: { mode: 'pessimistic_write' } });
    if (!entry) throw problem('intake.directory-entry-not-found');
    return entry;
  }

  private async view(manager: EntityManager, entry: DirectoryEntry): Promise<EntryView> {
    const [view] = await this.views(manager, [entry]);
    return view!;
  }

  private async views(manager: EntityManager, entries: readonly DirectoryEntry[]): Promise<EntryView[]> {
    const [units, sources] = await Promise.all([this.units.allByCode(manager), this.sources.list()]);
    const connections = new Map(sources.map((source) => [placeOf(source), source.connection]));
    return entries.map((entry): EntryView => {
      const { entryId, kind, address, name, unitCode, clerk, note, openedOn, closedOn, closingReason, version, changedAt, changedBy } = entry;
      const unit = units.get(unitCode);
      return {
        entryId, kind, address, name, unit: { code: unitCode, name: unit?.name ?? unitCode }, unitRemoved: unit?.removed ?? true, holder: holderOf(entry), clerk, note, openedOn, closedOn, closingReason,
        version, changedAt: changedAt.toISOString(), changedBy, connection: connections.get(placeOf(entry)) ?? null,
      };
    });
  }
}

const placeOf = ({ kind, address }: Pick<ConfiguredSource, 'kind' | 'address'>): string => `${kind} ${address}`;
