import { businessDateOf } from '@wenzheng/working-days';
import type { InterviewPlan, LiveSession } from '../../../../api/schemas.js';

export type Entry = InterviewPlan['entries'][number];

/** The twelve months of a year, `2026-01` and so on. */
export const monthsOfYear = (year: number): string[] => Array.from({ length: 12 }, (_, index) => `${year}-${String(index + 1).padStart(2, '0')}`);

/** A plan as it would be saved, whatever the order in which its lines were typed. */
const inOrder = (entries: readonly Entry[]): Entry[] => entries.toSorted((one, other) => keyOf(one).localeCompare(keyOf(other)));
export const keyOf = ({ month, unit }: Pick<Entry, 'month' | 'unit'>): string => `${month} ${unit.code}`;

export const isSamePlan = (one: readonly Entry[], other: readonly Entry[]): boolean => {
  const said = (entries: readonly Entry[]) => JSON.stringify(inOrder(entries).map(({ month, unit, topic }) => [month, unit.code, topic.trim()]));
  return said(one) === said(other);
};

/** R14: which units have no date yet, as the plan is being written. */
export const unplannedOf = (roster: readonly Entry['unit'][], entries: readonly Entry[]): Entry['unit'][] => roster.filter(({ code }) => !entries.some(({ unit }) => unit.code === code));

/** The interview that a line of the plan has come to. */
export const interviewOf = <Session extends Pick<LiveSession, 'channel' | 'unit' | 'startsAt' | 'state'>>({ month, unit }: Pick<Entry, 'month' | 'unit'>, sessions: readonly Session[]): Session | undefined =>
  sessions.find((session) => session.channel === 'interview' && session.state !== 'cancelled' && session.unit.code === unit.code && businessDateOf(new Date(session.startsAt)).startsWith(month));
