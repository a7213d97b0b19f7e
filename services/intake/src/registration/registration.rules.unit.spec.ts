import { describe, expect, it } from '@jest/globals';
import type { MessageBody } from '../message/message-body.js';
import { isInFuture } from '../message/message.rules.js';
import { refusalOf } from './registration.rules.js';

const now = new Date('2026-11-23T09:00:00+08:00');
const body: MessageBody = {
  externalId: 'p-1',
  occurredAt: '2026-11-23T08:59:00+08:00',
  author: { externalId: 'u-1' },
  text: '和平路夜间路灯不亮。',
};

describe('refusals', () => {
  it('a channel may be five minutes ahead of us and no more', () => {
    expect(isInFuture(new Date('2026-11-23T09:05:00+08:00'), now)).toBe(false);
    expect(refusalOf({ ...body, occurredAt: '2026-11-23T09:05:00.001+08:00' }, now, { takesAttachments: true })).toBe('intake.occurred-in-future');
  });

  it('attachments need a place', () => {
    const withOne = { ...body, attachments: [{ externalId: 'a', name: '路灯.jpg' }] };
    expect(refusalOf(withOne, now, { takesAttachments: true })).toBeNull();
    expect(refusalOf(withOne, now, { takesAttachments: false })).toBe('intake.attachments-not-accepted');
    expect(refusalOf({ ...body, attachments: [] }, now, { takesAttachments: false })).toBeNull();
  });
});
