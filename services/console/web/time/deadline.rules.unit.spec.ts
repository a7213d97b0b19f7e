import { describe, expect, it } from '@jest/globals';
import { stateCouncilCalendar as calendar } from '@wenzheng/working-days';
import { deadlineSentence } from '@wenzheng/wording';
import { timeLeft, timeUntil, viewOfDeadline, viewOfLine, type KnownDeadline, type LineOfQueue } from './deadline.rules.js';

const line = (changes: Partial<Omit<LineOfQueue, 'deadline'>> = {}, deadline: Partial<LineOfQueue['deadline']> = {}): LineOfQueue => ({
  registeredAt: '2026-09-18T07:00:00.000Z', state: 'assigned', ending: 'open', visibility: 'public', unit: { name: '市城市管理局' }, ...changes,
  deadline: { replyDueOn: '2026-09-22', finalDueOn: '2026-10-09', provisional: false, overdueSince: null, closedAt: null, submittedInTime: null, ...deadline },
});
const at = (time: string) => new Date(`${time}:00+08:00`);
const left = (row: LineOfQueue, time: string) => timeLeft(viewOfLine(row), at(time), calendar);

describe('a line of the queue', () => {
  it('绿 more than one working day, 黄 today and the next, 红 past', () => {
    expect(left(line(), '2026-09-20 09:00')).toEqual({ urgency: 'calm', status: '办理中', text: '还有2个工作日' });
    expect(left(line(), '2026-09-21 09:00').urgency).toBe('soon');
    expect(left(line(), '2026-09-22 23:59')).toEqual({ urgency: 'soon', status: '办理中', text: '今天到期' });
    expect(left(line(), '2026-09-23 00:00')).toEqual({ urgency: 'late', status: '超期未答复', text: '超期第1个工作日' });
  });

  it('紫 where the unit has submitted in time, and red where it was late', () => {
    expect(left(line({ state: 'in-review' }), '2026-09-23 09:00')).toMatchObject({ urgency: 'review', status: '审核发布中' });
    expect(left(line({ state: 'in-review' }, { overdueSince: '2026-09-22T16:00:00.000Z' }), '2026-09-23 09:00').urgency).toBe('late');
  });

  it('what is answered is done, and what has ended otherwise is ended', () => {
    const answered = { state: 'answered', ending: 'publicly-answered' as const };
    expect(left(line(answered, { closedAt: '2026-09-21T07:00:00.000Z', submittedInTime: true }), '2026-09-25 09:00')).toMatchObject({ urgency: 'done', status: '已答复·按时' });
    expect(left(line({ state: 'transferred', ending: 'transferred' }), '2026-09-25 09:00')).toMatchObject({ urgency: 'ended', status: '已转出' });
    expect(left(line({ state: 'holding-pen', unit: null }), '2026-09-20 09:00')).toMatchObject({ urgency: 'calm', status: '待分拨' });
  });
});

describe('what deadline-supervision knows', () => {
  const known: KnownDeadline = {
    registeredOn: '2026-09-18', replyDueOn: '2026-09-22', finalDueOn: '2026-10-09', provisional: false, closeOfBusiness: '24:00', unit: { name: '市城市管理局' },
    extension: null, interimPublishedAt: null, ending: 'open', endedAt: null, submittedAt: null, publishedAt: null, reviewDueOn: null, dayZero: { on: '2026-09-18', because: 'registration', session: null },
  };
  const sentence = (changes: Partial<KnownDeadline>, time: string) => deadlineSentence(viewOfDeadline({ ...known, ...changes }), at(time), calendar);

  it.each<[string, Partial<KnownDeadline>, string, string]>([
    ['in time', {}, '2026-09-20 09:00', '应于2026年9月22日（星期二）24时前答复，还有2个工作日。'],
    ['extended', { extension: { submittedAt: '2026-09-21T01:00:00Z', publishedAt: '2026-09-21T02:00:00Z', newDueOn: '2026-09-24', timely: true } }, '2026-09-23 09:00',
      '市城市管理局已于9月21日公开说明延期，应于9月24日（星期四）24时前答复；最迟答复日为10月9日（星期五）。'],
    ['interim reply', { interimPublishedAt: '2026-09-19T02:00:00Z' }, '2026-09-20 09:00', '应于2026年9月22日（星期二）24时前答复，还有2个工作日。已发布阶段性回复。阶段性回复不计为答复，时限继续计算。'],
    ['in review', { submittedAt: '2026-09-22T08:40:00Z', reviewDueOn: '2026-09-23' }, '2026-09-23 09:00', '承办单位已于9月22日16时40分提交答复，正在审核，应于9月23日24时前公开。'],
    ['answered', { ending: 'publicly-answered', submittedAt: '2026-09-21T02:00:00Z', publishedAt: '2026-09-21T07:00:00Z' }, '2026-09-25 09:00', '已于9月21日答复，用时2个工作日，按时。'],
    ['asked before an interview', { dayZero: { on: '2026-11-27', because: 'session', session: { channel: 'interview' } }, replyDueOn: '2026-12-02', finalDueOn: '2026-12-11' }, '2026-11-23 09:00',
      '访谈当日（11月27日）起算，3个工作日内答复。'],
  ])('%s', (_, changes, time, words) => {
    expect(sentence(changes, time)).toBe(words);
  });
});

it.each([
  ['2026-11-28T00:00', '2026-11-27 09:30', { urgency: 'soon', text: '还有14小时' }],
  ['2026-11-28T00:00', '2026-11-27 23:10', { urgency: 'soon', text: '不到1小时' }],
  ['2026-12-01T00:00', '2026-11-27 09:30', { urgency: 'calm', text: '11月30日前' }],
  ['2026-11-28T00:00', '2026-11-28 00:01', { urgency: 'late', text: '已超时' }],
])('what an office decides until %s, seen at %s', (due, seen, left) => {
  expect(timeUntil(new Date(`${due}:00+08:00`), false, at(seen))).toMatchObject(left);
});
