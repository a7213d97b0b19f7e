import { describe, expect, it } from '@jest/globals';
import { readCheckpoint, signedCheckpoint, signingKey, verifierKey } from './checkpoint.rules.js';

const origin = 'wz.example/log';
const key = signingKey(Buffer.alloc(32, 7));
const head = { size: 1_234, root: Buffer.alloc(32, 9) };
const note = signedCheckpoint(origin, key, head);
const verifier = verifierKey(origin, key);

describe('a checkpoint', () => {
  it('is a signed note of three lines, and is read by the key that has signed it', () => {
    expect(note.split('\n').slice(0, 4)).toEqual([origin, '1234', head.root.toString('base64'), '']);
    expect(note).toMatch(/\n\n— wz\.example\/log [\w+/]+=*\n$/);
    expect(readCheckpoint(note, verifier)).toEqual(head);
  });

  it.each<[string, string, string]>([
    ['whose size was changed', note.replace('\n1234\n', '\n1235\n'), verifier],
    ['of another key', note, verifierKey(origin, signingKey(Buffer.alloc(32, 8)))],
    ['of another log', note, verifierKey('elsewhere.example/log', key)],
    ['without a signature', note.slice(0, note.indexOf('—')), verifier],
    ['with a key that is none', note, 'wz.example/log+00000000+AAAA'],
  ])('%s is refused', (_, given, by) => {
    expect(() => readCheckpoint(given, by)).toThrow();
  });
});
