import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createEvent, deadlineOpened, extensionNoticePublished } from '@wenzheng/contracts';
import { code, deskOf, Fixture, waterUnit, type Desk } from '../../routing.fixture.js';

let fixture: Fixture;
let desk: Desk;
beforeAll(async () => {
  fixture = await Fixture.create();
  desk = await deskOf(fixture, await fixture.start());
});
afterAll(() => fixture.drop());
beforeEach(() => fixture.clock.set('2026-11-23T09:00:00+08:00'));

/** A message whose deadline deadline-supervision has opened: three working days, and ten at most. */
async function registered(): Promise<string> {
  const messageId = await fixture.registered();
  const data = {
    messageId, channel: 'board' as const, registeredAt: '2026-11-23T00:59:00.000Z', replyDueOn: '2026-11-26', finalDueOn: '2026-12-07', provisional: false,
    noticeDueOn: '2026-11-26', closeOfBusiness: '24:00', policyVersion: '2011-118.1', calendarVersion: '1',
  };
  await fixture.deliver(createEvent(deadlineOpened, { subject: messageId, sequence: 1, time: new Date(), data }));
  return messageId;
}

describe('an extension', () => {
  it('waits until deadline-supervision has said when the message is due', async () => {
    expect(code(await desk.extend(await fixture.registered(), '2026-12-07'))).toEqual([409, 'routing.deadline-unknown']);
  });

  it('within three working days is timely, and takes effect when its notice is public (R10)', async () => {
    const messageId = await registered();
    fixture.clock.set('2026-11-26T23:59:59+08:00');
    const answer = await desk.extend(messageId, '2026-12-07');
    expect([answer.status, answer.body['timely']]).toEqual([201, true]);
    expect(await fixture.events('routing.extension.submitted.v1', messageId)).toMatchObject([{ data: { newDueOn: '2026-12-07', unit: waterUnit } }]);
    const at = '2026-11-27T02:00:00.000Z';
    const data = { messageId, extensionId: String(answer.body['extensionId']), unit: waterUnit, reason: '需要更换管道', newDueOn: '2026-12-07', submittedAt: at, publishedAt: at };
    await fixture.deliver(createEvent(extensionNoticePublished, { subject: messageId, sequence: 1, time: new Date(), data }));
    expect((await desk.get(`/${messageId}`, desk.water)).body).toMatchObject({ extensions: [{ timely: true, newDueOn: '2026-12-07', publishedAt: at }] });
    expect(code(await desk.extend(messageId, '2026-12-04'))).toEqual([409, 'routing.extension-exists']);
  });

  it('later is recorded, shown, and cures nothing (R10)', async () => {
    const messageId = await registered();
    fixture.clock.set('2026-11-27T00:00:00+08:00');
    const answer = await desk.extend(messageId, '2026-12-07');
    expect(answer.status).toBe(201);
    expect(answer.body).toMatchObject({ timely: false, note: { zh: expect.stringContaining('不改变应答复日') } });
    expect(await fixture.events('routing.extension.submitted.v1', messageId)).toHaveLength(1);
  });

  it.each([
    ['beyond ten working days (R11)', '2026-12-08', 422, 'routing.extension-beyond-cap'],
    ['to a Sunday', '2026-12-06', 422, 'routing.extension-not-a-working-day'],
    ['to the day on which the reply is due anyway', '2026-11-26', 422, 'routing.extension-not-later'],
    ['to a date that does not exist', '2026-02-30', 400, 'invalid-request'],
  ])('%s is refused', async (_, newDueOn, status, problem) => {
    const answer = await desk.extend(await registered(), newDueOn);
    expect(code(answer)).toEqual([status, problem]);
    if (problem === 'routing.extension-beyond-cap') expect(answer.body['detail']).toContain('2026年12月7日');
  });
});
