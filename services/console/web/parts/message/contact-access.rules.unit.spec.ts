import { expect, it } from '@jest/globals';
import { contactAccess, type Asked } from './contact-access.rules.js';

const now = new Date('2026-09-21T10:00:00+08:00');
const action = (allowed: boolean, code = '', zh = '') => ({ action: 'request-identity' as const, allowed, reason: allowed ? null : { code, zh, en: '' } });
const asked = (changes: Partial<Asked>): Asked => ({ requester: '李明', requestedAt: '2026-09-21T01:00:00.000Z', decision: null, reason: null, until: null, endedAt: null, ...changes });
const taken = action(false, 'routing.identity-requested', '您的身份查阅申请正在等待决定。');

it('whose role neither reads nor asks is told so', () => {
  expect(contactAccess({ allowedActions: [], identityRequests: [] }, '李明', now)).toEqual({ how: 'closed', why: '您的岗位不查看联系方式。' });
});

it('what is not sealed for the office is read with a purpose alone', () => {
  expect(contactAccess({ allowedActions: [action(false, 'routing.identity-not-sealed')], identityRequests: [] }, '李明', now)).toEqual({ how: 'read' });
});

it('what is sealed is asked for, and a refusal stays in sight', () => {
  expect(contactAccess({ allowedActions: [action(true)], identityRequests: [] }, '李明', now)).toEqual({ how: 'ask' });
  expect(contactAccess({ allowedActions: [action(true)], identityRequests: [asked({ decision: 'refused', reason: '用途不明' })] }, '李明', now)).toEqual({ how: 'ask', refusedBefore: '用途不明' });
});

it('who has asked waits; who was granted it reads until the grant ends, and nobody else does', () => {
  const grant = asked({ decision: 'granted', until: '2026-09-21T02:30:00.000Z' });
  expect(contactAccess({ allowedActions: [taken], identityRequests: [asked({})] }, '李明', now)).toEqual({ how: 'wait', since: '2026-09-21T01:00:00.000Z' });
  expect(contactAccess({ allowedActions: [taken], identityRequests: [grant] }, '李明', now)).toEqual({ how: 'read', until: '2026-09-21T02:30:00.000Z' });
  expect(contactAccess({ allowedActions: [action(true)], identityRequests: [grant] }, '李明', new Date('2026-09-21T11:00:00+08:00'))).toEqual({ how: 'ask' });
  expect(contactAccess({ allowedActions: [action(true)], identityRequests: [grant] }, '王芳', now)).toEqual({ how: 'ask' });
  expect(contactAccess({ allowedActions: [action(true)], identityRequests: [{ ...grant, endedAt: '2026-09-21T01:30:00.000Z' }] }, '李明', now)).toEqual({ how: 'ask' });
});

it('a unit that the report complains of is told why it may not ask', () => {
  expect(contactAccess({ allowedActions: [action(false, 'routing.identity-closed-to-unit', '被举报的单位不得申请查阅举报人身份。')], identityRequests: [] }, '李明', now))
    .toEqual({ how: 'closed', why: '被举报的单位不得申请查阅举报人身份。' });
});
