import { describe, expect, it } from '@jest/globals';
import { Contract, type Exchange } from '../support/contract.js';

const intake = Contract.of('intake');
const routing = Contract.of('routing');

const receipt = {
  messageId: '0199f0a2-7c11-7a55-9a3e-0d7f5a3c1b01',
  messageNumber: 'HN20260918-0042',
  trackingCode: 'K7MD-2QXT-9HVB-4RWE-P',
  registeredAt: '2026-09-18T07:20:00.000Z',
};
const message = { externalId: 'a1', occurredAt: '2026-09-18T07:00:00Z', author: { externalId: 'c1' }, text: '路灯不亮' };
const problem = {
  type: 'urn:wenzheng:problem:intake.external-id-conflict',
  title: '冲突',
  status: 409,
  detail: '冲突',
  code: 'intake.external-id-conflict',
  instance: 'urn:uuid:0199f0a2-7c11-7a55-9a3e-0d7f5a3c1b01',
};

interface Changes {
  method?: string;
  address?: string;
  authorization?: string | null;
  body?: unknown;
  status?: number;
  type?: string;
  location?: string | null;
  answer?: unknown;
  text?: string;
}

/** A push that is taken, with changes. */
function push(changes: Changes = {}): Exchange {
  const { method = 'POST', address = '/v1/channels/board/messages', authorization = 'Bearer k', body = message, status = 201 } = changes;
  const { type = 'application/json; charset=utf-8', location = '/v1/channels/board/messages/a1', answer = receipt, text = JSON.stringify(answer) } = changes;
  return {
    method,
    address,
    request: { headers: { 'content-type': 'application/json', ...(authorization ? { authorization } : {}) }, body: JSON.stringify(body) },
    response: { status, headers: new Headers({ 'content-type': type, ...(location ? { location } : {}) }), text },
  };
}

describe('an exchange as it is documented', () => {
  it.each<[string, Changes]>([
    ['a message that is taken', {}],
    ['the same again', { status: 200 }],
    ['a message that is refused, and is wrong', { body: { text: 7 }, status: 400, type: 'application/problem+json', answer: { ...problem, status: 400, code: 'invalid-request' } }],
    ['a conflict', { status: 409, type: 'application/problem+json', answer: problem }],
    ['what stands beside the document', { method: 'GET', address: '/openapi.json', answer: {} }],
  ])('passes: %s', (_, changes) => {
    expect(intake.faultsOf(push(changes))).toEqual([]);
  });

  it.each<[string, Changes, RegExp]>([
    ['an undocumented route', { address: '/v1/secrets' }, /route is not documented/],
    ['an undocumented method', { method: 'DELETE' }, /route is not documented/],
    ['an undocumented status', { status: 202 }, /status 202/],
    ['an undocumented content type', { type: 'text/plain' }, /content type text\/plain/],
    ['a problem that is sent as ordinary JSON', { status: 409, answer: problem }, /content type application\/json/],
    ['a field that is not documented', { answer: { ...receipt, phone: '13855400001' } }, /additional/],
    ['a field that is missing', { answer: { ...receipt, trackingCode: undefined } }, /trackingCode/],
    ['a field of another shape', { answer: { ...receipt, registeredAt: 'yesterday' } }, /registeredAt/],
    ['a code that this operation does not list', { status: 409, type: 'application/problem+json', answer: { ...problem, code: 'intake.secret' } }, /code/],
    ['an answer that is not JSON', { text: 'taken' }, /answer/],
    ['a header that is missing', { location: null }, /header location/],
    ['a body that the document refuses and the service takes', { body: { ...message, mood: 'calm' } }, /was taken although body/],
    ['a path that the document refuses and the service takes', { address: '/v1/channels/pigeon/messages' }, /was taken although channel/],
    ['a query that is not documented and is taken', { address: '/v1/channels/board/messages?x=1' }, /was taken although \?x/],
    ['a call without credentials that is answered', { authorization: null }, /bears no credentials/],
  ])('fails: %s', (_, changes, fault) => {
    const faults = intake.faultsOf(push(changes));
    expect(faults.join('\n')).toMatch(fault);
    expect(() => intake.check(push(changes))).toThrow(fault);
  });

  it('fails where a field deep in the answer is not documented', () => {
    const item = {
      messageId: receipt.messageId, messageNumber: 'x', channel: 'board', registeredAt: receipt.registeredAt, kind: null, visibility: 'public', title: '',
      historical: false, state: 'holding-pen', ending: 'open', unit: null, firstAsked: null, assignedAt: null, assignedBy: null, inSignOff: false, returns: 0, designated: false, mergedInto: null, holdingPen: null,
      deadline: {
        replyDueOn: null, replyDueAt: null, finalDueOn: null, finalDueAt: null, provisional: null, overdueSince: null, remindedAt: null, urgedAt: null, escalationLevel: null, closedAt: null,
        submittedInTime: null,
      },
    };
    const list = (items: object[]): Exchange => ({
      method: 'GET',
      address: '/v1/messages?limit=10',
      request: { headers: { authorization: 'Bearer t' } },
      response: { status: 200, headers: new Headers({ 'content-type': 'application/json' }), text: JSON.stringify({ items, next: null }) },
    });
    expect(routing.faultsOf(list([item]))).toEqual([]);
    expect(routing.faultsOf(list([{ ...item, deadline: { ...item.deadline, mood: 'calm' } }])).join()).toMatch(/mood/);
  });
});
