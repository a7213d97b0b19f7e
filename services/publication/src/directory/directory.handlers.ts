import { Controller } from '@nestjs/common';
import { directoryEntryChanged, type EventData, type EventEnvelope } from '@wenzheng/contracts';
import { OnEvent, type EventContext } from '@wenzheng/messaging';
import { insertRows } from '@wenzheng/platform';
import { DirectoryEntryEntity } from './directory-entry.entity.js';

@Controller()
export class DirectoryHandlers {
  /** Of each entry its newest state, whatever order they come in. */
  @OnEvent(directoryEntryChanged)
  async onChanged(events: EventEnvelope<EventData<typeof directoryEntryChanged>>[], { manager }: EventContext): Promise<void> {
    const newest = new Map(events.toSorted((a, b) => a.sequence - b.sequence).map(({ sequence, data }) => [data.entryId, { entryId: data.entryId, unitCode: data.unit.code, sequence, state: data }]));
    const rows = [...newest.values()].sort((a, b) => (a.entryId < b.entryId ? -1 : 1));
    await insertRows(manager, DirectoryEntryEntity, rows, { onConflict: { update: 'all', where: 'excluded.sequence > directory_entry.sequence' } });
  }
}
