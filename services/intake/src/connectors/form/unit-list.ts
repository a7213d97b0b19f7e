import { Inject, Injectable } from '@nestjs/common';
import { DATA_SOURCE, isTransient, type DataSource } from '@wenzheng/platform';
import { Units } from '../../unit/units.service.js';
import type { ListedUnit } from './unit-search.rules.js';

/** The units to choose from. While the database is away they are those last known: the form comes all the same. */
@Injectable()
export class UnitList {
  private known: readonly ListedUnit[] = [];

  constructor(
    @Inject(Units) private readonly units: Units,
    @Inject(DATA_SOURCE) private readonly dataSource: DataSource,
  ) {}

  async listed(): Promise<readonly ListedUnit[]> {
    try {
      this.known = await this.units.listed(this.dataSource.manager);
    } catch (error) {
      if (!isTransient(error)) throw error;
    }
    return this.known;
  }
}
