import { describe, expect, it } from '@jest/globals';
import { canonicalJson } from './canonical-json.js';

describe('canonical JSON (RFC 8785)', () => {
  it('does not depend on the order of properties, and leaves out those that are undefined', () => {
    expect(canonicalJson({ b: [1, { d: null, c: '督办' }], a: true, e: undefined })).toBe('{"a":true,"b":[1,{"c":"督办","d":null}]}');
  });

  it('sorts by UTF-16 code units and writes numbers as JavaScript does', () => {
    expect(canonicalJson({ '\u{1f600}': 1, '\ufb33': 2, a: 1e21, A: 0.000001 })).toBe('{"A":0.000001,"a":1e+21,"\u{1f600}":1,"\ufb33":2}');
  });

  it('a value that JSON cannot hold has none', () => expect(() => canonicalJson(undefined)).toThrow('no canonical form'));
});
