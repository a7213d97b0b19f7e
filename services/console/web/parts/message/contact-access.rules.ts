import type { AllowedAction, Message } from '../../api/schemas.js';

/** How somebody comes to the contact details of a message: reads them, asks for them, waits for a decision, or not at all. */
export type ContactAccess = { how: 'read'; until?: string } | { how: 'ask'; refusedBefore?: string } | { how: 'wait'; since: string } | { how: 'closed'; why: string };

export type Asked = Pick<Message['identityRequests'][number], 'requester' | 'requestedAt' | 'decision' | 'reason' | 'until' | 'endedAt'>;

const elsewhere = '您的岗位不查看联系方式。';

/** The services decide; by what routing says of the action this tells which of the two, intake's reading or the request for it, comes next. */
export function contactAccess({ allowedActions, identityRequests }: { allowedActions: readonly AllowedAction[]; identityRequests: readonly Asked[] }, name: string, now: Date): ContactAccess {
  const asking = allowedActions.find(({ action }) => action === 'request-identity');
  if (!asking) return { how: 'closed', why: elsewhere };
  if (asking.reason?.code === 'routing.identity-not-sealed') return { how: 'read' };
  const mine = identityRequests.filter(({ requester }) => requester === name);
  const granted = mine.find(({ until, endedAt }) => until !== null && endedAt === null && new Date(until) > now);
  if (granted?.until) return { how: 'read', until: granted.until };
  const waiting = mine.find(({ decision }) => decision === null);
  if (waiting && !asking.allowed) return { how: 'wait', since: waiting.requestedAt };
  if (!asking.allowed) return { how: 'closed', why: asking.reason?.zh ?? elsewhere };
  const refused = mine.findLast(({ decision }) => decision === 'refused');
  return { how: 'ask', ...(refused?.reason && { refusedBefore: refused.reason }) };
}
