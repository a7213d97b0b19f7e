import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { createEvent, messageWithdrawn } from '@wenzheng/contracts';
import { call, deskOf, Fixture, published, type Desk, type Replica } from '../../routing.fixture.js';

let fixture: Fixture;
let replica: Replica;
let desk: Desk;
let people: Record<Person, string>;
beforeAll(async () => {
  fixture = await Fixture.create();
  replica = await fixture.start();
  desk = await deskOf(fixture, replica);
  people = { office: desk.office, own: desk.water, other: desk.roads, supervision: desk.supervision };
});
afterAll(() => fixture.drop());

type Person = 'office' | 'own' | 'other' | 'supervision';
const states = ['holding-pen', 'assigned', 'in-review', 'answered', 'ruled-invalid', 'transferred', 'withdrawn'] as const;
type State = (typeof states)[number];

/** Whose each action is, and what it says. Each time in other words: the same words would be a repeat. */
const actions = {
  assignments: { by: 'office', body: (reason: string) => ({ unit: 'parks', reason }) },
  rulings: { by: 'office', body: (reason: string) => ({ ruling: 'invalid', ground: 'advertising', reason, guidance: '可另行咨询' }) },
  transfers: { by: 'office', body: (reason: string) => ({ to: { kind: 'petition', name: '市信访局' }, reason }) },
  returns: { by: 'unit', body: (reason: string) => ({ reason }) },
  'ruling-proposals': { by: 'unit', body: (reason: string) => ({ ground: 'advertising', reason }) },
  replies: { by: 'unit', body: (text: string) => ({ text: `已修复。${text}` }) },
  'interim replies': { by: 'unit', body: (text: string) => ({ text: `正在查看。${text}`, interim: true }) },
} as const;
type Action = keyof typeof actions;

/** What stands in the way of whoever may do it at all; empty: nothing. */
const table: Record<State, Record<Action, string>> = {
  'holding-pen': row({ returns: 'not-your-unit', 'ruling-proposals': 'not-your-unit', replies: 'not-your-unit', 'interim replies': 'not-your-unit' }),
  assigned: row({}),
  'in-review': row({ assignments: 'reply-in-review', rulings: 'reply-in-review', transfers: 'reply-in-review', returns: 'reply-in-review', 'ruling-proposals': 'reply-in-review', replies: 'reply-in-review' }),
  answered: all('already-answered'),
  'ruled-invalid': all('ruled-invalid'),
  transferred: all('transferred'),
  withdrawn: all('withdrawn'),
};
function row(refused: Partial<Record<Action, string>>): Record<Action, string> {
  return { ...all(''), ...refused };
}
function all(code: string): Record<Action, string> {
  return Object.fromEntries(Object.keys(actions).map((action) => [action, code])) as Record<Action, string>;
}

/** By the way that leads there. */
async function messageIn(state: State): Promise<string> {
  const messageId = await fixture.registered(state === 'holding-pen' ? { title: '您好', text: '请问' } : {});
  if (state === 'in-review' || state === 'answered') {
    const { body } = await desk.reply(messageId, desk.water, { text: `已修复。${randomUUID()}` });
    if (state === 'answered') await fixture.deliver(published(messageId, String(body['replyId'])));
  }
  if (state === 'ruled-invalid') await desk.post(messageId, 'rulings', desk.office, actions.rulings.body('广告'));
  if (state === 'transferred') {
    const { body } = await desk.post(messageId, 'transfers', desk.office, actions.transfers.body('信访'));
    await call(`${replica.url}/v1/transfers/${String(body['transferId'])}/receipts`, { token: desk.office, body: { number: '1号', receivedAt: body['sentAt'] } });
  }
  if (state === 'withdrawn') {
    const data = { messageId, withdrawnAt: '2026-11-23T02:00:00.000Z', reason: null };
    await fixture.deliver(createEvent(messageWithdrawn, { subject: messageId, sequence: 2, time: new Date(), data }));
  }
  return messageId;
}

function expected(person: Person, action: Action, state: State): string {
  const isOffice = actions[action].by === 'office';
  if (isOffice !== (person === 'office') || person === 'supervision') return '403 forbidden';
  if (person === 'other') return '403 routing.not-your-unit';
  const code = table[state][action];
  return code === '' ? '201' : `${code === 'not-your-unit' ? 403 : 409} routing.${code}`;
}

it.each(states)('role × action × state: %s', async (state) => {
  const outcomes: string[] = [];
  let messageId = '';
  for (const action of Object.keys(actions) as Action[]) {
    for (const person of Object.keys(people) as Person[]) {
      // A message that is not changed by a refusal is used again.
      if (messageId === '') messageId = await messageIn(state);
      const { status, body } = await desk.post(messageId, action.replace('interim ', ''), people[person], actions[action].body(randomUUID()));
      outcomes.push(`${action} by ${person}: ${status}${status === 201 ? '' : ` ${String(body['code'])}`}`);
      if (status === 201) messageId = '';
    }
  }
  const wanted = (Object.keys(actions) as Action[]).flatMap((action) => (Object.keys(people) as Person[]).map((person) => `${action} by ${person}: ${expected(person, action, state)}`));
  expect(outcomes).toEqual(wanted);
});
