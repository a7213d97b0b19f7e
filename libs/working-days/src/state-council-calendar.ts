import { expandNotice, type Notice } from './notices/notice.js';
import { stateCouncilTables } from './notices/state-council.js';
import { WorkingCalendar } from './working-calendar.js';

/** The notices that ship with this library, 2007 to 2026, day by day. */
export const stateCouncilNotices: readonly Notice[] = stateCouncilTables.map(expandNotice);

/** The calendar of those notices. A later notice is added with `stateCouncilCalendar.with(notice)`. */
export const stateCouncilCalendar = WorkingCalendar.from(stateCouncilNotices);
