import { Injectable } from '@nestjs/common';
import { interviewLevel, nfkc, type UnitRef } from '@wenzheng/contracts';
import { insertRows, type EntityManager } from '@wenzheng/platform';
import { directoryOf, type PhoneDirectory } from '@wenzheng/redaction';
import { problem } from '../problems.js';
import { Unit } from './unit.entity.js';

/** For so long names are not looked up anew: messages come by the thousand. */
const calledMs = 2_000;
const asCompared = (text: string): string => nfkc(text).trim().toLowerCase();

/** 单位名录 as routing tells of it: which units there are, what they are called, and what numbers they publish. */
@Injectable()
export class Units {
  private called: { until: number; names: ReadonlySet<string> } | undefined;

  /** Of each its newest state, whatever order its changes come in; in key order, as everyone locks them. */
  async keep(manager: EntityManager, units: readonly Unit[]): Promise<void> {
    const newest = new Map(units.toSorted((a, b) => a.sequence - b.sequence).map((unit) => [unit.code, unit]));
    const rows = [...newest.values()].sort((a, b) => (a.code < b.code ? -1 : 1));
    await insertRows(manager, Unit, rows, { onConflict: { update: 'all', where: 'excluded.sequence > unit.sequence' } });
  }

  /** Those that writers may turn to, by name. */
  async listed(manager: EntityManager): Promise<(UnitRef & Pick<Unit, 'otherNames'>)[]> {
    const units = await manager.getRepository(Unit).find({ select: { code: true, name: true, otherNames: true }, where: { removed: false }, order: { name: 'ASC', code: 'ASC' } });
    return units.map(({ code, name, otherNames }) => ({ code, name, otherNames }));
  }

  /** Whether some unit is called so, by code or any name; true as long as none is known at all. */
  async isKnown(manager: EntityManager, text: string): Promise<boolean> {
    if (!this.called || this.called.until < performance.now()) {
      const names = (await this.listed(manager)).flatMap(({ code, name, otherNames }) => [code, name, ...(otherNames ?? [])]);
      this.called = { until: performance.now() + calledMs, names: new Set(names.map(asCompared)) };
    }
    return this.called.names.size === 0 || this.called.names.has(asCompared(text));
  }

  /** Those that hold interviews 在线访谈 (R14), by name. */
  async interviewRoster(manager: EntityManager): Promise<UnitRef[]> {
    return manager.getRepository(Unit).find({ select: { code: true, name: true }, where: { removed: false, level: interviewLevel }, order: { name: 'ASC', code: 'ASC' } });
  }

  /** The numbers that units publish. */
  async directory(manager: EntityManager): Promise<PhoneDirectory> {
    const units = await manager.getRepository(Unit).find({ select: { phones: true }, where: { removed: false } });
    return directoryOf(units.flatMap(({ phones }) => phones));
  }

  /** A unit that is there, by its code. @throws Problem `intake.units-not-known`, `intake.unknown-unit` */
  async refOf(manager: EntityManager, code: string): Promise<UnitRef> {
    const units = manager.getRepository(Unit);
    const unit = await units.findOneBy({ code, removed: false });
    if (unit) return { code, name: unit.name };
    if (!(await units.exists())) throw problem('intake.units-not-known', { retryAfterSeconds: 10 });
    throw problem('intake.unknown-unit', { parameters: { unit: code }, errors: [{ pointer: '/unit', code: 'invalid_value' }] });
  }

  /** Those that were removed as well. */
  async allByCode(manager: EntityManager): Promise<ReadonlyMap<string, Pick<Unit, 'name' | 'removed'>>> {
    const units = await manager.getRepository(Unit).find({ select: { code: true, name: true, removed: true } });
    return new Map(units.map(({ code, name, removed }) => [code, { name, removed }]));
  }

  /** @throws Problem `intake.units-not-known`, `intake.unknown-unit`, which names the field */
  async assertKnown(manager: EntityManager, { code, name }: UnitRef): Promise<void> {
    const units = manager.getRepository(Unit);
    const unit = await units.findOneBy({ code, removed: false });
    if (unit?.name === name) return;
    if (!unit && !(await units.exists())) throw problem('intake.units-not-known', { retryAfterSeconds: 10 });
    const [field, value] = unit ? ['name', name] : ['code', code];
    throw problem('intake.unknown-unit', { parameters: { unit: value }, errors: [{ pointer: `/unit/${field}`, code: 'invalid_value' }] });
  }
}
