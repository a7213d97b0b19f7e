import { describe, expect, it } from '@jest/globals';
import { answerTo, faultsOfReferring, faultsOfSendingBack, faultsOfSigning, quickReasons, readTyped, reasonOf } from './decision-form.rules.js';

const key = '0199f0a2-7c11-7a55-9a3e-0d7f5a3c1b01';

describe('what was typed', () => {
  it('is read from one field or several', () => {
    const typed = readTyped({ version: '3', key, quick: [quickReasons[1], quickReasons[0]], reason: ' 一\r\n二 ', to: 'colleague', finding: ['a', 'b'], answer: ['甲', ' '] });
    expect(typed).toEqual({ version: 3, key, quick: [quickReasons[0], quickReasons[1]], reason: '一\n二', to: 'colleague', answers: [{ finding: 'a', reason: '甲' }, { finding: 'b', reason: '' }] });
    expect(reasonOf(typed)).toBe(`${quickReasons[0]}；${quickReasons[1]}；一\n二`);
    expect([answerTo(typed, 'a'), answerTo(typed, 'c')]).toEqual(['甲', '']);
  });

  it.each([{}, { version: '0', key: 'a b' }, { version: '1e3', key: '' }, { version: ['x'], quick: 'made up', key: 'k\r\nx: y' }])('is nothing that was read where it makes no sense: %j', (fields) => {
    expect(readTyped(fields as Record<string, string>)).toMatchObject({ version: 0, key: '', quick: [], reason: '' });
  });

  it('needs a reason to go back, and no more than the service takes', () => {
    const typed = readTyped({ version: '1', key });
    expect(faultsOfSendingBack(typed)).toEqual({ reason: '请选择或填写退回的理由' });
    expect(faultsOfSendingBack({ ...typed, quick: [quickReasons[0]] })).toEqual({});
    expect(faultsOfSendingBack({ ...typed, reason: '长'.repeat(1_001) })).toEqual({ reason: '理由请在1000字以内，现为1001字' });
    expect([faultsOfReferring(typed), faultsOfReferring({ ...typed, to: 'x' })]).toEqual([{ to: '请选择由谁审核' }, {}]);
  });

  it('answers for every soft finding before it is signed, not before it is approved', () => {
    const soft = [{ code: 'a', weight: 'soft', words: '', quote: null }] as const;
    const typed = readTyped({ version: '1', key });
    expect(faultsOfSigning(typed, soft, 'sign')).toEqual({ 'answer-a': '请说明仍可签发的理由' });
    expect(faultsOfSigning({ ...typed, answers: [{ finding: 'a', reason: '理由' }] }, soft, 'sign')).toEqual({});
    expect(faultsOfSigning(typed, soft, 'approve')).toEqual({});
  });
});
