import { channels, type ChannelName } from '@wenzheng/contracts';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { describedPolicy, shippedPolicies, stated, valuesOf } from './default-policy.rules.js';
import { faultOf } from './limits.rules.js';
import { policyOn, type LadderRule, type PolicyValues } from './policy.rules.js';

const shipped = (channel: ChannelName): PolicyValues => valuesOf(policyOn(shippedPolicies, channel, '2026-09-18').rules);
const board = (change: Partial<PolicyValues>) => faultOf('board', { ...shipped('board'), ...change });
const ladder = (change: (rule: LadderRule) => LadderRule[]): Partial<PolicyValues> => ({ ladder: shipped('board').ladder.flatMap(change) });
const code = (name: string) => `deadline-supervision.policy-${name}`;

describe('a policy for 市民心声', () => {
  it.each([
    ['R09: the reply past 3', { replyWorkingDays: 4 }, 'reply-past-stated'],
    ['R11: the cap past 10', { finalWorkingDays: 11 }, 'cap-past-stated'],
    ['R10: the explanation past 3', { extensionWithinWorkingDays: 4 }, 'extension-past-stated'],
    ['R10: a second extension', { extensions: 2 }, 'second-extension'],
  ])('%s is refused', (_, change, fault) => expect(board(change)).toBe(code(fault)));

  it('may promise more than the regulation asks for, and says that this is ours', () => {
    const stricter = { ...shipped('board'), replyWorkingDays: 2, extensionWithinWorkingDays: 2, extensions: 0 };
    expect(faultOf('board', stricter)).toBeNull();
    const { replyWorkingDays, finalWorkingDays } = describedPolicy('board', stricter);
    expect([replyWorkingDays.basis, finalWorkingDays.basis]).toEqual(['default', 'stated']);
  });

  it('R09–R11: whatever is not refused keeps within 3, 10 and one extension, and on other channels nothing is stated', () => {
    const small = fc.integer({ min: 0, max: 20 });
    fc.assert(
      fc.property(fc.constantFrom(...channels), small, small, small, small, (channel, reply, final, extension, extensions) => {
        const values = { ...shipped(channel), replyWorkingDays: reply + 1, finalWorkingDays: final + 1, extensionWithinWorkingDays: extension, extensions };
        if (faultOf(channel, values)) return;
        expect(values.replyWorkingDays <= values.finalWorkingDays && extension <= values.replyWorkingDays).toBe(true);
        if (channel === 'board') {
          expect([values.replyWorkingDays <= stated.replyWorkingDays, values.finalWorkingDays <= stated.finalWorkingDays, extensions <= 1]).toEqual([true, true, true]);
        } else {
          expect(Object.values(describedPolicy(channel, values)).flat().filter(({ basis }) => basis === 'stated')).toEqual([]);
        }
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('a ladder', () => {
  it.each<[string, Partial<PolicyValues>, string]>([
    ['with a step twice', ladder((rule) => (rule.step === 'urging' ? [rule, rule] : [rule])), 'step-twice'],
    ['without overdue', ladder((rule) => (rule.step === 'overdue' ? [] : [rule])), 'overdue-moved'],
    ['where overdue waits for a signature', ladder((rule) => [rule.step === 'overdue' ? { ...rule, issue: 'on-signature' } : rule]), 'overdue-moved'],
    ['where overdue comes a day late', ladder((rule) => [rule.step === 'overdue' ? { ...rule, workingDays: 1 } : rule]), 'overdue-moved'],
    ['where level 1 waits for a signature', ladder((rule) => [rule.step === 'escalation-1' ? { ...rule, issue: 'on-signature' } : rule]), 'silent-overdue'],
    ['that reminds after the due date', ladder((rule) => [rule.step === 'reminder' ? { ...rule, workingDays: 1 } : rule]), 'reminder-late'],
    ['that urges before it is overdue', ladder((rule) => [rule.step === 'urging' ? { ...rule, at: '09:00' } : rule]), 'step-early'],
  ])('%s is refused', (_, change, fault) => expect(board(change)).toBe(code(fault)));

  it('may leave later steps to an officer, or out', () => {
    expect(board(ladder((rule) => (rule.step === 'escalation-3' ? [] : [rule.step === 'urging' ? { ...rule, issue: 'on-signature' } : rule])))).toBeNull();
  });
});

describe('the policy of a day', () => {
  const [first] = shippedPolicies;
  const later = { ...first!, version: '2011-118.2', effectiveFrom: '2027-01-01' };
  it.each([['2026-12-31', '2011-118.1'], ['2027-01-01', '2011-118.2'], ['2005-01-01', '2011-118.1']])('%s → %s', (date, version) => {
    expect(policyOn([...shippedPolicies, later], later.channel, date).version).toBe(version);
  });
});
