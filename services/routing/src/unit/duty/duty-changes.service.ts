import { Inject, Injectable } from '@nestjs/common';
import { audit, DATA_SOURCE, type Caller, type DataSource } from '@wenzheng/platform';
import { businessDateOf, type Clock } from '@wenzheng/working-days';
import { problem } from '../../problems.js';
import { CLOCK } from '../../tokens.js';
import type { Changed } from '../registry/registry-draft.js';
import { UnitChanges } from '../registry/unit-changes.service.js';
import { UnitRegistry } from '../unit-registry.service.js';
import { dutyColumns, endDuties, newestDuty, openDuties, saveDuties } from './duty-drafts.js';
import type { DutyItemBody } from './duty-input.js';
import { dutiesOfSheet, saysTheSame, type DutyInput, type ListedDuty } from './duty.rules.js';

export interface DutiesAsked {
  unit?: string | undefined;
  state: 'in-force' | 'not-ended' | 'all';
  after?: string | undefined;
  limit: number;
}

/** 派单目录, kept current by the information office (A01). */
@Injectable()
export class DutyChanges {
  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(DATA_SOURCE) private readonly dataSource: DataSource,
    @Inject(UnitRegistry) private readonly registry: UnitRegistry,
    @Inject(UnitChanges) private readonly units: UnitChanges,
  ) {}

  /** Of each item one version, in order of their numbers: the one in force, or else the newest. */
  async list({ unit, state, after = '', limit }: DutiesAsked): Promise<ListedDuty[]> {
    const code = unit === undefined ? null : ((await this.registry.tree()).addressed(unit)?.code ?? unit);
    const chosen = {
      'in-force': 'ended_at IS NULL AND coalesce(from_date <= $1::date, true)',
      'not-ended': 'ended_at IS NULL',
      all: 'true',
    }[state];
    return this.dataSource.query<ListedDuty[]>(
      `SELECT * FROM (SELECT DISTINCT ON (item COLLATE "C") ${dutyColumns} FROM duty_item WHERE item COLLATE "C" > $2 AND ${chosen} ORDER BY item COLLATE "C", version DESC) AS newest
       WHERE ($3::text IS NULL OR unit = $3) AND ($4 <> 'in-force' OR coalesce("to" >= $1::date::text, true)) ORDER BY item COLLATE "C" LIMIT $5`,
      [businessDateOf(this.clock.now()), after, code, state, limit],
    );
  }

  /** Every version, the newest first. @throws Problem `routing.unknown-duty` */
  async versions(item: string): Promise<ListedDuty[]> {
    const rows = await this.dataSource.query<ListedDuty[]>(`SELECT ${dutyColumns} FROM duty_item WHERE item = $1 ORDER BY version DESC`, [item]);
    if (rows.length === 0) throw problem('routing.unknown-duty');
    return rows;
  }

  /** The same words for the same unit again are a repeat. */
  async create(body: DutyItemBody, by: Caller): Promise<{ duty: ListedDuty; repeated: boolean }> {
    const input = await this.inUnit(body);
    let [duty, repeated]: [ListedDuty | undefined, boolean] = [undefined, false];
    await this.registry.change({ by, did: 'duty.created', about: input.unit }, async (draft) => {
      duty = (await openDuties(draft.manager, 'unit = $1', input.unit)).find((one) => saysTheSame(one, input));
      repeated = duty !== undefined;
      if (!duty) [duty] = await saveDuties(draft, [{ input, before: null }], 'office');
    });
    return { duty: present(duty), repeated };
  }

  /** 修订: the version before stays what assignments cite that rest on it. The same words again are a repeat. */
  async revise(item: string, body: DutyItemBody, by: Caller): Promise<{ duty: ListedDuty; repeated: boolean }> {
    const input = await this.inUnit(body);
    let [duty, repeated]: [ListedDuty | undefined, boolean] = [undefined, false];
    await this.registry.change({ by, did: 'duty.revised', about: item }, async (draft) => {
      const before = await newestDuty(draft.manager, item);
      if (!before || before.endedAt !== null) throw problem('routing.unknown-duty');
      repeated = saysTheSame(before, input);
      [duty] = repeated ? [before] : await saveDuties(draft, [{ input, before }], 'office');
    });
    return { duty: present(duty), repeated };
  }

  async end(item: string, reason: string, by: Caller): Promise<ListedDuty> {
    await this.registry.change({ by, did: 'duty.ended', about: item, details: { reason } }, async (draft) => {
      const before = await newestDuty(draft.manager, item);
      if (!before) throw problem('routing.unknown-duty');
      if (before.endedAt === null) await endDuties(draft, [before]);
    });
    return present((await this.versions(item))[0]);
  }

  /** All of it or nothing. An item that is numbered gets a new version where it says something else; the same sheet again changes nothing. */
  async import(rows: readonly { item: string | null; input: DutyItemBody }[], replace: boolean, by: Caller): Promise<Changed<ListedDuty>[]> {
    const given = await Promise.all(rows.map(async ({ item, input }) => ({ item, input: await this.inUnit(input) })));
    const { duties } = await this.registry.change({ by, did: 'duties.imported', about: 'duties', details: { replace } }, async (draft) => {
      const { changes, ended, unknown } = dutiesOfSheet(await openDuties(draft.manager, 'true'), given);
      if (unknown !== undefined) throw problem('routing.unknown-duty');
      await saveDuties(draft, changes, 'office');
      if (replace) await endDuties(draft, ended);
    });
    return duties;
  }

  async exported(by: Caller): Promise<ListedDuty[]> {
    const rows = await this.list({ state: 'not-ended', limit: 100_000 });
    await this.dataSource.transaction((manager) => audit(manager, { by, at: this.clock.now(), did: 'registry.exported', about: 'duties', details: { count: rows.length } }));
    return rows;
  }

  private async inUnit({ unit, ...rest }: DutyItemBody): Promise<DutyInput> {
    return { unit: await this.units.known(unit, '/unit'), ...rest };
  }
}

function present(duty: ListedDuty | undefined): ListedDuty {
  if (!duty) throw new Error('an item that was saved is there');
  return duty;
}
