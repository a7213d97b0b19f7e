import { expect, it } from '@jest/globals';
import { actionKeys, alike, leadsFor, likenessOf, sumOf, type State } from './host.rules.js';

const question = (messageId: string, text: string | null, state: State = 'waiting', kind: 'inquiry' | 'report' = 'inquiry') => ({ messageId, state, kind, title: null, text, mergedInto: null });

it('what was received is the sum of all states, in the order in which a question goes through them', () => {
  const states: State[] = ['answered', 'waiting', 'merged', 'waiting', 'answering', 'withdrawn'];
  const { received, parts } = sumOf(states.map((state) => ({ state })));
  expect(parts).toEqual([{ state: 'waiting', count: 2 }, { state: 'answering', count: 1 }, { state: 'answered', count: 1 }, { state: 'merged', count: 1 }, { state: 'withdrawn', count: 1 }]);
  expect(parts.reduce((sum, { count }) => sum + count, 0)).toBe(received);
});

it('each deed has a letter of its own, and none that every list has', () => {
  const letters = actionKeys.map(([, letter]) => letter);
  expect(new Set(letters).size).toBe(letters.length);
  expect(letters.filter((letter) => 'jkre?'.includes(letter))).toEqual([]);
});

it('a question is merged into another that is open or answered, the likest first', () => {
  const asked = question('a', '一中路段的路灯晚上经常不亮，孩子看不清路，何时能修好？');
  const others = [question('b', '老旧小区何时改造？'), question('c', '请问一中路段路灯什么时候能亮？晚上经常不亮。', 'answered'), question('d', '一中路段的路灯何时亮？', 'not-published'), question('e', null, 'waiting', 'report')];
  const leads = leadsFor(asked, [asked, ...others]);
  expect(leads.map(({ lead }) => lead.messageId)).toEqual(['c', 'b']);
  expect(leads[0]!.likeness).toBeGreaterThanOrEqual(alike);
  expect(leads[1]!.likeness).toBeLessThan(alike);
});

it.each([['路灯不亮', '路灯不亮！', 1], ['路灯不亮', '昨晚路灯不亮了，请修', 1], ['路灯', '小区', 0], ['', '', 0], ['灯', '灯', 0]])('%s and %s have %d in common', (one, other, likeness) => expect(likenessOf(one, other)).toBe(likeness));
