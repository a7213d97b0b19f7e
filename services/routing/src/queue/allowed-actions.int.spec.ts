import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createEvent, deadlineOpened, messageRated, messageWithdrawn, objectionFiled } from '@wenzheng/contracts';
import { call, deskOf, Fixture, published, registration, type Answer, type Desk, type Replica } from '../routing.fixture.js';
import { draftActs, type DraftAct } from '../reply/sign-off/sign-off.rules.js';
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
beforeEach(() => fixture.clock.set(morning));
const morning = '2026-11-23T09:00:00+08:00';

const ground = { ground: 'private-dispute', reason: '属民事纠纷' };
const ruling = { ruling: 'invalid', ...ground, guidance: '可向人民法院提起诉讼' };
const transfer = { to: { kind: 'petition', name: '市信访局' }, reason: '信访事项' };
const publish = async (messageId: string) => {
  const { body } = await desk.reply(messageId);
  await fixture.deliver(published(messageId, String(body['replyId'])));
};
const dissatisfied = async (messageId: string) => {
  await publish(messageId);
  const data = { messageId, ratingId: randomUUID(), rating: 'dissatisfied' as const, reason: '没有解决', afterContactReading: false, ratedAt: '2026-11-23T02:00:00.000Z' };
  await fixture.deliver(createEvent(messageRated, { subject: messageId, sequence: 2, time: new Date(), data }));
  return data.ratingId;
};
const order = (ratingId: string, unit: string) => call(`${replica.url}/v1/ratings/${ratingId}/decisions`, { token: desk.office, body: { decision: 'order', unit, reason: '请重新核实' } });
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

/** Registered and with its deadline; either event may be first. */
async function registered(changes: Parameters<typeof registration>[0] = {}): Promise<string> {
  const event = registration(changes);
  await fixture.deliver(event, opened(event.subject));
  return event.subject;
}

/** How a message comes to stand there. */
const standings: Record<string, () => Promise<string>> = {
  待分拨: () => registered({ title: '您好', text: '请问' }),
  已分派: () => registered(),
  访谈提问: () => registered({ channel: 'interview' }),
  退回时限已过: async () => registered({ registeredAt: '2026-11-18T09:00:00+08:00' }).then(async (id) => (fixture.clock.set('2026-11-25T09:00:00+08:00'), id)),
  拟稿中: () => after(registered(), (id) => desk.post(id, 'drafts', desk.water, { kind: 'reply', text: '已修复。' })),
  审核中: () => after(registered(), (id) => desk.reply(id)),
  已答复: () => after(registered(), publish),
  不满意: () => after(registered(), dissatisfied),
  二次办理: () => after(registered(), async (id) => order(await dissatisfied(id), 'water')),
  已延期: () => after(registered(), async (id) => void (await desk.extend(id, '2026-12-02'))),
  派单异议: () => after(registered(), (id) => desk.giveBack(id)),
  建议认定无效: () => after(registered(), (id) => desk.post(id, 'ruling-proposals', desk.water, ground)),
  认定无效: () => after(registered(), (id) => desk.post(id, 'rulings', desk.office, ruling)),
  异议: () => after(registered(), object),
  待回执: () => after(registered(), (id) => desk.post(id, 'transfers', desk.office, transfer)),
  已转出: () =>
    after(registered(), async (id) => {
      const { body } = await desk.post(id, 'transfers', desk.office, transfer);
      await call(`${replica.url}/v1/transfers/${String(body['transferId'])}/receipts`, { token: desk.office, body: { number: '信访〔2026〕1号', receivedAt: fixture.clock.now().toISOString() } });
    }),
  已并单: () => after(registered(), async (id) => desk.post(id, 'merges', desk.office, { into: await registered(), reason: '同一事项' })),
  并单主件: () => after(registered(), async (id) => desk.post(await registered(), 'merges', desk.water, { into: id, reason: '同一事项' })),
  举报: () => registered({ kind: 'report', title: '举报市交通局', text: '收受好处' }),
  申请查阅: () => after(registered(), (id) => desk.post(id, 'identity-requests', desk.water, { purpose: '核实地点' })),
  已撤回: () => after(registered(), (id) => fixture.deliver(createEvent(messageWithdrawn, { subject: id, sequence: 2, time: new Date(), data: { messageId: id, withdrawnAt: '2026-11-23T02:00:00.000Z', reason: null } }))),
};
async function after(made: Promise<string>, then: (messageId: string) => Promise<unknown>): Promise<string> {
  const messageId = await made;
  await then(messageId);
  return messageId;
}

let attempts = 0;
/** The request by which each is done, in words of its own: in the same ones it would be the same request. */
async function attempt(action: Action, messageId: string, token: string): Promise<Answer> {
  const [row] = await fixture.rows<{ replyId: string | null; objectionId: string | null; ratingId: string | null }>(
    'SELECT (SELECT rating_id FROM rating WHERE message_id = $1) AS "ratingId", (SELECT reply_id FROM reply WHERE message_id = $1 LIMIT 1) AS "replyId", (SELECT objection_id FROM objection WHERE message_id = $1) AS "objectionId"',
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
    'ask-co-unit': ['co-tasks', { unit: 'parks', task: reason, dueOn: '2026-11-25' }],
    'decide-rating': ['', {}],
    'renewed-reply': ['replies', { text, renews: true }],
    'request-identity': ['identity-requests', { purpose: reason }],
  };
  if (action === 'decide-rating') return call(`${replica.url}/v1/ratings/${row?.ratingId ?? randomUUID()}/decisions`, { token, body: { decision: 'decline', reason } });
  if (action === 'decide-objection') return call(`${replica.url}/v1/objections/${row?.objectionId ?? randomUUID()}/decisions`, { token, body: { outcome: 'rejected', reason } });
  return desk.post(messageId, requests[action][0], token, requests[action][1]);
}

/** What is not there to be named is told by its id. */
const told: Record<string, string> = { 'routing.unknown-reply': 'routing.reply-not-published', 'routing.unknown-objection': 'routing.nothing-to-decide', 'routing.unknown-rating': 'routing.nothing-to-renew' };

/** What is said and what happens, person by person and action by action, on a message that stands so. */
async function outcomesOf(standing: string): Promise<{ said: string[]; done: string[] }> {
  const outcomes: { said: string[]; done: string[] } = { said: [], done: [] };
  let messageId = await standings[standing]!();
  for (const [person, token] of Object.entries(people)) {
    const { status, body } = await desk.get(`/${messageId}`, token);
    if (status !== 200) {
      outcomes.said.push(`${person}: ${status}`);
      outcomes.done.push(`${person}: 403`);
      continue;
    }
    const allowed = new Map((body['allowedActions'] as AllowedAction[]).map((one) => [one.action, one]));
    for (const action of actions) {
      const said = allowed.get(action);
      outcomes.said.push(`${person} ${action}: ${said ? (said.reason?.code ?? 'allowed') : 'forbidden'}`);
      const answer = await attempt(action, messageId, token);
      const refusal = String(answer.body['code']);
      outcomes.done.push(`${person} ${action}: ${answer.status < 300 ? 'allowed' : (told[refusal] ?? refusal)}`);
      if (answer.status < 300) messageId = await standings[standing]!();
    }
  }
  return outcomes;
}

/** It moves the clock of all. */
const late = '退回时限已过';

describe('what may be done is what can be done: each action as each person, on a message that stands so', () => {
  const outcomes = new Map<string, Awaited<ReturnType<typeof outcomesOf>>>();
  beforeAll(async () => {
    const others = Object.keys(standings).filter((standing) => standing !== late);
    fixture.clock.set(morning);
    await Promise.all(others.map(async (standing) => outcomes.set(standing, await outcomesOf(standing))));
    outcomes.set(late, await outcomesOf(late));
  }, 120_000);

  it.each(Object.keys(standings))('%s', (standing) => {
    const { said, done } = outcomes.get(standing)!;
    expect(said).toEqual(done);
  });

  it('says why not in words, and nothing to offices that only read', async () => {
    const messageId = await registered({ channel: 'interview' });
    const { body } = await desk.get(`/${messageId}`, desk.water);
    expect((body['allowedActions'] as AllowedAction[]).find(({ action }) => action === 'return')).toEqual({
      action: 'return',
      allowed: false,
      reason: { code: 'routing.first-asked-unit-cannot-return', zh: '在线访谈实行首问负责制，受理的问题一律不得推诿，不能退回；提出退回的，记录在案。', en: expect.any(String) },
    });
    expect((await desk.get(`/${messageId}`, desk.supervision)).body['allowedActions']).toEqual([]);
  });
});

/** How a draft comes to stand there, of a unit where the reviewer approves and the principal signs, but neither what he wrote himself. */
const draftings: Record<string, () => Promise<string>> = {
  拟稿: () => drafted(),
  '拟稿，日期过早的延期': () => drafted({ kind: 'extension', text: '待料', newDueOn: '2026-11-24' }),
  '拟稿，答复已另行提交': () => drafted(undefined, async (_, messageId) => fixture.rows('UPDATE message SET state = $2 WHERE message_id = $1', [messageId, 'in-review'])),
  待审核: () => drafted(undefined, (id) => act(id, 'submit', desk.water)),
  待签发: () => drafted(undefined, async (id) => (await act(id, 'submit', desk.water), await act(id, 'approve', people['审核人']!))),
  已退回: () => drafted(undefined, async (id) => (await act(id, 'submit', desk.water), await act(id, 'send-back', people['审核人']!))),
  已作废: () => drafted(undefined, (id) => act(id, 'discard', desk.water)),
};
async function drafted(body: object = { kind: 'reply', text: '已修复。' }, then?: (draftId: string, messageId: string) => Promise<unknown>): Promise<string> {
  const messageId = await registered({ kind: 'inquiry' });
  const draft = await desk.post(messageId, 'drafts', desk.water, body);
  const draftId = String(draft.body['draftId']);
  await then?.(draftId, messageId);
  return draftId;
}
/** With a key of its own each time: the same request in the same words would be the one before. */
async function act(draftId: string, what: DraftAct, token: string): Promise<Answer> {
  const headers = { 'idempotency-key': randomUUID() };
  const [draft] = await fixture.rows<{ version: number; kind: string }>('SELECT version, kind FROM draft WHERE draft_id = $1', [draftId]);
  const version = draft!.version;
  const url = `${replica.url}/v1/drafts/${draftId}`;
  if (what === 'save') return call(`${url}/versions`, { token, headers, body: { basedOn: version, text: `已修复${randomUUID()}。`, ...(draft!.kind === 'extension' ? { newDueOn: '2026-11-24' } : {}) } });
  if (what === 'attach') return call(`${url}/attachments`, { token, headers, body: { name: `现场照片${randomUUID()}.jpg` } });
  if (what === 'submit') return call(`${url}/submissions`, { token, headers, body: { version } });
  const decision = { version, decision: what, reason: `请核对${randomUUID()}` };
  return call(`${url}/decisions`, { token, headers, body: what === 'refer' ? { ...decision, to: await refereeOf(url, token) } : decision });
}
/** To whom the caller may pass the step on, or somebody who is nobody. */
async function refereeOf(url: string, token: string): Promise<string> {
  const { body } = await call(url, { token });
  return (body['referees'] as { subject: string }[] | undefined)?.[0]?.subject ?? 'nobody';
}

describe('a draft', () => {
  beforeAll(async () => {
    people['审核人'] = await fixture.token('reviewer', { unit: 'water', sub: 'spec' });
    await call(`${replica.url}/v1/sign-off-policies`, {
      token: await fixture.token('administrator', { sub: 'admin' }),
      body: { kind: 'inquiry', steps: [['reviewer'], ['principal']], drafterMaySign: false, reason: '两级审签' },
    });
  });

  it.each(Object.keys(draftings))('allows what can be done with it: %s', async (drafting) => {
    const outcomes = { said: [] as string[], done: [] as string[] };
    await Promise.all(['网管员', '审核人', '主要负责人', '名录外的网管员'].map(async (person) => {
      const token = people[person]!;
      let draftId = await draftings[drafting]!();
      const { status, body } = await call(`${replica.url}/v1/drafts/${draftId}`, { token });
      if (status !== 200) return expect([person, status]).toEqual(['名录外的网管员', 403]);
      const said = new Map((body['allowedActions'] as { action: DraftAct; reason: { code: string } | null }[]).map((one) => [one.action, one]));
      for (const one of draftActs) {
        const answer = await act(draftId, one, token);
        outcomes.said.push(`${person} ${one}: ${said.has(one) ? (said.get(one)?.reason?.code ?? 'allowed') : 'forbidden'}`);
        outcomes.done.push(`${person} ${one}: ${answer.status < 300 ? 'allowed' : String(answer.body['code'])}`);
        if (answer.status < 300) draftId = await draftings[drafting]!();
      }
    }));
    expect(outcomes.said.toSorted()).toEqual(outcomes.done.toSorted());
  });

  it('that waits for the caller says so in the list, as it does alone', async () => {
    const draftId = await draftings['待签发']!();
    const other = await draftings['待审核']!();
    const { body } = await call(`${replica.url}/v1/sign-offs?limit=200`, { token: people['审核人']! });
    const items = body['items'] as { draftId: string; allowedActions: { action: string; reason: { code: string } | null }[] }[];
    const shown = (id: string) => items.find((item) => item.draftId === id)?.allowedActions.map(({ action, reason }) => [action, reason?.code ?? null]);
    expect(shown(other)).toEqual([['approve', null], ['send-back', null], ['sign', 'routing.not-this-step']]);
    expect(shown(draftId)).toBeUndefined();
    const principal = (await call(`${replica.url}/v1/sign-offs?limit=200`, { token: people['主要负责人']! })).body['items'] as typeof items;
    expect(principal.find((item) => item.draftId === draftId)?.allowedActions.map(({ action, reason }) => [action, reason?.code ?? null])).toEqual([
      ['approve', 'routing.not-this-step'], ['send-back', null], ['sign', 'routing.step-by-another'],
    ]);
  });
});

describe('what waits for the office', () => {
  const shownTo = async (path: string, token: string, messageId: string) => {
    const { body } = await call(`${replica.url}/v1/${path}`, { token });
    const items = body['items'] as { messageId: string; allowedActions: { action: string; reason: { code: string } | null }[] }[];
    return items.find((item) => item.messageId === messageId)?.allowedActions.map(({ action, reason }) => [action, reason?.code ?? null]);
  };

  it('says in each list whether the reader may decide, and why not', async () => {
    const [disputed, proposed, objected, sent] = await Promise.all(['派单异议', '建议认定无效', '异议', '待回执'].map((standing) => standings[standing]!()));
    expect(await shownTo('disputes?limit=200', desk.office, disputed!)).toEqual([['rule', null]]);
    expect(await shownTo('disputes?limit=200', desk.supervision, disputed!)).toEqual([]);
    expect(await shownTo('ruling-proposals?limit=200', desk.office, proposed!)).toEqual([['rule', null]]);
    expect(await shownTo('objections?limit=200', desk.office, objected!)).toEqual([['decide-objection', 'routing.objection-of-own-ruling']]);
    expect(await shownTo('objections?limit=200', people['信息办另一人']!, objected!)).toEqual([['decide-objection', null]]);
    expect(await shownTo('transfers?limit=200', desk.office, sent!)).toEqual([['record-receipt', null]]);

    await Promise.all([disputed!, proposed!, sent!].map((messageId) => desk.reply(messageId)));
    expect(await shownTo('disputes?limit=200', desk.office, disputed!)).toEqual([['rule', 'routing.reply-in-review']]);
    expect(await shownTo('ruling-proposals?limit=200', desk.office, proposed!)).toEqual([['rule', 'routing.reply-in-review']]);
    expect(await shownTo('transfers?limit=200', desk.office, sent!)).toEqual([['record-receipt', 'routing.reply-in-review']]);
  });

  it('and a promise whether it can be kept by a supplement', async () => {
    const messageId = await registered();
    const { body } = await desk.reply(messageId, desk.water, { text: '已排期维修。', promise: { text: '年底前更换', dueOn: '2026-12-20' } });
    await fixture.deliver(published(messageId, String(body['replyId'])));
    expect(await shownTo('promises?limit=200', desk.water, messageId)).toEqual([['supplement', null]]);
    expect(await shownTo('promises?limit=200', desk.supervision, messageId)).toEqual([]);
    expect((await desk.post(messageId, 'drafts', desk.water, { kind: 'supplement', text: '已更换。', replyId: body['replyId'], fulfils: true })).status).toBe(201);
    expect(await shownTo('promises?limit=200', desk.water, messageId)).toEqual([['supplement', 'routing.draft-exists']]);
  });
});
