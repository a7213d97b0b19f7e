export { ControllableClock, systemClock, type Clock } from './clock.js';
export {
  addDays,
  assertBusinessDate,
  businessDateOf,
  endOfBusinessDate,
  isBusinessDate,
  startOfBusinessDate,
  weekday,
  type BusinessDate,
  type CloseOfBusiness,
  type Weekday,
} from './business-date.js';
export { noticeTitle, type Notice, type NoticeDay } from './notices/notice.js';
export {
  WorkingCalendar,
  type CalendarDay,
  type DayKind,
  type DueDate,
  type ExplainedDay,
} from './working-calendar.js';
export { stateCouncilCalendar, stateCouncilNotices } from './state-council-calendar.js';
export { Editions, shippedNotices, type LoadedNotice, type PaperTitle } from './editions.js';
