import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { deadlineClosed, deadlineMoved, deadlineOpened, type EventEnvelope } from '@wenzheng/contracts';
import { Calendars } from '@wenzheng/messaging';
import { eventually, noticeLoaded, type Replica } from '@wenzheng/testing';
import { stateCouncilCalendar } from '@wenzheng/working-days';
import { OverdueAlarm, waiting } from '../../projection/overdue-alarm.js';
import { assigned, eventOf, Fixture, idOf, registered, replied } from '../../publication.fixture.js';

let fixture: Fixture;
/** As in production: it keeps rendered pages, and another one has handled the notice. */
let replica: Replica;
beforeAll(async () => {
  fixture = await Fixture.create();
  replica = await fixture.start({ PAGE_CACHE_MIB: '8' }, { reading: false });
});
afterAll(() => fixture.drop());
beforeEach(async () => {
  await fixture.clear();
  for (const { app } of [fixture, replica]) await eventually(() => expect(app.get(Calendars).current.version).toBe(stateCouncilCalendar.version));
  fixture.clock.set('2026-12-28T15:00:00+08:00');
});

const registeredAt = '2026-12-28T10:00:00+08:00';
// A page of an address is looked up once a second: every case has a message of its own.
const numberOf = (n: number) => `HN20260918-000${n}`;
const dates = { replyDueOn: '2026-12-31', finalDueOn: '2027-01-11', provisional: true };
const opened = (n: number, changes: object = {}): EventEnvelope =>
  eventOf(deadlineOpened, 1, registeredAt, { messageId: idOf(n), ...dates, channel: 'board', registeredAt, policyVersion: '1', calendarVersion: stateCouncilCalendar.version, ...changes });
const moved = (n: number): EventEnvelope =>
  eventOf(deadlineMoved, 2, '2026-12-28T14:00:00+08:00', {
    messageId: idOf(n), replyDueOn: '2027-01-03', unextendedDueOn: '2027-01-03', finalDueOn: '2027-01-12', provisional: false, cause: 'calendar',
  });
const pages = async (n: number) => {
  const number = numberOf(n);
  const read = async (path: string) => (await fetch(replica.url + path, { headers: { accept: 'text/html' } })).text();
  const [message, deadline, list] = await Promise.all([read(`/messages/${number}`), read(`/messages/${number}/deadline`), read('/messages')]);
  const { deadline: json } = (await (await fetch(`${replica.url}/v1/messages/${number}`)).json()) as { deadline: Record<string, unknown> };
  return { message, deadline, list, json };
};

describe('after a notice of the State Council', () => {
  it('pages that were kept speak of it: what was provisional is firm, day by day, and by which paper', async () => {
    await fixture.handle(registered(1, { registeredAt }), assigned(1), opened(1));
    const before = await pages(1);
    expect(before.message).toContain('暂定');
    expect(before.deadline).toContain('第1个工作日（节假日安排尚未公布，暂定）');
    expect(before.json).toMatchObject({ dueOn: '2026-12-31', provisional: true });

    await fixture.deliver(noticeLoaded(), moved(1));
    await eventually(async () => {
      const { message, deadline, list, json } = await pages(1);
      for (const page of [message, deadline, list, JSON.stringify(json)]) expect(page).not.toContain('暂定');
      expect(message).toContain('应于2027年1月3日（星期日）24时前答复');
      expect(deadline).toContain('放假·不计（元旦；国务院办公厅关于2027年部分节假日安排的通知（国办发明电〔2026〕9号））');
      expect(deadline).toContain('← 最迟答复日');
      expect(deadline).toContain(noticeLoaded().data.calendarVersion);
      expect(json).toMatchObject({ replyDueOn: '2027-01-03', dueOn: '2027-01-03', finalDueOn: '2027-01-12', provisional: false });
    });
  });

  it('a kept page follows the notice alone: its dates do not move, and its days are firm', async () => {
    await fixture.handle(registered(2, { registeredAt: '2026-12-23T10:00:00+08:00' }), assigned(2), opened(2, { replyDueOn: '2026-12-28', finalDueOn: '2027-01-07', provisional: false }));
    expect((await pages(2)).deadline).toContain('暂定');
    await fixture.deliver(noticeLoaded());
    await eventually(async () => expect((await pages(2)).deadline).not.toContain('暂定'));
  });

  it('a message that was closed before is explained as it was counted then', async () => {
    const closed = eventOf(deadlineClosed, 3, '2026-12-30T10:00:00+08:00', {
      messageId: idOf(3), ending: 'publicly-answered', closedAt: '2026-12-30T10:00:00+08:00', workingDaysToSubmission: 2, workingDaysToPublication: 2,
      submittedInTime: true, publishedInTime: true, calendarVersion: stateCouncilCalendar.version,
    });
    fixture.clock.set('2026-12-30T10:00:00+08:00');
    await fixture.handle(registered(3, { registeredAt }), assigned(3), opened(3), replied(3, { submittedAt: '2026-12-30T10:00:00+08:00' }), closed);
    await fixture.handle(registered(4, { registeredAt }));
    const before = await pages(3);
    await fixture.deliver(noticeLoaded());
    await eventually(async () => expect((await pages(4)).deadline).not.toContain('暂定'));
    const after = await pages(3);
    expect([after.message, after.deadline]).toEqual([before.message, before.deadline]);
    expect(after.deadline).toContain(stateCouncilCalendar.version);
  });

  it('what waits for the information office is due by it, and alarmed about anew', async () => {
    const columns = await fixture.rows<{ name: string }>(`SELECT table_name || '.' || column_name AS name FROM information_schema.columns WHERE table_schema = current_schema() AND column_name LIKE '%due_at' ORDER BY 1`);
    expect(columns.map(({ name }) => name)).toEqual(waiting.map(({ table, due }) => `${table}.${due}`).sort());
    fixture.clock.set('2026-12-30T15:00:00+08:00');
    await fixture.rows(`INSERT INTO review_policy (channel, review, changed_at) VALUES ('board', 'all', now())`);
    const advert = { title: '低价代开发票', text: '专业代开发票，量大优惠，加微信kaipiao888详询', registeredAt };
    await fixture.handle(registered(4, { registeredAt }), assigned(4), opened(4), replied(4, { submittedAt: '2026-12-30T14:00:00+08:00' }), registered(5, advert), registered(6, { ...advert, historical: true }));
    // 阶段性回复 waits as well, and is not what the page of its message speaks of.
    await fixture.handle(registered(7, { registeredAt }), assigned(7), opened(7),
      replied(7, { submittedAt: '2026-12-29T14:00:00+08:00', interim: true, sequence: 2 }), replied(7, { submittedAt: '2026-12-30T14:00:00+08:00', replyId: idOf(10_107), sequence: 3 }));
    const alarm = fixture.app.get(OverdueAlarm);
    const shown = (at: string, alarmed: string) => `(${at} AT TIME ZONE 'Asia/Shanghai')::date::text || CASE WHEN ${alarmed} IS NULL THEN '' ELSE ' alarmed' END`;
    const due = async () =>
      (await fixture.rows<{ at: string }>(`(SELECT ${shown('review_due_at', 'review_alarmed_at')} AS at FROM reply WHERE state = 'held' ORDER BY message_id, submitted_at) UNION ALL (SELECT ${shown('due_at', 'alarmed_at')} FROM content_review ORDER BY message_id)`)).map(({ at }) => at);
    fixture.clock.set('2027-01-01T00:00:00+08:00');
    await alarm.raise();
    expect(await due()).toEqual(['2027-01-01 alarmed', '2026-12-31 alarmed', '2027-01-01 alarmed', '2027-01-01 alarmed', '2027-01-14']);
    await fixture.deliver(noticeLoaded());
    await eventually(async () => {
      await alarm.raise();
      expect(await due()).toEqual(['2027-01-04', '2026-12-31 alarmed', '2027-01-04', '2027-01-04', '2027-01-15']);
    });
    expect(await fixture.rows('SELECT review_due_on::text AS day FROM message WHERE message_id = ANY ($1::uuid[])', [[idOf(4), idOf(7)]])).toEqual([{ day: '2027-01-03' }, { day: '2027-01-03' }]);
  });
});
