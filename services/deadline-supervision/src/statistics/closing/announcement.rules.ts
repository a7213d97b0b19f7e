import type { EventData, statisticsClosed } from '@wenzheng/contracts';
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
export function announcementOf({ figures, policyVersions, ...closing }: Closing & { digest: string }, span: Span): Announced {
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
