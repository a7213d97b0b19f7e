import { expect, it } from '@jest/globals';
import type { Message } from '../../api/schemas.js';
import { canLead, matching, mergedWith } from './lead.rules.js';

const line = { messageId: 'lead', visibility: 'public' as const, kind: 'complaint' as const, mergedInto: null };

it('leads what is public, by itself, no report and another message', () => {
  expect(canLead(line, 'mine')).toBe(true);
  expect(canLead(line, 'lead')).toBe(false);
  expect(canLead({ ...line, visibility: 'private' }, 'mine')).toBe(false);
  expect(canLead({ ...line, kind: 'report' }, 'mine')).toBe(false);
  expect(canLead({ ...line, mergedInto: { messageId: 'other', messageNumber: 'HN20260918-0001' } }, 'mine')).toBe(false);
});

it('is found by all the words of its title or by its number', () => {
  const lines = [{ title: '和平路夜间路灯不亮', messageNumber: 'HN20260918-0042' }, { title: '小区停水', messageNumber: 'HN20260918-0043' }];
  expect(matching(lines, '和平路 路灯')).toEqual([lines[0]]);
  expect(matching(lines, 'hn20260918-0043')).toEqual([lines[1]]);
  expect(matching(lines, '')).toEqual(lines);
});

it('those handled with it are the ones whose merge stands', () => {
  const into = { messageId: 'lead', messageNumber: 'HN20260918-0001' };
  const merge = (number: string, unmergedAt: string | null, lead = into) => ({ mergeId: number, message: { messageId: number, messageNumber: number }, into: lead, reason: '', mergedAt: '', unmergedAt, unmergeReason: null });
  const merges: Message['merges'] = [merge('HN20260918-0002', null), merge('HN20260918-0003', '2026-09-18T08:00:00.000Z'), merge('HN20260918-0001', null, { messageId: 'other', messageNumber: 'HN20260918-0009' })];
  expect(mergedWith({ messageId: 'lead', merges })).toEqual(['HN20260918-0002']);
});
