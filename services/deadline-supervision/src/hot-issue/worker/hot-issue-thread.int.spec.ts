import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { jetstream } from '@nats-io/jetstream';
import { createEvent, textHidden } from '@wenzheng/contracts';
import { openService } from '@wenzheng/messaging';
import { Metrics, Readiness } from '@wenzheng/platform';
import { eventually, type StartOptions } from '@wenzheng/testing';
import { ControllableClock } from '@wenzheng/working-days';
import { Fixture, type Replica } from '../../deadline-supervision.fixture.js';
import { DeadlineSupervisionModule } from '../../deadline-supervision.module.js';
import { supervisionService } from '../../service.js';
import { allRows, officialSample, realMessages, registration, type Registered } from '../hot-issue.fixture.js';
import { HotIssueGrouping } from '../grouping/grouping.service.js';
import { HotIssueThread } from './hot-issue-thread.js';

/** As `main.ts` runs it, but for the thread, which the specs start. */
const open: StartOptions['open'] = (environment, clock) =>
  openService({ ...supervisionService, module: (config, at) => DeadlineSupervisionModule.register(config, at, { hotIssuesApart: true }) }, environment, () => clock);

// A thread runs what was built, as in production.
const file = new URL('../../../dist/hot-issue/worker/hot-issues.worker.js', import.meta.url);

const clock = new ControllableClock();

let fixture: Fixture;
let replica: Replica;
beforeAll(async () => {
  fixture = await Fixture.create('2020-01-31T10:00:00+08:00');
  replica = await fixture.start();
});
afterEach(() => fixture.clear());
afterAll(() => fixture.drop());

const publish = async (events: readonly Registered[]) => {
  const client = jetstream(fixture.account.connection);
  await Promise.all(events.map((event) => client.publish(event.type, JSON.stringify(event))));
};
const taken = async () => (await fixture.dataSource.query<{ count: number }[]>('SELECT count(*)::int AS count FROM hot_member'))[0]?.count;
/** A batch is at work, and cannot go on. */
const isHeldUp = async () => (await fixture.dataSource.query<unknown[]>(`SELECT FROM pg_locks WHERE relation = 'hot_member'::regclass AND NOT granted`)).length > 0;
const stretch = realMessages().slice(0, 400).map((written) => registration(written));

describe('the thread of hot issues', () => {
  it('takes from the stream what the service itself leaves there, tells that it is there, and ends with the service', async () => {
    const apart = await fixture.start({}, { open, reading: true });
    await publish(officialSample().map((written) => registration(written)));
    await eventually(async () => expect(await fixture.dataSource.query('SELECT FROM deadline')).toHaveLength(30), { timeoutMs: 30_000 });
    expect(await taken()).toBe(0);
    const thread = apart.app.get(HotIssueThread);
    thread.start({ file, env: fixture.environment(), businessTime: clock.memory });
    await eventually(async () => expect(await taken()).toBe(30), { timeoutMs: 60_000 });
    expect((await apart.app.get(Readiness).report()).checks['hot-issues']).toBe('up');
    expect(await apart.app.get(Metrics).render()).toContain('wenzheng_hot_issue_thread 1');
    const issues = await fixture.dataSource.query<{ people: number }[]>(`SELECT people FROM hot_issue WHERE state = 'raised' ORDER BY people`);
    expect(issues.map(({ people }) => people)).toEqual([5, 8]);
    const [{ id } = { id: '' }] = await fixture.dataSource.query<{ id: string }[]>('SELECT message_id AS id FROM hot_member LIMIT 1');
    const hidden = createEvent(textHidden, { subject: id, sequence: 2, time: new Date('2020-01-31T02:00:00Z'), data: { messageId: id, part: 'title', partId: null, text: '〔内容已隐去〕', hiddenAt: '2020-01-31T02:00:00Z' } });
    await jetstream(fixture.account.connection).publish(hidden.type, JSON.stringify(hidden));
    await eventually(async () => expect(await fixture.dataSource.query('SELECT message_id AS id FROM hot_hidden')).toEqual([{ id }]), { timeoutMs: 30_000 });
    await apart.close();
    await expect(thread.check()).rejects.toThrow('does not read');
  }, 120_000);

  it('killed in the middle of a batch leaves nothing, is started again, and ends with what follows from the recorded sequence', async () => {
    const apart = await fixture.start({}, { open });
    const thread = apart.app.get(HotIssueThread);
    thread.start({ file, env: fixture.environment(), businessTime: clock.memory });
    await eventually(async () => expect(await apart.app.get(Metrics).render()).toContain('wenzheng_hot_issue_thread 1'), { timeoutMs: 60_000 });
    const holding = fixture.dataSource.createQueryRunner();
    await holding.startTransaction();
    await holding.query('LOCK TABLE hot_member IN SHARE MODE');
    await publish(stretch);
    await eventually(async () => expect(await isHeldUp()).toBe(true), { timeoutMs: 60_000 });
    await thread['worker']?.terminate();
    await holding.rollbackTransaction();
    await holding.release();
    expect(await taken()).toBe(0);
    await eventually(async () => expect(await taken()).toBe(stretch.length), { timeoutMs: 90_000 });
    await apart.close();
    const rows = await allRows(fixture);
    const sequence = await fixture.dataSource.query<{ id: string }[]>('SELECT message_id AS id FROM hot_member ORDER BY position');
    await fixture.clear();
    for (const { id } of sequence) await fixture.dataSource.transaction((manager) => replica.app.get(HotIssueGrouping).take(manager, stretch.flatMap(({ data }) => (data.messageId === id ? [data] : []))));
    expect(await allRows(fixture) === rows).toBe(true);
  }, 180_000);

  it('on the clock of a trial waits with what comes from after business time, wherever that was moved to', async () => {
    const apart = await fixture.start({}, { open });
    const trial = new ControllableClock();
    const day = 86_400_000;
    trial.advanceTo(400 * day);
    apart.app.get(HotIssueThread).start({ file, env: fixture.environment({ CLOCK: 'controllable' }), businessTime: trial.memory });
    const at = (days: number) => registration({ externalId: `${days}`, user: 'x', at: new Date(Date.now() + days * day).toISOString(), title: '路灯', text: '不亮' });
    const [ahead, present] = [at(402), at(400)];
    await publish([ahead]);
    await publish([present]);
    await eventually(async () => expect(await fixture.dataSource.query('SELECT message_id AS id FROM hot_member')).toEqual([{ id: present.data.messageId }]), { timeoutMs: 60_000 });
    trial.advanceTo(401.5 * day);
    await eventually(async () => expect(await taken()).toBe(2), { timeoutMs: 60_000 });
    await apart.close();
  }, 120_000);
});
