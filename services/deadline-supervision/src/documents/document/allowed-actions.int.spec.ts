import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Fixture, housing, Life, unitKnown, water, type Asking, type Replica } from '../../deadline-supervision.fixture.js';
import { orderActions, type OrderAction } from '../urging-order/urging-order.rules.js';

let fixture: Fixture;
let replica: Replica;
beforeAll(async () => {
  fixture = await Fixture.create('2026-09-24T10:00:00+08:00');
  replica = await fixture.start({ DRAFTER_MAY_SIGN: 'false' });
  await replica.handle(unitKnown(housing), unitKnown(water));
});
afterAll(() => fixture.drop());

type Shown = { action: string; allowed: boolean; reason: { code: string; zh: string } | null }[];

const drafter: Asking = { role: 'supervision-office', sub: 'li' };
const officer: Asking = { role: 'supervision-office', sub: 'zhao' };
const admin: Asking = { role: 'web-admin', unit: housing.code, sub: 'wang' };
const helper: Asking = { role: 'web-admin', unit: water.code, sub: 'chen' };
const people: Record<string, Asking> = { 拟稿人: drafter, 督查室另一人: officer, 信息办: { role: 'information-office', sub: 'xin' }, 主办单位: admin, 协办单位: helper };

const post = (path: string, who: Asking, body: object = {}) => replica.call(path, { ...who, body });
const shown = ({ body }: { body: Record<string, unknown> }): [string, string | null][] => (body['allowedActions'] as Shown).map(({ action, reason }) => [action, reason?.code.replace('deadline-supervision.', '') ?? null]);

async function message(): Promise<string> {
  const life = new Life();
  await replica.handle(life.registered('2026-09-17T15:00:00+08:00'), life.assigned('2026-09-17T15:01:00+08:00', housing));
  return life.messageId;
}
async function drafted(more: object = {}): Promise<string> {
  const { body } = await post('/v1/urging-orders', drafter, { title: '督办', unit: housing.code, coUnits: [water.code], messageIds: [await message()], contact: randomUUID(), ...more });
  return String(body['id']);
}
async function after(...steps: [string, Asking, object?][]): Promise<string> {
  const id = await drafted();
  for (const [resource, who, body] of steps) expect((await post(`/v1/urging-orders/${id}/${resource}`, who, body)).status).toBe(201);
  return id;
}
const report = () => ({ process: '现场勘查', situation: randomUUID(), result: 'resolved', next: null });

/** How an order comes to stand there. */
const standings: Record<string, () => Promise<string>> = {
  草稿: () => drafted(),
  未填全的草稿: () => drafted({ messageIds: [] }),
  反馈时限已过的草稿: () => drafted({ answerBy: '2026-09-24' }),
  已签发: () => after(['signatures', officer]),
  已送达: () => after(['signatures', officer], ['services', officer]),
  已反馈: () => after(['signatures', officer], ['services', officer], ['acknowledgements', admin], ['answers', admin, report()]),
  申诉中: () => after(['signatures', officer], ['services', officer], ['objections', admin, { grounds: '非本单位职责' }]),
  已撤销: () => after(['cancellations', officer, { reason: '重复' }]),
};

/** The request by which each is done, in words of its own. */
const requests: Record<OrderAction, () => [resource: string, body: object]> = {
  revise: () => ['revisions', { title: randomUUID() }],
  sign: () => ['signatures', {}],
  serve: () => ['services', {}],
  acknowledge: () => ['acknowledgements', {}],
  answer: () => ['answers', report()],
  accept: () => ['acceptances', { opinion: randomUUID() }],
  return: () => ['returns', { reason: randomUUID() }],
  cancel: () => ['cancellations', { reason: randomUUID() }],
  object: () => ['objections', { grounds: randomUUID() }],
  uphold: () => ['rulings', { upheld: true, reason: randomUUID() }],
  dismiss: () => ['rulings', { upheld: false, reason: randomUUID() }],
};

describe('what may be done is what can be done: each action of an urging order as each person', () => {
  it.each(Object.keys(standings))('%s', async (standing) => {
    const said: string[] = [];
    const done: string[] = [];
    await Promise.all(Object.entries(people).map(async ([person, who]) => {
      let id = await standings[standing]!();
      const view = await replica.call(`/v1/urging-orders/${id}`, who);
      // A unit does not learn of what was not served on it.
      if (view.status === 404) return expect(who.unit).toBeDefined();
      const allowed = new Map(shown(view));
      for (const action of orderActions) {
        const [resource, body] = requests[action]();
        const answer = await post(`/v1/urging-orders/${id}/${resource}`, who, body);
        // A repeat is none of the deeds that are open.
        if (answer.status === 200) continue;
        said.push(`${person} ${action}: ${allowed.has(action) ? (allowed.get(action) ?? 'allowed') : 'forbidden'}`);
        done.push(`${person} ${action}: ${answer.status === 201 ? 'allowed' : String(answer.body['code']).replace('deadline-supervision.', '')}`);
        if (answer.status === 201) id = await standings[standing]!();
      }
    }));
    expect(said.toSorted()).toEqual(done.toSorted());
    expect(said.length).toBeGreaterThan(0);
  });
});

describe('the same of the other papers', () => {
  it('a referral lacks its grounds, and its outcome is the bureau’s to record', async () => {
    const { body } = await post('/v1/referrals', drafter, { title: '移送', unit: housing.code, messageIds: [await message()], delay: '久拖不办' });
    const path = `/v1/referrals/${String(body['id'])}`;
    expect(shown(await replica.call(path, officer))).toEqual([['revise', null], ['sign', 'document-incomplete'], ['cancel', null]]);
    await post(`${path}/revisions`, drafter, { impact: '群众反映强烈' });
    expect(shown(await replica.call(path, drafter))).toEqual([['revise', null], ['sign', 'drafter-cannot-sign'], ['cancel', null]]);
    expect(shown(await replica.call(path, officer))).toEqual([['revise', null], ['sign', null], ['cancel', null]]);
    expect(shown(await post(`${path}/signatures`, officer))).toEqual([['revise', 'not-in-this-state'], ['sign', 'not-in-this-state'], ['cancel', 'not-in-this-state']]);
    expect(shown(await replica.call(path, { role: 'inspection-bureau', sub: 'jian' }))).toEqual([['conclude', null]]);
  });

  it('a circular is issued once it is signed; a major matter is the offices’ to report', async () => {
    const circular = await post('/v1/circulars', drafter, { from: '2026-08-01', to: '2026-08-31', title: '通报', analysis: '总体平稳' });
    expect(shown(circular)).toEqual([['revise', null], ['sign', 'drafter-cannot-sign'], ['issue', 'not-in-this-state'], ['cancel', null]]);
    expect(shown(await post(`/v1/circulars/${String(circular.body['id'])}/signatures`, officer))).toEqual([['revise', 'not-in-this-state'], ['sign', 'not-in-this-state'], ['issue', null], ['cancel', null]]);
    const matter = await post('/v1/major-matters', admin, { messageId: await message(), reason: '涉及面广' });
    expect(shown(matter)).toEqual([]);
    expect(shown(await replica.call(`/v1/major-matters/${String(matter.body['id'])}`, officer))).toEqual([['report', null], ['receive', 'not-in-this-state'], ['withdraw', null]]);
  });
});
