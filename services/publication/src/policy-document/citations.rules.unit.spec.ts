import { describe, expect, it } from '@jest/globals';
import { growthOf } from '@wenzheng/testing';
import { Citations, documentNumber, documentsIn, type CitedDocument } from './citations.rules.js';

const rule: CitedDocument = { documentId: 'a', number: '淮府办〔2011〕118号', yearAndSerial: '2011-118', title: '关于印发淮南市网络问政工作暂行办法的通知', otherTitles: ['淮南市网络问政工作暂行办法'], repealedOn: null };
const other: CitedDocument = { documentId: 'b', number: '府办〔2011〕118号', yearAndSerial: '2011-118', title: '关于停车收费的通知', otherTitles: [], repealedOn: '2024-01-01' };
const law: CitedDocument = { documentId: 'c', number: null, yearAndSerial: null, title: '淮南市物业管理条例', otherTitles: [], repealedOn: null };
const citations = new Citations([rule, other, law], 3);
const found = (text: string) => citations.in(text).map(({ from, to, document }) => [text.slice(from, to), document.documentId]);

describe('citations', () => {
  it.each([
    ['您好，根据淮府办〔2011〕118号文件，三个工作日内答复。', [['淮府办〔2011〕118号', 'a']]],
    ['依据淮府办[2011]第118号、淮府办（２０１１）１１８号和淮府办【 2011 】118 号', [['淮府办[2011]第118号', 'a'], ['淮府办（２０１１）１１８号', 'a'], ['淮府办【 2011 】118 号', 'a']]],
    // The longest number that is registered; one of another body is another document.
    ['见府办〔2011〕118号', [['府办〔2011〕118号', 'b']]],
    ['见皖政〔2011〕118号、淮府办〔2011〕119号', []],
    ['按《淮南市物业管理条例》第三条和《淮南市网络问政工作 暂行办法》办理', [['《淮南市物业管理条例》', 'c'], ['《淮南市网络问政工作 暂行办法》', 'a']]],
    ['《关于印发〈淮南市网络问政工作暂行办法〉的通知》（淮府办〔2011〕118号）', [['《关于印发〈淮南市网络问政工作暂行办法〉的通知》', 'a'], ['淮府办〔2011〕118号', 'a']]],
    ['受理编号HN20260918-0001，电话〔电话已隐去〕，2011年118号路灯', []],
  ])('in %s', (text, expected) => expect(found(text)).toEqual(expected));

  it('of each document once, in the order of the texts', () => {
    expect(documentsIn(citations, ['《淮南市物业管理条例》，淮府办〔2011〕118号', '《淮南市物业管理条例》']).map(({ documentId }) => documentId)).toEqual(['c', 'a']);
  });

  it('that lead nowhere are named as they stand, without the sentence before them', () => {
    expect(citations.unresolvedIn('根据淮府办〔2011〕118号、皖政办〔2020〕7号和按照市里的淮建〔2019〕33号，见《物业管理条例》')).toEqual(['皖政办〔2020〕7号', '淮建〔2019〕33号']);
    expect(new Citations().in('淮府办〔2011〕118号')).toEqual([]);
  });

  it('takes no longer than the text', () => {
    expect(growthOf((length) => citations.in('府'.repeat(length) + '〔2011〕'.repeat(length / 10)), 25_000)).toBeLessThan(32);
  });

  it('a number is kept as everybody writes it', () => {
    expect(documentNumber(' 淮府办[2011] 第0118号')).toEqual({ number: '淮府办〔2011〕118号', yearAndSerial: '2011-118' });
    expect(['〔2011〕118号', '淮府办2011年118号', '见：淮府办〔2011〕118号', '淮府办〔2011〕118号令'].map(documentNumber)).toEqual([null, null, null, null]);
  });
});
