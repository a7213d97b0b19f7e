import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { storableText } from '@wenzheng/contracts';
import { Allow } from '@wenzheng/platform';
import { z } from 'zod';
import { unitCodeSchema } from '../desk/desk-http.js';
import { problem } from '../problems.js';
import { lacking } from './unit-tree.rules.js';
import { UnitRegistry } from './unit-registry.service.js';

const pageSchema = z.object({
  after: storableText(64).optional(),
  limit: z.coerce.number().int().min(1).max(1_000).default(200),
});

@Controller('v1/units')
@Allow('administrator', 'information-office', 'supervision-office', 'inspection-bureau', 'web-admin', 'reviewer', 'principal')
export class UnitController {
  constructor(@Inject(UnitRegistry) private readonly registry: UnitRegistry) {}

  /** In order of code; `next` goes into `after`. */
  @Get()
  async list(@Query({ schema: pageSchema }) { after = '', limit }: z.output<typeof pageSchema>) {
    const tree = await this.registry.tree();
    const rest = tree.units.filter((unit) => unit.code > after);
    const items = rest.slice(0, limit).map(({ webAdmins, backup, principal, remits: _remits, ...unit }) => ({
      ...unit,
      webAdmins: webAdmins.length,
      hasBackup: backup !== null,
      hasPrincipal: principal !== null,
    }));
    return { city: tree.city, items, next: rest.length > limit ? (items.at(-1)?.code ?? null) : null };
  }

  @Get(':code')
  async one(@Param('code', { schema: unitCodeSchema }) code: string) {
    const unit = (await this.registry.tree()).get(code);
    if (!unit) throw problem('routing.unknown-unit', { parameters: { unit: code } });
    return { ...unit, lacks: lacking(unit) };
  }
}
