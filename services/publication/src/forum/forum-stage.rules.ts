import type { ForumState } from './forum.entity.js';

/** How far a forum has come, as the public reads it. */
export type ForumStage = 'announced' | 'signing-up' | 'to-be-drawn' | 'drawn' | 'taking-place' | 'over' | 'minuted' | 'cancelled';

export function stageOf({ state, signUp, draw, minutes, startsAt, endsAt }: Pick<ForumState, 'state' | 'signUp' | 'draw' | 'minutes' | 'startsAt' | 'endsAt'>, now: Date): ForumStage {
  const isPast = (instant: string): boolean => new Date(instant) <= now;
  if (state === 'cancelled') return 'cancelled';
  if (minutes) return 'minuted';
  if (isPast(endsAt)) return 'over';
  if (isPast(startsAt)) return 'taking-place';
  if (draw) return 'drawn';
  if (isPast(signUp.until)) return 'to-be-drawn';
  return isPast(signUp.from) ? 'signing-up' : 'announced';
}

/** Of the points that were raised: how many were answered on the spot, and how many became messages. Each is one of the two. */
export function pointFigures(points: NonNullable<ForumState['minutes']>['points']) {
  const messages = points.filter(({ messageNumber }) => messageNumber !== null).length;
  return { raised: points.length, onTheSpot: points.length - messages, messages };
}

/** Selected and waiting, by group, in the order in which the groups were announced; then the rest. */
export function lotFigures({ groups, draw }: Pick<ForumState, 'groups' | 'draw'>): { group: string; seats: number | null; signedUp: number; selected: number }[] {
  const entries = draw?.entries ?? [];
  const names = [...new Set([...groups.map(({ name }) => name), ...entries.map(({ group }) => group)])];
  return names.map((group) => {
    const ofGroup = entries.filter((entry) => entry.group === group);
    return { group, seats: groups.find(({ name }) => name === group)?.seats ?? null, signedUp: ofGroup.length, selected: ofGroup.filter(({ lot }) => lot === 'selected').length };
  });
}
