import type { Forum } from './forum.entity.js';
import type { LiveSession } from '../../session/session.entity.js';

type Announced = Pick<Forum, 'seats' | 'groups' | 'signUpFrom' | 'signUpUntil'>;
type Standing = Pick<LiveSession, 'channel' | 'state' | 'startsAt' | 'closedAt'>;

/** Why a forum cannot be announced so. */
export function announcementRefusal(session: Standing, { seats, groups, signUpFrom, signUpUntil }: Announced, now: Date) {
  if (session.channel !== 'forum') return 'intake.session-not-found';
  if (session.state === 'cancelled') return 'intake.session-cancelled';
  if (now >= session.startsAt) return 'intake.session-begun';
  if (signUpFrom >= signUpUntil || signUpUntil <= now || signUpUntil >= session.startsAt) return 'intake.forum-sign-up-times-wrong';
  const kept = groups.reduce((sum, group) => sum + group.seats, 0);
  return kept > seats || new Set(groups.map(({ name }) => name)).size < groups.length ? 'intake.forum-quotas-wrong' : null;
}

/** Why nobody can sign up now. */
export function signUpRefusal({ state }: Pick<LiveSession, 'state'>, { signUpFrom, signUpUntil, drawnAt }: Pick<Forum, 'signUpFrom' | 'signUpUntil' | 'drawnAt'>, now: Date): 'cancelled' | 'early' | 'late' | null {
  if (state === 'cancelled') return 'cancelled';
  if (now < signUpFrom) return 'early';
  return now >= signUpUntil || drawnAt ? 'late' : null;
}

export function drawRefusal({ state }: Pick<LiveSession, 'state'>, { signUpUntil }: Pick<Forum, 'signUpUntil'>, now: Date) {
  if (state === 'cancelled') return 'intake.session-cancelled';
  return now < signUpUntil ? 'intake.forum-sign-up-open' : null;
}

/** What was raised is recorded from the beginning until the minutes are published. */
export function pointRefusal({ state, startsAt }: Standing, { minutesAt }: Pick<Forum, 'minutesAt'>, now: Date) {
  if (state === 'cancelled') return 'intake.session-cancelled';
  if (now < startsAt) return 'intake.forum-not-begun';
  return minutesAt ? 'intake.forum-minuted' : null;
}

/** 纪要 say who came (R31, R32): the session is closed, and the lot was drawn. */
export function minutesRefusal({ state, closedAt }: Standing, { minutesAt, drawnAt }: Pick<Forum, 'minutesAt' | 'drawnAt'>, { invited, attended, signedUp }: { invited: number; attended: number; signedUp: number }) {
  if (state === 'cancelled') return 'intake.session-cancelled';
  if (minutesAt) return 'intake.forum-minuted';
  if (!closedAt) return 'intake.forum-not-closed';
  if (!drawnAt) return 'intake.forum-not-drawn';
  return attended > invited || invited > signedUp ? 'intake.forum-attendance-wrong' : null;
}
