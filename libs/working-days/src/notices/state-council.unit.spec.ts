import { describe, expect, it } from '@jest/globals';
import { readMaterial } from '../material.fixture.js';
import { stateCouncilNotices } from '../state-council-calendar.js';
import { expandNotice, noticeTitle, type Notice } from './notice.js';
import { versionOf } from './version.js';

const years = Array.from({ length: 20 }, (_, index) => 2007 + index);
const noticeOf = (year: number) => stateCouncilNotices.find((notice) => notice.year === year);

describe("the State Council's notices", () => {
  it('are one a year from 2007 to 2026', () => {
    expect(stateCouncilNotices.map((notice) => notice.year)).toEqual(years);
  });

  it.each(years)('%i lists the same days and papers as holiday-cn', (year) => {
    const published = JSON.parse(readMaterial(`holiday-cn/${year}.json`)) as Notice;
    const days = noticeOf(year)?.days.map(({ name, date, isOffDay }) => ({ name, date, isOffDay }));
    expect({ year, papers: noticeOf(year)?.papers, days }).toEqual({
      year: published.year,
      papers: published.papers,
      days: published.days,
    });
  });

  it('2027 is not announced: holiday-cn lists no day, and none ships', () => {
    expect((JSON.parse(readMaterial('holiday-cn/2027.json')) as Notice).days).toEqual([]);
    expect(noticeOf(2027)).toBeUndefined();
  });

  it('none changes a day before 29 December of the year before, nor any of the year after', () => {
    const strays = stateCouncilNotices.flatMap(({ year, days }) =>
      days.filter(({ date }) => date < `${year - 1}-12-29` || date > `${year}-12-31`),
    );
    expect(strays).toEqual([]);
  });

  it.each([
    [2015, '2015-09-06', 'http://www.gov.cn/zhengce/zhengceku/2015-05/13/content_9742.htm'],
    [2019, '2019-05-05', 'http://www.gov.cn/zhengce/zhengceku/2019-03/22/content_5375877.htm'],
    [2020, '2020-02-02', 'http://www.gov.cn/zhengce/zhengceku/2020-01/27/content_5472352.htm'],
    [2020, '2020-01-19', 'http://www.gov.cn/zhengce/zhengceku/2019-11/21/content_5454164.htm'],
  ])('%i: the paper that orders %s is %s', (year, date, paper) => {
    expect(noticeOf(year)?.days.find((day) => day.date === date)?.paper).toBe(paper);
  });
});

describe('a notice written down', () => {
  it('is expanded day by day, across the end of a year', () => {
    const { days } = expandNotice({
      year: 2019,
      papers: ['paper'],
      festivals: [{ name: '元旦', off: '2018-12-31..01-01', work: '2018-12-29' }],
    });
    expect(days).toEqual([
      { name: '元旦', date: '2018-12-29', isOffDay: false, paper: 'paper' },
      { name: '元旦', date: '2018-12-31', isOffDay: true, paper: 'paper' },
      { name: '元旦', date: '2019-01-01', isOffDay: true, paper: 'paper' },
    ]);
  });
  it.each(['02-30', '02-01..02-31', '1-1', '2026/01/01'])('with the span %p is refused', (off) => {
    expect(() => expandNotice({ year: 2026, papers: [], festivals: [{ name: '元旦', off }] })).toThrow(RangeError);
  });
  it('is called by its usual title', () => {
    expect(noticeTitle(2026)).toBe('国务院办公厅关于2026年部分节假日安排的通知');
    expect(noticeTitle(2026, 'en')).toContain('2026');
  });
});

describe('the version of a set of notices', () => {
  const notice: Notice = { year: 2026, papers: ['p'], days: [{ name: '元旦', date: '2026-01-01', isOffDay: true }] };
  const day = { name: '元旦', date: '2026-01-02', isOffDay: true };
  it('names the years', () => expect(versionOf(stateCouncilNotices)).toMatch(/^2007-2026\.[0-9a-f]{8}$/));
  it('does not depend on the order of days', () => {
    expect(versionOf([{ ...notice, days: [day, ...notice.days] }])).toBe(versionOf([{ ...notice, days: [...notice.days, day] }]));
  });
  it.each([
    ['a day added', { ...notice, days: [...notice.days, day] }],
    ['a holiday made a working day', { ...notice, days: [{ name: '元旦', date: '2026-01-01', isOffDay: false }] }],
    ['another paper', { ...notice, papers: ['q'] }],
    ['another name', { ...notice, days: [{ name: '新年', date: '2026-01-01', isOffDay: true }] }],
  ])('differs with %s', (_, other) => expect(versionOf([other])).not.toBe(versionOf([notice])));
});
