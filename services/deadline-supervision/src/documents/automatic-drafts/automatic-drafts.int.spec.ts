import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { Fixture, housing, Life, unitKnown, water, type Replica } from '../../deadline-supervision.fixture.js';

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

interface Document {
  id: string;
  state: string;
  origin: unknown;
  unit: { code: string } | null;
  messageIds: string[];
}
const office = { role: 'supervision-office' as const, sub: 'li' };
const at = (instant: string) => `${instant}+08:00`;
async function opened(count: number, unit = housing): Promise<Life[]> {
  const lives = Array.from({ length: count }, () => new Life());
  for (let from = 0; from < count; from += 100) {
    const some = lives.slice(from, from + 100);
    await replica.handle(...some.flatMap((life) => [life.registered(at('2026-09-18T15:00:00')), life.assigned(at('2026-09-18T15:01:00'), unit)]));
  }
  return lives;
}
const orders = async () => (await replica.call('/v1/urging-orders', office)).body['items'] as Document[];
const referrals = async () => (await replica.call('/v1/referrals', office)).body['items'] as Document[];
const idsOf = (lives: readonly Life[]) => lives.map(({ messageId }) => messageId).toSorted();

describe('R22–R24: what the ladder drafts, and a named officer signs', () => {
  it('at level 2 one urging order 督办单 a unit, for all of its messages, and nothing at level 1', async () => {
    const [ours, theirs] = [await opened(3), await opened(2, water)];
    await fixture.until('2026-09-24T23:59:59');
    expect(await orders()).toEqual([]);
    await fixture.until('2026-09-25T00:00:00');
    const drafts = await orders();
    expect(drafts).toHaveLength(2);
    for (const draft of drafts) expect(draft).toMatchObject({ state: 'draft', number: null, origin: { kind: 'ladder', id: null } });
    expect(drafts.find(({ unit }) => unit?.code === housing.code)?.messageIds.toSorted()).toEqual(idsOf(ours));
    expect(drafts.find(({ unit }) => unit?.code === water.code)?.messageIds.toSorted()).toEqual(idsOf(theirs));
    expect(await fixture.events('urging-order.served')).toEqual([]);
  });

  it('past the cap a referral 移送 with its first ground, which nobody can sign without the second', async () => {
    const lives = await opened(2);
    await fixture.until('2026-10-10T00:00:00');
    const [draft, ...others] = await referrals();
    expect([draft?.state, draft?.origin, draft?.messageIds.toSorted(), others]).toEqual(['draft', 'ladder', idsOf(lives), []]);
    const { body } = await replica.call(`/v1/referrals/${draft?.id}/signatures`, { ...office, body: {} });
    expect([body['code'], String(body['detail'])]).toEqual(['deadline-supervision.document-incomplete', expect.stringMatching(/：impact。$/)]);
  });

  it('a draft gathers until an officer touches it; then the next message begins another one', async () => {
    const first = await opened(1);
    await fixture.until('2026-09-25T00:00:00');
    const [draft] = await orders();
    const later = new Life();
    await replica.handle(later.registered(at('2026-09-21T10:00:00')), later.assigned(at('2026-09-21T10:01:00')));
    await fixture.until('2026-09-30T00:00:00');
    expect((await orders()).map(({ id, messageIds }) => [id, messageIds.toSorted()])).toEqual([[draft?.id, idsOf([...first, later])]]);
    const body = { title: '关于路灯的督办', unit: housing.code, messageIds: idsOf(first), contact: '李某' };
    await replica.call(`/v1/urging-orders/${draft?.id}/revisions`, { ...office, body });
    const last = new Life();
    await replica.handle(last.registered(at('2026-09-22T10:00:00')), last.assigned(at('2026-09-22T10:01:00')));
    await fixture.until('2026-10-01T00:00:00');
    expect((await orders()).map(({ messageIds }) => messageIds)).toEqual([[last.messageId], [first[0]?.messageId]]);
  });

  it('what was answered is not drafted; what an officer has on an order already is not drafted again', async () => {
    const [answered, ordered] = (await opened(2)) as [Life, Life];
    await replica.handle(answered.published(at('2026-09-23T10:00:00'), at('2026-09-25T00:00:00'), randomUUID()));
    await replica.call('/v1/urging-orders', { ...office, body: { title: '关于路灯的督办', unit: housing.code, messageIds: [ordered.messageId] } });
    await fixture.until('2026-09-25T00:00:00');
    expect((await orders()).map(({ origin }) => origin)).toEqual([{ kind: 'office', id: null }]);
  });

  it('evidence that takes an overdue back takes the message off the draft, and an empty draft is cancelled', async () => {
    const [life, other] = (await opened(2)) as [Life, Life];
    await fixture.until('2026-09-25T00:00:00');
    await replica.handle(life.submitted(at('2026-09-21T10:00:00'), randomUUID()));
    await fixture.until('2026-09-25T00:01:00');
    expect((await orders()).map(({ state, messageIds }) => [state, messageIds])).toEqual([['draft', [other.messageId]]]);
    await replica.handle(other.submitted(at('2026-09-21T10:00:00'), randomUUID()));
    await fixture.until('2026-09-25T00:02:00');
    expect((await orders()).map(({ state }) => state)).toEqual(['cancelled']);
  });

  it('a step that the policy leaves to a signature raises nothing by itself: it drafts, and an officer decides', async () => {
    fixture.clock.set(at('2026-09-17T10:00:00'));
    const { body } = await replica.call('/v1/policies?channel=mailbox', { role: 'administrator' });
    const [policy] = body['items'] as { rules: { ladder: { value: { step: string } }[] } }[];
    const ladder = policy?.rules.ladder.map(({ value }) => (['urging', 'escalation-2', 'escalation-3'].includes(value.step) ? { ...value, issue: 'on-signature' } : value));
    const change = { channel: 'mailbox', effectiveFrom: '2026-09-18', reason: '由督查室签发', changes: { ladder } };
    expect((await replica.call('/v1/policies', { role: 'administrator', body: change })).status).toBe(201);
    fixture.clock.set(at('2026-09-18T15:00:00'));
    const life = new Life();
    await replica.handle(life.registered(at('2026-09-18T15:00:00'), { channel: 'mailbox' }), life.assigned(at('2026-09-18T15:01:00')));
    await fixture.until('2026-09-23T09:00:00');
    expect((await orders()).map(({ origin, messageIds }) => [origin, messageIds])).toEqual([[{ kind: 'ladder', id: null }, [life.messageId]]]);
    await fixture.until('2026-10-12T09:00:00');
    expect((await orders()).map(({ messageIds }) => messageIds)).toEqual([[life.messageId]]);
    expect((await referrals()).map(({ messageIds }) => messageIds)).toEqual([[life.messageId]]);
    expect((await fixture.events('escalation.raised')).map(({ data }) => data['level'])).toEqual([1]);
    expect((await fixture.events('reminder.issued')).map(({ data }) => data['step'])).toEqual([]);
  });

  it('copes with hundreds: 450 messages of one unit are three drafts, each message on one of them', async () => {
    const lives = await opened(450);
    await fixture.until('2026-09-25T00:00:00');
    const drafts = await orders();
    expect(drafts.map(({ messageIds }) => messageIds.length).toSorted((a, b) => a - b)).toEqual([50, 200, 200]);
    expect(drafts.flatMap(({ messageIds }) => messageIds).toSorted()).toEqual(idsOf(lives));
  });
});
