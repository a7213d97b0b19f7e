import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createEvent, questionAnswered, questionMoved, questionPlacings, questionStates, unitChanged, type EventData } from '@wenzheng/contracts';
import fc from 'fast-check';
import { call, channelKeys, Fixture, message, pushMessage, type Answer, type Replica } from '../intake.fixture.js';

let fixture: Fixture;
let intake: Replica;
let office: string;
const unit = { code: 'city.housing', name: '市住建局' };
const principal = { name: '周明', post: '局长' };
beforeAll(async () => {
  fixture = await Fixture.create();
  intake = await fixture.start();
  office = await fixture.token('information-office');
  await fixture.deliver(createEvent(unitChanged, { subject: unit.code, sequence: 1, time: new Date('2026-11-20T01:00:00Z'), data: { unit, parent: 'city', level: 2, phones: [], removed: false } }));
});
afterAll(() => fixture.drop());
beforeEach(() => fixture.clock.set('2026-11-23T09:00:00+08:00'));

const sessions = (address: string, body?: object, token = office): Promise<Answer> => call(`${intake.url}/v1/sessions${address}`, { token, ...(body && { body }) });
let hour = 0;
/** An interview of today, open unless it is only announced. */
async function interview({ isOpen = true } = {}): Promise<string> {
  hour += 1;
  const startsAt = new Date(Date.parse('2026-11-23T02:00:00Z') + hour * 60_000);
  const body = { channel: 'interview', title: '谈老旧小区改造', unit, principal, shortNoticeReason: '配合全市集中访谈周', startsAt: startsAt.toISOString(), endsAt: '2026-11-23T10:00:00Z' };
  const id = String((await sessions('', body)).body['sessionId']);
  if (isOpen) {
    fixture.clock.set(startsAt.toISOString());
    await sessions(`/${id}/openings`, { uncoachedReason: '临时更换主题' });
  }
  return id;
}
async function asked(sessionId: string, changes: object = {}): Promise<string> {
  const answer = await pushMessage(intake, message(randomUUID(), { sessionId, ...changes }), { channel: 'interview', key: channelKeys.interview });
  return String(answer.body['messageId']);
}
const place = (session: string, question: string, body: object) => sessions(`/${session}/questions/${question}/placings`, body);
const answer = (session: string, question: string, body: object = { text: '明年三月开工。' }) => sessions(`/${session}/questions/${question}/answers`, body);
const allowed = async (session: string) => {
  const { items } = (await sessions(`/${session}/questions`)).body as { items: { allowedActions: { action: string; allowed: boolean }[] }[] };
  return items[0]!.allowedActions.filter((each) => each.allowed).map(({ action }) => action);
};
const counts = async (session: string) => (await call(`${intake.url}/v1/sessions/${session}/question-counts`)).body as Record<string, number>;
const told = async <Data>(definition: { subject: string }, session: string) => (await fixture.events<Data>(definition.subject)).filter(({ subject }) => subject === session).map(({ data }) => data);

describe('R17: the questions of an interview', () => {
  it('are sorted before it, and led from waiting to answered in it; who has no business there is refused', async () => {
    const session = await interview({ isOpen: false });
    const question = await asked(session);
    expect(await place(session, question, { to: 'chosen' })).toMatchObject({ status: 201, body: { state: 'chosen', title: expect.any(String) } });
    expect((await place(session, question, { to: 'chosen' })).status).toBe(200);
    expect(await allowed(session)).toEqual(['waiting', 'merged', 'carried-over', 'not-published']);
    expect(await place(session, question, { to: 'answering' })).toMatchObject({ status: 409, body: { code: 'intake.session-not-open' } });
    const at = String((await call(`${intake.url}/v1/sessions/${session}`)).body['startsAt']);
    fixture.clock.set(at);
    await sessions(`/${session}/openings`, { uncoachedReason: '临时更换主题' });
    expect(await allowed(session)).toEqual(['waiting', 'answering', 'merged', 'carried-over', 'not-published', 'answered']);
    expect((await place(session, question, { to: 'answering' })).status).toBe(201);
    expect(await answer(session, question)).toMatchObject({ status: 201, body: { state: 'answered', answer: { text: '明年三月开工。', speaker: principal, answeredAt: at } } });
    expect((await answer(session, question)).status).toBe(200);
    expect(await answer(session, question, { text: '另一种说法。' })).toMatchObject({ status: 409, body: { code: 'intake.question-cannot-move' } });
    expect(await told(questionAnswered, session)).toMatchObject([{ messageId: question, unit, speaker: principal, mergedInto: null }]);
    expect((await told<EventData<typeof questionMoved>>(questionMoved, session)).map(({ state }) => state)).toEqual(['chosen', 'answering']);
    const [own, another] = [await fixture.token('principal', { unit: unit.code }), await fixture.token('principal', { unit: 'city.water' })];
    expect((await sessions(`/${session}/questions`, undefined, own)).body).toMatchObject({ items: [{ messageId: question, state: 'answered', allowedActions: [] }], next: null });
    expect(await sessions(`/${session}/questions`, undefined, another)).toMatchObject({ status: 403, body: { code: 'intake.session-of-another-unit' } });
    expect((await sessions(`/${session}/questions/${question}/placings`, { to: 'waiting' }, own)).status).toBe(403);
  });

  it('are answered together where they are merged, before the answer and after it', async () => {
    const session = await interview();
    const [lead, before, after] = [await asked(session), await asked(session), await asked(session)];
    await place(session, before, { to: 'merged', into: lead });
    expect(await place(session, lead, { to: 'not-published', reason: '重复' })).toMatchObject({ status: 409, body: { code: 'intake.question-leads-others' } });
    await place(session, lead, { to: 'answering' });
    await answer(session, lead);
    await place(session, after, { to: 'merged', into: lead });
    expect((await told<EventData<typeof questionAnswered>>(questionAnswered, session)).map(({ messageId, mergedInto }) => [messageId, mergedInto])).toEqual([[lead, null], [before, lead], [after, lead]]);
    expect(await counts(session)).toMatchObject({ received: 3, answered: 1, merged: 2 });
    const elsewhere = await interview();
    expect(await place(elsewhere, await asked(elsewhere), { to: 'merged', into: lead })).toMatchObject({ status: 422, body: { code: 'intake.question-merge-wrong' } });
  });

  it('are carried over where the session ends without them, those that come in that moment too', async () => {
    const session = await interview();
    const [waiting, chosen, refused] = [await asked(session), await asked(session), await asked(session)];
    await place(session, chosen, { to: 'chosen' });
    await place(session, refused, { to: 'not-published', reason: '涉及他人隐私' });
    await sessions(`/${session}/closings`, { attendance: 'held' });
    // As a batch that was under way when the session closed.
    await fixture.rows(`UPDATE live_session SET closed_at = NULL, state = 'open' WHERE session_id = '${session}'`);
    await asked(session);
    await fixture.rows(`UPDATE live_session SET closed_at = now(), state = 'held' WHERE session_id = '${session}'`);
    expect(await counts(session)).toMatchObject({ received: 4, 'carried-over': 3, 'not-published': 1 });
    expect(await place(session, waiting, { to: 'chosen' })).toMatchObject({ status: 409, body: { code: 'intake.session-closed' } });
    expect((await sessions(`/${session}/questions?state=not-published`)).body).toMatchObject({ items: [{ messageId: refused, reason: '涉及他人隐私' }] });
  });

  it('that report wrongdoing 举报 are counted, shown to nobody and answered to nobody here', async () => {
    const session = await interview();
    const report = await asked(session, { kind: 'report', text: '举报某科长收受好处。' });
    expect(JSON.stringify((await sessions(`/${session}/questions`)).body)).not.toContain('科长');
    expect(await place(session, report, { to: 'chosen' })).toMatchObject({ status: 409, body: { code: 'intake.question-not-for-session' } });
    expect(await counts(session)).toMatchObject({ received: 1, waiting: 1 });
  });

  it('stand each in one state whatever is done to them: the counts add up to what was received', async () => {
    const session = await interview();
    const questions = await Promise.all(Array.from({ length: 6 }, () => asked(session)));
    const index = fc.nat({ max: 5 });
    await fc.assert(
      fc.asyncProperty(index, fc.constantFrom(...questionPlacings, 'answered' as const), index, async (one, to, other) => {
        const question = questions[one] ?? '';
        if (to === 'answered') await answer(session, question);
        else await place(session, question, { to, ...(to === 'merged' && { into: questions[other] }), ...(to === 'not-published' && { reason: '重复' }) });
        const { received, ...states } = await counts(session);
        expect(received).toBe(6);
        expect(questionStates.reduce((sum, state) => sum + (states[state] ?? 0), 0)).toBe(received);
      }),
      { numRuns: 40 },
    );
    await expect(fixture.rows(`UPDATE session_question SET state = 'answered', answer = NULL WHERE session_id = '${session}'`)).rejects.toThrow('session_question_');
  });
});
