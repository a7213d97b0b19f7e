import { describe, expect, it } from '@jest/globals';
import { titleOf } from './wording.rules.js';

describe('a title names the matter and what the paper is', () => {
  it.each([
    ['办理和平路路灯留言', '督办通知', '关于办理和平路路灯留言的督办通知'],
    ['关于办理超期网民留言的督办', '督办通知', '关于办理超期网民留言的督办通知'],
    ['关于2026年9月网民留言办理情况的通报', '通报', '关于2026年9月网民留言办理情况的通报'],
    ['关于电梯停运的', '函', '关于电梯停运的函'],
    ['电梯停运。', '函', '关于电梯停运的函'],
    ['关于移送某单位办理问题的函', '函', '关于移送某单位办理问题的函'],
  ])('%s, %s', (matter, kind, title) => expect(titleOf(matter, kind)).toBe(title));
});
