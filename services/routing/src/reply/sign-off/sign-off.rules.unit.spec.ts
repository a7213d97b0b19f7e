import { describe, expect, it } from '@jest/globals';
import type { UnitPost } from '../../unit/person/person.rules.js';
import { defaultPolicy, draftActs, policyFor, postsFor, refusalOfAct, refusalOfPerson, stepsOf, type DecidedPolicy, type DraftAct, type DraftState, type SignOffStep } from './sign-off.rules.js';

const posts: readonly UnitPost[] = ['web-admin', 'backup', 'reviewer', 'principal'];
const either: SignOffStep = ['reviewer', 'principal'];
const two: SignOffStep[] = [['reviewer'], ['principal']];
const three: SignOffStep[] = [['reviewer'], ['reviewer'], ['principal']];

/** What each post may do with a draft: the whole matrix, line by line. */
const matrix: [DraftState, SignOffStep[], number, Partial<Record<UnitPost, DraftAct[]>>][] = [
  ['drafting', [], 0, { 'web-admin': ['save', 'attach', 'submit', 'discard'], backup: ['save', 'attach', 'submit', 'discard'] }],
  ['in-sign-off', [either], 0, { 'web-admin': ['withdraw'], backup: ['withdraw'], reviewer: ['save', 'send-back', 'sign', 'refer'], principal: ['save', 'send-back', 'sign', 'refer'] }],
  ['in-sign-off', two, 0, { 'web-admin': ['withdraw'], backup: ['withdraw'], reviewer: ['save', 'approve', 'send-back', 'refer'] }],
  ['in-sign-off', two, 1, { 'web-admin': ['withdraw'], backup: ['withdraw'], principal: ['save', 'send-back', 'sign', 'refer'] }],
  ['in-sign-off', three, 0, { 'web-admin': ['withdraw'], backup: ['withdraw'], reviewer: ['save', 'approve', 'send-back', 'refer'] }],
  ['in-sign-off', three, 1, { 'web-admin': ['withdraw'], backup: ['withdraw'], reviewer: ['save', 'approve', 'send-back', 'refer'] }],
  ['in-sign-off', three, 2, { 'web-admin': ['withdraw'], backup: ['withdraw'], principal: ['save', 'send-back', 'sign', 'refer'] }],
  ['signed', [either], 0, {}],
  ['discarded', [], 0, {}],
  ['reassigned', [either], 0, {}],
];

describe('post × step × state', () => {
  it.each(matrix)('%s, steps %j, step %d: %j', (state, steps, step, expected) => {
    const draft = { state, steps, step };
    for (const post of posts) {
      const may = draftActs.filter((act) => refusalOfAct(act, draft) === null && postsFor(act, draft).includes(post));
      expect([post, may]).toEqual([post, expected[post] ?? []]);
    }
  });
});

describe('the policy of a message', () => {
  const decided = (unitCode: string | null, kind: 'complaint' | null, steps: SignOffStep[] | null): DecidedPolicy => ({ unitCode, kind, steps, drafterMaySign: true });

  it.each<[string, DecidedPolicy[], readonly SignOffStep[]]>([
    ['one step, unless something was decided', [], defaultPolicy.steps],
    ['the city’s', [decided(null, null, two)], two],
    ['before it, of the kind', [decided(null, null, two), decided(null, 'complaint', [])], []],
    ['before that, of the unit', [decided(null, 'complaint', []), decided('water', null, three)], three],
    ['before all, of both', [decided('water', null, three), decided('water', 'complaint', two)], two],
    ['the more general one, where it was lifted', [decided(null, null, two), decided('water', null, null)], two],
    ['never another unit’s', [decided('roads', null, three)], defaultPolicy.steps],
  ])('is %s', (_, all, steps) => expect(policyFor(all, 'water', 'complaint').steps).toEqual(steps));
});

describe('a step that nobody of the unit can take', () => {
  it.each<[string, UnitPost[], SignOffStep[]]>([
    ['falls away', ['web-admin', 'reviewer'], [['reviewer']]],
    ['stays, where somebody can', ['reviewer', 'principal'], two],
    ['leaves the web admin alone to sign', ['web-admin', 'backup'], []],
  ])('%s', (_, held, steps) => expect(stepsOf({ steps: two, drafterMaySign: true }, new Set(held))).toEqual(steps));
});

describe('nobody', () => {
  it.each([
    ['takes two steps of one sign-off', 'rev', ['rev'], 'admin', true, 'routing.step-by-another'],
    ['signs the own words where the policy forbids it', 'rev', [], 'rev', false, 'routing.drafter-cannot-sign'],
    ['is kept from them where it does not', 'rev', [], 'rev', true, null],
    ['is kept from another’s words', 'pri', ['rev'], 'rev', false, null],
  ])('%s', (_, subject, takenBefore, writtenBy, drafterMaySign, refusal) => {
    expect(refusalOfPerson(subject, { takenBefore, writtenBy }, { steps: two, drafterMaySign })).toBe(refusal);
  });
});
