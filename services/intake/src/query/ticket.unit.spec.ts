import { createSecretKey } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { createLocalJWKSet, jwtVerify } from 'jose';
import { ticketSeed } from '../config.js';
import { TicketIssuer } from './ticket.js';

const messageId = '0192f0c1-8a00-7abc-8def-0123456789ab';
const now = new Date('2026-11-23T01:00:00Z');

describe("a writer's ticket", () => {
  it('opens one message for 15 minutes, and the public half of the key checks it', async () => {
    const issuer = new TicketIssuer(Buffer.alloc(32, 3));
    const { ticket, expiresAt } = await issuer.issue(messageId, now);
    expect(expiresAt).toBe('2026-11-23T01:15:00.000Z');
    const keys = await issuer.keys();
    expect(keys.keys[0]).not.toHaveProperty('d');
    const check = (currentDate: Date, audience = 'wenzheng-writer') =>
      jwtVerify(ticket, createLocalJWKSet(keys), { issuer: 'wenzheng-intake', audience, algorithms: ['EdDSA'], currentDate });
    expect((await check(now)).payload.sub).toBe(messageId);
    await expect(check(new Date('2026-11-23T01:15:01Z'))).rejects.toThrow('exp');
    await expect(check(now, 'wenzheng')).rejects.toThrow('aud');
  });

  it('of another key is refused', async () => {
    const { ticket } = await new TicketIssuer(Buffer.alloc(32, 4)).issue(messageId, now);
    const keys = createLocalJWKSet(await new TicketIssuer(Buffer.alloc(32, 3)).keys());
    await expect(jwtVerify(ticket, keys, { currentDate: now })).rejects.toThrow();
  });

  it('needs no key of its own: without one it is derived, and every replica derives the same', () => {
    const TRACKING_KEY = createSecretKey(Buffer.alloc(32, 1));
    const derived = ticketSeed({ TRACKING_KEY, TICKET_KEY: undefined });
    expect(derived).toEqual(ticketSeed({ TRACKING_KEY, TICKET_KEY: undefined }));
    expect(derived.equals(TRACKING_KEY.export())).toBe(false);
    expect(ticketSeed({ TRACKING_KEY, TICKET_KEY: createSecretKey(Buffer.alloc(32, 9)) })).toEqual(Buffer.alloc(32, 9));
  });
});
