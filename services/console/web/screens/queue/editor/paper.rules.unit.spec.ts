import { expect, it } from '@jest/globals';
import { canWrite, papersOf } from './paper.rules.js';

const refused = (code: string) => ({ action: 'extension' as const, allowed: false, reason: { code, zh: '', en: '' } });

it('a paper that others sign is drafted, one that nobody may give is not', () => {
  expect(canWrite([{ action: 'extension', allowed: true, reason: null }], 'extension')).toBe(true);
  expect(canWrite([refused('routing.sign-off-required')], 'extension')).toBe(true);
  expect(canWrite([refused('routing.extension-exists')], 'extension')).toBe(false);
  expect(canWrite([], 'extension')).toBe(false);
});

it('what is to be handled anew is answered anew first', () => {
  expect(papersOf({ renewals: [] }).map(({ kind }) => kind)).toEqual(['reply', 'interim-reply', 'extension']);
  const renewal = { renewalId: 'r', unit: { code: 'urban', name: '市城市管理局' }, reason: '说明原因', dueOn: '2026-09-25', orderedAt: '2026-09-21T01:00:00.000Z' };
  expect(papersOf({ renewals: [renewal] })[0]).toMatchObject({ kind: 'renewed-reply', title: '二次办理答复' });
});
