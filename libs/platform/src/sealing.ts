import { createCipheriv, createDecipheriv, randomBytes, type KeyObject } from 'node:crypto';

export interface KeyRing {
  active: string;
  keys: Readonly<Record<string, KeyObject>>;
}

/** A ciphertext with all that is needed to read it but the key. The last 16 bytes of `ciphertext` are GCM's tag. */
export interface Sealed {
  algorithm: string;
  keyId: string;
  nonce: Buffer;
  ciphertext: Buffer;
}

/** AES-256 in Galois/Counter Mode, as JOSE names it. */
const algorithm = 'A256GCM';
const tagBytes = 16;
const nonceBytes = 12;

/**
 * Seals one field of one owner (a message, a webhook) under the active key. Owner and field are authenticated with it: a
 * ciphertext that is moved to another row cannot be opened.
 */
export function seal(ring: KeyRing, owner: string, field: string, plaintext: string | Buffer): Sealed {
  const nonce = nonces.next();
  const cipher = createCipheriv('aes-256-gcm', keyOf(ring, ring.active), nonce, { authTagLength: tagBytes });
  cipher.setAAD(Buffer.from(owner + field));
  const ciphertext = Buffer.concat([cipher.update(typeof plaintext === 'string' ? Buffer.from(plaintext) : plaintext), cipher.final(), cipher.getAuthTag()]);
  return { algorithm, keyId: ring.active, nonce, ciphertext };
}

/** @throws Error when the key is gone, or the ciphertext is not what was sealed for this owner and field */
export const unseal = (ring: KeyRing, owner: string, field: string, sealed: Sealed): string => unsealBytes(ring, owner, field, sealed).toString('utf8');

/** The same of what is no text. */
export function unsealBytes(ring: KeyRing, owner: string, field: string, sealed: Sealed): Buffer {
  if (sealed.algorithm !== algorithm) throw new Error(`sealed with unknown algorithm ${sealed.algorithm}`);
  const decipher = createDecipheriv('aes-256-gcm', keyOf(ring, sealed.keyId), sealed.nonce, { authTagLength: tagBytes });
  decipher.setAAD(Buffer.from(owner + field));
  decipher.setAuthTag(sealed.ciphertext.subarray(-tagBytes));
  return Buffer.concat([decipher.update(sealed.ciphertext.subarray(0, -tagBytes)), decipher.final()]);
}

/** One drawing from the system's source gives nonces for many seals; each is handed out once. */
class Nonces {
  private drawn = Buffer.alloc(0);
  private used = 0;

  next(): Buffer {
    if (this.used === this.drawn.length) {
      this.drawn = randomBytes(256 * nonceBytes);
      this.used = 0;
    }
    this.used += nonceBytes;
    return this.drawn.subarray(this.used - nonceBytes, this.used);
  }
}
const nonces = new Nonces();

function keyOf(ring: KeyRing, id: string): KeyObject {
  const key = Object.hasOwn(ring.keys, id) ? ring.keys[id] : undefined;
  if (!key) throw new Error(`the key ring has no key ${id}`);
  return key;
}
