import { expect, it } from '@jest/globals';
import { auditSheet, changesOf, choiceOf, deedWords } from './audit.rules.js';

it('says a deed in words, and one that it does not know by its name', () => {
  expect(deedWords('contact.read')).toBe('查看联系方式');
  expect(deedWords('lamp.lit')).toBe('lamp.lit');
});

it('shows what differs, and nothing that stayed', () => {
  expect(changesOf({ before: { name: '甲局', level: 2 }, after: { name: '乙局', level: 2, kind: '部门' }, details: { reason: '更名', requestId: null } })).toEqual([
    ['名称', '甲局', '乙局'], ['kind', undefined, '部门'], ['理由', undefined, '更名'],
  ]);
  expect(changesOf({ before: null, after: null, details: { fields: ['displayName', 'phone'] } })).toEqual([['所看的项目', undefined, '姓名、电话']]);
});

it('asks for what was typed alone', () => {
  expect(choiceOf({ by: ' officer ', did: '', about: '', from: '2026-11-01', to: '2026-11-30' })).toEqual({ by: 'officer', from: '2026-11-01', to: '2026-11-30' });
  expect([choiceOf({ did: '查看联系方式' }), choiceOf({ did: '导出审计日志' }), choiceOf({ did: 'lamp.lit' })]).toEqual([{ did: 'contact.read' }, { did: 'audit-log.exported' }, { did: 'lamp.lit' }]);
});

it('is a sheet in the same words', () => {
  const entry = { position: '7', at: '2026-11-30T02:00:00.000Z', by: 'li', roles: ['auditor'], did: 'audit-log.exported', about: 'audit-log', before: { name: '甲局' }, after: { name: '乙局' }, details: { count: 3 } };
  expect(auditSheet('受理', [entry])[1]).toEqual(['受理', '7', '2026年11月30日（星期一）10:00', 'li', '审计员', '导出审计日志', 'audit-log.exported', 'audit-log', '名称：甲局 → 乙局；件数：3']);
});
