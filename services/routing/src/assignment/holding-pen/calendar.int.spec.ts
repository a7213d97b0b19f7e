import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually, noticeLoaded } from '@wenzheng/testing';
import { code, deskOf, Fixture, type Desk, type Replica } from '../../routing.fixture.js';
import { HoldingPenAlarm } from './holding-pen-alarm.service.js';

let fixture: Fixture;
let replica: Replica;
let desk: Desk;
beforeAll(async () => {
  fixture = await Fixture.create();
  replica = await fixture.start();
  desk = await deskOf(fixture, replica);
});
afterAll(() => fixture.drop());

const stayOf = async (messageId: string) => (await desk.get(`/${messageId}`, desk.office)).body['holdingPen'] as { dueAt: string; overdue: boolean };

describe('a notice of the State Council', () => {
  it('moves what was due on a day that it makes a holiday: stays in the holding pen, their alarm, and the time for a return', async () => {
    fixture.clock.set('2026-12-30T15:00:00+08:00');
    const waiting = await fixture.registered({ title: '您好', text: '请问', registeredAt: '2026-12-30T14:59:00+08:00' });
    expect(await stayOf(waiting)).toMatchObject({ dueAt: '2026-12-31T16:00:00.000Z' });
    const assigned = await fixture.registered({ registeredAt: '2026-12-30T14:59:00+08:00' });
    fixture.clock.set('2027-01-01T00:00:00+08:00');
    await replica.app.get(HoldingPenAlarm).raise();
    expect(await stayOf(waiting)).toMatchObject({ overdue: true });
    expect(code(await desk.giveBack(assigned))).toEqual([409, 'routing.return-window-closed']);

    await fixture.deliver(noticeLoaded());
    await eventually(async () => {
      await replica.app.get(HoldingPenAlarm).raise();
      expect(await stayOf(waiting)).toMatchObject({ dueAt: '2027-01-03T16:00:00.000Z', overdue: false });
    });
    expect((await desk.giveBack(assigned)).status).toBe(201);
    const alarmed = () => fixture.count(`message WHERE message_id = '${waiting}' AND holding_pen_alarmed_at > holding_pen_since`);
    expect(await alarmed()).toBe(0);
    fixture.clock.set('2027-01-04T00:00:00+08:00');
    await replica.app.get(HoldingPenAlarm).raise();
    expect(await alarmed()).toBe(1);
    // What comes after the notice is placed by it.
    fixture.clock.set('2026-12-30T15:00:00+08:00');
    expect(await stayOf(await fixture.registered({ title: '您好', text: '请问' }))).toMatchObject({ dueAt: '2027-01-03T16:00:00.000Z' });
  });
});
