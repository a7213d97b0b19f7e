import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { Fixture, Life, type Replica } from '../../deadline-supervision.fixture.js';
import { SchedulerLoop } from '../../scheduler/scheduler.loop.js';

let fixture: Fixture;
let replica: Replica;
let other: Replica;
beforeAll(async () => {
  fixture = await Fixture.create();
  replica = await fixture.start();
  other = await fixture.start();
});
afterEach(() => fixture.clear());
afterAll(() => fixture.drop());

const at = (instant: string) => `${instant}+08:00`;
const administrator = { role: 'administrator' as const, sub: 'root' };
const keyed = (key?: string) => (key === undefined ? {} : { headers: { 'idempotency-key': key } });
const change = (body: object, key?: string) => replica.call('/v1/policies', { ...administrator, ...keyed(key), body: { reason: '市政府常务会议决定', ...body } });
const preview = (path: string, query = '') => replica.call(`/v1/policies/${path}/preview${query}`, administrator);
const apply = (path: string, token: unknown, key?: string) => replica.call(`/v1/policies/${path}/moves`, { ...administrator, ...keyed(key), body: { preview: token, reason: '统一口径' } });
const deadlines = () => fixture.dataSource.query<{ due: string; version: string }[]>(
  'SELECT reply_due_on::text AS due, policy_version AS version FROM deadline ORDER BY registered_at, message_id');

describe('POST /v1/policies', () => {
  it('adds a version from a day to come on; what is registered before keeps the one that it has, on every replica', async () => {
    const before = new Life();
    await replica.handle(before.registered(at('2026-09-18T15:00:00'), { channel: 'mailbox' }));
    const created = await change({ channel: 'mailbox', effectiveFrom: '2026-09-21', changes: { replyWorkingDays: 5, extensionWithinWorkingDays: 5 } });
    expect([created.status, created.headers.get('location')]).toEqual([201, '/v1/policies/mailbox/2011-118.2']);
    expect((await other.call('/v1/policies/mailbox/2011-118.2', { role: 'principal' })).body).toEqual(created.body);
    await other.handle(new Life().registered(at('2026-09-21T09:00:00'), { channel: 'mailbox' }), new Life().registered(at('2026-09-21T09:00:00')));
    expect((await deadlines()).map(({ due, version }) => [due, version]).toSorted()).toEqual([
      ['2026-09-22', '2011-118.1'], ['2026-09-24', '2011-118.1'], ['2026-09-29', '2011-118.2'],
    ]);
    const [event] = await fixture.events('policy.changed');
    expect(event).toMatchObject({ subject: 'policy:mailbox', sequence: 1, data: { version: '2011-118.2', replyWorkingDays: 5, finalWorkingDays: 10, effectiveFrom: '2026-09-21' } });
  });

  it('the same once more is 200 and changes nothing', async () => {
    const body = { channel: 'portal', effectiveFrom: '2026-10-01', changes: { reviewWorkingDays: 2 } };
    expect((await change(body)).status).toBe(201);
    const again = await change(body);
    expect([again.status, again.body['version']]).toEqual([200, '2011-118.2']);
  });

  it('a key stands for one version, whatever came after it', async () => {
    const [second, third] = [1, 3].map((reviewWorkingDays) => ({ channel: 'forum', effectiveFrom: '2026-11-01', changes: { reviewWorkingDays: reviewWorkingDays + 1 } }));
    const made = await change(second!, 'k-1');
    expect([made.status, (await change(third!)).status]).toEqual([201, 201]);
    const again = await change(second!, 'k-1');
    expect([again.status, again.body]).toEqual([200, made.body]);
    expect((await change(third!, 'k-1')).body['code']).toBe('deadline-supervision.idempotency-key-reused');
    expect(await fixture.dataSource.query(`SELECT FROM policy WHERE channel = 'forum'`)).toHaveLength(3);
  });

  it('every version is listed, page by page', async () => {
    const page = async (after: string) => (await replica.call(`/v1/policies?channel=portal&limit=1${after}`, administrator)).body as { items: { version: string }[]; next: string | null };
    const first = await page('');
    const second = await page(`&after=${encodeURIComponent(String(first.next))}`);
    expect([...first.items, ...second.items].map(({ version }) => version)).toEqual(['2011-118.1', '2011-118.2']);
    expect([second.next, (await page('&after=portal/none')).items]).toEqual([null, []]);
  });

  it.each([
    ['today', { channel: 'forum', effectiveFrom: '2026-09-18', changes: { reviewWorkingDays: 2 } }, 409, 'deadline-supervision.policy-too-early'],
    ['R11: the board past ten', { channel: 'board', effectiveFrom: '2026-10-01', changes: { finalWorkingDays: 11 } }, 422, 'deadline-supervision.policy-cap-past-stated'],
    ['a mistyped value', { channel: 'forum', effectiveFrom: '2026-10-01', changes: { replyWorkingDay: 5 } }, 400, 'invalid-request'],
    ['nothing', { channel: 'forum', effectiveFrom: '2026-10-01', changes: {} }, 400, 'invalid-request'],
    ['a time that is none', { channel: 'forum', effectiveFrom: '2026-10-01', changes: { closeOfBusiness: '25:00' } }, 400, 'invalid-request'],
  ])('%s is refused with the reason', async (_, body, status, code) => {
    const refused = await change(body);
    expect([refused.status, refused.body['code']]).toEqual([status, code]);
  });
});

describe('bringing open deadlines to a version', () => {
  it('moves exactly those of the preview, withdraws what no longer stands, and says so', async () => {
    await change({ channel: 'microblog', effectiveFrom: '2026-12-01', changes: { replyWorkingDays: 5, extensionWithinWorkingDays: 3, finalWorkingDays: 12 } });
    const lives = Array.from({ length: 3 }, () => new Life()).toSorted((a, b) => (a.messageId < b.messageId ? -1 : 1));
    const answered = new Life();
    await replica.handle(...[...lives, answered].map((life) => life.registered(at('2026-09-18T15:00:00'), { channel: 'microblog' })));
    await replica.handle(answered.published(at('2026-09-18T16:00:00'), at('2026-09-18T17:00:00'), answered.messageId));
    fixture.clock.set(at('2026-09-23T00:00:00'));
    await replica.app.get(SchedulerLoop).caughtUp();
    expect(await fixture.events('deadline.overdue')).toHaveLength(3);

    const first = await preview('microblog/2011-118.2', '?limit=2');
    expect(first.body['totals']).toEqual({ deadlines: 3, moved: 3, earlier: 0, later: 3, becomeFirm: 0, withdrawnSteps: 6 });
    expect((first.body['items'] as object[])[0]).toMatchObject({
      messageId: lives[0]?.messageId, from: { dueOn: '2026-09-22', finalDueOn: '2026-10-09' }, to: { dueOn: '2026-09-24', finalDueOn: '2026-10-12' }, withdrawn: ['overdue', 'escalation-1'],
    });
    const second = await preview('microblog/2011-118.2', `?limit=2&after=${String(first.body['next'])}`);
    expect([(second.body['items'] as { messageId: string }[]).map(({ messageId }) => messageId), second.body['next']]).toEqual([[lives[2]?.messageId], null]);

    const later = new Life();
    fixture.clock.set(at('2026-09-23T09:00:00'));
    await replica.handle(later.registered(at('2026-09-23T09:00:00'), { channel: 'microblog' }));
    const applied = await apply('microblog/2011-118.2', first.body['preview'], 'k-2');
    expect(applied.status).toBe(201);
    await other.app.get(SchedulerLoop).caughtUp();
    expect((await deadlines()).map(({ due, version }) => `${due} ${version}`).toSorted()).toEqual([
      '2026-09-22 2011-118.1', ...lives.map(() => '2026-09-24 2011-118.2'), '2026-09-29 2011-118.1',
    ]);
    const moved = await fixture.events('deadline.moved');
    expect(moved.map(({ data }) => [data['cause'], data['replyDueOn'], data['finalDueOn']])).toEqual(lives.map(() => ['policy', '2026-09-24', '2026-10-12']));
    expect(await fixture.events('deadline.overdue-withdrawn')).toHaveLength(3);
    expect(await fixture.events('escalation.withdrawn')).toHaveLength(3);
    const { body } = await replica.call('/v1/policies/microblog/2011-118.2/moves', { role: 'supervision-office' });
    expect(body['items']).toMatchObject([{ deadlines: 3, moved: 3, finishedAt: expect.any(String) }]);
    const repeated = await apply('microblog/2011-118.2', first.body['preview'], 'k-2');
    expect([repeated.status, repeated.body['id']]).toEqual([200, applied.body['id']]);
    fixture.clock.set(at('2026-09-18T15:00:00'));
  });

  it('409 where the preview no longer holds, because a message was answered meanwhile', async () => {
    await change({ channel: 'interview', effectiveFrom: '2026-12-01', changes: { replyWorkingDays: 2, extensionWithinWorkingDays: 2 } });
    const lives = [new Life(), new Life()];
    await replica.handle(...lives.map((life) => life.registered(at('2026-09-18T15:00:00'), { channel: 'interview' })));
    const { body } = await preview('interview/2011-118.2');
    await replica.handle(...lives.slice(1).map((life) => life.published(at('2026-09-18T16:00:00'), at('2026-09-18T17:00:00'), life.messageId)));
    const refused = await apply('interview/2011-118.2', body['preview']);
    expect([refused.status, refused.body['code']]).toEqual([409, 'deadline-supervision.preview-outdated']);
    expect((await deadlines()).map(({ version }) => version)).toEqual(['2011-118.1', '2011-118.1']);
    expect((await apply('interview/2011-118.2', (await preview('interview/2011-118.2')).body['preview'])).status).toBe(201);
  });

  it('a version that is not there is not found', async () => {
    expect((await preview('board/2011-118.9')).status).toBe(404);
    expect((await apply('board/2011-118.9', 'x')).status).toBe(404);
  });
});
