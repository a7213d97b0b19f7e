import { Inject, Injectable } from '@nestjs/common';
import { channels, dateSchema, unitRefSchema } from '@wenzheng/contracts';
import { DATA_SOURCE, type DataSource } from '@wenzheng/platform';
import { z } from 'zod';
import { rankOf, shareOf, shareSchema, type DispatchCounts } from './dispatch-figures.rules.js';

const figuresSchema = z.object({
  dispatches: z.int().describe('messages whose first dispatch was to the unit'),
  byCatalogue: shareSchema.describe('that rest on an item of the duty catalogue'),
  stood: shareSchema.describe('after which no other unit got the message'),
  disputes: z.object({ opened: z.int(), upheld: z.int(), rejected: z.int(), settled: z.int() }).describe('over messages of the period, by the unit that disputes'),
});
export const dispatchFiguresSchema = z
  .object({
    from: dateSchema,
    to: dateSchema,
    registered: z.int(),
    dispatched: shareSchema.describe('messages that a unit has got at all'),
    city: figuresSchema,
    units: z.array(figuresSchema.extend({ unit: unitRefSchema, rank: z.int().nullable().describe('by the share that stood; null with too few dispatches to compare') })),
  })
  .meta({ id: 'DispatchFigures' });
export type DispatchFigures = z.infer<typeof dispatchFiguresSchema>;

interface Row extends DispatchCounts {
  code: string;
  name: string;
}

/** Every channel is named, so that the index of channels and days finds them. */
const inPeriod = 'channel = ANY ($3::text[]) AND registered_on BETWEEN $1 AND $2 AND NOT historical';

/** 首次派单准确率, 目录命中率 (A01): of the messages registered in a period, history left out. */
@Injectable()
export class DispatchCounting {
  constructor(@Inject(DATA_SOURCE) private readonly dataSource: DataSource) {}

  async figures(from: string, to: string): Promise<DispatchFigures> {
    const [{ registered }] = await this.dataSource.query<[{ registered: number }]>(
      `SELECT count(*)::int AS registered FROM message WHERE ${inPeriod}`,
      [from, to, channels],
    );
    const rows = await this.dataSource.query<Row[]>(
      `WITH registered AS (SELECT message_id FROM message WHERE ${inPeriod}),
         first AS (SELECT DISTINCT ON (message_id) message_id, unit_code, duty_item FROM registered JOIN assignment USING (message_id) ORDER BY message_id, sequence),
         dispatched AS (
           SELECT unit_code, count(*)::int AS dispatches, count(duty_item)::int AS "byCatalogue",
             count(*) FILTER (WHERE NOT EXISTS (SELECT FROM assignment AS other WHERE other.message_id = first.message_id AND other.unit_code <> first.unit_code)
                                AND NOT EXISTS (SELECT FROM message_return WHERE message_return.message_id = first.message_id AND accepted))::int AS stood
           FROM first GROUP BY unit_code),
         disputed AS (
           SELECT dispute.unit_code, count(*)::int AS opened, count(*) FILTER (WHERE outcome = 'upheld')::int AS upheld, count(*) FILTER (WHERE outcome = 'rejected')::int AS rejected,
             count(*) FILTER (WHERE outcome = 'settled')::int AS settled
           FROM dispute JOIN registered USING (message_id) GROUP BY dispute.unit_code)
       SELECT code, name, coalesce(dispatches, 0) AS dispatches, coalesce("byCatalogue", 0) AS "byCatalogue", coalesce(stood, 0) AS stood,
         coalesce(opened, 0) AS opened, coalesce(upheld, 0) AS upheld, coalesce(rejected, 0) AS rejected, coalesce(settled, 0) AS settled
       FROM dispatched FULL JOIN disputed USING (unit_code) JOIN unit ON code = unit_code ORDER BY code`,
      [from, to, channels],
    );
    const sum = (name: keyof DispatchCounts) => rows.reduce((total, row) => total + row[name], 0);
    const city = { dispatches: sum('dispatches'), byCatalogue: sum('byCatalogue'), stood: sum('stood'), opened: sum('opened'), upheld: sum('upheld'), rejected: sum('rejected'), settled: sum('settled') };
    const ranks = rankOf(rows);
    return {
      from, to, registered,
      dispatched: shareOf(city.dispatches, registered),
      city: figuresOf(city),
      units: rows.map((row, index) => ({ unit: { code: row.code, name: row.name }, ...figuresOf(row), rank: ranks[index] ?? null })),
    };
  }
}

const figuresOf = ({ dispatches, byCatalogue, stood, opened, upheld, rejected, settled }: DispatchCounts) => ({
  dispatches,
  byCatalogue: shareOf(byCatalogue, dispatches),
  stood: shareOf(stood, dispatches),
  disputes: { opened, upheld, rejected, settled },
});
