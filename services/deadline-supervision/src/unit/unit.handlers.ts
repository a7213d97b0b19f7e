import { Controller } from '@nestjs/common';
import { unitChanged, type EventData, type EventEnvelope } from '@wenzheng/contracts';
import { OnEvent, type EventContext } from '@wenzheng/messaging';
import type { UnitEntity } from './unit.entity.js';

@Controller()
export class UnitHandlers {
  /** The registry's newest word on each unit, by its sequence. */
  @OnEvent(unitChanged)
  async onUnitChanged(events: EventEnvelope<EventData<typeof unitChanged>>[], { manager }: EventContext) {
    const newest = new Map<string, UnitEntity>();
    for (const { sequence, data } of [...events].sort((a, b) => a.sequence - b.sequence)) {
      const { unit, parent, level, removed } = data;
      newest.set(unit.code, { code: unit.code, name: unit.name, parent, level, removed, sequence });
    }
    const rows = [...newest.values()].sort((a, b) => (a.code < b.code ? -1 : 1));
    await manager.query(
      `INSERT INTO unit SELECT * FROM json_populate_recordset(NULL::unit, $1::json)
       ON CONFLICT (code) DO UPDATE SET name = excluded.name, parent = excluded.parent, level = excluded.level,
         removed = excluded.removed, sequence = excluded.sequence
       WHERE unit.sequence < excluded.sequence`,
      [JSON.stringify(rows)],
    );
  }
}
