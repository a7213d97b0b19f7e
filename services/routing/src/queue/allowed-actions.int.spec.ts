import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createEvent, deadlineOpened, messageWithdrawn, objectionFiled } from '@wenzheng/contracts';
import { call, deskOf, Fixture, published, type Answer, type Desk, type Replica } from '../routing.fixture.js';
import { actions, type Action, type AllowedAction } from './allowed-actions.js';

let fixture: Fixture;
let replica: Replica;
let desk: Desk;
let people: Record<string, string>;
beforeAll(async () => {
  fixture = await Fixture.create();
  replica = await fixture.start();
  desk = await deskOf(fixture, replica);
  people = {
    信息办: desk.office,
    信息办另一人: await fixture.token('information-office', { sub: 'office-2' }),
    督查室: desk.supervision,
    网管员: desk.water,
    主要负责人: await fixture.token('principal', { unit: 'water', sub: 'spec' }),
    名录外的网管员: await fixture.token('web-admin', { unit: 'water', sub: 'stranger' }),
  };
});
afterAll(() => fixture.drop());
beforeEach(() => fixture.clock.set('2026-11-23T09:00:00+08:00'));

const ground = { ground: 'private-dispute', reason: '属民事纠纷' };
const ruling = { ruling: 'invalid', ...ground, guidance: '可向人民法院提起诉讼' };
const transfer = { to: { kind: 'petition', name: '市信访局' }, reason: '信访事项' };
const publish = async (messageId: string) => {
  const { body } = await desk.reply(messageId);
  await fixture.deliver(published(messageId, String(body['replyId'])));
};
const object = async (messageId: string) => {
  const { body } = await desk.post(messageId, 'rulings', desk.office, ruling);
  const data = { messageId, objectionId: randomUUID(), rulingId: String(body['rulingId']), text: '情况属实', filedAt: '2026-11-23T02:00:00.000Z' };
  await fixture.deliver(createEvent(objectionFiled, { subject: messageId, sequence: 2, time: new Date(), data }));
};
const opened = (messageId: string) =>
  createEvent(deadlineOpened, {
    subject: messageId,
    sequence: 1,
    time: new Date(),
    data: { messageId, channel: 'board', registeredAt: '2026-11-23T01:00:00.000Z', replyDueOn: '2026-11-26', finalDueOn: '2026-12-07', provisional: false, policyVersion: '1', calendarVersion: '1' },
  });

/** How a message comes to stand there. */
const standings: Record<string, () => Promise<string>> = {
  待分拨: () => fixture.registered({ title: '您好', text: '请问' }),
  已分派: () => fixture.registered(),
  访谈提问: () => fixture.registered({ channel: 'interview' }),
  退回时限已过: async () => fixture.registered({ registeredAt: '2026-11-18T09:00:00+08:00' }).then(async (id) => (fixture.clock.set('2026-11-25T09:00:00+08:00'), id)),
  拟稿中: () => after(fixture.registered(), (id) => desk.post(id, 'drafts', desk.water, { kind: 'reply', text: '已修复。' })),
  审核中: () => after(fixture.registered(), (id) => desk.reply(id)),
  已答复: () => after(fixture.registered(), publish),
  已延期: () => after(fixture.registered(), async (id) => (await fixture.deliver(opened(id)), await desk.extend(id, '2026-12-02'))),
  派单异议: () => after(fixture.registered(), (id) => desk.giveBack(id)),
  建议认定无效: () => after(fixture.registered(), (id) => desk.post(id, 'ruling-proposals', desk.water, ground)),
  认定无效: () => after(fixture.registered(), (id) => desk.post(id, 'rulings', desk.office, ruling)),
  异议: () => after(fixture.registered(), object),
  待回执: () => after(fixture.registered(), (id) => desk.post(id, 'transfers', desk.office, transfer)),
  已转出: () =>
    after(fixture.registered(), async (id) => {
      const { body } = await desk.post(id, 'transfers', desk.office, transfer);
      await call(`${replica.url}/v1/transfers/${String(body['transferId'])}/receipts`, { token: desk.office, body: { number: '信访〔2026〕1号', receivedAt: fixture.clock.now().toISOString() } });
    }),
  已并单: () => after(fixture.registered(), async (id) => desk.post(id, 'merges', desk.office, { into: await fixture.registered(), reason: '同一事项' })),
  并单主件: () => after(fixture.registered(), async (id) => desk.post(await fixture.registered(), 'merges', desk.water, { into: id, reason: '同一事项' })),
  已撤回: () => after(fixture.registered(), (id) => fixture.deliver(createEvent(messageWithdrawn, { subject: id, sequence: 2, time: new Date(), data: { messageId: id, withdrawnAt: '2026-11-23T02:00:00.000Z', reason: null } }))),
};
async function after(made: Promise<string>, then: (messageId: string) => Promise<unknown>): Promise<string> {
  const messageId = await made;
  await then(messageId);
  return messageId;
}

let attempts = 0;
/** The request by which each is done, in words of its own: in the same ones it would be the same request. */
async function attempt(action: Action, messageId: string, token: string): Promise<Answer> {
  const [row] = await fixture.rows<{ replyId: string | null; objectionId: string | null }>(
    'SELECT (SELECT reply_id FROM reply WHERE message_id = $1 LIMIT 1) AS "replyId", (SELECT objection_id FROM objection WHERE message_id = $1) AS "objectionId"',
    [messageId],
  );
  attempts += 1;
  const [text, reason, replyId] = [`已更换水管，恢复供水（${attempts}）。`, `理由${attempts}`, row?.replyId ?? randomUUID()];
  const requests: Record<Action, [what: string, body: object]> = {
    assign: ['assignments', { unit: 'parks', reason }],
    return: ['returns', { reason }],
    draft: ['drafts', { kind: 'reply', text }],
    reply: ['replies', { text }],
    'interim-reply': ['replies', { text, interim: true }],
    extension: ['extensions', { reason, newDueOn: '2026-12-01' }],
    correction: ['drafts', { kind: 'correction', text, replyId }],
    supplement: ['drafts', { kind: 'supplement', text, replyId }],
    'propose-ruling': ['ruling-proposals', { ...ground, reason }],
    rule: ['rulings', { ...ruling, reason }],
    'decide-objection': ['', {}],
    transfer: ['transfers', { ...transfer, reason }],
    merge: ['merges', { into: action === 'merge' ? await fixture.registered() : messageId, reason }],
    unmerge: ['unmerges', { reason }],
  };
  if (action === 'decide-objection') return call(`${replica.url}/v1/objections/${row?.objectionId ?? randomUUID()}/decisions`, { token, body: { outcome: 'rejected', reason } });
  return desk.post(messageId, requests[action][0], token, requests[action][1]);
}

/** What is not there to be named is told by its id. */
const told: Record<string, string> = { 'routing.unknown-reply': 'routing.reply-not-published', 'routing.unknown-objection': 'routing.nothing-to-decide' };

describe('what may be done is what can be done: each action as each person, on a message that stands so', () => {
  it.each(Object.keys(standings))('%s', async (standing) => {
    const make = async () => {
      const messageId = await standings[standing]!();
      await fixture.deliver(opened(messageId));
      return messageId;
    };
    let messageId = await make();
    for (const [person, token] of Object.entries(people)) {
      const { status, body } = await desk.get(`/${messageId}`, token);
      if (status !== 200) {
        expect([person, status]).toEqual([person, 403]);
        continue;
      }
      const said = new Map((body['allowedActions'] as AllowedAction[]).map((one) => [one.action, one]));
      for (const action of actions) {
        const answer = await attempt(action, messageId, token);
        const refusal = answer.status < 300 ? null : String(answer.body['code']);
        const expected = said.get(action);
        const shown = expected ? (expected.allowed ? null : expected.reason?.code) : 'forbidden';
        expect([person, action, shown]).toEqual([person, action, refusal === null ? null : (told[refusal] ?? refusal)]);
        if (refusal === null) messageId = await make();
      }
    }
  });

  it('says why not in words, and nothing to offices that only read', async () => {
    const messageId = await fixture.registered({ channel: 'interview' });
    const { body } = await desk.get(`/${messageId}`, desk.water);
    expect((body['allowedActions'] as AllowedAction[]).find(({ action }) => action === 'return')).toEqual({
      action: 'return',
      allowed: false,
      reason: { code: 'routing.first-asked-unit-cannot-return', zh: '在线访谈实行首问负责制，受理的问题一律不得推诿；本次退回已记录。', en: expect.any(String) },
    });
    expect((await desk.get(`/${messageId}`, desk.supervision)).body['allowedActions']).toEqual([]);
  });
});
