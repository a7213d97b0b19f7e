import { useLanguage } from '@wenzheng/page-frame';
import { datesIn, explainedDayLabel, type Language } from '@wenzheng/wording';
import { addDays, type BusinessDate, type Editions, type ExplainedDay, type WorkingCalendar } from '@wenzheng/working-days';
import type { MessageSummary } from '../../message/message-view.rules.js';
import { messageWords } from './words.js';

/** Every day from day zero to the given date, with the reason why it counts or not. */
function explainedDays(from: BusinessDate, to: BusinessDate, calendar: WorkingCalendar): ExplainedDay[] {
  const rows = calendar.explain(from, calendar.workingDaysBetween(from, to) + 1);
  return rows.filter((row) => row.date <= to);
}

/** 这个日期是怎么算出来的 */
export function Explanation({ message, until, calendars }: { message: MessageSummary; until: BusinessDate | null; calendars: Editions }) {
  const language = useLanguage();
  const { table } = messageWords[language];
  const days = until === null ? [] : explainedDays(message.dayZero?.on ?? message.registeredOn, until, calendars.of(message.calendarVersion));
  if (days.length === 0) return <p>{table.unknown}</p>;
  return (
    <table>
      <caption>{countedFrom(message, language)}</caption>
      <thead>
        <tr><th scope="col">{table.date}</th><th scope="col">{table.weekday}</th><th scope="col">{table.how}</th></tr>
      </thead>
      <tbody>
        {days.map((day) => (
          <tr key={day.date} class={rowClass(day, message, language)}>
            <th scope="row"><time datetime={day.date}>{shortDate(day, days[0], language)}</time></th>
            <td>{datesIn[language].weekday(day.date).replace('星期', '')}</td>
            <td>{explainedDayLabel(day, language, day.paper && calendars.titleOf(day.paper)?.[language], message.dayZero?.words)}{mark(day.date, message, language)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function countedFrom({ dayZero, channel }: MessageSummary, language: Language): string {
  const { table } = messageWords[language];
  if (!dayZero) return table.fromRegistration;
  return channel === null ? table.fromDayZero : table.fromSession;
}

function shortDate({ date }: ExplainedDay, first: ExplainedDay | undefined, language: Language): string {
  const isNewYear = first?.date !== date && addDays(date, -1).slice(0, 4) !== date.slice(0, 4);
  return first?.date === date || isNewYear ? datesIn[language].full(date) : datesIn[language].short(date, Number(date.slice(0, 4)));
}

function rowClass(day: ExplainedDay, message: MessageSummary, language: Language): string {
  if (mark(day.date, message, language)) return 'due';
  return day.counted ? '' : 'off';
}

function mark(date: BusinessDate, message: MessageSummary, language: Language): string {
  const words = messageWords[language].marks;
  const marks = [
    date === message.replyDueOn ? words.replyDue : '',
    date === message.dueOn && message.dueOn !== message.replyDueOn ? words.extended : '',
    date === message.finalDueOn ? words.finalDue : '',
  ].filter((text) => text !== '');
  return marks.length > 0 ? ` ← ${marks.join(words.between)}` : '';
}
