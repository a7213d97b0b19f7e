import { Inject, Injectable } from '@nestjs/common';
import { dateSchema, unitRefSchema, type UnitRef } from '@wenzheng/contracts';
import { DATA_SOURCE, type DataSource } from '@wenzheng/platform';
import { businessDateOf, type Clock } from '@wenzheng/working-days';
import { z } from 'zod';
import { CLOCK } from '../../tokens.js';
import { isHeld } from '../../unit/person/held.js';

/** Ours: the regulation says 回复量较大 and no number. */
export const defaultVolume = 100;

export const volumesSchema = z
  .object({
    from: dateSchema,
    to: dateSchema,
    atLeast: z.int(),
    items: z.array(
      z.object({
        unit: unitRefSchema,
        parent: unitRefSchema.nullable(),
        replies: z.int().describe('signed in its name in the period, interim ones and corrections left out'),
        waiting: z.int().describe('messages that wait in the holding pen because it lacks people'),
        ownWebAdmins: z.int().describe('who are not web admins of the unit above as well'),
        recommended: z.boolean().describe('单独设立网管员: as many as `atLeast` together, and nobody of its own'),
      }),
    ),
  })
  .meta({ id: 'ReplyVolumes' });
type Volumes = z.infer<typeof volumesSchema>;

interface Row {
  unit: UnitRef;
  parent: UnitRef | null;
  replies: number;
  waiting: number;
  ownWebAdmins: number;
}

/** 对回复量较大的二级机构应单独设立网管员，直接开展回复工作 (R13). */
@Injectable()
export class ReplyVolumes {
  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(DATA_SOURCE) private readonly dataSource: DataSource,
  ) {}

  /** Of the units below a unit of the second level, the busiest first. */
  async count({ from, to, atLeast }: { from: string; to: string; atLeast: number }): Promise<Volumes> {
    const held = isHeld('post', '$3');
    const rows = await this.dataSource.query<Row[]>(
      `SELECT jsonb_build_object('code', unit.code, 'name', unit.name) AS unit,
         CASE WHEN above.code IS NOT NULL THEN jsonb_build_object('code', above.code, 'name', above.name) END AS parent,
         (SELECT count(*)::int FROM reply WHERE reply.unit_code = unit.code AND reply.state = 'submitted' AND source = 'desk' AND NOT interim AND corrects IS NULL
            AND submitted_at >= $1::date::timestamp AT TIME ZONE 'Asia/Shanghai' AND submitted_at < ($2::date + 1)::timestamp AT TIME ZONE 'Asia/Shanghai') AS replies,
         (SELECT count(*)::int FROM message WHERE state = 'holding-pen' AND holding_pen_reason IN ('unit-without-web-admin', 'unit-without-backup')
            AND holding_pen_detail LIKE unit.name || '%') AS waiting,
         (SELECT count(DISTINCT post.subject)::int FROM person_post AS post JOIN person USING (subject)
            WHERE post.unit_code = unit.code AND post.post = 'web-admin' AND state = 'active' AND ${held}
              AND NOT EXISTS (SELECT FROM person_post AS other WHERE other.subject = post.subject AND other.unit_code = unit.parent AND other.post = 'web-admin' AND other.ended_at IS NULL)) AS "ownWebAdmins"
       FROM unit LEFT JOIN unit AS above ON above.code = unit.parent
       WHERE NOT unit.removed AND unit.level > 2 ORDER BY replies DESC, waiting DESC, unit.code`,
      [from, to, businessDateOf(this.clock.now())],
    );
    return { from, to, atLeast, items: rows.map((row) => ({ ...row, recommended: row.ownWebAdmins === 0 && row.replies + row.waiting >= atLeast })) };
  }
}
