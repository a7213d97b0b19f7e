import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createEvent, deadlineOpened, deadlineOverdue, messageRated, urgingOrderClosed, urgingOrderServed, type EventData } from '@wenzheng/contracts';
import { call, deskOf, Fixture, published, returned, waterUnit, type Desk, type Replica } from '../routing.fixture.js';

let fixture: Fixture;
let replica: Replica;
let desk: Desk;
beforeAll(async () => {
  fixture = await Fixture.create();
  replica = await fixture.start();
  desk = await deskOf(fixture, replica);
});
afterAll(() => fixture.drop());
beforeEach(() => fixture.clock.set('2026-11-23T09:00:00+08:00'));

const read = async (path: string, token: string) => {
  const { status, body } = await call(`${replica.url}/v1/${path}`, { token });
  return { status, body };
};
const queuesOf = async (token: string) => (await read('me/queues', token)).body;
const about = (messageId: string, sequence: number) => ({ subject: messageId, sequence, time: fixture.clock.now() });
const opened = (messageId: string, replyDueOn: string, more: Partial<EventData<typeof deadlineOpened>> = {}) =>
  createEvent(deadlineOpened, {
    ...about(messageId, 1),
    data: { messageId, channel: 'board', registeredAt: '2026-11-23T08:59:00+08:00', replyDueOn, finalDueOn: '2026-12-07', provisional: false, policyVersion: 'board/1', calendarVersion: '2026', ...more },
  });

describe('GET /v1/me', () => {
  it('says who the caller is as the registry says today, and whose place the caller takes', async () => {
    await fixture.dataSource.query(`INSERT INTO sign_off_policy (policy_id, unit_code, steps, drafter_may_sign, reason, decided_by, decided_at) VALUES (gen_random_uuid(), 'parks', '[["reviewer"], ["principal"]]', false, '—', 'spec', '2026-01-02')`);
    await fixture.dataSource.query(`INSERT INTO deputy (deputy_id, unit_code, post, absent, deputy, from_date, to_date) VALUES (gen_random_uuid(), 'parks', 'principal', 'spec', 'water-admin', '2026-11-20', '2026-11-25')`);
    expect(await read('me', desk.water)).toEqual({
      status: 200,
      body: {
        subject: 'water-admin', name: '陆承远', roles: ['web-admin'], unit: waterUnit,
        posts: expect.arrayContaining([{ post: 'web-admin', unit: waterUnit, title: null, from: null, to: null }]),
        deputyFor: [{ post: 'principal', unit: { code: 'parks', name: '市园林局' }, name: '陆承远', from: '2026-11-20', to: '2026-11-25' }],
        signOff: expect.arrayContaining([
          { unit: waterUnit, steps: [], mine: [], drafterMaySign: true },
          { unit: { code: 'parks', name: '市园林局' }, steps: [['reviewer'], ['principal']], mine: [1], drafterMaySign: false },
        ]),
      },
    });
    fixture.clock.set('2026-11-26T09:00:00+08:00');
    expect((await read('me', desk.water)).body).toMatchObject({ deputyFor: [], signOff: [{ unit: waterUnit }] });
    expect((await read('me', desk.office)).body).toMatchObject({ subject: 'office', roles: ['information-office'], unit: null, posts: [], deputyFor: [], signOff: [] });
    const auditor = await fixture.token('auditor');
    expect([(await read('me', auditor)).status, (await read('me/queues', auditor)).status]).toEqual([200, 403]);
  });

  it('leaves out a role that the registry does not confirm, and refuses who has none', async () => {
    const both = await fixture.issuer.token({ roles: ['web-admin', 'reviewer'], unit: 'water', sub: 'water-admin' });
    expect((await read('me', both)).body['roles']).toEqual(['web-admin']);
    expect((await read('me', await fixture.token('web-admin', { unit: 'water', sub: 'nobody' }))).body['code']).toBe('routing.not-in-registry');
  });
});

describe('GET /v1/me/queues', () => {
  it('counts what each tab of the unit’s list holds, and nothing else', async () => {
    const fresh = await fixture.registered();
    const [soon, late, sentBack, refused, urged, answered] = await Promise.all(Array.from({ length: 6 }, () => fixture.registered()));
    await fixture.registered({ historical: true, registeredAt: '2019-05-06T10:00:00+08:00' });
    const ofRoads = await fixture.registered({ title: '路灯', text: '不亮' });
    await fixture.deliver(opened(fresh, '2026-11-26'), opened(soon!, '2026-11-24', { closeOfBusiness: '17:30' }), opened(late!, '2026-11-20'));
    await fixture.deliver(createEvent(deadlineOverdue, { ...about(late!, 2), data: { messageId: late!, unit: waterUnit, overdueSince: '2026-11-20T16:00:00.000Z', replyDueOn: '2026-11-20', finalDueOn: '2026-12-01' } }));
    const { replyId } = (await desk.reply(refused!)).body;
    await fixture.deliver(returned(refused!, String(replyId)));
    await fixture.dataSource.query(`INSERT INTO sign_off_policy (policy_id, unit_code, steps, drafter_may_sign, reason, decided_by, decided_at) VALUES (gen_random_uuid(), 'water', '[["reviewer"]]', true, '—', 'spec', '2026-01-02')`);
    const reviewer = await fixture.token('reviewer', { unit: 'water', sub: 'spec' });
    const draft = async (messageId: string) => (await desk.post(messageId, 'drafts', desk.water, { kind: 'reply', text: '已修复，供水已恢复。' })).body['draftId'] as string;
    const onDraft = (draftId: string, what: string, token: string, body: object) => call(`${replica.url}/v1/drafts/${draftId}/${what}`, { token, body: { version: 1, ...body } });
    const draftId = await draft(sentBack!);
    await onDraft(draftId, 'submissions', desk.water, {});
    expect((await queuesOf(reviewer))['toSign']).toBe(1);
    expect(await queuesOf(desk.water)).toMatchObject({ toSign: 0, unit: { inSignOff: 1 } });
    expect((await desk.get('?tab=in-sign-off', desk.water)).body['items']).toMatchObject([{ messageId: sentBack, inSignOff: true }]);
    expect((await onDraft(draftId, 'decisions', reviewer, { decision: 'send-back', reason: '请写明处理结果' })).status).toBe(201);
    const order = { messageId: urged!, urgingOrderId: '0199f0a2-7c11-7a55-9a3e-0d7f5a3c2f77' };
    await fixture.deliver(createEvent(urgingOrderServed, { ...about(urged!, 3), data: { ...order, number: '淮督〔2026〕1号', title: '停水', unit: waterUnit, coUnits: [], answerBy: '2026-11-30', servedAt: '2026-11-23T01:00:00.000Z' } }));
    await fixture.dataSource.query(`DELETE FROM sign_off_policy WHERE unit_code = 'water'`);
    const answer = (await desk.reply(answered!)).body['replyId'];
    expect(await queuesOf(desk.water)).toMatchObject({ unit: { inReview: 1 } });
    await fixture.deliver(published(answered!, String(answer)));

    const expected = { new: [fresh, soon, late, urged], 'due-soon': [soon], overdue: [late], returned: [sentBack, refused], urged: [urged], 'in-sign-off': [] };
    for (const [tab, ids] of Object.entries(expected)) {
      const { items } = (await desk.get(`?tab=${tab}`, desk.water)).body as { items: { messageId: string }[] };
      expect([tab, items.map(({ messageId }) => messageId).toSorted()]).toEqual([tab, ids.toSorted()]);
    }
    expect(await queuesOf(desk.water)).toEqual({
      at: fixture.clock.now().toISOString(),
      unit: { unit: waterUnit, new: 4, dueSoon: 1, overdue: 1, returned: 2, urged: 1, inSignOff: 0, inReview: 0, renewals: { waiting: 0, overdue: 0 }, promises: { waiting: 0, overdue: 0 }, coTasks: { waiting: 0, overdue: 0 } },
      toSign: 0,
      office: null,
      identityRequests: null,
    });
    await fixture.deliver(createEvent(urgingOrderClosed, { ...about(urged!, 4), data: { ...order, outcome: 'accepted', closedAt: '2026-11-23T01:00:00.000Z' } }));
    expect(await queuesOf(desk.water)).toMatchObject({ unit: { urged: 0 } });
    expect((await desk.get(`/${soon}`, desk.water)).body['deadline']).toMatchObject({ replyDueOn: '2026-11-24', replyDueAt: '2026-11-24T09:30:00.000Z', finalDueAt: '2026-12-07T09:30:00.000Z' });
    expect((await desk.get(`/${fresh}`, desk.water)).body['deadline']).toMatchObject({ replyDueAt: '2026-11-26T16:00:00.000Z' });
    expect((await desk.get(`?tab=new&unit=roads`, desk.office)).body['items']).toMatchObject([{ messageId: ofRoads }]);
  });

  it('counts the office’s queues, and how many of each are late', async () => {
    const before = (await queuesOf(desk.office))['office'] as Record<string, { waiting: number; overdue: number }>;
    await fixture.registered({ title: '请问', text: '您好' });
    const [disputed, proposed, sent] = [await fixture.registered(), await fixture.registered(), await fixture.registered()];
    const report = await fixture.registered({ kind: 'report', visibility: 'private', title: '举报', text: '有人收受好处' });
    const rated = await fixture.registered();
    expect((await desk.giveBack(disputed)).status).toBe(201);
    expect((await desk.post(proposed, 'ruling-proposals', desk.water, { ground: 'advertising', reason: '广告' })).status).toBe(201);
    expect((await desk.post(sent, 'transfers', desk.office, { to: { kind: 'petition', name: '市信访局' }, reason: '属信访事项' })).status).toBe(201);
    expect((await desk.post(report, 'identity-requests', desk.office, { purpose: '核实线索' })).status).toBe(201);
    const { replyId } = (await desk.reply(rated)).body;
    await fixture.deliver(published(rated, String(replyId)));
    await fixture.deliver(createEvent(messageRated, { ...about(rated, 2), data: { messageId: rated, ratingId: randomUUID(), rating: 'dissatisfied', reason: null, ratedAt: fixture.clock.now().toISOString(), afterContactReading: false } }));
    const grown = (name: string, by: number) => ({ waiting: before[name]!.waiting + by, overdue: before[name]!.overdue });
    const after = await queuesOf(desk.office);
    expect(after['office']).toEqual({
      holdingPen: grown('holdingPen', 2), rulingProposals: grown('rulingProposals', 1), objections: grown('objections', 0), disputes: grown('disputes', 1), ratings: grown('ratings', 1), transfers: grown('transfers', 1),
      renewals: grown('renewals', 0), promises: grown('promises', 0), declinedCoTasks: grown('declinedCoTasks', 0),
    });
    expect([after['unit'], after['identityRequests']]).toEqual([null, { waiting: 0, overdue: 0 }]);
    // What the office asks itself, the other one decides.
    expect(await queuesOf(desk.supervision)).toMatchObject({ office: null, unit: null, identityRequests: { waiting: 1, overdue: 0 } });
    fixture.clock.set('2026-11-25T00:00:00+08:00');
    expect(await queuesOf(desk.office)).toMatchObject({ office: { holdingPen: { overdue: 2 }, disputes: { overdue: 1 }, rulingProposals: { overdue: 1 }, transfers: { overdue: 0 } } });
  });
});
