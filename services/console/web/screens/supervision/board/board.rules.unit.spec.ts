import { expect, it } from '@jest/globals';
import { groupsOf } from './board.rules.js';

const line = (messageId: string, code: string | null, replyDueOn: string, escalationLevel: number | null) =>
  ({ messageId, unit: code === null ? null : { code, name: code }, deadline: { replyDueOn, escalationLevel } });

it('units are ordered by how much they owe, then by how long', () => {
  const groups = groupsOf([line('1', 'water', '2026-09-22', 1), line('2', 'lamps', '2026-09-21', 2), line('3', 'lamps', '2026-09-18', 3), line('4', null, '2026-09-10', null)]);
  expect(groups.map(({ name, since, levels, lines }) => [name, since, levels, lines.length])).toEqual([
    ['lamps', '2026-09-18', [0, 1, 1], 2], ['尚未确定单位', '2026-09-10', [0, 0, 0], 1], ['water', '2026-09-22', [1, 0, 0], 1],
  ]);
});
