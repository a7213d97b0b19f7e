import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { deskOf, Fixture, sampleUnits, type Desk, type Replica } from '../../routing.fixture.js';
import { UnitRegistry } from '../../unit/unit-registry.service.js';
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

const alarmedAt = async (messageId: string) => {
  const [row] = await fixture.rows<{ holding_pen_alarmed_at: Date | null }>('SELECT holding_pen_alarmed_at FROM message WHERE message_id = $1', [messageId]);
  return row?.holding_pen_alarmed_at?.toISOString();
};
const isOverdue = async (messageId: string) => {
  const { body } = await desk.get('?state=holding-pen&limit=200', desk.supervision);
  const item = (body['items'] as { messageId: string; holdingPen: { overdue: boolean } }[]).find((one) => one.messageId === messageId);
  return item?.holdingPen.overdue;
};
const lookAt = async (instant: string) => {
  fixture.clock.set(instant);
  await replica.app.get(HoldingPenAlarm).raise();
};

describe('the alarm of the holding pen (R08)', () => {
  it('is raised once when the next working day has ended, and again in a later stay', async () => {
    fixture.clock.set('2026-11-23T09:00:00+08:00');
    const messageId = await fixture.registered({ title: '您好', text: '请问' });
    await lookAt('2026-11-24T23:59:59+08:00');
    expect([await alarmedAt(messageId), await isOverdue(messageId)]).toEqual([undefined, false]);
    await lookAt('2026-11-25T00:00:00+08:00');
    expect([await alarmedAt(messageId), await isOverdue(messageId)]).toEqual(['2026-11-24T16:00:00.000Z', true]);
    await lookAt('2026-11-26T00:00:00+08:00');
    expect(await alarmedAt(messageId)).toBe('2026-11-24T16:00:00.000Z');

    await desk.assign(messageId, 'parks');
    fixture.writeUnits(sampleUnits.map((row) => (row.code === 'parks' ? { ...row, webAdmins: [] } : row)));
    await replica.app.get(UnitRegistry).refresh();
    expect(await isOverdue(messageId)).toBe(false);
    await lookAt('2026-11-27T23:59:59+08:00');
    expect(await alarmedAt(messageId)).toBe('2026-11-24T16:00:00.000Z');
    await lookAt('2026-11-28T00:00:00+08:00');
    expect([await alarmedAt(messageId), await isOverdue(messageId)]).toEqual(['2026-11-27T16:00:00.000Z', true]);
  });

  it('is silent about what somebody has decided', async () => {
    fixture.clock.set('2026-11-23T09:00:00+08:00');
    const messageId = await fixture.registered({ title: '您好', text: '请问' });
    await desk.assign(messageId, 'water');
    await lookAt('2026-11-25T00:00:00+08:00');
    expect(await alarmedAt(messageId)).toBeUndefined();
    expect((await desk.get(`/${messageId}`, desk.office)).body).toMatchObject({ holdingPen: null });
  });
});
