import type { LiveSession } from '../../../api/schemas.js';

export interface Closing {
  attendance: 'held' | 'held-without-principal';
  name: string;
  post: string;
  absenceReason: string;
  summary: string;
}

/** What is still to be filled in (R15): as held only with the principal; without, who answered instead, and why. */
export function missingOf({ attendance, name, post, absenceReason }: Closing, { principal }: Pick<LiveSession, 'principal'>): string | null {
  const isNamed = name.trim() !== '' && post.trim() !== '';
  if (attendance === 'held') return principal || isNamed ? null : '请填写到场的主要负责人姓名和职务。';
  if (!isNamed) return '请填写代为答复的人姓名和职务。';
  return absenceReason.trim() === '' ? '请填写主要负责人未到场的理由。' : null;
}

export function closingBody({ attendance, name, post, absenceReason, summary }: Closing) {
  const named = name.trim() !== '' && post.trim() !== '';
  return {
    attendance,
    ...(named && { attendedBy: { name: name.trim(), post: post.trim() } }),
    ...(attendance !== 'held' && { absenceReason: absenceReason.trim() }),
    ...(summary.trim() !== '' && { summary: summary.trim() }),
  };
}
