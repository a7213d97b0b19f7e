import { Controller, Inject } from '@nestjs/common';
import { hotIssueChanged, type EventData, type EventEnvelope } from '@wenzheng/contracts';
import { OnEvent, type EventContext } from '@wenzheng/messaging';
import { insertRows } from '@wenzheng/platform';
import { examineInTurns } from '../redaction/in-turns.js';
import { RedactionService } from '../redaction/redaction.service.js';
import { HotIssueEntity } from './hot-issue.entity.js';

@Controller()
export class HotIssueHandlers {
  constructor(@Inject(RedactionService) private readonly redaction: RedactionService) {}

  /** Of each issue its newest state, whatever order they come in. */
  @OnEvent(hotIssueChanged)
  async onChanged(events: EventEnvelope<EventData<typeof hotIssueChanged>>[], { manager }: EventContext): Promise<void> {
    const directory = await this.redaction.directory(manager);
    const newest = [...new Map(events.toSorted((a, b) => a.sequence - b.sequence).map((event) => [event.data.issueId, event])).values()];
    const titles = await examineInTurns(newest.map(({ data }) => data.title ?? ''), directory);
    const rows = newest.map(({ sequence, data: { messageIds, ...state } }, index) => ({
      issueId: state.issueId, sequence, messageIds, state: { ...state, title: state.title === null ? null : (titles[index]?.text ?? '') },
    }));
    await insertRows(manager, HotIssueEntity, rows.sort((a, b) => (a.issueId < b.issueId ? -1 : 1)), { onConflict: { update: 'all', where: 'excluded.sequence > hot_issue.sequence' } });
  }
}
