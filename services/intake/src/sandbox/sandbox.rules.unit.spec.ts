import { expect, it } from '@jest/globals';
import { happeningSchemas, happeningTypes, type Happened, type HappeningType } from '../delivery/happening/happening.schemas.js';
import { readMessageNumber } from '../receipt/message-number.rules.js';
import { endingOf, exampleOf, sandboxNumberOf } from './sandbox.rules.js';

const now = new Date('2026-11-23T16:30:00Z');
const happened = (type: HappeningType, changes: object = {}) => ({ type, data: { ...exampleOf(type, { now, replyId: '0199a5d4-7c1e-7b55-9f2e-3c5b2f6b7a01', previousReplyId: null }), ...changes } }) as unknown as Happened;

it('has a number that nobody can take for that of a message', () => {
  const number = sandboxNumberOf('HN', { registeredAt: now, position: '42' });
  expect(number).toBe('TEST-HN20261124-0042');
  expect(readMessageNumber(number)).toBeNull();
  expect(readMessageNumber(number.slice('TEST-'.length))).toBe('HN20261124-0042');
});

it('says of every type what its schema asks for, at this moment', () => {
  for (const type of happeningTypes) {
    const { data } = happened(type);
    expect([type, happeningSchemas[type].strict().safeParse(type === 'message.corrected' ? { ...data, corrects: '0199a5d4-7c1e-7b55-9f2e-3c5b2f6b7a00' } : data).success]).toEqual([type, true]);
  }
  expect(happened('message.assigned').data).toMatchObject({ assignedAt: now.toISOString() });
});

it('ends as a message does', () => {
  const [ruled, upheld, replied] = [happened('message.ruled-invalid'), happened('message.objection-decided'), happened('message.replied')];
  expect(endingOf([happened('message.assigned'), happened('message.replied', { interim: true }), happened('message.extended')])).toBe('open');
  expect([endingOf([ruled]), endingOf([ruled, upheld]), endingOf([ruled, upheld, replied])]).toEqual(['ruled-invalid', 'open', 'publicly-answered']);
  expect([endingOf([happened('message.replied', { visibility: 'private' }), happened('message.withdrawn')]), endingOf([happened('message.withdrawn')]), endingOf([happened('message.transferred')])]).toEqual(['privately-answered', 'withdrawn', 'transferred']);
});
