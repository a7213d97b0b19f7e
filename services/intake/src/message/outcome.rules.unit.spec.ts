import { describe, expect, it } from '@jest/globals';
import { compareKeys, keyOf, outcomesOf } from './outcome.rules.js';

const row = (messageId: string, externalId: string, content: string) => ({ channel: 'board', externalId, messageId, contentHash: Buffer.from(content) });
const place = { messageNumber: 'HN20261123-0001', registeredAt: new Date('2026-11-23T01:00:00Z') };

describe('settling a batch', () => {
  it('of two rows with one key in one batch, the first is created and the other repeats or contradicts it', () => {
    const rows = [row('m1', 'a', 'x'), row('m2', 'a', 'x'), row('m3', 'a', 'y')];
    const stored = new Map([['board\u001fa', { ...row('m1', 'a', 'x'), ...place }]]);
    expect(outcomesOf(rows, stored)).toEqual([
      { outcome: 'created', messageId: 'm1', ...place },
      { outcome: 'repeated', messageId: 'm1', ...place },
      { outcome: 'conflict' },
    ]);
  });

  it('a key that was registered before gives its own receipt to whoever repeats it', () => {
    const stored = new Map([['board\u001fa', { ...row('old', 'a', 'y'), ...place }]]);
    expect(outcomesOf([row('m1', 'a', 'x'), row('m2', 'a', 'y')], stored)).toEqual([
      { outcome: 'conflict' },
      { outcome: 'repeated', messageId: 'old', ...place },
    ]);
  });

  it('keys have one order, and channel and id cannot run into each other', () => {
    const [one, other] = [row('m1', 'b', 'x'), row('m2', 'a', 'x')];
    expect([one, other].sort(compareKeys)).toEqual([other, one]);
    expect(compareKeys(one, one)).toBe(0);
    expect(keyOf({ channel: 'board', externalId: 'x' })).not.toBe(keyOf({ channel: 'boardx', externalId: '' }));
  });
});
