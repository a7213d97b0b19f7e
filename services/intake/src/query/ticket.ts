import { createPrivateKey, createPublicKey, verify } from 'node:crypto';
import { idSchema, instantSchema } from '@wenzheng/contracts';
import { calculateJwkThumbprint, exportJWK, SignJWT, type JWK } from 'jose';
import { z } from 'zod';

const issuer = 'wenzheng-intake';
const audience = 'wenzheng-writer';
const lifetimeSeconds = 15 * 60;

/** Of what we have signed ourselves. */
const claimsSchema = z.object({ iss: z.literal(issuer), aud: z.literal(audience), sub: idSchema, exp: z.int() });

export const ticketSchema = z
  .object({ ticket: z.string().describe('JWS, EdDSA'), messageId: idSchema, expiresAt: instantSchema })
  .meta({ id: 'Ticket' });
export type Ticket = z.infer<typeof ticketSchema>;

/** The public half as a JSON Web Key Set. */
export const keySetSchema = z.object({ keys: z.array(z.looseObject({ kid: z.string(), kty: z.string() })) }).meta({ id: 'KeySet' });

/**
 * Signs tickets that open the writer's own view of one message for 15 minutes. The key is Ed25519, so that publication
 * can check tickets and make none.
 */
export class TicketIssuer {
  private readonly privateKey;
  private readonly publicKey;
  private readonly jwk: Promise<JWK & { kid: string }>;

  constructor(seed: Buffer) {
    // RFC 8410: the fixed head of a PKCS #8 Ed25519 key, followed by its 32 bytes.
    const der = Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), seed]);
    this.privateKey = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
    this.publicKey = createPublicKey(this.privateKey);
    this.jwk = publicJwk(this.privateKey);
  }

  /** The public half as a JSON Web Key Set. */
  async keys(): Promise<{ keys: JWK[] }> {
    return { keys: [await this.jwk] };
  }

  /**
   * The message that a ticket of ours opens, or null. Without a promise, so that it can be asked before a body is read.
   * @param now real time
   */
  messageOf(ticket: string, now: Date): string | null {
    const [head = '', body = '', signature = '', ...rest] = ticket.split('.');
    if (rest.length > 0 || !verify(null, Buffer.from(`${head}.${body}`), this.publicKey, Buffer.from(signature, 'base64url'))) return null;
    const claims = claimsSchema.safeParse(JSON.parse(Buffer.from(body, 'base64url').toString())).data;
    return claims && claims.exp * 1_000 > now.getTime() ? claims.sub : null;
  }

  /** @param now real time: tickets do not follow the business clock */
  async issue(messageId: string, now: Date): Promise<Ticket> {
    const issuedAt = Math.floor(now.getTime() / 1_000);
    const expiresAt = issuedAt + lifetimeSeconds;
    const ticket = await new SignJWT()
      .setProtectedHeader({ alg: 'EdDSA', typ: 'JWT', kid: (await this.jwk).kid })
      .setIssuer(issuer)
      .setAudience(audience)
      .setSubject(messageId)
      .setIssuedAt(issuedAt)
      .setExpirationTime(expiresAt)
      .sign(this.privateKey);
    return { ticket, messageId, expiresAt: new Date(expiresAt * 1_000).toISOString() };
  }
}

async function publicJwk(privateKey: ReturnType<typeof createPrivateKey>): Promise<JWK & { kid: string }> {
  const jwk = await exportJWK(createPublicKey(privateKey));
  return { ...jwk, kid: await calculateJwkThumbprint(jwk), alg: 'EdDSA', use: 'sig' };
}
