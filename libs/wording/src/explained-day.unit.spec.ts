import { describe, expect, it } from '@jest/globals';
import { stateCouncilCalendar as calendar } from '@wenzheng/working-days';
import { explainedDayLabel } from './explained-day.js';

const labels = (date: string, n: number, language?: 'zh' | 'en') =>
  calendar.explain(date, n).map((day) => explainedDayLabel(day, language));

describe('a due date explained', () => {
  it('lists every day from day zero, with its weekday and its place in the count', () => {
    expect(calendar.explain('2026-09-18', 3).map((day) => [day.date, day.weekday, day.counted, day.ordinal])).toEqual([
      ['2026-09-18', 5, false, 0],
      ['2026-09-19', 6, false, undefined],
      ['2026-09-20', 7, true, 1],
      ['2026-09-21', 1, true, 2],
      ['2026-09-22', 2, true, 3],
    ]);
  });
  it('says in Chinese why each day counts or does not, and by which notice', () => {
    expect(labels('2026-09-18', 3)).toEqual([
      '受理登记·第0天',
      '休息日·不计',
      '调休上班·计（第1个工作日；国庆节；国务院办公厅关于2026年部分节假日安排的通知）',
      '第2个工作日',
      '第3个工作日',
    ]);
    expect(labels('2026-09-24', 1)).toContain('放假·不计（中秋节；国务院办公厅关于2026年部分节假日安排的通知）');
  });
  it('names the notice also where it makes day zero a day of work or of rest', () => {
    expect(labels('2011-10-08', 0)).toEqual(['受理登记·第0天（国庆节；国务院办公厅关于2011年部分节假日安排的通知）']);
  });
  it('names what happened on day zero where it is not the registration', () => {
    const [day] = calendar.explain('2011-10-08', 0);
    expect(day && explainedDayLabel(day, 'zh', undefined, '访谈当日')).toBe('访谈当日·第0天（国庆节；国务院办公厅关于2011年部分节假日安排的通知）');
    expect(day && explainedDayLabel(day, 'en', undefined, 'Interview')).toMatch(/^Interview · day 0 \(/);
  });
  it('names the notice for 2012 for a day of 2011', () => {
    expect(labels('2011-12-29', 2).at(-1)).toBe('调休上班·计（第2个工作日；元旦；国务院办公厅关于2012年部分节假日安排的通知）');
  });
  it('marks the days that are provisional', () => {
    expect(labels('2026-12-28', 1)).toEqual(['受理登记·第0天', '第1个工作日（节假日安排尚未公布，暂定）']);
  });
  it('says the same in English', () => {
    expect(labels('2026-09-18', 3, 'en')).toEqual([
      'Registered · day 0',
      'Weekend · does not count',
      'Make-up working day · counts (working day 1; National Day; Notice of the General Office of the State Council on holiday arrangements for 2026)',
      'Working day 2',
      'Working day 3',
    ]);
    expect(labels('2026-09-24', 1, 'en')[1]).toMatch(/^Public holiday · does not count \(Mid-Autumn Festival; Notice/);
    expect(labels('2026-12-28', 1, 'en')[1]).toBe('Working day 1 (holidays not announced yet, provisional)');
  });
});
