import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Problem } from './problem/problem.js';
import { isUtf8, readForm, readJson } from './request-body.js';

const reason = (bytes: Buffer | string, read: (bytes: Buffer) => unknown = readJson): unknown => {
  try {
    return read(Buffer.from(bytes as string));
  } catch (error) {
    expect(error).toBeInstanceOf(Problem);
    const { code, options } = error as Problem;
    return [code, options.errors?.[0]?.code];
  }
};

describe('a JSON body', () => {
  it('is what JSON.parse says of it, whatever it holds', () => {
    fc.assert(fc.property(fc.jsonValue({ maxDepth: 8 }), fc.integer({ min: 0, max: 3 }), (value, indent) => {
      const text = JSON.stringify(value, null, indent);
      fc.pre(!text.includes('__proto__'));
      expect(readJson(Buffer.from(text))).toEqual(JSON.parse(text));
    }), { numRuns: 500 });
  });

  it.each([
    ['GBK bytes', Buffer.concat([Buffer.from('{"text":"'), Buffer.from([0xc2, 0xb7, 0xb5, 0xc6]).subarray(1), Buffer.from('"}')]), 'not_utf8'],
    ['a cut character', Buffer.from('{"text":"路').subarray(0, -1), 'not_utf8'],
    ['a surrogate as UTF-8', Buffer.from([0x22, 0xed, 0xa0, 0x80, 0x22]), 'not_utf8'],
    ['a name that stands twice', '{"visibility":"private","visibility":"public"}', 'duplicate_name'],
    ['a name that stands twice, once escaped', String.raw`{"kind":"inquiry","k\u0069nd":"report"}`, 'duplicate_name'],
    ['one further in', '{"a":[{"b":1},{"b":1,"c":{},"b":2}]}', 'duplicate_name'],
    ['__proto__', '{"__proto__":{"role":"administrator"}}', 'forbidden_name'],
    ['254 kB of brackets', '['.repeat(254_000), 'too_deep'],
    ['33 objects within each other', `${'{"a":'.repeat(33)}1${'}'.repeat(33)}`, 'too_deep'],
    ['100,001 values', `[${'1,'.repeat(100_001)}1]`, 'too_wide'],
    ['nothing', '', 'not_json'],
    ['half of an object', '{"a":1', 'not_json'],
    ['a string without its end', String.raw`{"a":"b\"`, 'not_json'],
  ])('that is %s is refused with its reason', (_, bytes, code) => {
    expect(reason(bytes)).toEqual(['malformed-body', code]);
  });

  it('may have the same name in two objects, quotation marks and brackets in its words, and 32 levels', () => {
    const text = String.raw`{"a":{"b":"\\\"]}{[,"},"c":[{"b":"{\"b\":1,\"b\":2}"},{"b":2}]}`;
    expect(readJson(Buffer.from(text))).toEqual(JSON.parse(text));
    expect(reason(`${'['.repeat(32)}${']'.repeat(32)}`)).toBeInstanceOf(Array);
  });

  it('of 256 kB of quotation marks costs no more than its length', () => {
    const text = `"${String.raw`\"`.repeat(127_000)}"`;
    expect(readJson(Buffer.from(text))).toBe('"'.repeat(127_000));
    expect(reason(`"${'\\'.repeat(200_001)}"`)).toEqual(['malformed-body', 'not_json']);
  });
});

describe('a form', () => {
  it('is read as UTF-8, a field that stands twice as a list', () => {
    expect({ ...readForm(Buffer.from('number=HL%E6%B7%AE&code=a+b&code=c&empty=&bare'))}).toEqual({ number: 'HL淮', code: ['a b', 'c'], empty: '', bare: '' });
    expect(reason('number=%C2%B7%B5', readForm)).toEqual(['malformed-body', 'not_utf8']);
    expect(reason(Buffer.from([0x61, 0x3d, 0xb7]), readForm)).toEqual(['malformed-body', 'not_utf8']);
  });
});

describe('a charset', () => {
  it.each([
    [undefined, true], ['application/json', true], ['application/json; charset=utf-8', true], ['application/json;charset="UTF-8"', true],
    ['application/json; charset=gbk', false], ['application/json; charset=GB18030', false], ['application/json; charset=iso-8859-1', false],
  ])('of %s: UTF-8 %s', (contentType, expected) => expect(isUtf8(contentType)).toBe(expected));
});
