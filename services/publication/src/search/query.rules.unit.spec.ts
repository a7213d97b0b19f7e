import { describe, expect, it } from '@jest/globals';
import { cut } from '@wenzheng/text';
import fc from 'fast-check';
import { understand, unitIn } from './query.rules.js';
import { searchForm } from './search.rules.js';

const units = [
  { code: 'cg', name: '市城市管理局' }, { code: 'rs', name: '市人力资源社会保障局' }, { code: 'wj', name: '市卫生健康委员会' }, { code: 'ga', name: '市公安局' }, { code: 'tj', name: '田家庵区城市管理局' },
];
const wordsOf = (typed: string) => understand(typed, units, cut).words;

describe('what somebody looks for', () => {
  it.each([
    ['路灯不亮', ['路灯', '不亮']], ['和平路夜间路灯不亮', ['和平路', '夜间', '路灯', '不亮']], ['什么时候修井盖？', ['修', '井盖']], ['我想问一下公积金贷款怎么办理', ['公积金', '贷款', '办理']],
    ['鑫苑小区水压低', ['鑫苑', '小区', '水', '压低']], ['3号楼 漏水', ['3号楼', '漏水']], ['第10007号', ['第10007号']], ['wifi信号', ['wifi', '信号']], ['路燈　WiFi', ['路灯', 'wifi']], ['50%_', ['50%_']],
    ['“路灯不亮”', ['路灯不亮']], ['"路灯 不亮" 小区', ['路灯不亮', '小区']], ['路灯，井盖', ['路灯', '井盖']], ['金 公积金', ['公积金']], ['怎么办', ['怎么办']], ['%', ['%']], ['？', ['?']], ['\u200b \u2060', []],
  ] as [string, string[]][])('of %j is %j', (typed, words) => expect(wordsOf(typed)).toEqual(words));

  it('what contains what was typed has every word of it: whatever was found whole is found still', () => {
    const unit = fc.constantFrom('路', '灯', '不', '亮', '的', '和', '平', '公', '积', '金', '，', '“', '”', 'A', '3', '%', '了', '城', '管', '局', '市', '理');
    fc.assert(fc.property(fc.string({ unit, minLength: 1, maxLength: 30 }), fc.string({ unit }), fc.string({ unit }), (typed, before, after) => {
      const { words, unit: named } = understand(typed, units, cut);
      const form = searchForm(before + typed + after);
      for (const word of [...words, ...(named ? [named.word] : [])]) expect(form).toContain(word);
    }), { numRuns: 2_000 });
  });

  it.each([
    ['市城市管理局路灯', '市城市管理局', ['cg'], ['路灯']], ['城市管理局 路灯', '城市管理局', ['cg'], ['路灯']], ['城管局路灯', '城管局', ['cg'], ['路灯']], ['人社局 社保卡', '人社局', ['rs'], ['社保卡']],
    ['卫健委疫苗', '卫健委', ['wj'], ['疫苗']], ['田家庵区城市管理局占道', '田家庵区城市管理局', ['tj'], ['占道']],
  ] as [string, string, string[], string[]][])('in %j the unit is %j', (typed, word, codes, words) => {
    expect(understand(typed, units, cut)).toMatchObject({ unit: { word, codes }, words });
  });

  it('a unit alone is looked for like any word, and what four units may mean is none', () => {
    expect(understand('城管局', units, cut)).toMatchObject({ unit: null, words: ['城管局'] });
    expect(unitIn('城管局', Array.from({ length: 4 }, (_, n) => ({ code: String(n), name: `城市第${n}管理局` })))).toBeNull();
    expect(unitIn('结局', units)).toBeNull();
  });

  it.each([
    ['HN20260918-0042', 'HN20260918-0042'], ['hn202609180042', 'HN20260918-0042'], ['20260918-0042', '20260918-0042'], ['0042', '0042'], ['００４２', '0042'], ['042', null], ['路灯0042', null], ['0042 路灯', null],
  ])('the number in %j is %j', (typed, number) => expect(understand(typed, units, cut).number).toBe(number));
});
