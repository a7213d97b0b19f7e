import { calendarChanged, createEvent, type EventData, type EventEnvelope } from '@wenzheng/contracts';
import { stateCouncilCalendar } from '@wenzheng/working-days';

/** A notice of the State Council for the first year that does not ship, which makes the days around New Year firm and two of them holidays. */
export const notice2027 = {
  year: 2027,
  name: '国务院办公厅关于2027年部分节假日安排的通知',
  number: '国办发明电〔2026〕9号',
  papers: ['https://www.gov.cn/zhengce/2027.htm'],
  days: [
    { name: '元旦', date: '2026-12-31', isOffDay: true, paper: 'https://www.gov.cn/zhengce/2027.htm' },
    { name: '元旦', date: '2027-01-01', isOffDay: true, paper: 'https://www.gov.cn/zhengce/2027.htm' },
    { name: '元旦', date: '2027-01-03', isOffDay: false, paper: 'https://www.gov.cn/zhengce/2027.htm' },
  ],
};

/** As deadline-supervision tells of it when it is loaded after what ships. */
export function noticeLoaded(changes: Partial<EventData<typeof calendarChanged>> = {}): EventEnvelope<EventData<typeof calendarChanged>> {
  const changedAt = '2026-11-20T09:00:00+08:00';
  const notice = { ...notice2027, revision: 21, changedAt, ...changes };
  const data = { calendarVersion: stateCouncilCalendar.with(notice).version, ...notice };
  return createEvent(calendarChanged, { subject: 'calendar', sequence: data.revision, time: new Date(changedAt), data });
}
