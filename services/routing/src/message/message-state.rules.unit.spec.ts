import { describe, expect, it } from '@jest/globals';
import type { MessageEnd } from '@wenzheng/contracts';
import { computeState, messageStates, refusalOf, type MessageAction, type MessageFacts, type ReviewFact } from './message-state.rules.js';

const facts = (fields: Partial<MessageFacts>): MessageFacts => ({ registered: true, unitCode: 'water', replies: [], reviews: [], ends: [], ...fields });
const at = (hour: number) => new Date(Date.UTC(2026, 10, 24, hour));
const end = (ending: MessageEnd['ending'], hour: number): MessageEnd => ({ ending, at: at(hour) });
const review = (fields: Partial<ReviewFact>): ReviewFact => ({ outcome: 'published', interim: false, visibility: 'public', sequence: 1, decidedAt: at(10), ...fields });

describe('a message is', () => {
  it.each<[string, Partial<MessageFacts>, string, string]>([
    ['unregistered while only early facts are known', { registered: false, unitCode: null }, 'unregistered', 'open'],
    ['in the holding pen without a unit', { unitCode: null }, 'holding-pen', 'open'],
    ['assigned with a unit', {}, 'assigned', 'open'],
    ['in review with a reply', { replies: [{ interim: false, isReviewed: false }] }, 'in-review', 'open'],
    ['still assigned with an interim reply alone', { replies: [{ interim: true, isReviewed: false }] }, 'assigned', 'open'],
    [
      'assigned again once its reply came back',
      { replies: [{ interim: false, isReviewed: true }], reviews: [review({ outcome: 'returned', interim: null, visibility: null })] },
      'assigned',
      'open',
    ],
    ['still assigned when an interim reply is published: it stops nothing', { reviews: [review({ interim: true })] }, 'assigned', 'open'],
    ['publicly answered once a reply is published', { reviews: [review({})] }, 'answered', 'publicly-answered'],
    ['privately answered where the reply is private', { reviews: [review({ visibility: 'private' })] }, 'answered', 'privately-answered'],
    ['answered even if it had been returned to the holding pen before the news came', { unitCode: null, reviews: [review({})] }, 'answered', 'publicly-answered'],
    ['ruled invalid', { ends: [end('ruled-invalid', 9)] }, 'ruled-invalid', 'ruled-invalid'],
    ['withdrawn, out of the holding pen too', { unitCode: null, ends: [end('withdrawn', 9)] }, 'withdrawn', 'withdrawn'],
    ['answered where the reply was published before it was withdrawn', { reviews: [review({})], ends: [end('withdrawn', 11)] }, 'answered', 'publicly-answered'],
    ['withdrawn where it was withdrawn before the reply was published', { reviews: [review({})], ends: [end('withdrawn', 9)] }, 'withdrawn', 'withdrawn'],
    ['unregistered, yet its ending is known', { registered: false, reviews: [review({})] }, 'unregistered', 'publicly-answered'],
  ])('%s', (_, fields, state, ending) => {
    expect(computeState(facts(fields))).toEqual({ state, ending });
  });

  it('the same whatever order its facts came in', () => {
    const reviews = [review({ sequence: 3 }), review({ interim: true, sequence: 2 }), review({ outcome: 'returned', interim: null, sequence: 1 })];
    const states = [reviews, [...reviews].reverse()].map((order) => computeState(facts({ reviews: order })));
    expect(states[0]).toEqual(states[1]);
  });
});

describe('what may be done in which state', () => {
  const allowed = (action: MessageAction) => messageStates.filter((state) => refusalOf(action, state) === null);

  it.each<[MessageAction, string[]]>([
    ['assign', ['holding-pen', 'assigned']],
    ['return', ['assigned']],
    ['reply', ['assigned']],
    ['interim-reply', ['assigned', 'in-review']],
    ['extension', ['assigned', 'in-review']],
    ['correction', ['assigned', 'in-review', 'answered']],
    ['supplement', ['assigned', 'in-review', 'answered']],
    ['propose-ruling', ['assigned']],
    ['rule', ['holding-pen', 'assigned']],
    ['transfer', ['holding-pen', 'assigned']],
    ['decide-objection', ['ruled-invalid']],
  ])('%s: %p', (action, states) => {
    expect(allowed(action)).toEqual(states);
  });
});
