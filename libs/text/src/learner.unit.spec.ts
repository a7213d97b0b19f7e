import { beforeAll, describe, expect, it } from '@jest/globals';
import { material, readJsonLines } from '@wenzheng/testing';
import { documentOf, documentOfWords, termsOf } from './document.js';
import { foldsOf, nearDuplicates } from './folds.js';
import { calibrationError, macroF1, thresholdFor, wilsonLowerBound } from './measures.js';
import { Model } from './model.js';
import { segment } from './segmentation.js';
import { train, type Example, type Prediction, type Trained } from './training.js';

describe('words', () => {
  it('are cut without punctuation, small and of half width', () => {
    expect(segment('Ａ３区的路灯坏了，影响出行！')).toEqual(['a3', '区', '的', '路灯', '坏', '了', '影响', '出行']);
  });

  it('give their pieces of one and two characters, and longer ones themselves', () => {
    expect(termsOf('路灯')).toEqual(['路', '路灯', '灯']);
    expect(termsOf('小区业主')).toEqual(['小区业主', '小', '小区', '区', '区业', '业', '业主', '主']);
    expect([termsOf('a3'), termsOf('2019')]).toEqual([['a3'], []]);
  });

  it('of which nobody knows the title begin with it', () => {
    const words = Array.from({ length: 30 }, (_, index) => `词${index}`);
    expect(documentOfWords(words).lead).toEqual(words.slice(0, 10));
  });
});

describe('the learner, of real messages', () => {
  let examples: Example[];
  let held: Example[];
  let trained: Trained;
  beforeAll(() => {
    const rows = readJsonLines<{ subject: string; body: string; label: string }>(material('messages/classify_raw.jsonl'));
    const all = rows.map(({ subject, body, label }): Example => ({ document: documentOf({ title: subject, text: body }), label }));
    const fold = foldsOf(nearDuplicates(all.map(({ document }) => document)), 5);
    examples = all.filter((_, index) => fold[index] !== 0);
    held = all.filter((_, index) => fold[index] === 0);
    trained = train(examples);
  });

  const predictionsOf = (model: Model): Prediction[] =>
    held.map(({ document, label }) => {
      const [first] = model.rank(document);
      return { label, predicted: first!.label, confidence: first!.confidence };
    });

  it('finds the subject of messages that it has not seen', () => {
    expect(macroF1(predictionsOf(trained.model))).toBeGreaterThan(0.78);
  });

  it('is as sure as it is right', () => {
    expect(calibrationError(trained.unseen)).toBeLessThan(0.09);
    const [{ document }] = held as [Example];
    expect(trained.model.rank(document).reduce((total, { confidence }) => total + confidence, 0)).toBeCloseTo(1, 12);
    const plain = trained.unseen.map((one) => ({ ...one, confidence: 1 }));
    expect(calibrationError(plain)).toBeGreaterThan(0.15);
  });

  it('is the same of the same examples, to the byte', () => {
    const some = examples.slice(0, 60);
    const bytes = train(some).model.toBytes();
    expect(train(some).model.toBytes().equals(bytes)).toBe(true);
    expect(train(some.slice(1)).model.toBytes().equals(bytes)).toBe(false);
  });

  it('is the same after its way through a database', () => {
    const copy = Model.from(trained.model.toBytes());
    for (const { document } of held) expect(copy.rank(document)).toEqual(trained.model.rank(document));
  });

  it('explains exactly: bias and words add up to the difference of the scores', () => {
    for (const { document } of held) {
      const { candidates: [first, second], explain } = trained.model.read(document);
      const { words, bias } = explain(first!.label, second!.label);
      expect(words.reduce((total, { share }) => total + share, bias)).toBeCloseTo(first!.score - second!.score, 9);
      expect(words.every(({ word }) => document.words.includes(word) || document.lead.includes(word))).toBe(true);
    }
  });

  it('knows of an empty message nothing but how frequent labels are', () => {
    const { candidates: [first, second], explain } = trained.model.read({ words: [], lead: [] });
    expect(explain(first!.label, second!.label)).toEqual({ words: [], bias: first!.score - second!.score });
  });
});

describe('a learner of little', () => {
  const one = (label: string, text: string): Example => ({ document: documentOf({ title: '', text }), label });

  it('of one label says that label', () => {
    expect(train([one('a', '路灯坏了'), one('a', '路灯不亮')]).model.rank(documentOf({ title: '路灯', text: '' }))).toEqual([expect.objectContaining({ label: 'a', confidence: 1 })]);
  });

  it('knows of a label what it was told beside the examples', () => {
    const known = [one('b', '停水'), one('b', '停水')];
    const { model, unseen } = train([one('a', '路灯坏了'), one('a', '路灯不亮'), one('a', '路灯太暗')], { known });
    expect([model.rank(documentOf({ title: '停水', text: '' }))[0]!.label, unseen.length]).toEqual(['b', 3]);
  });

  it('of nothing is none', () => {
    expect(() => train([])).toThrow(RangeError);
  });
});

describe('folds', () => {
  const words = (text: string) => documentOfWords(text.split(''));
  const long = '小区的路灯坏了很久没有人来修理居民晚上出行很不安全';

  it('keep near duplicates together', () => {
    const groups = nearDuplicates([words(long), words('医院看病排队太久'), words(`请问${long}`), words('公交车总是晚点')]);
    expect(groups[2]).toBe(groups[0]);
    expect(new Set(groups).size).toBe(3);
    const folds = foldsOf(groups, 3);
    expect(folds[2]).toBe(folds[0]);
    expect([...new Set(folds)].sort()).toEqual([0, 1, 2]);
  });
});

describe('measures', () => {
  const prediction = (label: string, predicted: string, confidence: number): Prediction => ({ label, predicted, confidence });
  const four = [prediction('a', 'a', 0.9), prediction('a', 'b', 0.4), prediction('b', 'b', 0.8), prediction('b', 'b', 0.5)];

  it('macro-F1 is the mean of the labels’ own', () => {
    expect(macroF1(four)).toBeCloseTo((2 / 3 + 4 / 5) / 2, 12);
  });

  it('calibration is judged by bins', () => {
    expect(calibrationError(four)).toBeCloseTo((0.1 + 0.4 + 0.2 + 0.5) / 4, 12);
  });

  it('a threshold takes all of one confidence or none of them', () => {
    expect(thresholdFor(four, 1)).toBe(0.5);
    expect(thresholdFor([...four, prediction('a', 'b', 0.5)], 1)).toBe(0.8);
    expect(thresholdFor([prediction('a', 'b', 0.9)], 0.5)).toBe(Infinity);
  });

  it('a share of few is sure of little (Wilson)', () => {
    expect(wilsonLowerBound(10, 10)).toBeCloseTo(0.7225, 3);
    expect(wilsonLowerBound(96, 100)).toBeCloseTo(0.9016, 3);
    expect(wilsonLowerBound(0, 0)).toBe(0);
  });
});
