import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { Fixture, housing, Life, unitKnown, water, type Replica } from '../deadline-supervision.fixture.js';

let fixture: Fixture;
let replica: Replica;
beforeAll(async () => {
  fixture = await Fixture.create('2026-09-18T15:00:00+08:00');
  replica = await fixture.start();
  // A second replica, which does the same.
  await fixture.start();
  await replica.handle(unitKnown(housing), unitKnown(water));
});
afterEach(async () => {
  await fixture.clear();
  fixture.clock.set('2026-09-18T15:00:00+08:00');
});
afterAll(() => fixture.drop());

const at = (instant: string) => `${instant}+08:00`;
const office = { role: 'supervision-office' as const, sub: 'li' };
/** Answered in time on the first day; on Monday the 21st another unit was ordered to handle it anew, until Thursday. */
function renewed() {
  const life = new Life();
  const [first, renewalId] = [randomUUID(), randomUUID()];
  const answer = [life.registered(at('2026-09-18T10:00:00')), life.assigned(at('2026-09-18T10:01:00')), life.submitted(at('2026-09-18T11:00:00'), first), life.published(at('2026-09-18T11:00:00'), at('2026-09-18T11:01:00'), first)];
  const order = life.renewalOrdered(at('2026-09-21T10:00:00'), renewalId, '2026-09-24', water);
  return { life, renewalId, answer, order };
}
const told = async () => {
  const reminders = (await fixture.events('reminder.issued')).map(({ data, time }) => [data['step'], time]);
  const raised = (await fixture.events('escalation.raised')).map(({ data, time }) => [`level ${String(data['level'])}`, time]);
  return [...reminders, ...raised].toSorted((a, b) => (String(a[1]) < String(b[1]) ? -1 : 1));
};
const outcomes = async () => (await replica.call('/v1/statistics/outcomes', office)).body['renewals'];

describe('二次办理', () => {
  it('is reminded of, urged and escalated by its own date, once each, to the unit that has it', async () => {
    const { life, renewalId, answer, order } = renewed();
    await replica.handle(...answer, order);
    for (const instant of ['2026-09-23T18:00:00', '2026-09-24T09:00:00', '2026-09-24T23:59:59', '2026-09-25T00:00:00', '2026-09-28T09:00:00', '2026-09-28T09:30:00', '2026-09-30T00:00:00', '2026-10-12T00:00:00']) await fixture.until(instant);
    const steps = await told();
    expect(steps.map(([step]) => step)).toEqual(['reminder', 'level 1', 'urging', 'level 2']);
    expect((await fixture.events('reminder.issued')).map(({ data }) => data)).toMatchObject([{ step: 'reminder', renewalId, unit: water, replyDueOn: '2026-09-24' }, { step: 'urging', renewalId }]);
    expect((await fixture.events('escalation.raised')).map(({ data }) => data)).toMatchObject([
      { level: 1, to: 'supervision-office', messageId: life.messageId, unit: water, replyDueOn: '2026-09-24', cause: { kind: 'renewal', id: renewalId } }, { level: 2, to: 'supervision-office', cause: { kind: 'renewal' } },
    ]);
    expect((await replica.call('/v1/escalations', office)).body['items']).toMatchObject([{ cause: { kind: 'renewal', id: renewalId } }, { cause: { kind: 'renewal' } }]);
    expect(await outcomes()).toMatchObject({ totals: { ordered: 1, answered: 0, inTime: 0, late: 1, inTimePercent: '0.00' }, units: [{ unit: water, ordered: 1 }] });
  });

  it('moves no figure of the first handling, and is judged by when the unit submitted it', async () => {
    const { life, renewalId, answer, order } = renewed();
    const [registration, ...rest] = answer;
    const second = randomUUID();
    const published = life.published(at('2026-09-24T23:00:00'), at('2026-09-25T09:00:00'), second, { renews: renewalId, unit: water });
    await replica.handle(registration!, published);
    expect((await replica.call(`/v1/deadlines/${life.messageId}`, office)).body).toMatchObject({ ending: 'open' });
    await replica.handle(...rest);
    const figures = async () => (await replica.call('/v1/statistics?from=2026-09-18&to=2026-09-18', office)).body['totals'];
    const [deadline, before] = [await replica.call(`/v1/deadlines/${life.messageId}`, office), await figures()];
    const submitted = life.submitted(at('2026-09-24T23:00:00'), second, { renews: renewalId, unit: water });
    for (const event of [submitted, order]) await replica.handle(event);
    await fixture.until('2026-10-12T00:00:00');
    expect(await told()).toEqual([]);
    expect(await figures()).toEqual(before);
    expect((await replica.call(`/v1/deadlines/${life.messageId}`, office)).body).toEqual(deadline.body);
    expect(await outcomes()).toMatchObject({ totals: { ordered: 1, answered: 1, inTime: 1, late: 0, inTimePercent: '100.00' } });
    expect((await replica.call(`/v1/dossiers/${life.messageId}`, office)).body['timeline']).toEqual(expect.arrayContaining([
      expect.objectContaining({ what: 'renewal-ordered' }), expect.objectContaining({ zh: `${water.name}提交二次办理答复（另行计时）`, rule: null }),
    ]));
  });

  it('waits for the review of what was submitted, and is overdue once that was sent back', async () => {
    const { life, renewalId, answer, order } = renewed();
    const reply = randomUUID();
    await replica.handle(...answer, order, life.submitted(at('2026-09-22T10:00:00'), reply, { renews: renewalId, unit: water }));
    await fixture.until('2026-09-25T10:00:00');
    expect(await told()).toEqual([]);
    await replica.handle(life.gateReturned(at('2026-09-25T10:30:00'), reply));
    await fixture.until('2026-09-26T10:30:00');
    await fixture.until('2026-09-28T10:30:00');
    expect((await told()).map(([step]) => step)).toEqual(['level 1', 'urging']);
  });
});
