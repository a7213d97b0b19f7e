import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { material, readJsonLines } from '@wenzheng/testing';
import { Fixture, housing, Life, unitKnown, water, type Replica } from '../deadline-supervision.fixture.js';

interface RealReply {
  submitted_at: string;
  replied_at: string;
}

let fixture: Fixture;
let replica: Replica;
beforeAll(async () => {
  fixture = await Fixture.create('2026-11-23T10:00:00+08:00');
  replica = await fixture.start();
  await replica.handle(unitKnown(housing), unitKnown(water));
});
afterAll(() => fixture.drop());

const totals = async (query: string) =>
  (await replica.call(`/v1/statistics${query}`, { role: 'supervision-office' })).body['totals'] as Record<string, number>;

describe('R12, R28: the statistics', () => {
  it('of 1,988 real messages 487 were answered within 3 working days, 1,237 within 10 and 751 later', async () => {
    const replies = readJsonLines<RealReply>(material('messages/replies.jsonl'));
    expect(replies).toHaveLength(1_988);
    const events = replies.map(({ submitted_at: submittedAt, replied_at: repliedAt }) => {
      const life = new Life();
      const reply = randomUUID();
      return [
        life.published(repliedAt, repliedAt, reply, { historical: true }),
        life.registered(submittedAt, { historical: true }),
        life.submitted(repliedAt, reply, { historical: true }),
      ];
    });
    for (let start = 0; start < events.length; start += 250) await replica.handle(...events.slice(start, start + 250).flat());
    expect(await totals('')).toMatchObject({
      registered: 1_988,
      answered: 1_988,
      answeredWithin3WorkingDays: 487,
      answeredWithin10WorkingDays: 1_237,
      answeredLater: 751,
      open: 0,
    });
    await fixture.clear();
  });

  it('count by the date of registration, both dates included, and per unit', async () => {
    const early = new Life();
    const late = new Life();
    await replica.handle(early.registered('2026-11-02T23:59:59+08:00'), late.registered('2026-11-04T00:00:00+08:00', { channel: 'mailbox' }),
      early.assigned('2026-11-03T09:00:00+08:00', housing), late.assigned('2026-11-04T09:00:00+08:00', water));
    expect(await totals('?from=2026-11-02&to=2026-11-04')).toMatchObject({ registered: 2, open: 2, overdue: 2 });
    expect(await totals('?from=2026-11-03')).toMatchObject({ registered: 1 });
    expect(await totals('?to=2026-11-03')).toMatchObject({ registered: 1 });
    expect(await totals('?channel=mailbox')).toMatchObject({ registered: 1 });
    const { body } = await replica.call('/v1/statistics', { role: 'information-office' });
    expect(body).toMatchObject({ cutOff: '2026-11-23T02:00:00.000Z', units: [{ unit: housing, registered: 1 }, { unit: water, registered: 1 }] });
    await fixture.clear();
  });

  it('tell open messages apart: overdue, in review, extended, with an interim reply alone', async () => {
    const lives = Array.from({ length: 4 }, () => new Life());
    const [overdue, review, extended, interim] = lives as [Life, Life, Life, Life];
    await replica.handle(...lives.map((life) => life.registered('2026-11-18T10:00:00+08:00')),
      overdue.submitted('2026-11-23T09:59:00+08:00', randomUUID()),
      review.submitted('2026-11-20T10:00:00+08:00', randomUUID()),
      extended.extended('2026-11-20T10:00:00+08:00', '2026-11-20T11:00:00+08:00', '2026-11-30'),
      interim.published('2026-11-20T10:00:00+08:00', '2026-11-20T11:00:00+08:00', randomUUID(), { interim: true }));
    fixture.clock.set('2026-11-24T00:00:00+08:00');
    expect(await totals('')).toMatchObject({ registered: 4, open: 4, overdue: 1, underReview: 2, extended: 1, interimOnly: 1, answered: 0 });
    await fixture.clear();
  });

  it('do not call overdue what was brought in from the past without its reply', async () => {
    const lives = [new Life(), new Life()];
    await replica.handle(...lives.map((life, index) => life.registered('2020-03-02T10:00:00+08:00', { historical: index === 0 })));
    expect(await totals('')).toMatchObject({ registered: 2, open: 2, overdue: 1, historicalOpen: 1 });
    await fixture.clear();
  });

  it('a web admin sees its own unit and no other', async () => {
    const life = new Life();
    await replica.handle(life.registered('2026-11-18T10:00:00+08:00'), life.assigned('2026-11-18T10:00:00+08:00', water));
    const own = await replica.call('/v1/statistics', { role: 'web-admin', unit: housing.code });
    expect(own.body).toMatchObject({ unit: housing.code, totals: { registered: 0 } });
    const other = await replica.call(`/v1/statistics?unit=${water.code}`, { role: 'web-admin', unit: housing.code });
    expect([other.status, other.body['code']]).toEqual([403, 'deadline-supervision.own-unit-only']);
    expect((await replica.call('/v1/statistics', { role: 'web-admin' })).status).toBe(403);
    await fixture.clear();
  });

  it.each(['?from=2026-11-04&to=2026-11-03', '?from=2026-02-30', '?channel=telegraph', '?unit='])('%s is refused', async (query) => {
    expect((await replica.call(`/v1/statistics${query}`, { role: 'administrator' })).status).toBe(400);
  });
});
