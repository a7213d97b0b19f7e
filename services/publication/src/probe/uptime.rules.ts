import { channels } from '@wenzheng/contracts';
import { addDays, type BusinessDate } from '@wenzheng/working-days';
import type { ProbedDayEntity, ProbedWayEntity, ProbedWayState } from './probe.entity.js';

/** How a way in stands: its last probe arrived, it failed, or none was heard of for twice as long as there should have been one. */
export const wayStates = ['working', 'failing', 'unknown'] as const;
export type WayState = (typeof wayStates)[number];

export type ProbedDay = Pick<ProbedDayEntity, 'date' | 'probes' | 'arrived' | 'expected'>;

export interface WayView extends Pick<ProbedWayState, 'channel' | 'connector' | 'name' | 'title' | 'way' | 'everySeconds' | 'probedAt' | 'lastFailure'> {
  state: WayState;
  today: Arrivals;
  last30Days: Arrivals;
}

/** `probes` counts those that should have been sent and were not, because the platform itself stood still. */
export interface Arrivals {
  probes: number;
  arrived: number;
}

/** A letter takes as long to come out of its mailbox. */
const graceMs = 40 * 60_000;
const spanDays = 30;

export const expectedOf = (everySeconds: number): number => Math.max(1, Math.floor(86_400 / everySeconds));

export function wayStateOf({ probedAt, everySeconds, failure }: ProbedWayState, now: Date): WayState {
  if (now.getTime() - new Date(probedAt).getTime() > 2 * everySeconds * 1_000 + graceMs) return 'unknown';
  return failure === null ? 'working' : 'failing';
}

/** Over thirty days up to today: a whole day has as many probes as it should have had, the first and today as many as there were. */
export function arrivalsOver(days: readonly ProbedDay[], everySeconds: number, today: BusinessDate): Arrivals {
  const byDate = new Map(days.map((day) => [day.date, day]));
  const first = [...byDate.keys()].sort()[0] ?? today;
  const sum: Arrivals = { probes: 0, arrived: 0 };
  for (let back = 0; back < spanDays; back += 1) {
    const date = addDays(today, -back);
    if (date < first) break;
    const { probes, arrived, expected } = byDate.get(date) ?? { probes: 0, arrived: 0, expected: expectedOf(everySeconds) };
    sum.probes += date === today || date === first ? probes : Math.max(probes, expected);
    sum.arrived += arrived;
  }
  return sum;
}

/** By channel, as citizens know them; what nobody has probed for thirty days is a way in no more. */
export function waysOf(ways: readonly Pick<ProbedWayEntity, 'state'>[], daysOf: (state: ProbedWayState) => readonly ProbedDay[], { now, today }: { now: Date; today: BusinessDate }): WayView[] {
  const order = (state: ProbedWayState) => [channels.indexOf(state.channel), state.name, state.connector, state.way].join(' ');
  return ways
    .map(({ state }) => state)
    .filter(({ day }) => day.date > addDays(today, -spanDays))
    .sort((one, other) => (order(one) < order(other) ? -1 : 1))
    .map((state) => {
      const days = daysOf(state);
      const { probes = 0, arrived = 0 } = days.find(({ date }) => date === today) ?? {};
      const { channel, connector, name, title, way, everySeconds, probedAt, lastFailure } = state;
      return { channel, connector, name, title, way, everySeconds, probedAt, lastFailure, state: wayStateOf(state, now), today: { probes, arrived }, last30Days: arrivalsOver(days, everySeconds, today) };
    });
}
