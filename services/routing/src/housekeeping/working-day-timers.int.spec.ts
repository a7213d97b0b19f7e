import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createEvent, messageRated, objectionFiled } from '@wenzheng/contracts';
import { eventually, noticeLoaded } from '@wenzheng/testing';
import { call, code, deskOf, Fixture, published, type Desk, type Replica } from '../routing.fixture.js';
import { Housekeeping } from './housekeeping.service.js';
import { workingDayTimers } from './working-day-timers.js';

let fixture: Fixture;
let replica: Replica;
let desk: Desk;
beforeAll(async () => {
  fixture = await Fixture.create();
  replica = await fixture.start();
  desk = await deskOf(fixture, replica);
});
afterAll(() => fixture.drop());

const at = '2026-12-30T15:00:00+08:00';
const before = { registeredAt: '2026-12-30T14:59:00+08:00' };
const run = (): Promise<void> => replica.app.get(Housekeeping).run();
const instant = { time: new Date(at), sequence: 2 };

/** Days that a person named, or that others were told in writing: they stand as they were told, whatever notice comes. */
const namedDays: Record<string, string> = {
  'co_task.due_at': 'the day that the lead or the office named',
  'promise.due_at': 'the day that was promised in public',
  'renewal.due_at': 'the day of the order, which unit, supervision and writer were told',
};

/** Of each timer something that waits; by table. */
const waiting: Record<string, () => Promise<string>> = {
  message: () => fixture.registered({ title: '您好', text: '请问', ...before }),
  dispute: async () => String((await desk.giveBack(await fixture.registered(before))).body['disputeId']),
  identity_request: async () => String((await desk.post(await fixture.registered(before), 'identity-requests', desk.water, { purpose: '核实举报线索' })).body['requestId']),
  ruling_proposal: async () => String((await desk.post(await fixture.registered(before), 'ruling-proposals', desk.water, { ground: 'petition-closed', reason: '已信访终结' })).body['proposalId']),
  transfer: async () => {
    const body = { to: { kind: 'petition', name: '市信访局' }, reason: '属于信访职责' };
    return String((await desk.post(await fixture.registered(before), 'transfers', desk.office, body)).body['transferId']);
  },
  objection: async () => {
    const messageId = await fixture.registered(before);
    const ruled = await desk.post(messageId, 'rulings', desk.office, { ruling: 'invalid', ground: 'petition-closed', reason: '已信访终结', guidance: '可向上级信访部门反映' });
    const data = { messageId, objectionId: randomUUID(), rulingId: String(ruled.body['rulingId']), text: '这是新的事项', filedAt: new Date(at).toISOString() };
    await fixture.deliver(createEvent(objectionFiled, { subject: messageId, ...instant, data }));
    return data.objectionId;
  },
  rating: async () => {
    const messageId = await fixture.registered(before);
    await fixture.deliver(published(messageId, String((await desk.reply(messageId)).body['replyId'])));
    const data = { messageId, ratingId: randomUUID(), rating: 'dissatisfied' as const, reason: null, afterContactReading: false, ratedAt: new Date(at).toISOString() };
    await fixture.deliver(createEvent(messageRated, { subject: messageId, ...instant, data }));
    return data.ratingId;
  },
};

interface Timer {
  dueAt: Date;
  isAlarmed: boolean;
}

describe('a notice of the State Council', () => {
  it('is followed by whatever is due at an instant, but for days that were named', async () => {
    const columns = await fixture.rows<{ name: string }>(`SELECT table_name || '.' || column_name AS name FROM information_schema.columns WHERE table_schema = current_schema() AND column_name LIKE '%due_at' ORDER BY 1`);
    expect(columns.map(({ name }) => name)).toEqual([...workingDayTimers.map(({ table, due }) => `${table}.${due}`), ...Object.keys(namedDays)].sort());
    expect(Object.keys(waiting).sort()).toEqual(workingDayTimers.map(({ table }) => table).sort());
  });

  it('moves every timer that was computed before it came, and its alarm', async () => {
    fixture.clock.set(at);
    const made = await Promise.all(workingDayTimers.map(async (timer) => ({ ...timer, key: (await waiting[timer.table]?.()) ?? '' })));
    const timers = async () =>
      Object.fromEntries(
        await Promise.all(
          made.map(async ({ table, id, due, alarmed, since, key }) => {
            const [row] = await fixture.rows<Timer>(`SELECT ${due} AS "dueAt", coalesce(${alarmed} > ${since}, false) AS "isAlarmed" FROM ${table} WHERE ${id} = $1`, [key]);
            return [table, `${row?.dueAt.toISOString() ?? ''}${row?.isAlarmed ? ' alarmed' : ''}`];
          }),
        ),
      ) as Record<string, string>;
    const due = (first: string, third: string, fifth: string) =>
      ({ dispute: first, identity_request: first, message: first, objection: third, rating: third, ruling_proposal: first, transfer: fifth });
    // Thursday the 31st, Monday the 4th and Wednesday the 6th.
    expect(await timers()).toEqual(due('2026-12-31T16:00:00.000Z', '2027-01-04T16:00:00.000Z', '2027-01-06T16:00:00.000Z'));
    const assigned = await fixture.registered(before);

    fixture.clock.set('2027-01-01T00:00:00+08:00');
    await run();
    expect(await timers()).toEqual(due('2026-12-31T16:00:00.000Z alarmed', '2027-01-04T16:00:00.000Z', '2027-01-06T16:00:00.000Z'));
    expect(code(await desk.giveBack(assigned))).toEqual([409, 'routing.return-window-closed']);

    await fixture.deliver(noticeLoaded());
    const moved = due('2027-01-03T16:00:00.000Z', '2027-01-05T16:00:00.000Z', '2027-01-07T16:00:00.000Z');
    await eventually(async () => {
      await run();
      expect(await timers()).toEqual(moved);
    });
    expect((await desk.giveBack(assigned)).status).toBe(201);
    const [first] = (await call(`${replica.url}/v1/disputes`, { token: desk.office })).body['items'] as object[];
    expect(first).toMatchObject({ dueAt: '2027-01-03T16:00:00.000Z', overdue: false });
    fixture.clock.set('2027-01-04T00:00:00+08:00');
    await run();
    expect(await timers()).toEqual(due('2027-01-03T16:00:00.000Z alarmed', '2027-01-05T16:00:00.000Z', '2027-01-07T16:00:00.000Z'));
    fixture.clock.set('2027-01-08T00:00:00+08:00');
    await run();
    expect(await timers()).toEqual(due('2027-01-03T16:00:00.000Z alarmed', '2027-01-05T16:00:00.000Z alarmed', '2027-01-07T16:00:00.000Z alarmed'));
    // What comes after the notice is placed by it.
    fixture.clock.set(at);
    const placed = String(await waiting['message']?.());
    expect((await desk.get(`/${placed}`, desk.office)).body).toMatchObject({ holdingPen: { dueAt: '2027-01-03T16:00:00.000Z' } });
  });
});
