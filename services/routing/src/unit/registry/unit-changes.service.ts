import { Inject, Injectable } from '@nestjs/common';
import type { Caller } from '@wenzheng/platform';
import { problem } from '../../problems.js';
import { UnitRegistry } from '../unit-registry.service.js';
import type { Unit } from '../unit-tree.rules.js';
import type { BaseUnit } from './projection.js';
import type { RegistryDraft } from './registry-draft.js';
import { faultOf } from './registry-faults.rules.js';
import type { UnitInput, UnitPatch } from './registry-input.js';
import { endUnit, saveUnit } from './unit-drafts.js';

export interface EndedUnit {
  code: string;
  successor: string | null;
  endedAt: string;
  /** Messages that went back into the holding pen. */
  messages: number;
}

/** 单位 created, changed and ended while the service runs (R02, R37). */
@Injectable()
export class UnitChanges {
  constructor(@Inject(UnitRegistry) private readonly registry: UnitRegistry) {}

  /** One that ended comes back by the same code. The same unit again is a repeat. */
  async create(input: UnitInput, by: Caller): Promise<{ unit: Unit; repeated: boolean }> {
    const { aliases, formerNames, ...unit } = input;
    const { units } = await this.registry.change({ by, did: 'unit.created', about: input.code }, async (draft) => {
      const there = draft.units.get(input.code);
      if (there && !isSame(there, unit)) throw problem('routing.unit-exists', { parameters: { unit: input.code }, errors: [{ pointer: '/code', code: 'invalid_value' }] });
      if (!there) await saveUnit(draft, { ...unit, principal: null }, { aliases, formerNames });
      assertSound(draft);
    });
    return { unit: await this.read(input.code), repeated: units.length === 0 };
  }

  async change(code: string, { aliases, formerNames, ...patch }: UnitPatch, by: Caller): Promise<Unit> {
    await this.registry.change({ by, did: 'unit.changed', about: code }, async (draft) => {
      const unit = draft.units.get(code);
      if (!unit) throw problem('routing.unknown-unit', { parameters: { unit: code } });
      const given = Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined)) as Partial<BaseUnit>;
      await saveUnit(draft, { ...unit, ...given }, { aliases, formerNames });
      assertSound(draft);
    });
    return this.read(code);
  }

  /** 撤销: what it has goes back into the holding pen, its people's posts and its duties end, its history stands. */
  async end(code: string, { reason, successor }: { reason: string; successor?: string | undefined }, by: Caller): Promise<EndedUnit> {
    const into = successor === undefined ? undefined : await this.known(successor, '/successor');
    let endedAt = '';
    const { messages } = await this.registry.change({ by, did: 'unit.ended', about: code, details: { reason, successor: into ?? null } }, async (draft) => {
      endedAt = draft.now.toISOString();
      const unit = draft.units.get(code);
      if (!unit) throw problem('routing.unknown-unit', { parameters: { unit: code } });
      if (into === code) throw problem('routing.unit-not-in-registry', { parameters: { unit: into }, errors: [{ pointer: '/successor', code: 'invalid_value' }] });
      if ([...draft.units.values()].some(({ parent }) => parent === code)) throw problem('routing.unit-has-units-below', { parameters: { unit: unit.name } });
      await endUnit(draft, code, into);
      assertSound(draft);
    });
    return { code, successor: into ?? null, endedAt, messages: messages.length };
  }

  /** The code of the unit that is meant by a code or a name. */
  async known(text: string, pointer: string): Promise<string> {
    const unit = (await this.registry.tree()).addressed(text);
    if (!unit) throw problem('routing.unit-not-in-registry', { parameters: { unit: text }, errors: [{ pointer, code: 'invalid_value' }] });
    return unit.code;
  }

  private async read(code: string): Promise<Unit> {
    const unit = (await this.registry.tree()).get(code);
    if (!unit) throw problem('routing.unknown-unit', { parameters: { unit: code } });
    return unit;
  }
}

/** @throws Problem that names what is wrong */
export function assertSound(draft: RegistryDraft): void {
  const fault = faultOf([...draft.units.values()]);
  if (!fault) return;
  const { code, ...parameters } = fault;
  const pointer = { 'routing.city-is-one': '/parent', 'routing.unit-not-in-registry': '/parent', 'routing.level-not-below': '/level', 'routing.unit-name-taken': '/name' }[code];
  throw problem(code, { parameters, errors: [{ pointer, code: 'invalid_value' }] });
}

const isSame = (there: BaseUnit, { name, parent, level, kind, phones }: Omit<BaseUnit, 'principal'>): boolean =>
  JSON.stringify([there.name, there.parent, there.level, there.kind, there.phones]) === JSON.stringify([name, parent, level, kind, phones]);
