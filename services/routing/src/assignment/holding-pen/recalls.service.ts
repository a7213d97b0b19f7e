import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { createEvent, messageReturned } from '@wenzheng/contracts';
import { appendToOutbox, Calendars } from '@wenzheng/messaging';
import { DATA_SOURCE, planned, type DataSource, type EntityManager } from '@wenzheng/platform';
import type { Clock } from '@wenzheng/working-days';
import { holdingPenDueAt } from '../assignment.rules.js';
import { recomputeStates } from '../../message/locked-message.js';
import { CLOCK } from '../../tokens.js';
import type { MovedMessage } from '../../unit/registry/registry-draft.js';
import { UnitRegistry } from '../../unit/unit-registry.service.js';

interface Stranded {
  messageId: string;
  sequence: number;
  code: string;
  name: string;
  removed: boolean;
}

const stranded = `FROM message JOIN unit ON code = unit_code WHERE (removed OR web_admins = '[]'::jsonb) AND state = 'assigned' AND NOT historical`;

/**
 * 落实专人负责 (R02): what is with a unit that is gone, or has no web admin left, goes back into the holding pen, where the
 * information office decides anew. A reply in review is waited for; history needs a place and not an answer, and stays.
 */
@Injectable()
export class Recalls {
  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(Calendars) private readonly calendars: Calendars,
    @Inject(DATA_SOURCE) private readonly dataSource: DataSource,
    @Inject(UnitRegistry) private readonly registry: UnitRegistry,
  ) {
    registry.onChange((manager) => this.recall(manager));
  }

  /** What the change of the registry did not see: a message assigned while its unit was leaving, one whose reply came back since. */
  async recallLate(): Promise<void> {
    const [found] = await this.dataSource.query<unknown[]>(planned(`SELECT ${stranded} LIMIT 1`));
    if (found) this.registry.tell(await this.dataSource.transaction((manager) => this.recall(manager)));
  }

  private async recall(manager: EntityManager): Promise<MovedMessage[]> {
    const rows = await manager.query<Stranded[]>(
      `SELECT message_id AS "messageId", message.version + 1 AS sequence, code, name, removed
       ${stranded}
       ORDER BY message_id FOR UPDATE OF message`,
    );
    if (rows.length === 0) return [];
    const now = this.clock.now();
    const recalled = rows.map((row) => ({ ...row, ...wordsFor(row) }));
    await manager.query(
      `WITH recalled AS (SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[])
           AS row (message_id, return_id, code, name, reason, detail)),
         waiting AS (
           UPDATE message SET unit_code = NULL, assigned_at = NULL, assigned_by = NULL, designated = false, version = version + 1,
             holding_pen_reason = 'unit-without-web-admin', holding_pen_detail = detail, holding_pen_since = $7, holding_pen_due_at = $8
           FROM recalled WHERE message.message_id = recalled.message_id)
       INSERT INTO message_return (return_id, message_id, unit_code, unit_name, reason, returned_at, returned_by, accepted)
       SELECT return_id, message_id, code, name, reason, $7, 'routing', true FROM recalled`,
      [
        recalled.map((row) => row.messageId),
        recalled.map(() => randomUUID()),
        recalled.map((row) => row.code),
        recalled.map((row) => row.name),
        recalled.map((row) => row.reason),
        recalled.map((row) => row.detail),
        now,
        holdingPenDueAt(now, this.calendars.current),
      ],
    );
    await recomputeStates(manager, recalled.map((row) => row.messageId));
    const events = recalled.map(({ messageId, sequence, code, name, reason }) =>
      createEvent(messageReturned, {
        subject: messageId,
        sequence,
        time: now,
        data: { messageId, unit: { code, name }, returnedAt: now.toISOString(), reason, suggestedUnit: null },
      }),
    );
    await appendToOutbox(manager, events);
    return recalled.map(({ messageId, code, name }) => ({ messageId, unit: { code, name } }));
  }
}

/** The reason is for the public timeline, the detail for the information office. */
function wordsFor({ name, removed }: Stranded): { reason: string; detail: string } {
  return removed
    ? { reason: '该单位已撤出单位名录，由信息办重新分派', detail: `${name}已撤出单位名录` }
    : { reason: '该单位没有在岗的网管员，由信息办重新分派', detail: `${name}没有在岗的网管员` };
}
