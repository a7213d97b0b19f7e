import type { EventData, statisticsClosed, statisticsListed } from '@wenzheng/contracts';
import { countNames, definitions, type CountName } from '../figures/definitions.js';
import type { Figures } from '../figures/figures.rules.js';
import type { Span } from '../period.rules.js';
import type { Closing } from './closing.rules.js';

type Announced = EventData<typeof statisticsClosed>;

/** Of a unit what is published: an event has to fit through the bus with every unit of a large city. */
const countsOfUnit: readonly CountName[] = [
  'registered', 'valid', 'answerable', 'answered', 'submittedInTime', 'judgedBySubmission', 'publishedInTime', 'judgedByPublication', 'extended', 'interimOnly', 'overdue',
  'urged',
];

/** As the bus tells it: with its definitions, so that whoever publishes it needs to know nothing else. */
export function announcementOf({ figures, policyVersions, ...closing }: Closing & { digest: string; minimumSample: number }, span: Span): Announced {
  return {
    ...closing,
    ...span,
    policyVersions: [...policyVersions],
    definitions: Object.entries(definitions).map(([name, { title, zh, unit }]) => ({ name, title, zh, unit })),
    totals: told(figures.totals, countNames),
    channels: figures.channels.map(({ channel, ...of }) => ({ channel, ...told(of, countNames) })),
    kinds: figures.kinds.map(({ kind, ...of }) => ({ kind, ...told(of, countNames) })),
    units: figures.units.map(({ unit, ...of }) => ({ unit, ...told(of, countsOfUnit) })),
  };
}

function told(figures: Figures, counts: readonly CountName[]): Announced['totals'] {
  const { rates, stages, satisfaction, invalidByReason } = figures;
  return { counts: Object.fromEntries(counts.map((name) => [name, figures[name]])), rates, stages, satisfaction, invalidByReason };
}

type Listed = EventData<typeof statisticsListed>;

/** What each count counts, in parts that go through the bus; one at least, so that an empty period is known to be. */
export function listingOf(period: string, groups: Listed['groups'], atOnce = 5_000): Listed[] {
  const parts: Listed['groups'][] = [[]];
  let room = atOnce;
  for (const { messageIds, ...group } of groups) {
    for (let from = 0; from < messageIds.length; ) {
      if (room === 0) {
        parts.push([]);
        room = atOnce;
      }
      const some = messageIds.slice(from, from + room);
      parts.at(-1)?.push({ ...group, messageIds: some });
      from += some.length;
      room -= some.length;
    }
  }
  return parts.map((of, index) => ({ period, part: index + 1, parts: parts.length, groups: of }));
}
