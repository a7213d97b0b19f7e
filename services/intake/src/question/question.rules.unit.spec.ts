import { describe, expect, it } from '@jest/globals';
import { countQuestions, questionPlacings, questionStateOf, questionStates, storedQuestionStates, type QuestionState } from '@wenzheng/contracts';
import { answerRefusal, isOver, placingRefusal, type QuestionStanding } from './question.rules.js';

const live = { isOpen: true, isCancelled: false, isClosed: false };
const announced = { ...live, isOpen: false };
const closed = { isOpen: false, isCancelled: false, isClosed: true };
const question = (state: QuestionState, changes: Partial<QuestionStanding> = {}): QuestionStanding => ({ messageId: 'a', kind: 'inquiry', state, isLead: false, ...changes });
const other = question('chosen', { messageId: 'b' });

describe('R17: a question in a session', () => {
  it.each([
    ['nobody has touched', null, 'open' as const, live, 'waiting'],
    ['was chosen', 'chosen' as const, 'open' as const, live, 'chosen'],
    ['was left when the session closed', 'answering' as const, 'open' as const, closed, 'carried-over'],
    ['came while it closed', null, 'open' as const, closed, 'carried-over'],
    ['was asked in one that is cancelled', null, 'open' as const, { ...announced, isCancelled: true }, 'carried-over'],
    ['was answered live', 'answered' as const, 'publicly-answered' as const, closed, 'answered'],
    ['was merged', 'merged' as const, 'open' as const, closed, 'merged'],
    ['its writer has withdrawn', 'chosen' as const, 'withdrawn' as const, live, 'withdrawn'],
    ['was answered live and withdrawn since', 'answered' as const, 'withdrawn' as const, closed, 'answered'],
  ])('that %s', (_, stored, ending, session, state) => expect(questionStateOf(stored, ending, isOver(session))).toBe(state));

  it('stands in one state, whatever is stored: the counts add up', () => {
    const groups = [null, ...storedQuestionStates].flatMap((stored) => (['open', 'withdrawn', 'publicly-answered'] as const).map((ending, place) => ({ stored, ending, count: place + 1 })));
    for (const session of [announced, live, closed]) {
      const { received, ...counts } = countQuestions(groups, isOver(session));
      expect(questionStates.reduce((sum, state) => sum + counts[state], 0)).toBe(received);
      expect(received).toBe(42);
    }
  });

  it.each([
    ['is chosen before the session', announced, question('waiting'), 'chosen' as const, null, null],
    ['goes to the guest while it is open', live, question('chosen'), 'answering' as const, null, null],
    ['goes to no guest before', announced, question('chosen'), 'answering' as const, null, 'intake.session-not-open'],
    ['is not published', live, question('waiting'), 'not-published' as const, null, null],
    ['is taken back from that', live, question('not-published'), 'waiting' as const, null, null],
    ['is merged into another', live, question('waiting'), 'merged' as const, other, null],
    ['is not merged into itself', live, question('waiting'), 'merged' as const, question('waiting'), 'intake.question-merge-wrong'],
    ['is not merged into one that is merged', live, question('waiting'), 'merged' as const, { ...other, state: 'merged' as const }, 'intake.question-merge-wrong'],
    ['leads others and stays', live, question('waiting', { isLead: true }), 'not-published' as const, null, 'intake.question-leads-others'],
    ['that was answered stays so', live, question('answered'), 'waiting' as const, null, 'intake.question-cannot-move'],
    ['is not moved once the session is closed', closed, question('carried-over'), 'chosen' as const, null, 'intake.session-closed'],
    ['that reports wrongdoing is for no session', live, question('waiting', { kind: 'report' }), 'chosen' as const, null, 'intake.question-not-for-session'],
    ['that reports wrongdoing is carried over', live, question('waiting', { kind: 'report' }), 'carried-over' as const, null, null],
  ])('%s', (_, session, one, to, into, refusal) => expect(placingRefusal(session, one, to, into)).toBe(refusal));

  it.each([
    ['in an open session', live, question('answering'), null],
    ['as it was chosen', live, question('chosen'), null],
    ['not before', announced, question('chosen'), 'intake.session-not-open'],
    ['not after', closed, question('carried-over'), 'intake.session-closed'],
    ['once', live, question('answered'), 'intake.question-cannot-move'],
    ['not where it is merged', live, question('merged'), 'intake.question-cannot-move'],
    ['not where it reports wrongdoing', live, question('answering', { kind: 'report' }), 'intake.question-not-for-session'],
  ])('is answered live %s', (_, session, one, refusal) => expect(answerRefusal(session, one)).toBe(refusal));

  it('a withdrawn one goes nowhere', () => {
    for (const to of questionPlacings) expect(placingRefusal(live, question('withdrawn'), to, other)).toBe('intake.question-cannot-move');
  });
});
