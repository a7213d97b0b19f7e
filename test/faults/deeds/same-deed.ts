import type { Deed } from './traffic.js';

/** What tells one deed from another of its kind. */
const ids = ['draftId', 'disputeId', 'transferId', 'objectionId', 'rulingId', 'mergeId', 'ratingId', 'renewalId', 'hidingId', 'messageNumber', 'withdrawnAt'];

/** Answers to one deed all tell of the same. */
export function assertSame(deed: Deed, bodies: readonly object[]): void {
  const made = new Set(bodies.map((body) => JSON.stringify(Object.entries(body).filter(([name]) => ids.includes(name) || (name === 'paperId' && deed.kind === 'sign')))));
  if (made.size > 1) throw new Error(`${deed.kind} of ${deed.about} was answered as two deeds: ${[...made].join(' and ')}`);
}
