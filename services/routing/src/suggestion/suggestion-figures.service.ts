import { Inject, Injectable } from '@nestjs/common';
import { instantSchema, unitRefSchema } from '@wenzheng/contracts';
import { DATA_SOURCE, type DataSource } from '@wenzheng/platform';
import { z } from 'zod';
import { UnitRegistry } from '../unit/unit-registry.service.js';

const hitsSchema = z.object({
  decisions: z.int().describe('confirmed by a person, and for which something had been suggested or not: the denominator'),
  first: z.int().describe('the first suggestion was the unit that a person confirmed'),
  among: z.int().describe('it was among the three'),
});

export const figuresSchema = z
  .object({
    model: z.object({ version: z.int(), trainedAt: instantSchema, decisions: z.int(), accuracy: z.number().describe('share of those decisions that learners which had not seen them found'), routedUnits: z.int() }).nullable(),
    all: hitsSchema,
    units: z.array(hitsSchema.extend({ unit: unitRefSchema })),
    learned: z.object({ assigned: z.int(), stood: z.int().describe('the unit still has it') }),
  })
  .meta({ id: 'SuggestionFigures' });
export type Figures = z.infer<typeof figuresSchema>;

interface Hits {
  code: string;
  decisions: number;
  first: number;
  among: number;
}

/** How often suggestions were right, by what people confirmed. */
@Injectable()
export class SuggestionFigures {
  constructor(
    @Inject(DATA_SOURCE) private readonly dataSource: DataSource,
    @Inject(UnitRegistry) private readonly registry: UnitRegistry,
  ) {}

  async read(): Promise<Figures> {
    const [tree, units, [model], [learned]] = await Promise.all([
      this.registry.tree(),
      this.dataSource.query<Hits[]>(
        `SELECT unit_code AS code, count(*)::int AS decisions, (count(*) FILTER (WHERE suggested[1] = unit_code))::int AS first, (count(*) FILTER (WHERE unit_code = ANY (suggested)))::int AS among
         FROM confirmed_decision GROUP BY unit_code ORDER BY unit_code`,
      ),
      this.dataSource.query<{ version: number; trainedAt: Date; decisions: number; accuracy: number; thresholds: object }[]>(
        'SELECT version, trained_at AS "trainedAt", decisions, accuracy, thresholds FROM learned_model ORDER BY version DESC LIMIT 1',
      ),
      this.dataSource.query<Figures['learned'][]>(
        `SELECT count(*)::int AS assigned, (count(*) FILTER (WHERE message.unit_code = assignment.unit_code))::int AS stood
         FROM assignment JOIN message USING (message_id) WHERE by = 'learned'`,
      ),
    ]);
    const total = (of: (hits: Hits) => number): number => units.reduce((sum, hits) => sum + of(hits), 0);
    return {
      model: model ? { version: model.version, trainedAt: model.trainedAt.toISOString(), decisions: model.decisions, accuracy: model.accuracy, routedUnits: Object.keys(model.thresholds).length } : null,
      all: { decisions: total(({ decisions }) => decisions), first: total(({ first }) => first), among: total(({ among }) => among) },
      units: units.map(({ code, ...hits }) => ({ unit: { code, name: tree.get(code)?.name ?? code }, ...hits })),
      learned: learned ?? { assigned: 0, stood: 0 },
    };
  }
}
