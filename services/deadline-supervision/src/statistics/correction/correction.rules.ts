import type { UnitRef } from '@wenzheng/contracts';
import { countNames, type CountName } from '../figures/definitions.js';
import type { CountedGroup } from '../figures/listing.js';
import type { ClosedFigures } from '../closing/closing.rules.js';
import { countedAmong, recount, type ToldMessage } from '../recount/recount.rules.js';

/** The figures of messages as they are kept. @param known units by the names that they had when the period was closed */
export function figuresOfMessages(messages: readonly ToldMessage[], cutOff: Date, known: readonly (UnitRef | null)[]): ClosedFigures {
  const { totals, units, channels, kinds } = recount(messages, cutOff);
  const names = new Map(known.flatMap((unit) => (unit ? [[unit.code, unit]] : [])));
  const inOrder = <One>(of: readonly One[], keyOf: (one: One) => string | null) => of.toSorted((a, b) => ((keyOf(a) ?? '\uffff') < (keyOf(b) ?? '\uffff') ? -1 : 1));
  return {
    totals,
    units: inOrder(units, ({ unit }) => unit?.code ?? null).map(({ unit, figures }) => ({ unit: unit && (names.get(unit.code) ?? unit), ...figures })),
    channels: inOrder(channels, ({ channel }) => channel).map(({ channel, figures }) => ({ channel: channel as ClosedFigures['channels'][number]['channel'], ...figures })),
    kinds: inOrder(kinds, ({ kind }) => kind).map(({ kind, figures }) => ({ kind: kind as ClosedFigures['kinds'][number]['kind'], ...figures })),
  };
}

/** What each count counts: those that are counted alike, of one unit. */
export function groupsOf(messages: readonly (ToldMessage & { messageId: string })[], cutOff: Date): CountedGroup[] {
  const alike = Map.groupBy(messages, (message) => JSON.stringify([message.state.unit?.code ?? null, [...countedAmong(message, cutOff)]]));
  return [...alike].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([key, group]) => {
    const [unitCode, counts] = JSON.parse(key) as [string | null, CountName[]];
    return { unitCode, counts, messageIds: group.map(({ messageId }) => messageId).toSorted() };
  });
}

export type Changes = Partial<Record<CountName, { before: number; after: number }>>;

/** Of the totals. */
export const changesBetween = (before: ClosedFigures, after: ClosedFigures): Changes =>
  Object.fromEntries(countNames.filter((name) => before.totals[name] !== after.totals[name]).map((name) => [name, { before: before.totals[name], after: after.totals[name] }]));
