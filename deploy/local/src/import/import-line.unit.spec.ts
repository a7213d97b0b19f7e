import { describe, expect, it } from '@jest/globals';
import { parseImportLine } from './import-line.js';

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
const parse = (change: Record<string, unknown>) => parseImportLine(7, JSON.stringify({ ...row, ...change }));

describe('a line of an import', () => {
  it('is a message with its reply; other columns are ignored', () => {
    expect(parse({})).toEqual({
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
    expect(parse({ up: 1762 }).likes).toBe(1762);
    expect(parse({ up: null })).not.toHaveProperty('likes');
  });

  it('may have no subject and no reply', () => {
    const line = parse({ subject: undefined, reply: null, replied_at: undefined });
    expect(line).not.toHaveProperty('title');
    expect(line).not.toHaveProperty('reply');
  });

  it('may have numbers for ids, which are kept to the last digit', () => {
    expect(parse({ id: 360114 }).id).toBe('360114');
    const long = (id: string) => parseImportLine(7, JSON.stringify({ ...row, id: 0, user: 1 }).replace('"id":0', `"id":${id}`).replace('"user":1', `"user":${id}7`));
    for (const id of ['9007199254740993001', '9007199254740993002', '1e3', '1.0']) expect(long(id)).toMatchObject({ id, user: `${id}7` });
  });

  it.each([
    ['a message without text', { body: ' \n' }, 'line 7: "body" is missing'],
    ['a message without id', { id: undefined }, 'line 7: "id" is missing'],
    ['an instant without offset', { submitted_at: '2026-03-02T09:30:00' }, 'line 7: "submitted_at" is no instant'],
    ['an instant that does not exist', { submitted_at: '2026-13-02T09:30:00Z' }, 'line 7: "submitted_at" is no instant'],
    ['a reply without its instant', { replied_at: undefined }, 'line 7: "replied_at" is missing'],
    ['likes that are no number', { up: 'many' }, 'line 7: "up" is no number of likes'],
    ['half a like', { up: 0.5 }, 'line 7: "up" is no number of likes'],
    ['a text that is true', { body: true }, 'line 7: "body" is not a text'],
    ['a text that is a list', { body: ['x'] }, 'line 7: "body" is not a text'],
  ])('refuses %s', (_, change, message) => {
    expect(() => parse(change)).toThrow(message);
  });

  it('refuses a column that stands twice', () => {
    expect(() => parseImportLine(7, '{"id":"a","id":"b"}')).toThrow('line 7: has a column twice');
  });

  it.each(['{"id":', '[]', 'null', '"text"'])('refuses %s by its number', (text) => {
    expect(() => parseImportLine(3, text)).toThrow(/^line 3: is not/);
  });
});
