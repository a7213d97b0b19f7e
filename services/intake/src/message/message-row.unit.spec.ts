import { createSecretKey } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { channels, messageKindSchema, messageLiked, messageRegistered, parseEvent } from '@wenzheng/contracts';
import fc from 'fast-check';
import { messageBodySchema } from './message-body.js';
import { firstEventsOf, messageRowOf } from './message-row.js';

const key = createSecretKey(Buffer.alloc(32, 1));
const keys = { VAULT_KEYS: { active: 'k1', keys: { k1: key } }, AUTHOR_HASH_KEY: key };
const place = { messageNumber: 'HN20261123-0001', registeredAt: new Date('2026-11-23T01:00:00Z') };

const text = (maxLength: number) => fc.string({ unit: 'binary', minLength: 1, maxLength });
const bodies = fc
  .record(
    {
      externalId: text(200), externalThreadId: text(200), author: fc.record({ externalId: text(200) }), title: text(200), text: text(300), unit: text(100), sessionId: text(100),
      occurredAt: fc.constantFrom('1900-01-02T00:00:00Z', '2026-11-23T08:59:00.123456+08:00', '9999-12-31T23:59:59-08:00'),
      kind: fc.constantFrom(...messageKindSchema.options), visibility: fc.constantFrom('public', 'private'), likes: fc.nat(),
    },
    { requiredKeys: ['externalId', 'author', 'text', 'occurredAt'] },
  )
  .map((body) => messageBodySchema.safeParse(body))
  .filter(({ success }) => success);

describe('what others are told of a new message', () => {
  it('is never refused by them, whatever body was accepted', () => {
    fc.assert(
      fc.property(bodies, fc.constantFrom(...channels), ({ data }, channel) => {
        const row = messageRowOf({ ...data!, channel, connector: 'push', contentHash: Buffer.alloc(32), historical: false }, keys);
        const [registered, liked] = firstEventsOf({ ...row, ...place });
        expect(parseEvent(messageRegistered, registered)).toEqual(registered);
        if (data!.likes) expect(parseEvent(messageLiked, liked)).toEqual(liked);
      }),
    );
  });
});
