import { describe, expect, it } from '@jest/globals';
import { readImportLine } from './import-line.js';

const row = {
  id: 'a-1',
  user: 'U1',
  subject: '路灯不亮',
  submitted_at: '2026-03-02T09:30:00+08:00',
  body: '朝阳路的路灯三天没亮了。',
  reply: '已修复。',
  replied_at: '2026-03-04T10:00:00+08:00',
  down: 3,
};
const read = (change: Record<string, unknown>) => readImportLine(7, JSON.stringify({ ...row, ...change }));

describe('a line of an import', () => {
  it('is a message with its reply; other columns are passed over', () => {
    expect(read({})).toEqual({
      number: 7,
      id: 'a-1',
      user: 'U1',
      title: '路灯不亮',
      text: '朝阳路的路灯三天没亮了。',
      submittedAt: '2026-03-02T09:30:00+08:00',
      reply: { text: '已修复。', submittedAt: '2026-03-04T10:00:00+08:00' },
    });
  });

  it('may say how often it was liked', () => {
    expect(read({ up: 1762 })).toMatchObject({ likes: 1762 });
    expect(read({ up: null })).not.toHaveProperty('likes');
  });

  it.each([{ subject: undefined, reply: null, replied_at: undefined }, { subject: ' ', reply: '', up: '' }])('may have no subject, likes and reply: %j', (change) => {
    const line = read(change);
    expect(line).toMatchObject({ number: 7, id: 'a-1' });
    for (const name of ['title', 'likes', 'reply']) expect(line).not.toHaveProperty(name);
  });

  it('may have numbers for ids, which are kept to the last digit', () => {
    expect(read({ id: 360114 })).toMatchObject({ id: '360114' });
    const long = (id: string) => readImportLine(7, JSON.stringify({ ...row, id: 0, user: 1 }).replace('"id":0', `"id":${id}`).replace('"user":1', `"user":${id}7`));
    for (const id of ['9007199254740993001', '9007199254740993002', '1e3', '1.0']) expect(long(id)).toMatchObject({ id, user: `${id}7` });
  });

  it.each([
    ['a message without text', { body: ' \n' }, 'missing', 'body'],
    ['a message without id', { id: undefined }, 'missing', 'id'],
    ['an instant without offset', { submitted_at: '2026-03-02T09:30:00' }, 'not_instant', 'submitted_at'],
    ['an instant that does not exist', { submitted_at: '2026-13-02T09:30:00Z' }, 'not_instant', 'submitted_at'],
    ['a reply without its instant', { replied_at: undefined }, 'missing', 'replied_at'],
    ['likes that are no number', { up: 'many' }, 'not_likes', 'up'],
    ['half a like', { up: 0.5 }, 'not_likes', 'up'],
    ['a text that is true', { body: true }, 'not_text', 'body'],
    ['a text that is a list', { body: ['x'] }, 'not_text', 'body'],
  ])('is refused with %s', (_, change, code, column) => {
    expect(read(change)).toEqual({ number: 7, faults: [{ code, column }] });
  });

  it('names all its faults', () => {
    expect(read({ id: '', body: {}, up: 'many', replied_at: '1 March' })).toEqual({
      number: 7,
      faults: [{ code: 'missing', column: 'id' }, { code: 'not_text', column: 'body' }, { code: 'not_likes', column: 'up' }, { code: 'not_instant', column: 'replied_at' }],
    });
  });

  it.each([
    ['{"id":', 'not_json'],
    ['[]', 'not_object'],
    ['null', 'not_object'],
    ['"text"', 'not_object'],
    ['{"id":"a","id":"b"}', 'duplicate_name'],
    ['{"__proto__":{}}', 'forbidden_name'],
    [`{"id":${'['.repeat(40)}${']'.repeat(40)}}`, 'too_deep'],
  ])('is refused as a whole: %s', (text, code) => {
    expect(readImportLine(3, text)).toEqual({ number: 3, faults: [{ code }] });
  });
});
