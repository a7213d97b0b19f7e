import { chineseDates, dateWords, explainedDayLabel } from '@wenzheng/wording';
import { addDays, type BusinessDate, type Editions, type ExplainedDay, type WorkingCalendar } from '@wenzheng/working-days';
import type { MessageSummary } from '../../message/message-view.rules.js';

/** Every day from day zero to the given date, with the reason why it counts or not. */
function explainedDays(from: BusinessDate, to: BusinessDate, calendar: WorkingCalendar): ExplainedDay[] {
  const rows = calendar.explain(from, calendar.workingDaysBetween(from, to) + 1);
  return rows.filter((row) => row.date <= to);
}

/** 这个日期是怎么算出来的 */
export function Explanation({ message, until, calendars }: { message: MessageSummary; until: BusinessDate | null; calendars: Editions }) {
  const days = until === null ? [] : explainedDays(message.dayZero?.on ?? message.registeredOn, until, calendars.of(message.calendarVersion));
  if (days.length === 0) return <p>受理当年的节假日安排没有收录，无法逐日说明。</p>;
  return (
    <table>
      <caption>{countedFrom(message)}</caption>
      <thead>
        <tr><th scope="col">日期</th><th scope="col">星期</th><th scope="col">怎样计算</th></tr>
      </thead>
      <tbody>
        {days.map((day) => (
          <tr key={day.date} class={rowClass(day, message)}>
            <th scope="row"><time datetime={day.date}>{shortDate(day, days[0])}</time></th>
            <td>{chineseDates.weekday(day.date).slice(2)}</td>
            <td>{explainedDayLabel(day, 'zh', day.paper && calendars.titleOf(day.paper)?.zh, message.dayZero?.words)}{mark(day.date, message)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function countedFrom({ dayZero, channel }: MessageSummary): string {
  if (!dayZero) return '从受理之日起逐日计算；受理当日不计入，只计工作日。';
  const from = channel === null ? '起算日' : '会期当日（取消的，从取消之日）';
  return `${channel === null ? '' : '会前、会中的提问'}从${from}起逐日计算；当日不计入，只计工作日。`;
}

function shortDate({ date }: ExplainedDay, first: ExplainedDay | undefined): string {
  const words = dateWords(date);
  const isNewYear = first?.date !== date && addDays(date, -1).slice(0, 4) !== date.slice(0, 4);
  return first?.date === date || isNewYear ? words : words.slice(5);
}

function rowClass(day: ExplainedDay, message: MessageSummary): string {
  if (mark(day.date, message)) return 'due';
  return day.counted ? '' : 'off';
}

function mark(date: BusinessDate, message: MessageSummary): string {
  const marks = [
    date === message.replyDueOn ? '应答复日' : '',
    date === message.dueOn && message.dueOn !== message.replyDueOn ? '延期后的应答复日' : '',
    date === message.finalDueOn ? '最迟答复日' : '',
  ].filter((text) => text !== '');
  return marks.length > 0 ? ` ← ${marks.join('、')}` : '';
}
