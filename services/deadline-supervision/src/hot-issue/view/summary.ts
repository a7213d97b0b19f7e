import { channelsWithLikes } from '@wenzheng/contracts';
import type { BeforeJson } from '@wenzheng/platform';
import { businessDateOf } from '@wenzheng/working-days';
import type { z } from 'zod';
import { daysBefore } from '../grouping/cluster.rules.js';
import type { Issue } from '../rows/issue-rows.js';
import { aboutOf, fortnightDays, growthOf, isAside, titleOf } from './heat.rules.js';
import type { hotIssueSummarySchema } from './hot-issue.schema.js';
import type { MemberRow } from './members.js';

export function summaryOf(issue: Issue, all: readonly MemberRow[], now: Date): BeforeJson<z.infer<typeof hotIssueSummarySchema>> {
  const members = all.filter((member) => !isAside(issue, member));
  const aside = all.filter((member) => isAside(issue, member));
  const today = businessDateOf(now);
  const firsts = new Map(members.toReversed().map(({ person, registeredAt }) => [person, registeredAt]));
  const fortnight = peopleIn(members, daysBefore(now, fortnightDays), now);
  const before = peopleIn(members, daysBefore(now, 2 * fortnightDays), daysBefore(now, fortnightDays));
  return {
    id: issue.issueId,
    title: issue.title ?? titleOf(issue.anchor, issue.matters),
    state: issue.state,
    mergedInto: issue.mergedInto,
    people: firsts.size,
    messages: members.length,
    followUps: members.length - firsts.size,
    newPeopleToday: [...firsts.values()].filter((at) => businessDateOf(at) === today).length,
    channels: [...Map.groupBy(members, ({ channel }) => channel)].map(([channel, own]) => ({ channel, messages: own.length })).toSorted((a, b) => b.messages - a.messages),
    heat: fortnight,
    growth: growthOf({ people: fortnight, before }),
    peak: issue.peakAt ? { people: issue.peakPeople, on: businessDateOf(issue.peakAt) } : null,
    likes: likesOf(members),
    cohesion: issue.cohesion / 1_000,
    sharedTerms: aboutOf(issue, all),
    firstAt: issue.firstAt,
    lastAt: issue.lastAt,
    raisedAt: issue.raisedAt,
    raisedOn: issue.raisedAt ? businessDateOf(issue.raisedAt) : null,
    wantsUrgingOrder: issue.wantsUrgingOrder,
    messageIds: members.map(({ messageId }) => messageId),
    externalIds: members.flatMap(({ externalId }) => externalId ?? []),
    samePlaceOtherMatter: aside.map(({ messageId, externalId }) => ({ messageId, externalId })),
  };
}

const peopleIn = (members: readonly MemberRow[], after: Date, until: Date): number =>
  new Set(members.filter(({ registeredAt }) => registeredAt > after && registeredAt <= until).map(({ person }) => person)).size;

/** Of messages none of which can be liked, none are known. */
export function likesOf(members: readonly MemberRow[]): number | null {
  const likeable = members.filter(({ channel }) => channelsWithLikes.has(channel));
  return likeable.length === 0 ? null : likeable.reduce((sum, { likes }) => sum + likes, 0);
}
