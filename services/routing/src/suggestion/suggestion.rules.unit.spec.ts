import { describe, expect, it } from '@jest/globals';
import { documentOf, train, type Prediction } from '@wenzheng/text';
import { findRemits } from '../unit/remit.rules.js';
import { UnitTree, type Unit } from '../unit/unit-tree.rules.js';
import { decideLearned, isAudited, thresholdsOf, type LearnedModel } from './suggestion.rules.js';

const person = { id: 'u', name: '陆承远' };
const unit = (code: string, words: string[], more: Partial<Unit> = {}): Unit => ({
  code, name: code, parent: code === 'city' ? null : 'city', level: code === 'city' ? 1 : 2, kind: null, phones: [], webAdmins: [person], backups: [person], reviewers: [], principal: null,
  aliases: [], formerNames: [], remits: words.length === 0 ? [] : [{ item: `${code}.1`, version: 1, words, areas: [] }], ...more,
});
const tree = (more: Partial<Unit> = {}) => new UnitTree('淮岭市', [unit('city', []), unit('water', ['停水', '水管', '供水']), unit('parks', [], more)]);

const example = (label: string, text: string) => ({ document: documentOf({ title: text, text }), label });
const { model } = train(['树木枯死', '绿化带缺水', '公园草坪'].flatMap((text) => [example('parks', text), example('parks', `${text}无人管`)]).concat(['水费太高', '自来水浑浊', '水压不足'].flatMap((text) => [example('water', text), example('water', `${text}无人管`)])));
const learned = (changes: Partial<LearnedModel> = {}): LearnedModel => ({ version: 7, decisions: 1_000, thresholds: { parks: 0.2 }, model, ...changes });
const message = { title: '树木枯死', text: '绿化带草坪' };
const decide = (by: LearnedModel, on: UnitTree = tree(), words = message, id = '00000000-0000-4000-8000-000000000001') => decideLearned(id, findRemits(words, on), on, by, () => documentOf(words));

describe('routing by what was learned (R08)', () => {
  it('gives the likeliest unit a message, and says by which model', () => {
    expect(decide(learned())).toMatchObject({ unit: { code: 'parks' }, modelVersion: 7, reason: '与该单位以往办理的留言相似' });
  });

  it.each([
    ['fewer than a thousand decisions', () => decide(learned({ decisions: 999 }))],
    ['a unit without a threshold', () => decide(learned({ thresholds: { water: 0.1 } }))],
    ['too little confidence', () => decide(learned({ thresholds: { parks: 0.999 } }))],
    ['a unit without a web admin', () => decide(learned(), tree({ webAdmins: [] }))],
    ['nothing learned', () => decideLearned('1', [], tree(), undefined, () => documentOf(message))],
    ['another unit whose duties claim it', () => decide(learned(), tree(), { title: '停水、水管', text: `${message.title}，${message.text}` })],
    ['one that is audited', () => decide(learned(), tree(), message, '00000000-0000-4000-8000-000000000014')],
  ])('leaves to a person: %s', (_, decision) => {
    expect(decision()).toBeUndefined();
  });

  it('leaves a passing word of another unit’s duties aside', () => {
    expect(decide(learned(), tree(), { ...message, text: `${message.text}，曾经停水` })).toBeDefined();
  });

  it('audits one in twenty', () => {
    const ids = Array.from({ length: 20_000 }, (_, index) => `00000000-0000-4000-8000-${Math.imul(index, 2_654_435_761).toString(16).replace('-', '').padStart(12, '0')}`);
    expect(ids.filter(isAudited).length / ids.length).toBeCloseTo(0.05, 2);
  });
});

describe('the threshold of a unit', () => {
  const many = (count: number, label: string, predicted: string, confidence: number): Prediction[] => Array.from({ length: count }, () => ({ label, predicted, confidence }));

  it('is the least confidence at which enough are right, surely enough', () => {
    const unseen = [...many(200, 'parks', 'parks', 0.9), ...many(40, 'parks', 'parks', 0.6), ...many(4, 'water', 'parks', 0.6), ...many(40, 'water', 'parks', 0.4)];
    expect(thresholdsOf(unseen)).toEqual({ parks: 0.6 });
    expect(thresholdsOf([...unseen, ...many(8, 'water', 'parks', 0.6)])).toEqual({ parks: 0.9 });
  });

  it('needs more than a few', () => {
    expect(thresholdsOf(many(60, 'parks', 'parks', 0.99))).toEqual({});
    expect(thresholdsOf([...many(29, 'parks', 'parks', 0.9), ...many(171, 'water', 'water', 0.9)])).toEqual({ water: 0.9 });
  });
});
