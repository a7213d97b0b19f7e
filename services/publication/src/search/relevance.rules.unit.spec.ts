import { describe, expect, it } from '@jest/globals';
import { byRelevance, type Hit } from './relevance.rules.js';

const now = new Date('2026-12-01T00:00:00Z');
const query = { words: ['银杏', '清扫'], phrases: ['银杏清扫'], unit: null, number: null };
const hit = (id: string, words: string, at = '2026-11-30T00:00:00Z', number = `HN-${id}`): Hit => ({ id, at: new Date(at), number, words });
const order = (hits: Hit[], asked: Parameters<typeof byRelevance>[1] = query, rarities = [2, 2]) => byRelevance(hits, asked, rarities, now).map(({ id }) => id);

describe('the most relevant first', () => {
  it('what stands just as it was typed, then in the title before in the text', () => {
    expect(order([hit('text', '路灯\n银杏叶要清扫'), hit('title', '银杏叶清扫\n路灯'), hit('phrase', '路灯\n请银杏清扫')])).toEqual(['phrase', 'title', 'text']);
  });

  it('a rare word weighs more than a common one', () => {
    expect(order([hit('common', '清扫\n银杏'), hit('rare', '银杏\n清扫')], { ...query, phrases: [] }, [5, 1])).toEqual(['rare', 'common']);
  });

  it('new before old, and among equals in the order in which they were found', () => {
    expect(order([hit('old', '银杏\n清扫', '2024-11-30T00:00:00Z'), hit('new', '银杏\n清扫')])).toEqual(['new', 'old']);
    expect(order([hit('first', '银杏\n清扫'), hit('second', '银杏\n清扫')])).toEqual(['first', 'second']);
  });

  it('just this number before all', () => {
    expect(order([hit('text', '银杏清扫\n银杏清扫'), hit('number', '路灯\n不亮', '2020-01-01T00:00:00Z', '0007')], { ...query, number: '0007' })).toEqual(['number', 'text']);
  });
});
