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
export { explainedDayLabel } from './explained-day.js';
export { dueOnInForce, type DeadlineView, type Ending, type ExtensionView, type Instant } from './deadline/deadline-view.js';
export {
  deadlineStatus,
  isDueSoon,
  messageStatuses,
  statusVocabulary,
  statusWords,
  type Language,
  type MessageStatus,
} from './deadline/deadline-status.js';
export { deadlineSentence, shortDueText } from './deadline/deadline-sentence.js';
export { deadlineCase, type DeadlineCase } from './deadline/deadline-case.js';
