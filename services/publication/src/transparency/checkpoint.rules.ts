import { createHash, createPrivateKey, createPublicKey, sign, verify, type KeyObject } from 'node:crypto';

/** How large the log was and what its root was, as whoever keeps it has signed. */
export interface Checkpoint {
  size: number;
  root: Buffer;
}

/** Ed25519, by the note's kinds of signature. */
const kind = Buffer.of(1);
/** What stands before the seed in PKCS #8 (RFC 8410), and before the point in a public key's DER. */
const seedHead = Buffer.from('302e020100300506032b657004220420', 'hex');
const pointHead = Buffer.from('302a300506032b6570032100', 'hex');

const pointOf = (key: KeyObject): Buffer => createPublicKey(key).export({ format: 'der', type: 'spki' }).subarray(pointHead.length);
const idOf = (origin: string, point: Buffer): Buffer => createHash('sha256').update(`${origin}\n`).update(kind).update(point).digest().subarray(0, 4);

/** @param seed 32 bytes */
export const signingKey = (seed: Buffer): KeyObject => createPrivateKey({ key: Buffer.concat([seedHead, seed]), format: 'der', type: 'pkcs8' });

/** The key by which anybody verifies, as signed notes write it: `origin+id+key`. */
export function verifierKey(origin: string, key: KeyObject): string {
  const point = pointOf(key);
  return `${origin}+${idOf(origin, point).toString('hex')}+${Buffer.concat([kind, point]).toString('base64')}`;
}

/** C2SP tlog-checkpoint: a signed note of origin, size and root. */
export function signedCheckpoint(origin: string, key: KeyObject, { size, root }: Checkpoint): string {
  const text = `${origin}\n${size}\n${root.toString('base64')}\n`;
  const signature = Buffer.concat([idOf(origin, pointOf(key)), sign(null, Buffer.from(text), key)]);
  return `${text}\n— ${origin} ${signature.toString('base64')}\n`;
}

/** @throws Error where the key's line is none, its key has not signed the note, or the note is of another log */
export function readCheckpoint(note: string, verifier: string): Checkpoint {
  const [, origin = '', id = '', encoded = ''] = /^([^+\s]+)\+([0-9a-f]{8})\+(\S+)$/.exec(verifier.trim()) ?? [];
  const key = Buffer.from(encoded, 'base64');
  if (key.length !== 33 || key[0] !== kind[0] || idOf(origin, key.subarray(1)).toString('hex') !== id) throw new Error('not a verifier key of Ed25519 公钥格式不对');
  const [text, signatures] = [note.slice(0, note.indexOf('\n\n') + 1), note.slice(note.indexOf('\n\n') + 2)];
  const [ownOrigin, size = '', root = ''] = text.split('\n');
  if (ownOrigin !== origin) throw new Error(`the checkpoint is of another log: ${ownOrigin} 签名头不属于这份日志`);
  const point = createPublicKey({ key: Buffer.concat([pointHead, key.subarray(1)]), format: 'der', type: 'spki' });
  const isSigned = signatures.split('\n').some((line) => {
    const [, by, signature = ''] = /^— (\S+) (\S+)$/.exec(line) ?? [];
    const bytes = Buffer.from(signature, 'base64');
    return by === origin && bytes.subarray(0, 4).toString('hex') === id && verify(null, Buffer.from(text), point, bytes.subarray(4));
  });
  if (!isSigned) throw new Error('the checkpoint is not signed by this key 签名不成立');
  if (!/^(0|[1-9]\d{0,14})$/.test(size) || Buffer.from(root, 'base64').length !== 32) throw new Error('not a checkpoint 签名头格式不对');
  return { size: Number(size), root: Buffer.from(root, 'base64') };
}
