import { createSecretKey, randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readAddress, replyAddressOf, returnPathOf } from './reply-address.rules.js';

const key = createSecretKey(Buffer.alloc(32, 7));
const box = 'mayor@city.gov.cn';
const number = 'HN20261123-0042';

describe('the address of a letter of ours', () => {
  it('says of which message or letter it is, in whatever case it comes back', () => {
    const [reply, referenceId] = [replyAddressOf(key, box, number), randomUUID()];
    expect(reply).toMatch(/^mayor\+hn202611230042\.[0-9a-z]{9}@city\.gov\.cn$/);
    for (const typed of [reply, reply.toUpperCase(), ` ${reply} `]) expect(readAddress(key, box, typed)).toEqual({ of: 'message', messageNumber: number });
    expect(readAddress(key, box, returnPathOf(key, box, referenceId))).toEqual({ of: 'letter', referenceId });
    // 0 and 1 as people read them aloud.
    expect(readAddress(key, box, reply.replace('hn2026', 'hn2o26'))).toEqual({ of: 'message', messageNumber: number });
  });

  it('has a local part that mail servers take', () => expect(returnPathOf(key, box, randomUUID()).split('@')[0]!.length).toBeLessThanOrEqual(64));

  it('is nothing once a character of its code is another', () => {
    const address = replyAddressOf(key, box, number);
    const [from, to] = [address.indexOf('.') + 1, address.indexOf('@')];
    const characters = '0123456789abcdefghjkmnpqrstvwxyz';
    fc.assert(fc.property(fc.integer({ min: from, max: to - 1 }), fc.constantFrom(...characters), (at, other) => {
      fc.pre(address[at] !== other);
      expect(readAddress(key, box, address.slice(0, at) + other + address.slice(at + 1))).toBeNull();
    }));
  });

  it.each([
    ['the mailbox itself', box],
    ['another’s', replyAddressOf(key, 'mayor@other.gov.cn', number)],
    ['of another number', replyAddressOf(key, box, number).replace('0042', '0043')],
    ['by another key', replyAddressOf(createSecretKey(Buffer.alloc(32, 8)), box, number)],
    ['a letter’s code on a message', returnPathOf(key, box, randomUUID()).replace(/\+b[0-9a-f]{32}/, '+hn202611230042')],
    ['somebody’s own', 'mayor+news@city.gov.cn'],
    ['nothing', ''],
  ])('is none of ours: %s', (_, address) => expect(readAddress(key, box, address)).toBeNull());
});
