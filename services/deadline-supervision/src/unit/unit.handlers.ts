import { Controller } from '@nestjs/common';
import { unitChanged, type EventData, type EventEnvelope } from '@wenzheng/contracts';
import { OnEvent, type EventContext } from '@wenzheng/messaging';

@Controller()
export class UnitHandlers {
  /** The registry's newest word on each unit, by its sequence. */
  @OnEvent(unitChanged)
  async onUnitChanged(events: EventEnvelope<EventData<typeof unitChanged>>[], { manager }: EventContext) {
    const newest = new Map<string, object>();
    for (const { sequence, data } of [...events].sort((a, b) => a.sequence - b.sequence)) {
      const { unit, parent, level, removed, webAdmins = null } = data;
      newest.set(unit.code, { code: unit.code, name: unit.name, parent, level, removed, sequence, web_admins: webAdmins });
    }
    const rows = [...newest].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
    await manager.query(
      `INSERT INTO unit SELECT * FROM json_populate_recordset(NULL::unit, $1::json)
       ON CONFLICT (code) DO UPDATE SET name = excluded.name, parent = excluded.parent, level = excluded.level,
         removed = excluded.removed, sequence = excluded.sequence, web_admins = excluded.web_admins
       WHERE unit.sequence < excluded.sequence`,
      [JSON.stringify(rows)],
    );
  }
}
