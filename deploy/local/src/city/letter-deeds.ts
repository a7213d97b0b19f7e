import { z } from 'zod';
import { aboutLetter, paperOf, receiptOf, storyDay, words, type Letter, type Scene } from './deed.js';

interface Draft {
  draftId: string;
  current: { version: number };
  steps: string[][];
  paperId: string | null;
}

const findingReasons = z.array(z.strictObject({ finding: z.string(), reason: words })).optional();
const outcome = {
  result: z.enum(['resolved', 'partly-resolved', 'explained', 'cannot-be-resolved']).optional(),
  promise: z.strictObject({ text: words, day: storyDay }).optional(),
};

/** The unit that has the message now. */
async function unitOf({ offices }: Scene, letter: Letter): Promise<string> {
  const { unit } = await offices.as('information-office').get<{ unit: { code: string } | null }>('routing', `/v1/messages/${receiptOf(letter).messageId}`);
  if (!unit) throw new Error(`no unit has ${letter.name}`);
  return unit.code;
}

const clerkOf = async (scene: Scene, letter: Letter) => scene.offices.as(`web-admin:${await unitOf(scene, letter)}`);
const writerOf = ({ offices }: Scene, letter: Letter) => offices.writer(receiptOf(letter).messageNumber, receiptOf(letter).trackingCode);
const office = ({ offices }: Scene) => offices.as('information-office');
const atDesk = (letter: Letter) => `/v1/messages/${receiptOf(letter).messageId}`;
const atPortal = (letter: Letter) => `/v1/messages/${receiptOf(letter).messageNumber}`;

/** 拟稿、审核、签发: drafted by the unit's web admin, and signed step by step as its policy asks. */
async function sign(scene: Scene, letter: Letter, paper: object, reasons?: z.output<typeof findingReasons>): Promise<string> {
  const unit = await unitOf(scene, letter);
  const clerk = scene.offices.as(`web-admin:${unit}`);
  const {
    draftId,
    current: { version },
  } = await clerk.post<Draft>('routing', `${atDesk(letter)}/drafts`, paper);
  let draft = await clerk.post<Draft>('routing', `/v1/drafts/${draftId}/submissions`, { version });
  for (const [step, roles] of draft.steps.entries()) {
    const last = step === draft.steps.length - 1;
    const decision = last ? { decision: 'sign', ...(reasons && { findingReasons: reasons }) } : { decision: 'approve' };
    draft = await scene.offices.signatory(unit, roles).post<Draft>('routing', `/v1/drafts/${draftId}/decisions`, { version, ...decision });
  }
  if (draft.paperId === null) throw new Error(`the paper about ${letter.name} is not signed`);
  return draft.paperId;
}

/** What the story can do about a letter, by the name that it has there. */
export const letterDeeds = {
  assign: aboutLetter({
    fields: { unit: words, reason: words.optional() },
    done: (scene, letter, fields) => office(scene).post('routing', `${atDesk(letter)}/assignments`, fields),
  }),
  reply: aboutLetter({
    fields: { text: words, ...outcome, findingReasons },
    async done(scene, letter, { text, result, promise, findingReasons: reasons }) {
      const promised = promise && { promise: { text: scene.timetable.written(promise.text), dueOn: scene.timetable.dateOf(promise.day) } };
      letter.papers.reply = await sign(scene, letter, { kind: 'reply', text: scene.timetable.written(text), ...(result && { result }), ...promised }, reasons);
    },
  }),
  /** 现场答复: written down while the session is held, and the unit's reply with that. */
  'answer-live': aboutLetter({
    fields: { session: words, text: words },
    async done(scene, letter, { session, text }) {
      const question = `/v1/sessions/${scene.sessions.get(session)}/questions/${receiptOf(letter).messageId}`;
      await office(scene).post('intake', `${question}/placings`, { to: 'chosen' });
      await office(scene).post('intake', `${question}/answers`, { text: scene.timetable.written(text) });
    },
  }),
  'interim-reply': aboutLetter({
    fields: { text: words },
    done: (scene, letter, { text }) => sign(scene, letter, { kind: 'interim-reply', text: scene.timetable.written(text) }),
  }),
  extend: aboutLetter({
    fields: { reason: words, until: storyDay },
    done: (scene, letter, { reason, until }) => sign(scene, letter, { kind: 'extension', text: scene.timetable.written(reason), newDueOn: scene.timetable.dateOf(until) }),
  }),
  correct: aboutLetter({
    fields: { text: words },
    done: (scene, letter, { text }) => sign(scene, letter, { kind: 'correction', text: scene.timetable.written(text), replyId: paperOf(letter, 'reply') }),
  }),
  supplement: aboutLetter({
    fields: { text: words, fulfils: z.literal(true).optional() },
    done: (scene, letter, { text, ...fulfils }) => sign(scene, letter, { kind: 'supplement', text: scene.timetable.written(text), replyId: paperOf(letter, 'reply'), ...fulfils }),
  }),
  /** Typed, and not submitted. */
  draft: aboutLetter({
    fields: { text: words },
    done: async (scene, letter, { text }) => (await clerkOf(scene, letter)).post('routing', `${atDesk(letter)}/drafts`, { kind: 'reply', text: scene.timetable.written(text) }),
  }),
  return: aboutLetter({
    fields: { reason: words, suggestedUnit: words.optional() },
    async done(scene, letter, fields) {
      const { disputeId } = await (await clerkOf(scene, letter)).post<{ disputeId: string }>('routing', `${atDesk(letter)}/returns`, fields);
      letter.papers.dispute = disputeId;
    },
  }),
  'rule-dispute': aboutLetter({
    fields: { ruling: z.enum(['upheld', 'rejected']), unit: words.optional(), reason: words },
    done: (scene, letter, fields) => office(scene).post('routing', `/v1/disputes/${paperOf(letter, 'dispute')}/rulings`, fields),
  }),
  'propose-invalid': aboutLetter({
    fields: { ground: words, reason: words },
    done: async (scene, letter, fields) => (await clerkOf(scene, letter)).post('routing', `${atDesk(letter)}/ruling-proposals`, fields),
  }),
  'rule-invalid': aboutLetter({
    fields: { ground: words, reason: words, guidance: words },
    done: (scene, letter, fields) => office(scene).post('routing', `${atDesk(letter)}/rulings`, { ruling: 'invalid', ...fields }),
  }),
  'rule-valid': aboutLetter({
    fields: { reason: words },
    done: (scene, letter, fields) => office(scene).post('routing', `${atDesk(letter)}/rulings`, { ruling: 'valid', ...fields }),
  }),
  object: aboutLetter({
    fields: { text: words },
    async done(scene, letter, fields) {
      const { objectionId } = await (await writerOf(scene, letter)).post<{ objectionId: string }>('intake', `${atDesk(letter)}/objections`, fields);
      letter.papers.objection = objectionId;
    },
  }),
  'decide-objection': aboutLetter({
    fields: { outcome: z.enum(['upheld', 'rejected']), reason: words },
    done: (scene, letter, fields) => scene.offices.as('information-office:colleague').post('routing', `/v1/objections/${paperOf(letter, 'objection')}/decisions`, fields),
  }),
  transfer: aboutLetter({
    fields: { to: z.strictObject({ kind: z.enum(['discipline-inspection', 'petition', 'other']), name: words }), reason: words },
    async done(scene, letter, fields) {
      const { transferId } = await office(scene).post<{ transferId: string }>('routing', `${atDesk(letter)}/transfers`, fields);
      letter.papers.transfer = transferId;
    },
  }),
  receipt: aboutLetter({
    fields: { number: words },
    done: (scene, letter, { number }) => office(scene).post('routing', `/v1/transfers/${paperOf(letter, 'transfer')}/receipts`, { number, receivedAt: scene.now() }),
  }),
  /** 并单: handled as one with another letter. */
  merge: aboutLetter({
    fields: { into: words, reason: words },
    done: async (scene, letter, { into, reason }) => (await clerkOf(scene, letter)).post('routing', `${atDesk(letter)}/merges`, { into: receiptOf(scene.letter(into)).messageId, reason }),
  }),
  /** 协办: asked by the unit that leads. */
  'ask-co-unit': aboutLetter({
    fields: { unit: words, task: words, day: storyDay },
    async done(scene, letter, { unit, task, day }) {
      const { taskId } = await (await clerkOf(scene, letter)).post<{ taskId: string }>('routing', `${atDesk(letter)}/co-tasks`, { unit, task, dueOn: scene.timetable.dateOf(day) });
      letter.papers['co-task'] = taskId;
    },
  }),
  contribute: aboutLetter({
    fields: { unit: words, text: words },
    done: (scene, letter, { unit, text }) => scene.offices.as(`web-admin:${unit}`).post('routing', `/v1/co-tasks/${paperOf(letter, 'co-task')}/contributions`, { text: scene.timetable.written(text) }),
  }),
  /** 身份查阅: asked by the unit's web admin, who reads it too. */
  'request-identity': aboutLetter({
    fields: { purpose: words },
    async done(scene, letter, fields) {
      const { requestId } = await (await clerkOf(scene, letter)).post<{ requestId: string }>('routing', `${atDesk(letter)}/identity-requests`, fields);
      letter.papers['identity-request'] = requestId;
    },
  }),
  'grant-identity': aboutLetter({
    fields: { hours: z.int() },
    done: (scene, letter, { hours }) => office(scene).post('routing', `/v1/identity-requests/${paperOf(letter, 'identity-request')}/decisions`, { decision: 'granted', hours }),
  }),
  'read-identity': aboutLetter({
    fields: { purpose: words },
    done: async (scene, letter, fields) => (await clerkOf(scene, letter)).post('intake', `${atDesk(letter)}/contact-readings`, fields),
  }),
  withdraw: aboutLetter({
    fields: { reason: words.optional() },
    done: async (scene, letter, fields) => (await writerOf(scene, letter)).post('intake', `${atDesk(letter)}/withdrawals`, fields),
  }),
  rate: aboutLetter({
    fields: { rating: z.enum(['satisfied', 'basically-satisfied', 'dissatisfied']), reason: words.optional() },
    async done(scene, letter, fields) {
      const { ratingId } = await (await writerOf(scene, letter)).post<{ ratingId: string }>('intake', `${atDesk(letter)}/ratings`, fields);
      letter.papers.rating = ratingId;
    },
  }),
  /** 二次办理 */
  'order-renewal': aboutLetter({
    fields: { reason: words, day: storyDay },
    done: (scene, letter, { reason, day }) => office(scene).post('routing', `/v1/ratings/${paperOf(letter, 'rating')}/decisions`, { decision: 'order', reason, dueOn: scene.timetable.dateOf(day) }),
  }),
  'renewed-reply': aboutLetter({
    fields: { text: words, result: outcome.result },
    done: (scene, letter, { text, result }) => sign(scene, letter, { kind: 'renewed-reply', text: scene.timetable.written(text), ...(result && { result }) }),
  }),
  /** 追问: a letter of its own from then on, which the story calls `as`. */
  'follow-up': aboutLetter({
    fields: { as: words, text: words },
    async done(scene, letter, { as, text }) {
      scene.letter(as).receipt = await (await writerOf(scene, letter)).post<NonNullable<Letter['receipt']>>('intake', `${atDesk(letter)}/follow-ups`, { text: scene.timetable.written(text) });
    },
  }),
  'read-contact': aboutLetter({
    fields: { purpose: words },
    done: (scene, letter, fields) => office(scene).post('intake', `${atDesk(letter)}/contact-readings`, fields),
  }),
  'review-content': aboutLetter({
    fields: { decision: z.enum(['publish', 'keep-private', 'take-down']), reason: words },
    done: (scene, letter, fields) => office(scene).post('publication', `/v1/content-reviews/${receiptOf(letter).messageId}/decisions`, fields),
  }),
  'review-reply': aboutLetter({
    fields: { decision: z.enum(['publish', 'return']), reason: words },
    done: (scene, letter, fields) => office(scene).post('publication', `/v1/reviews/${paperOf(letter, 'reply')}/decisions`, fields),
  }),
  'take-down': aboutLetter({
    fields: { reason: words },
    done: (scene, letter, fields) => office(scene).post('publication', `${atPortal(letter)}/take-downs`, fields),
  }),
  /** 隐去: words of the letter, or of its reply. */
  hide: aboutLetter({
    fields: { part: z.enum(['title', 'text', 'reply']), text: words, reason: words },
    done: (scene, letter, fields) => office(scene).post('publication', `${atPortal(letter)}/hidings`, { ...fields, ...(fields.part === 'reply' && { partId: paperOf(letter, 'reply') }) }),
  }),
  'report-major': aboutLetter({
    fields: { reason: words, report: words },
    async done(scene, letter, { reason, report }) {
      const { id } = await office(scene).post<{ id: string }>('deadline-supervision', '/v1/major-matters', { messageId: receiptOf(letter).messageId, reason });
      await office(scene).post('deadline-supervision', `/v1/major-matters/${id}/reports`, { report });
    },
  }),
};
