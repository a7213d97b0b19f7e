import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  createEvent,
  deadlineClosed,
  deadlineMoved,
  deadlineOpened,
  deadlineOverdue,
  deadlineOverdueWithdrawn,
  escalationAcknowledged,
  escalationRaised,
  escalationWithdrawn,
  extensionNoticePublished,
  messageAssigned,
  messageRegistered,
  objectionFiled,
  reminderIssued,
  replyPublished,
  replyReturned,
  type EventData,
  type EventEnvelope,
} from '@wenzheng/contracts';
import { DATA_SOURCE, type DataSource } from '@wenzheng/platform';
import { publishedFromMemory } from '@wenzheng/testing';
import { Fixture, registration, sampleUnits, type Replica } from '../routing.fixture.js';
import { UnitRegistry } from '../unit/unit-registry.service.js';
import { Registration } from './registration.service.js';

let fixture: Fixture;
let replica: Replica;
beforeAll(async () => {
  fixture = await Fixture.create();
  replica = await fixture.start();
});
afterAll(() => fixture.drop());

const unit = { code: 'water', name: '市水务局' };
const stateOf = async (messageId: string) => {
  const [row] = await fixture.rows<{ state: string; ending: string; unit_code: string | null; holding_pen_reason: string | null; version: number }>(
    'SELECT state, ending, unit_code, holding_pen_reason, version FROM message WHERE message_id = $1',
    [messageId],
  );
  return row;
};

describe('a registered message', () => {
  it.each(['the short way', 'the long way'])('is assigned on the bus as soon as that is committed, by %s', async (way) => {
    const event = registration() as EventEnvelope<EventData<typeof messageRegistered>>;
    const published = await publishedFromMemory(fixture, messageAssigned.subject, async () => {
      const { manager } = replica.app.get<DataSource>(DATA_SOURCE);
      if (way === 'the short way') expect(await replica.app.get(Registration).registerUnknown(manager, [event])).toEqual([event.id]);
      else await replica.app.get(Registration).register(manager, [event]);
    });
    expect(published.subject).toBe(event.subject);
  });

  it('goes to the unit whose remit it names, and says why', async () => {
    const messageId = await fixture.registered();
    expect(await stateOf(messageId)).toMatchObject({ state: 'assigned', ending: 'open', unit_code: 'water', version: 1 });
    const [event] = await fixture.events('routing.message.assigned.v1', messageId);
    expect(event).toMatchObject({
      sequence: 1,
      data: { unit, by: 'remit', reason: '职责“供水管网”，词“停水”', assignedAt: fixture.clock.now().toISOString() },
    });
  });

  it('goes to the unit that the citizen addressed by its full-width name', async () => {
    const messageId = await fixture.registered({ addressedUnit: '市　交通局' });
    expect(await stateOf(messageId)).toMatchObject({ unit_code: 'roads' });
  });

  it.each([
    ['names no remit', { title: '您好', text: '请问' }, 'no-remit'],
    ['ties', { title: '停水与公路', text: '' }, 'remits-tie'],
    ['reports wrongdoing', { kind: 'report' as const, addressedUnit: 'water' }, 'report-of-wrongdoing'],
    ['addresses a unit without web admin (R02)', { addressedUnit: 'empty' }, 'unit-without-web-admin'],
  ])('that %s waits in the holding pen for the information office: %s', async (_, changes, expected) => {
    const messageId = await fixture.registered(changes);
    const row = await stateOf(messageId);
    expect(row).toMatchObject({ state: 'holding-pen', unit_code: null, holding_pen_reason: expected, version: 0 });
    expect(await fixture.events('routing.message.assigned.v1', messageId)).toEqual([]);
    const [stay] = await fixture.rows('SELECT holding_pen_since, holding_pen_due_at FROM message WHERE message_id = $1', [messageId]);
    expect(stay).toEqual({ holding_pen_since: fixture.clock.now(), holding_pen_due_at: new Date('2026-11-25T00:00:00+08:00') });
  });

  it('that the information office has ruled invalid before it was registered is ruled so here, no unit has it, and an objection that is upheld brings it into the holding pen', async () => {
    const decidedAt = '2026-11-23T10:00:00.000Z';
    const ruling = { ground: 'advertising' as const, reason: '商业广告', guidance: '反映问题请重新来信', ruledBy: 'officer' };
    const messageId = await fixture.registered({ visibility: 'private', screening: { decidedAt, ruling } });
    expect(await stateOf(messageId)).toMatchObject({ state: 'ruled-invalid', ending: 'ruled-invalid', unit_code: null, holding_pen_reason: 'ruled-at-intake', version: 1 });
    expect(await fixture.events(messageAssigned.subject, messageId)).toEqual([]);
    const [event] = await fixture.events('routing.message.ruled-invalid.v1', messageId);
    expect(event).toMatchObject({ sequence: 1, data: { ground: 'advertising', reason: '商业广告', proposedBy: null, ruledAt: decidedAt, objectionUntil: expect.any(String) } });
    const { rulingId } = event!.data as { rulingId: string };
    const objectionId = randomUUID();
    await fixture.deliver(createEvent(objectionFiled, { subject: messageId, sequence: 2, time: new Date(decidedAt), data: { messageId, objectionId, rulingId, text: '不是广告', filedAt: decidedAt } }));
    const decide = async (sub: string) => replica.call(`/v1/objections/${objectionId}/decisions`, { role: 'information-office', sub, body: { outcome: 'upheld', reason: '链接为现场照片' } });
    expect((await decide('officer')).status).toBe(403);
    expect((await decide('colleague')).status).toBe(201);
    expect(await stateOf(messageId)).toMatchObject({ state: 'holding-pen', ending: 'open' });
    // Released, it is a message like any other.
    expect(await stateOf(await fixture.registered({ screening: { decidedAt, ruling: null } }))).toMatchObject({ state: 'assigned' });
  });

  it('of the past never waits in the holding pen, and starts no timer', async () => {
    const messageId = await fixture.registered({ historical: true, registeredAt: '2019-05-06T10:00:00+08:00', title: '您好', text: '请问' });
    expect(await stateOf(messageId)).toMatchObject({ state: 'assigned', unit_code: 'city', holding_pen_reason: null });
    const [event] = await fixture.events('routing.message.assigned.v1', messageId);
    expect(event?.data).toMatchObject({ by: 'import', assignedAt: '2019-05-06T02:00:00.000Z' });
  });

  it('is assigned once, though its event comes in three versions of the same registration', async () => {
    const messageId = randomUUID();
    await fixture.deliver(registration({ messageId }), registration({ messageId, title: '公路' }), registration({ messageId }));
    expect(await fixture.events('routing.message.assigned.v1', messageId)).toHaveLength(1);
    expect(await fixture.count(`assignment WHERE message_id = '${messageId}'`)).toBe(1);
  });

  it('by the thousand: each gets its unit, in batches', async () => {
    const events = Array.from({ length: 1_000 }, (_, index) => registration({ title: index % 2 === 0 ? '停水' : '路灯', text: '请处理' }));
    await fixture.deliver(...events);
    const rows = await fixture.rows(
      'SELECT unit_code, count(*)::int AS count FROM message WHERE message_id = ANY ($1::uuid[]) GROUP BY 1 ORDER BY 1',
      [events.map((event) => event.subject)],
    );
    expect(rows).toEqual([
      { unit_code: 'roads', count: 500 },
      { unit_code: 'water', count: 500 },
    ]);
  });
});

/** Everything that other services may say about one message, with the sequences that they counted. */
function lifeOf(messageId: string): EventEnvelope[] {
  const [replyId, firstReplyId, interimId, escalationId, extensionId] = Array.from({ length: 5 }, () => randomUUID()) as [string, string, string, string, string];
  const time = new Date('2026-12-01T10:00:00+08:00');
  const at = time.toISOString();
  const of = (sequence: number) => ({ subject: messageId, sequence, time });
  const due = { finalDueOn: '2026-12-07', provisional: false };
  const published = { messageId, unit, visibility: 'public' as const, submittedAt: at, publishedAt: at, path: '/messages/1', text: '已修复', historical: false };
  const escalated = { messageId, messageNumber: 'WZ1', channel: 'board' as const, unit, level: 1 as const, to: 'supervision-office' as const, ...due };
  return [
    registration({ messageId }),
    createEvent(replyReturned, { ...of(1), data: { messageId, replyId: firstReplyId, unit, returnedAt: at, reasons: ['too-short'] } }),
    createEvent(replyPublished, { ...of(2), data: { ...published, replyId: interimId, interim: true } }),
    createEvent(replyPublished, { ...of(4), data: { ...published, replyId, interim: false } }),
    createEvent(extensionNoticePublished, { ...of(3), data: { messageId, extensionId, unit, reason: '情况复杂', newDueOn: '2026-12-07', submittedAt: at, publishedAt: at } }),
    createEvent(deadlineOpened, {
      ...of(1),
      data: { messageId, channel: 'board', registeredAt: at, replyDueOn: '2026-11-26', policyVersion: '1', calendarVersion: '1', ...due },
    }),
    createEvent(deadlineMoved, { ...of(5), data: { messageId, replyDueOn: '2026-12-07', cause: 'extension', ...due } }),
    createEvent(reminderIssued, { ...of(2), data: { messageId, unit, step: 'reminder', replyDueOn: '2026-11-26', issuedAt: at } }),
    createEvent(deadlineOverdue, { ...of(3), data: { messageId, unit, overdueSince: at, replyDueOn: '2026-11-26', finalDueOn: '2026-12-07' } }),
    createEvent(escalationRaised, { ...of(4), data: { ...escalated, escalationId, replyDueOn: '2026-11-26', raisedAt: at } }),
    createEvent(escalationAcknowledged, { ...of(7), data: { escalationId, messageId, acknowledgedAt: at, acknowledgedBy: 'officer' } }),
    createEvent(deadlineOverdueWithdrawn, { ...of(6), data: { messageId, withdrawnAt: at } }),
    createEvent(escalationWithdrawn, { ...of(9), data: { escalationId, messageId, level: 1, withdrawnAt: at } }),
    createEvent(deadlineClosed, {
      ...of(8),
      data: {
        messageId,
        ending: 'publicly-answered',
        closedAt: at,
        workingDaysToSubmission: 6,
        workingDaysToPublication: 6,
        submittedInTime: true,
        publishedInTime: true,
      },
    }),
  ];
}

const registerUnknown = (...events: EventEnvelope[]): Promise<string[]> =>
  replica.app.get(Registration).registerUnknown(fixture.dataSource.manager, events as EventEnvelope<EventData<typeof messageRegistered>>[]);

/**
 * Delivers events to the service's own handlers one by one, in exactly this order: each in its transaction, a registration in its one
 * statement before that if `short` says so.
 */
async function deliver(events: readonly EventEnvelope[], short = false): Promise<void> {
  for (const event of events) {
    if (short && event.type === messageRegistered.subject && (await registerUnknown(event)).length > 0) continue;
    await replica.handle(event);
  }
}

async function finalState(messageId: string): Promise<unknown> {
  const [message] = await fixture.rows('SELECT * FROM message WHERE message_id = $1', [messageId]);
  const count = (table: string) => fixture.count(`${table} WHERE message_id = '${messageId}'`);
  const [escalation] = await fixture.rows('SELECT level, raised_at, acknowledged_by, withdrawn_at FROM escalation WHERE message_id = $1', [messageId]);
  const events = await fixture.rows('SELECT subject FROM outbox WHERE envelope::jsonb ->> $1 = $2 ORDER BY position', ['subject', messageId]);
  const counts = [await count('assignment'), await count('review'), await count('extension_notice'), await count('escalation')];
  return { ...message, message_id: null, message_number: null, escalation, events, counts };
}

/** A shuffle that is the same in every run. */
function shuffled<T>(items: readonly T[], seed: number): T[] {
  let state = seed * 2_654_435_761;
  return items
    .map((item) => ({ item, key: (state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0) }))
    .sort((a, b) => a.key - b.key)
    .map(({ item }) => item);
}

describe('the events of one message', () => {
  it('end in the same state in every order, though each comes twice', async () => {
    const inOrder = randomUUID();
    await deliver(lifeOf(inOrder));
    const expected = await finalState(inOrder);
    expect(expected).toMatchObject({
      state: 'answered',
      ending: 'publicly-answered',
      unit_code: 'water',
      overdue_since: null,
      submitted_in_time: true,
      escalation: { level: 1, acknowledged_by: 'officer', withdrawn_at: expect.any(Date) },
      counts: [1, 3, 1, 1],
    });
    for (let seed = 1; seed <= 60; seed += 1) {
      const messageId = randomUUID();
      const life = lifeOf(messageId);
      await deliver(shuffled([...life, ...life], seed), seed % 2 === 0);
      expect(await finalState(messageId)).toEqual(expected);
    }
  });

  it('leave no trace in the ledger until its registration is among them', async () => {
    const messageId = randomUUID();
    const [registered, ...early] = lifeOf(messageId);
    await deliver(early);
    expect(await stateOf(messageId)).toMatchObject({ state: 'unregistered', ending: 'publicly-answered' });
    expect(await fixture.count(`message WHERE channel IS NOT NULL AND message_id = '${messageId}'`)).toBe(0);
    await deliver(registered ? [registered] : []);
    expect(await stateOf(messageId)).toMatchObject({ state: 'answered', ending: 'publicly-answered' });
  });

  it('that race each other on the bus end in the same state too', async () => {
    const ids = Array.from({ length: 40 }, () => randomUUID());
    const now = fixture.clock.now();
    fixture.clock.set('2026-12-01T10:00:00+08:00');
    await fixture.deliver(...shuffled(ids.flatMap((messageId) => lifeOf(messageId)), 7));
    const rows = await fixture.rows('SELECT DISTINCT state, ending, unit_code, overdue_since, reply_due_on::text AS due FROM message WHERE message_id = ANY ($1::uuid[])', [ids]);
    expect(rows).toEqual([{ state: 'answered', ending: 'publicly-answered', unit_code: 'water', overdue_since: null, due: '2026-12-07' }]);
    fixture.clock.set(now.toISOString());
  });
});

describe('the one statement of the normal case', () => {
  it('is message, assignment, event and inbox at once, and does nothing a second time', async () => {
    const event = registration();
    expect(await registerUnknown(event)).toEqual([event.id]);
    expect(await registerUnknown(event, registration({ messageId: event.subject, title: '公路' }))).toEqual([]);
    expect(await stateOf(event.subject)).toMatchObject({ state: 'assigned', unit_code: 'water', version: 1 });
    expect(await fixture.count(`inbox WHERE event_id = '${event.id}'`)).toBe(1);
    expect(await fixture.count(`assignment WHERE message_id = '${event.subject}'`)).toBe(1);
    expect(await fixture.events('routing.message.assigned.v1', event.subject)).toHaveLength(1);
  });

  it('puts into the holding pen without telling anyone', async () => {
    const event = registration({ title: '您好', text: '请问' });
    expect(await registerUnknown(event)).toEqual([event.id]);
    expect(await stateOf(event.subject)).toMatchObject({ state: 'holding-pen', holding_pen_reason: 'no-remit', version: 0 });
    expect(await fixture.events('routing.message.assigned.v1', event.subject)).toEqual([]);
  });

  it('takes of a batch what it can, and leaves messages of which something is known', async () => {
    const early = randomUUID();
    await deliver(lifeOf(early).slice(1));
    const [plain, known, twice] = [registration(), registration({ messageId: early }), registration()];
    const again = registration({ messageId: twice.subject });
    expect((await registerUnknown(plain, known, twice, again)).sort()).toEqual([plain.id, again.id].sort());
    expect(await stateOf(early)).toMatchObject({ state: 'unregistered' });
  });

  it('does nothing for an event that was set aside, nor beside it', async () => {
    const [settled, plain] = [registration(), registration()];
    await fixture.rows('INSERT INTO inbox (event_id) VALUES ($1)', [settled.id]);
    await expect(registerUnknown(settled, plain)).rejects.toThrow(/inbox_pkey/);
    expect(await stateOf(plain.subject)).toBeUndefined();
  });

  it('decides nothing with units that another replica has replaced', async () => {
    const other = await fixture.start({ UNITS_RECHECK_SECONDS: '3600' });
    const stale = other.app.get(Registration);
    await other.app.get(UnitRegistry).tree();
    fixture.writeUnits(sampleUnits.map((row) => (row.code === 'water' ? { ...row, webAdmins: [] } : row)));
    await replica.app.get(UnitRegistry).refresh();
    const event = registration() as EventEnvelope<EventData<typeof messageRegistered>>;
    expect(await stale.registerUnknown(fixture.dataSource.manager, [event])).toEqual([]);
    await fixture.deliver(event);
    expect(await stateOf(event.subject)).toMatchObject({ state: 'holding-pen', holding_pen_reason: 'unit-without-web-admin' });
    fixture.writeUnits(sampleUnits);
    await replica.app.get(UnitRegistry).refresh();
    await other.close();
  });

  it('and the transaction of another replica, at the same moment, register a message once', async () => {
    const messageIds = Array.from({ length: 30 }, () => randomUUID());
    const events = messageIds.map((messageId) => registration({ messageId }));
    await Promise.all(events.flatMap((event) => [registerUnknown(event), deliver([event]), registerUnknown(event)]));
    expect(await fixture.count(`assignment WHERE message_id IN ('${messageIds.join(`','`)}')`)).toBe(30);
    for (const messageId of messageIds) expect(await fixture.events('routing.message.assigned.v1', messageId)).toHaveLength(1);
  });
});
