// Histories for the specs of the deadline: facts as they would be kept, in the order of one message's life.
import { shippedPolicies } from '../../rulebook/policy/default-policy.rules.js';
import { policyOn, type Policy } from '../../rulebook/policy/policy.rules.js';
import type { SessionChannel } from '@wenzheng/contracts';
import type { Fact, FactData, FactType } from '../fact.rules.js';

export const messageId = '00000000-0000-4000-8000-000000000001';
export const sessionId = '00000000-0000-4000-8000-000000000002';
export const unit = { code: 'city.housing', name: '市住建局' };
export const policy: Policy = policyOn(shippedPolicies, 'board', '2026-09-18');

let counter = 0;
export const uuid = (n: number): string => `00000000-0000-4000-9000-${String(n).padStart(12, '0')}`;

function fact<Type extends FactType>(type: Type, data: Omit<FactData<Type>, 'messageId'>, sequence = 1): Fact {
  counter += 1;
  return { eventId: uuid(counter), messageId, type, sequence, data: { messageId, ...data } } as unknown as Fact;
}

export const registered = (registeredAt: string, more: Partial<FactData<'registered'>> = {}) =>
  fact('registered', {
    messageNumber: '20260918-0001', channel: 'board', registeredAt, occurredAt: registeredAt, kind: 'complaint', visibility: 'public',
    addressedUnit: null, authorHash: '0'.repeat(64), sessionId: null, historical: false, ...more,
  });
export const assigned = (sequence = 1, to = unit) =>
  fact('assigned', { unit: to, assignedAt: '2026-09-18T08:00:00Z', by: 'remit', reason: '职责范围' }, sequence);
export const returned = (sequence: number) =>
  fact('returned', { unit, returnedAt: '2026-09-18T09:00:00Z', reason: '不属本单位', suggestedUnit: null }, sequence);
export const submitted = (submittedAt: string, n = 1, interim = false) =>
  fact('reply-submitted', { replyId: uuid(900 + n), unit, interim, submittedAt, historical: false });
/** 更正, 补充 of the nth reply: submitted and published, or the one without the other. */
export const amendment = (submittedAt: string, publishedAt: string, n: number, field: 'corrects' | 'supplements', m: number): [Fact, Fact] => {
  const data = { replyId: uuid(950 + m), unit, interim: false, submittedAt, historical: false, [field]: uuid(900 + n) };
  return [fact('reply-submitted', data), fact('reply-published', { ...data, visibility: 'public', publishedAt, path: '/messages/1' })];
};
export const gateReturned = (returnedAt: string, n = 1) =>
  fact('reply-returned', { replyId: uuid(900 + n), unit, returnedAt, reasons: ['no-substance'] });
export const published = (submittedAt: string, publishedAt: string, n = 1, more: Partial<FactData<'reply-published'>> = {}) =>
  fact('reply-published', {
    replyId: uuid(900 + n), unit, visibility: 'public', interim: false, submittedAt, publishedAt, path: '/messages/1', historical: false, ...more,
  });
export const extensionSubmitted = (submittedAt: string, newDueOn: string, n = 1) =>
  fact('extension-submitted', { extensionId: uuid(800 + n), unit, reason: '需现场勘查', newDueOn, submittedAt });
export const extensionPublished = (submittedAt: string, publishedAt: string, newDueOn: string, n = 1) =>
  fact('extension-published', { extensionId: uuid(800 + n), unit, reason: '需现场勘查', newDueOn, submittedAt, publishedAt });

export const ruledInvalid = (ruledAt: string, n = 1, ground: FactData<'ruled-invalid'>['ground'] = 'advertising') =>
  fact('ruled-invalid', { rulingId: uuid(700 + n), proposedBy: null, ground, reason: '商业广告', guidance: '可向市场监管部门了解', objectionUntil: null, ruledAt }, n);
export const objectionDecided = (outcome: 'upheld' | 'rejected', n = 1) =>
  fact('objection-decided', { objectionId: uuid(600 + n), rulingId: uuid(700 + n), outcome, reason: '复核', decidedAt: '2026-09-25T08:00:00Z' });
export const transferred = (sentAt: string, transferredAt = sentAt) =>
  fact('transferred', {
    transferId: uuid(500), to: { kind: 'petition', name: '市信访局' }, reason: '信访事项', sentAt, receipt: { number: '信访〔2026〕1号', receivedAt: transferredAt }, transferredAt,
  });
export const withdrawn = (withdrawnAt: string) => fact('withdrawn', { withdrawnAt, reason: null });

export const sessionScheduled = (startsAt: string, endsAt: string, channel: SessionChannel = 'interview') =>
  fact('session-scheduled', { sessionId, sessionNumber: 'HN-FT2026-001', channel, unit, startsAt, endsAt, scheduledAt: '2008-01-01T00:00:00Z' });
export const sessionPostponed = (sequence: number, postponedAt: string, startsAt: string, endsAt: string) =>
  fact('session-postponed', { sessionId, startsAt, endsAt, reason: '防汛会商', postponedAt }, sequence);
export const sessionCancelled = (sequence: number, cancelledAt: string) => fact('session-cancelled', { sessionId, reason: '职责划转', cancelledAt }, sequence);
