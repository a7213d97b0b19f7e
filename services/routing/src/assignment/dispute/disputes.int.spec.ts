import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually } from '@wenzheng/testing';
import { Housekeeping } from '../../housekeeping/housekeeping.service.js';
import { call, code, deskOf, Fixture, published, sampleUnits, waterUnit, type Desk, type Replica } from '../../routing.fixture.js';
import { UnitRegistry } from '../../unit/unit-registry.service.js';

let fixture: Fixture;
let replica: Replica;
let other: Desk;
let desk: Desk;
beforeAll(async () => {
  fixture = await Fixture.create();
  replica = await fixture.start();
  desk = await deskOf(fixture, replica);
  other = await deskOf(fixture, await fixture.start());
});
afterAll(() => fixture.drop());
beforeEach(() => fixture.clock.set('2026-11-23T09:00:00+08:00'));

const roadsUnit = { code: 'roads', name: '市交通局' };
const view = async (messageId: string) => (await desk.get(`/${messageId}`, desk.office)).body;
const list = async (query = '') => (await call(`${replica.url}/v1/disputes?limit=200${query}`, { token: desk.office })).body['items'] as Record<string, unknown>[];
const about = async (messageId: string, query = '') => (await list(query)).filter((one) => one['messageId'] === messageId);
const disputed = async (messageId?: string, token = desk.water): Promise<{ messageId: string; disputeId: unknown }> => {
  const id = messageId ?? (await fixture.registered());
  return { messageId: id, disputeId: (await desk.giveBack(id, token)).body['disputeId'] };
};
const told = async (messageId: string) => {
  const types = ['message.assigned', 'message.returned', 'message.designated', 'dispute.opened', 'dispute.ruled'];
  const events = (await Promise.all(types.map((type) => fixture.events<{ unit: { code: string }; ruling?: string }>(`routing.${type}.v1`, messageId)))).flat();
  return events.sort((a, b) => a.sequence - b.sequence).map(({ sequence, type, data }) => `${sequence} ${type.slice(8, -3)} ${data.unit.code}${data.ruling ? ` ${data.ruling}` : ''}`);
};

describe('a return', () => {
  it('opens a dispute while the work goes on: the message stays with the unit, which may answer it', async () => {
    const messageId = await fixture.registered();
    const answer = await desk.giveBack(messageId);
    expect([answer.status, answer.body]).toMatchObject([201, { unit: waterUnit, suggestedUnit: roadsUnit, dueAt: '2026-11-24T16:00:00.000Z' }]);
    expect((await desk.giveBack(messageId)).status).toBe(200);
    expect(code(await desk.post(messageId, 'returns', desk.water, { reason: '还是不属本单位职责' }))).toEqual([409, 'routing.dispute-open']);
    expect(code(await desk.assign(messageId, 'roads'))).toEqual([409, 'routing.dispute-open']);
    expect(await view(messageId)).toMatchObject({ state: 'assigned', unit: waterUnit, returns: 0, disputes: [{ unit: waterUnit, reason: '不属本单位职责', outcome: null }] });
    expect(await told(messageId)).toEqual(['1 message.assigned water', '2 dispute.opened water']);
    expect((await desk.reply(messageId)).status).toBe(201);
  });

  it.each([
    ['in the last second of the next working day', '2026-11-24T23:59:59+08:00', 201, undefined],
    ['at midnight after it', '2026-11-25T00:00:00+08:00', 409, 'routing.return-window-closed'],
  ])('%s', async (_, now, status, problem) => {
    const messageId = await fixture.registered();
    fixture.clock.set(now);
    expect(code(await desk.giveBack(messageId))).toEqual([status, problem]);
  });

  it('across the National Day holiday is in time on the first working day after it', async () => {
    fixture.clock.set('2026-09-30T16:00:00+08:00');
    const messageId = await fixture.registered({ registeredAt: '2026-09-30T15:59:00+08:00' });
    fixture.clock.set('2026-10-08T20:00:00+08:00');
    expect((await desk.giveBack(messageId)).status).toBe(201);
  });

  it("of an interview's question is refused, and the attempt stays for the supervision office to see (R18)", async () => {
    const messageId = await fixture.registered({ channel: 'interview' });
    expect(code(await desk.giveBack(messageId))).toEqual([409, 'routing.first-asked-unit-cannot-return']);
    expect((await desk.get(`/${messageId}`, desk.supervision)).body).toMatchObject({
      state: 'assigned', returns: 0, disputes: [], returnHistory: [{ accepted: false, unit: waterUnit, reason: '不属本单位职责' }],
    });
    expect(await told(messageId)).toEqual(['1 message.assigned water']);
  });

  it('is not possible while a reply is in review, and may suggest only units of the registry', async () => {
    const messageId = await fixture.registered();
    expect(code(await desk.post(messageId, 'returns', desk.water, { reason: '不', suggestedUnit: 'nowhere' }))).toEqual([422, 'routing.unit-not-in-registry']);
    await desk.reply(messageId);
    expect(code(await desk.giveBack(messageId))).toEqual([409, 'routing.reply-in-review']);
  });
});

describe('the ruling of the information office (A02)', () => {
  it('that upholds gives the message to the named unit in the same moment, and the return is told before', async () => {
    const { messageId, disputeId } = await disputed();
    const ruling = await desk.rule(disputeId, { ruling: 'upheld', unit: '市交通局' });
    expect([ruling.status, ruling.body]).toMatchObject([201, { ruling: 'upheld', unit: roadsUnit, designated: false, duty: null }]);
    expect(await told(messageId)).toEqual(['1 message.assigned water', '2 dispute.opened water', '3 message.returned water', '4 message.assigned roads', '5 dispute.ruled water upheld']);
    expect(await view(messageId)).toMatchObject({ state: 'assigned', unit: roadsUnit, returns: 1, returnHistory: [{ unit: waterUnit, accepted: true }], disputes: [{ outcome: 'upheld', rulingReason: '经审核，异议成立' }] });
    expect(code(await desk.get(`/${messageId}`, desk.water))).toEqual([403, 'routing.not-your-unit']);
    expect((await desk.rule(disputeId, { ruling: 'upheld', unit: '市交通局' })).status).toBe(200);
    expect(code(await desk.rule(disputeId, { ruling: 'rejected' }))).toEqual([409, 'routing.dispute-ruled']);
  });

  it('that rejects leaves the message where it is', async () => {
    const { messageId, disputeId } = await disputed();
    expect((await desk.rule(disputeId, { ruling: 'rejected' })).body).toMatchObject({ unit: waterUnit, designated: false });
    expect(await told(messageId)).toEqual(['1 message.assigned water', '2 dispute.opened water', '3 dispute.ruled water rejected']);
    expect(await view(messageId)).toMatchObject({ state: 'assigned', unit: waterUnit, returns: 0 });
    expect(await about(messageId)).toEqual([]);
    expect(await about(messageId, '&state=ruled')).toMatchObject([{ outcome: 'rejected', count: 1 }]);
  });

  it.each([
    ['another unit', { ruling: 'upheld', unit: 'water' }, waterUnit, ['6 dispute.opened roads', '7 message.returned roads', '8 message.designated water', '9 dispute.ruled roads upheld']],
    ['the unit that has it', { ruling: 'rejected' }, roadsUnit, ['6 dispute.opened roads', '7 message.designated roads', '8 dispute.ruled roads rejected']],
  ])('on a second dispute designates %s for good 指定承办', async (_, body, unit, events) => {
    const { messageId, disputeId } = await disputed();
    await desk.rule(disputeId, { ruling: 'upheld', unit: 'roads' });
    const second = await disputed(messageId, desk.roads);
    expect(await about(messageId)).toMatchObject([{ count: 2, unit: roadsUnit }]);
    expect((await desk.rule(second.disputeId, body)).body).toMatchObject({ unit, designated: true });
    expect((await told(messageId)).slice(5)).toEqual(events);
    expect(code(await desk.giveBack(messageId, unit === waterUnit ? desk.water : desk.roads))).toEqual([409, 'routing.designation-is-final']);
  });

  it.each<[string, object, number, string]>([
    ['no unit', { ruling: 'upheld' }, 400, 'invalid-request'],
    ['a unit, though it stays', { ruling: 'rejected', unit: 'roads' }, 400, 'invalid-request'],
    ['the unit that disputes', { ruling: 'upheld', unit: 'water' }, 409, 'routing.already-assigned'],
    ['a unit without anybody (R02)', { ruling: 'upheld', unit: 'empty' }, 409, 'routing.unit-without-web-admin'],
    ['a unit that nobody knows', { ruling: 'upheld', unit: 'nowhere' }, 422, 'routing.unit-not-in-registry'],
  ])('does not name %s', async (_, body, status, problem) => {
    const { messageId, disputeId } = await disputed();
    expect(code(await desk.rule(disputeId, body))).toEqual([status, problem]);
    expect(await view(messageId)).toMatchObject({ unit: waterUnit, disputes: [{ outcome: null }] });
  });

  it('becomes an item of the duty catalogue with the same call, and the assignment cites it', async () => {
    const { messageId, disputeId } = await disputed(await fixture.registered({ text: '公交站台的水管', title: '站台' }));
    const catalogue = { name: '公交站台', duty: '公交站台的建设和维护', citation: '市交通局三定规定第五条', words: ['公交站台'] };
    const ruling = await desk.rule(disputeId, { ruling: 'upheld', unit: 'roads', catalogue });
    expect(ruling.body['duty']).toEqual({ item: 'roads-2', version: 1 });
    const [event] = (await fixture.events('routing.message.assigned.v1', messageId)).slice(-1);
    expect(event?.data).toMatchObject({ unit: roadsUnit, duty: { item: 'roads-2', version: 1 } });
    expect((await view(messageId))['assignments']).toMatchObject([{ duty: { item: 'water-1', version: 1 } }, { duty: { item: 'roads-2', version: 1 } }]);
    const next = await fixture.registered({ title: '公交站台坏了', text: '请修' });
    expect(await view(next)).toMatchObject({ unit: roadsUnit, assignments: [{ by: 'remit', reason: '职责“公交站台”，词“公交站台”', duty: { item: 'roads-2', version: 1 } }] });
    const again = await disputed(await fixture.registered());
    expect(code(await desk.rule(again.disputeId, { ruling: 'rejected', catalogue: { ...catalogue, item: 'nothing-1' } }))).toEqual([404, 'routing.unknown-duty']);
    expect((await desk.rule(again.disputeId, { ruling: 'rejected', catalogue: { words: ['站台水管'], item: 'roads-2' } })).body).toMatchObject({ unit: waterUnit, duty: { item: 'roads-2', version: 2 } });
    expect(await view(await fixture.registered({ title: '站台水管', text: '站台水管' }))).toMatchObject({ unit: waterUnit });
  });

  it('is nobody else’s, and is in the audit log without a word of the writer', async () => {
    const { disputeId } = await disputed();
    for (const token of [desk.water, desk.supervision]) expect(code(await desk.rule(disputeId, { ruling: 'rejected' }, token))).toEqual([403, 'forbidden']);
    expect(code(await desk.rule(randomUUID(), { ruling: 'rejected' }))).toEqual([404, 'routing.unknown-dispute']);
    await desk.rule(disputeId, { ruling: 'rejected' });
    const entries = (await call(`${replica.url}/v1/audit-log?about=${String(disputeId)}`, { token: await fixture.token('auditor') })).body['items'];
    expect(entries).toMatchObject([{ did: 'dispute.rejected', by: 'office', before: { unit: 'water' }, after: { unit: 'water', designated: false } }]);
  });

  it('is made once, whoever of two officers at two replicas is first, and whoever sends it again', async () => {
    const { messageId, disputeId } = await disputed();
    const key = randomUUID();
    const answers = await Promise.all([0, 1, 2, 3, 4, 5].map((index) => (index % 2 ? desk : other).rule(disputeId, { ruling: 'upheld', unit: 'roads' }, desk.office, key)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 200, 200, 200, 201]);
    const second = await disputed(messageId, desk.roads);
    const rulings = await Promise.all([desk.rule(second.disputeId, { ruling: 'upheld', unit: 'parks' }), other.rule(second.disputeId, { ruling: 'rejected' })]);
    expect(rulings.map(({ status }) => status).sort()).toEqual([201, 409]);
    expect((await told(messageId)).filter((line) => line.includes('dispute.ruled'))).toHaveLength(2);
  });
});

describe('a ruling that is cut off in the middle', () => {
  it('has done nothing, neither to the message nor to the catalogue, and with the same key is done once', async () => {
    const { messageId, disputeId } = await disputed();
    const key = randomUUID();
    const rule = () => desk.rule(disputeId, { ruling: 'upheld', unit: 'roads', catalogue: { words: ['人行天桥'] } }, desk.office, key);
    const lock = `hashtext('audit log ' || current_schema())`;
    await fixture.dataSource.transaction(async (manager) => {
      await manager.query(`SELECT pg_advisory_xact_lock(${lock})`);
      const cut = rule();
      await eventually(async () => {
        const waiting = await fixture.rows<{ pid: number }>(`SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND NOT granted AND objid = (${lock})::bigint & 4294967295`);
        expect(waiting).toHaveLength(1);
        await fixture.rows('SELECT pg_terminate_backend($1)', [waiting[0]!.pid]);
      });
      expect((await cut).status).toBeGreaterThanOrEqual(500);
    });
    const duties = () => fixture.count(`duty_item WHERE words = '{人行天桥}'`);
    expect([await told(messageId), await duties()]).toEqual([['1 message.assigned water', '2 dispute.opened water'], 0]);
    expect([(await rule()).status, (await rule()).status]).toEqual([201, 200]);
    expect([(await told(messageId)).slice(2), await duties()]).toEqual([['3 message.returned water', '4 message.assigned roads', '5 dispute.ruled water upheld'], 1]);
  });
});

describe('a dispute', () => {
  it('stands in the queue of the office, what is due first first, and raises the alarm once when a working day has passed', async () => {
    const first = await disputed();
    fixture.clock.set('2026-11-24T09:00:00+08:00');
    const second = await disputed(await fixture.registered({ registeredAt: '2026-11-24T08:59:00+08:00' }));
    const places = (await list()).map(({ messageId }) => messageId);
    expect(places.indexOf(first.messageId)).toBeLessThan(places.indexOf(second.messageId));
    expect((await call(`${replica.url}/v1/disputes?limit=1`, { token: desk.supervision })).body).toMatchObject({ items: [{ overdue: true }], next: expect.any(String) });
    expect(await about(first.messageId)).toMatchObject([{ overdue: false }]);
    expect(code(await call(`${replica.url}/v1/disputes?after=x`, { token: desk.office }))).toEqual([400, 'routing.invalid-cursor']);
    const alarmed = async ({ disputeId }: { disputeId: unknown }) => (await fixture.rows<{ at: Date | null }>('SELECT alarmed_at AS at FROM dispute WHERE dispute_id = $1', [disputeId]))[0]?.at?.toISOString();
    fixture.clock.set('2026-11-25T00:00:00+08:00');
    await replica.app.get(Housekeeping).run();
    expect([await alarmed(first), await alarmed(second)]).toEqual(['2026-11-24T16:00:00.000Z', undefined]);
    expect(await about(first.messageId)).toMatchObject([{ overdue: true }]);
    fixture.clock.set('2026-11-25T09:00:00+08:00');
    await replica.app.get(Housekeeping).run();
    expect(await alarmed(first)).toBe('2026-11-24T16:00:00.000Z');
  });

  it('ends by itself when the message is answered, or leaves the unit otherwise', async () => {
    const [answered, recalled] = [await disputed(), await disputed(await fixture.registered({ addressedUnit: 'parks' }), await fixture.token('web-admin', { unit: 'parks' }))];
    const reply = await desk.reply(answered.messageId);
    expect(code(await desk.rule(answered.disputeId, { ruling: 'upheld', unit: 'roads' }))).toEqual([409, 'routing.reply-in-review']);
    await fixture.deliver(published(answered.messageId, String(reply.body['replyId'])));
    fixture.writeUnits(sampleUnits.filter((unit) => unit.code !== 'parks'));
    await replica.app.get(UnitRegistry).refresh();
    expect([await about(answered.messageId), await about(recalled.messageId)]).toEqual([[], []]);
    await eventually(async () => {
      await replica.app.get(Housekeeping).run();
      expect(await about(answered.messageId, '&state=ruled')).toMatchObject([{ outcome: 'settled', rulingReason: '留言已办结，异议自行终止' }]);
    });
    expect(await about(recalled.messageId, '&state=ruled')).toMatchObject([{ outcome: 'settled', rulingReason: '留言已不由该单位承办，异议自行终止' }]);
    expect((await told(answered.messageId)).at(-1)).toBe('4 dispute.ruled water settled');
    expect(code(await desk.rule(answered.disputeId, { ruling: 'rejected' }))).toEqual([409, 'routing.dispute-ruled']);
  });
});
