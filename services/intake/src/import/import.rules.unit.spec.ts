import { describe, expect, it } from '@jest/globals';
import { importSchema, readLine } from './import.rules.js';

const now = new Date('2026-11-23T09:00:00+08:00');
const request = { channel: 'mailbox' as const, unit: 'CG', messages: [] };
const line = { externalId: 'fj4-1', author: { externalId: 'A1' }, title: '路灯', text: '不亮', registeredAt: '2019-04-24T15:40:04+08:00' };

describe('an imported line', () => {
  it('was registered when the file says and written then too', () => {
    expect(readLine(request, line, now)).toMatchObject({
      registeredAt: new Date('2019-04-24T07:40:04Z'),
      draft: { channel: 'mailbox', unit: 'CG', occurredAt: line.registeredAt, historical: true },
    });
  });

  it('that lies in the future, or is no message, is refused alone', () => {
    expect(readLine(request, { ...line, registeredAt: '2026-11-23T09:00:01+08:00' }, now)).toEqual({
      externalId: 'fj4-1',
      status: 'refused',
      code: 'intake.registered-in-future',
    });
    for (const bad of [{ ...line, text: '' }, { ...line, registeredAt: 'yesterday' }, { ...line, extra: 1 }, { ...line, text: 'a\u0000' }]) {
      expect(readLine(request, bad, now)).toEqual({ externalId: 'fj4-1', status: 'refused', code: 'intake.invalid-line' });
    }
    expect(readLine(request, 'text', now)).toEqual({ externalId: null, status: 'refused', code: 'intake.invalid-line' });
    expect(readLine(request, null, now)).toEqual({ externalId: null, status: 'refused', code: 'intake.invalid-line' });
  });

  it('addressed to another unit is another content', () => {
    const [one, other] = [readLine(request, line, now), readLine({ ...request, unit: 'JT' }, line, now)];
    if (!('draft' in one) || !('draft' in other)) throw new Error('refused');
    expect(one.draft.contentHash.equals(other.draft.contentHash)).toBe(false);
  });
});

describe('an import', () => {
  it('holds 1 to 500 lines', () => {
    expect(importSchema.safeParse({ channel: 'board', messages: Array(500).fill({}) }).success).toBe(true);
    expect(importSchema.safeParse({ channel: 'board', messages: Array(501).fill({}) }).success).toBe(false);
    expect(importSchema.safeParse({ channel: 'board', messages: [] }).success).toBe(false);
  });
});
