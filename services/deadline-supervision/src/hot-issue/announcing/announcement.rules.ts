import type { EventData, hotIssueChanged } from '@wenzheng/contracts';
import { parameters } from '../grouping/cluster.rules.js';
import type { Issue } from '../rows/issue-rows.js';
import { isAside } from '../view/heat.rules.js';
import type { MemberRow } from '../view/members.js';
import { summaryOf } from '../view/summary.js';

type Changed = EventData<typeof hotIssueChanged>;

/** What goes through the bus. */
const mostMessages = 5_000;

/** An issue as it is told: with its officer's title, once it is confirmed, and none of its writers' words. */
export function announcementOf(issue: Issue, members: readonly MemberRow[], { confirmedAt, at }: { confirmedAt: Date | null; at: Date }): Changed {
  const { issueId, state, mergedInto, title, cohesion } = issue;
  const { people, messages } = summaryOf(issue, members, at);
  const open = members.filter((member) => member.visibility === 'public' && !isAside(issue, member));
  return {
    issueId,
    state: state === 'gathering' ? 'raised' : state,
    mergedInto,
    title: state === 'confirmed' ? title : null,
    confirmedAt: confirmedAt?.toISOString() ?? null,
    people,
    messages,
    cohesion,
    rule: { version: parameters.version, people: parameters.people, windowDays: parameters.windowDays, cohesion: parameters.cohesionAt },
    messageIds: open.map(({ messageId }) => messageId).slice(-mostMessages),
    changedAt: at.toISOString(),
  };
}
