import { describe, expect, it } from '@jest/globals';
import { stateCouncilCalendar as calendar } from '@wenzheng/working-days';
import { extensionChoices, extensionWords } from './extension.rules.js';

// Accepted on Friday 2026-09-18; the Sunday after it is worked, the National Day is not.
const dates = { dayZero: { on: '2026-09-18' }, replyDueOn: '2026-09-22', finalDueOn: '2026-10-09', noticeDueOn: '2026-09-22', closeOfBusiness: '24:00' };
const at = (time: string) => new Date(`${time}:00+08:00`);

describe('the dates that may be chosen', () => {
  it('are working days after 应答复日 up to 最迟答复日, with their numbers', () => {
    const choices = extensionChoices(dates, at('2026-09-20 09:00'), calendar);
    expect(choices[0]).toEqual({ date: '2026-09-23', nth: 4 });
    expect(choices.at(-1)).toEqual({ date: '2026-10-09', nth: 10 });
    expect(choices.map(({ nth }) => nth)).toEqual([4, 5, 6, 7, 8, 9, 10]);
  });

  it('lie after today', () => {
    expect(extensionChoices(dates, at('2026-09-29 09:00'), calendar)[0]?.date).toBe('2026-09-30');
    expect(extensionChoices(dates, at('2026-10-09 09:00'), calendar)).toEqual([]);
    expect(extensionChoices({ ...dates, finalDueOn: null }, at('2026-09-20 09:00'), calendar)).toEqual([]);
  });
});

describe('what is said of it', () => {
  it('until when, how far, and which day it is', () => {
    expect(extensionWords(dates, at('2026-09-21 09:00'), calendar)).toEqual({
      isLate: false, words: '今天是第2个工作日，延期说明须在9月22日24时前提交；新的答复日期不得晚于10月9日（第10个工作日）。',
    });
  });

  it('in time until the last minute, and from then on it cures nothing', () => {
    expect(extensionWords(dates, at('2026-09-22 23:59'), calendar)?.isLate).toBe(false);
    expect(extensionWords(dates, at('2026-09-23 00:00'), calendar)).toEqual({
      isLate: true, words: '已过延期说明的期限（9月22日），延期说明不再有效，请直接答复。仍提交的会公开并记录，不改变应答复日。',
    });
  });
});
