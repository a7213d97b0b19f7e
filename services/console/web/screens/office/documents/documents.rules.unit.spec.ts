import { describe, expect, it } from '@jest/globals';
import { bodyOfForm, valuesOf } from '../../../parts/form/fields.rules.js';
import { byNumber, contentOf, fields, shownOf } from './documents.rules.js';

const document = {
  id: '0199f0a2-7c11-7a55-9a3e-0d7f5a3c1b01', url: 'https://portal.example/policies/1', number: '淮府办〔2011〕118号', title: '网络问政工作制度', otherTitles: ['问政制度', '118号文'], issuer: '市政府办公室',
  issuedOn: '2011-10-20', effectiveOn: null, repealedOn: null, repealedBy: null, state: 'in-force' as const, source: 'https://city.example/118', text: null, version: 3, changedAt: '2026-09-18T00:00:00Z',
};

describe('a policy document in the form', () => {
  it('comes back as it was, where nothing was typed but why', () => {
    const values = { ...valuesOf(fields, shownOf(document)), reason: '核对' };
    expect(contentOf(bodyOfForm(fields, values))).toEqual({
      reason: '核对',
      content: { number: '淮府办〔2011〕118号', title: '网络问政工作制度', otherTitles: ['问政制度', '118号文'], issuer: '市政府办公室', issuedOn: '2011-10-20', effectiveOn: null, repealedOn: null, repealedBy: null, url: 'https://city.example/118', text: null },
    });
  });
});

describe('numbers that lead nowhere', () => {
  it('stand each once with the messages that cite it, what most cite first', () => {
    const citation = (messageNumber: string, numbers: string[]) => ({ replyId: messageNumber, messageNumber, numbers, publishedAt: '2026-09-18T00:00:00Z', unit: { code: 'u', name: '单位' } });
    expect(byNumber([citation('1', ['甲〔2020〕1号']), citation('2', ['乙〔2020〕2号', '甲〔2020〕1号']), citation('1', ['甲〔2020〕1号'])])).toEqual([
      { number: '甲〔2020〕1号', messages: ['1', '2'] },
      { number: '乙〔2020〕2号', messages: ['2'] },
    ]);
  });
});
