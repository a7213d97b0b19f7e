import { describe, expect, it } from '@jest/globals';
import { contentOf, inserted, isSame, salutation, typedOutcome, versionOutcome, whyNotYet, withPromise, withResult, type Content } from './draft.rules.js';
import { phrases } from './phrases.js';

const version = (text: string, number = 2) => ({ version: number, text, newDueOn: null, outcome: null });

describe('what is shown of a draft', () => {
  it('what was typed on the version in force', () => {
    expect(contentOf({ current: version('第二版'), autosave: { basedOn: 2, text: '第二版，又写了些', newDueOn: null, outcome: null } })).toEqual({ text: '第二版，又写了些' });
  });

  it('the newer version where somebody has saved one since', () => {
    expect(contentOf({ current: version('第二版'), autosave: { basedOn: 1, text: '旧的', newDueOn: null, outcome: null } })).toEqual({ text: '第二版' });
  });

  it('its outcome and its date', () => {
    const promise = { text: '修好路灯', dueOn: '2026-10-09' };
    const current = { ...version('已派人'), newDueOn: '2026-09-24', outcome: { result: 'explained' as const, promise } };
    expect(contentOf({ current, autosave: null })).toEqual({ text: '已派人', newDueOn: '2026-09-24', result: 'explained', promise });
  });
});

describe('办理结果 and 承诺 as they are being filled in', () => {
  const outcome = { result: 'explained' as const, promise: { text: '修好路灯', dueOn: '2026-10-09' } };
  const current = { ...version('已派人'), outcome };
  const typed = (typedOnes: NonNullable<NonNullable<Parameters<typeof contentOf>[0]['autosave']>['outcome']> | null) => contentOf({ current, autosave: { basedOn: 2, text: '已派人查看', newDueOn: null, outcome: typedOnes } });

  it('go before those of the version, half a promise and what was taken away too', () => {
    expect(typed({ result: 'resolved', promise: { text: '修好', dueOn: null } })).toEqual({ text: '已派人查看', result: 'resolved', promise: { text: '修好', dueOn: '' } });
    expect(typed({})).toEqual({ text: '已派人查看' });
  });

  it('stay as the version has them where none were kept with what was typed', () => {
    expect(typed(null)).toEqual({ text: '已派人查看', ...outcome });
  });

  it('are sent while typing as they stand, and with a version only when whole', () => {
    const half = { text: '已派人', result: 'resolved' as const, promise: { text: '修好', dueOn: '' } };
    expect(typedOutcome(half)).toEqual({ result: 'resolved', promise: { text: '修好', dueOn: null } });
    expect(versionOutcome(half)).toEqual({ result: 'resolved' });
    expect(versionOutcome({ text: '已派人' })).toEqual({ result: null, promise: null });
    expect(versionOutcome({ text: '已派人', ...outcome })).toEqual(outcome);
  });
});

describe('why it cannot be submitted yet', () => {
  const answer: Content = { text: '路灯已于9月20日修复。' };
  it.each<[string, Parameters<typeof whyNotYet>[0], Content, string | null]>([
    ['an answer', 'reply', answer, null],
    ['nothing', 'reply', { text: ' \n' }, '请先写答复内容。'],
    ['an extension without its reason', 'extension', { text: '' }, '请写明延期的理由。'],
    ['an extension without its date', 'extension', { text: '须现场勘查' }, '请选择新的答复日期。'],
    ['an extension', 'extension', { text: '须现场勘查', newDueOn: '2026-09-24' }, null],
    ['a phrase left as it came', 'reply', { text: '将于〔日期〕前完成。' }, '“〔日期〕”处请按实际情况填写。'],
    ['a promise without its day', 'reply', { ...answer, promise: { text: '修好', dueOn: '' } }, '承诺须写明事项和日期。'],
    ['a promise', 'reply', { ...answer, promise: { text: '修好', dueOn: '2026-10-09' } }, null],
  ])('%s', (_, kind, content, words) => {
    expect(whyNotYet(kind, content, [])).toBe(words);
  });

  it('a similar reply that stands unchanged, whatever stands around it and however it is broken', () => {
    const taken = [{ taken: '经查，该路段路灯已修复。\n感谢监督。', from: 'HN20260901-0001的答复' }];
    expect(whyNotYet('reply', { text: `${salutation}经查，该路段路灯已修复。 感谢监督。` }, taken)).toBe('取自HN20260901-0001的答复的内容还没有修改，不能原样提交。');
    expect(whyNotYet('reply', { text: `${salutation}经查，和平路12盏路灯已修复。感谢监督。` }, taken)).toBeNull();
  });

  it('no phrase can be sent as it stands', () => {
    for (const { words } of phrases) expect(whyNotYet('reply', { text: words }, [])).toMatch(/请按实际情况填写/);
  });
});

describe('changing it', () => {
  it('words go to the cursor, in a paragraph of their own', () => {
    expect(inserted('市民您好：\n', 6, '经查，')).toEqual({ text: '市民您好：\n经查，', cursor: 9 });
    expect(inserted('市民您好：', 5, '经查，')).toEqual({ text: '市民您好：\n经查，', cursor: 9 });
  });

  it('a promise and a result can be taken back', () => {
    const content = withResult(withPromise({ text: 'a' }, { text: '修好', dueOn: '' }), 'resolved');
    expect(content).toEqual({ text: 'a', result: 'resolved', promise: { text: '修好', dueOn: '' } });
    expect(withResult(withPromise(content, { text: '', dueOn: '' }), undefined)).toEqual({ text: 'a' });
  });

  it('is seen in every part', () => {
    const content: Content = { text: 'a', result: 'resolved', promise: { text: 'b', dueOn: '2026-10-09' } };
    expect(isSame(content, structuredClone(content))).toBe(true);
    for (const change of [{ text: 'c' }, { result: 'explained' as const }, { newDueOn: '2026-10-09' }, { promise: { text: 'b', dueOn: '2026-10-10' } }]) expect(isSame(content, { ...content, ...change })).toBe(false);
  });
});
