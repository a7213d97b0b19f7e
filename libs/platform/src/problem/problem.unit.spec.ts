import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { describeError, isTransient, isUnavailable } from './failure.js';
import { z } from 'zod';
import { invalidRequest } from './invalid-request.js';
import { prefersEnglish } from './problem.filter.js';
import { defineProblems, platformProblem } from './problem.js';

describe('a problem', () => {
  const problem = defineProblems({ 'routing.cap': { status: 422, zh: '不得晚于{cap}。', en: 'Not after {cap}.' } });

  it('is an RFC 9457 document in the language of its reader', () => {
    const document = problem('routing.cap', { parameters: { cap: '2026-10-09' } });
    expect(document.toDocument('zh', 'urn:uuid:1')).toEqual({
      type: 'urn:wenzheng:problem:routing.cap',
      title: '不得晚于2026年10月9日。',
      detail: '不得晚于2026年10月9日。',
      status: 422,
      code: 'routing.cap',
      instance: 'urn:uuid:1',
    });
    expect(document.toDocument('en', 'urn:uuid:1').detail).toBe('Not after 2026-10-09.');
  });

  it.each([
    [undefined, false],
    ['zh-CN,zh;q=0.9,en;q=0.8', false],
    ['en', true],
    ['en-GB,en;q=0.9', true],
    ['de', false],
    ['en;q=0, zh', false],
    ['zh;q=0.5, en', true],
  ])('for a reader of %s is in English: %s', (header, english) => {
    expect(prefersEnglish(header)).toBe(english);
  });

  it('of validation names the fields and not what was sent', () => {
    const { options } = invalidRequest([{ message: 'secret', code: 'too_big', path: ['author', { key: 'contact' }] }]);
    expect(options.errors).toEqual([{ pointer: '/author/contact', code: 'too_big' }]);
    expect(JSON.stringify(options)).not.toContain('secret');
  });

  it('of validation says in words what is wrong, and names what nobody knows', () => {
    const unknown = { message: '', code: 'unrecognized_keys', keys: ['visiblity', '张三 13800000000', '/'], path: [] };
    const refused = invalidRequest([unknown, { message: '', code: 'invalid_type', path: [] }, { message: '', code: 'too_big', path: ['title'] }]);
    expect(refused.options.errors?.map(({ pointer }) => pointer)).toEqual(['/visiblity', '/…', '/…', '', '/title']);
    expect(refused.toDocument('zh', 'urn:uuid:1').detail).toBe('请求内容不符合要求：visiblity没有这一项；…没有这一项；…没有这一项；提交的内容缺少或类型不对；标题过长或过大。');
    expect(refused.toDocument('en', 'urn:uuid:1').detail).toContain('visiblity is unknown; ');
  });

  describe('of validation, inside a union', () => {
    const union = z.union([z.strictObject({ kind: z.literal('after'), position: z.int() }), z.strictObject({ kind: z.literal('failed'), since: z.iso.date(), until: z.iso.date() })]);
    const replay = z.union([z.strictObject({ after: z.int() }), z.strictObject({ failed: z.int().positive() })]);
    const hours = z.object({ at: z.union([z.literal('close'), z.string().regex(/^\d\d:\d\d$/)]) });
    const faultsOf = (schema: z.ZodType, value: unknown) => {
      const { error } = schema.safeParse(value);
      return invalidRequest(error?.issues ?? []).options.errors?.map(({ pointer, code }) => [pointer, code]);
    };

    it.each([
      ['its kind says which branch was meant', union, { kind: 'failed', since: '2026-01-01' }, [['/until', 'invalid_type']]],
      ['though another branch has fewer faults', union, { kind: 'failed' }, [['/since', 'invalid_type'], ['/until', 'invalid_type']]],
      ['that is discriminated: a kind that is none', z.discriminatedUnion('kind', [...union.options]), { kind: 'all' }, [['/kind', 'invalid_union']]],
      ['without kinds, the branch with the fewest faults', replay, { failed: 0 }, [['/failed', 'too_small']]],
      ['a field that nobody knows', replay, { after: 1, '13800000000': 1, '': 1 }, [['/13800000000', 'unrecognized_keys'], ['/…', 'unrecognized_keys']]],
      ['a field in a list', z.object({ steps: z.array(replay) }), { steps: [{ after: 1 }, { failed: 'x' }] }, [['/steps/1/failed', 'invalid_type']]],
      ['of values: the field that has it', hours, { at: 'noon' }, [['/at', 'invalid_format']]],
      ['of which nothing was sent', replay, null, [['', 'invalid_union']]],
    ])('%s', (_, schema: z.ZodType, value: unknown, faults) => expect(faultsOf(schema, value)).toEqual(faults));

    it('says in words which field it is', () => {
      const { error } = replay.safeParse({ failed: 0 });
      expect(invalidRequest(error!.issues).toDocument('zh', 'urn:uuid:1').detail).toBe('请求内容不符合要求：失败件为空、过短或过小。');
    });
  });

  it('stands in the README with its status, and no other does', () => {
    const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
    const documented = [...readme.matchAll(/^\| `([a-z-]+)` \| (\d{3}) \|/gm)].map(([, code, status]) => `${code} ${status}`);
    const coded = Object.entries(platformProblem.catalogue).map(([code, { status }]) => `${code} ${status}`);
    expect(documented.sort()).toEqual(coded.sort());
  });
});

describe('a failure', () => {
  const database = (code: string) => Object.assign(new Error('Key (phone)=(13800000000) exists'), { driverError: { code }, query: 'INSERT …' });

  it.each(['08006', '57P01', '53300'])('with SQLSTATE %s means that the database is away', (code) => {
    expect(isUnavailable(database(code))).toBe(true);
  });

  it.each(['40001', '40P01', '55P03', '57014', '08006'])('with SQLSTATE %s is worth another try', (code) => {
    expect(isTransient(database(code))).toBe(true);
  });

  it.each(['23505', '22P02', '42P01'])('with SQLSTATE %s is not', (code) => {
    expect(isTransient(database(code))).toBe(false);
  });

  it('of a socket is worth another try, a programming error is not', () => {
    expect(isTransient(Object.assign(new Error('connect'), { code: 'ECONNREFUSED' }))).toBe(true);
    expect(isTransient(new TypeError('x is undefined'))).toBe(false);
  });

  it('of the database is logged by code and place, never by its words', () => {
    const described = describeError(database('23505'));
    expect(described).toMatchObject({ name: 'Error', code: '23505' });
    expect(JSON.stringify(described)).not.toContain('13800000000');
  });
});
