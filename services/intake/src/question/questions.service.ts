import { Inject, Injectable } from '@nestjs/common';
import { countQuestions, createEvent, questionAnswered, questionMoved, questionPlacings, questionStateOf, type Ending, type MessageKind, type Official, type StoredQuestionState, type Visibility } from '@wenzheng/contracts';
import { allowedAction, DATA_SOURCE, pageFrom, type Caller, type DataSource, type EntityManager, type Page } from '@wenzheng/platform';
import { problem } from '../problems.js';
import { SessionChanges, type SessionEvent } from '../session/session-changes.js';
import type { LiveSession } from '../session/session.entity.js';
import { principalOf } from '../session/session.schema.js';
import { SessionService } from '../session/session.service.js';
import { SessionQuestion } from './question.entity.js';
import { answerRefusal, isOver, movingRefusal, placingRefusal, type QuestionStanding, type SessionOfQuestion } from './question.rules.js';
import type { LiveAnswerBody, PlacingBody, QuestionCountsView, QuestionPageQuery, QuestionView } from './question.schema.js';

interface QuestionRow {
  messageId: string;
  messageNumber: string;
  kind: MessageKind | null;
  visibility: Visibility;
  title: string;
  text: string;
  registeredAt: Date;
  ending: Ending;
  stored: StoredQuestionState | null;
  mergedInto: string | null;
  reason: string | null;
  answer: string | null;
  speakerName: string | null;
  speakerPost: string | null;
  answeredAt: Date | null;
  isLead: boolean;
}

export interface Moved {
  repeated: boolean;
  question: QuestionView;
}

const from = 'message LEFT JOIN session_question question USING (message_id) WHERE message.session_id = $1 AND message.channel = $2';
const columns = `message_id AS "messageId", message_number AS "messageNumber", kind, visibility, title, text, registered_at AS "registeredAt", ending, question.state AS stored,
  merged_into AS "mergedInto", reason, answer, speaker_name AS "speakerName", speaker_post AS "speakerPost", answered_at AS "answeredAt",
  EXISTS (SELECT FROM session_question other WHERE other.merged_into = message.message_id) AS "isLead"`;

/** 提问 in a session, as its host leads them: none is lost between being asked and being answered. */
@Injectable()
export class Questions {
  constructor(
    @Inject(DATA_SOURCE) private readonly dataSource: DataSource,
    @Inject(SessionService) private readonly sessions: SessionService,
    @Inject(SessionChanges) private readonly changes: SessionChanges,
  ) {}

  /** In the order in which they were asked. A unit's people see its own sessions alone. */
  async page(sessionId: string, { state, after, limit }: QuestionPageQuery, caller: Caller): Promise<Page<QuestionView>> {
    const session = await this.sessions.one(sessionId);
    const isHost = caller.roles.includes('information-office');
    if (!isHost && caller.unit !== session.unitCode) throw problem('intake.session-of-another-unit');
    const rows = await this.dataSource.query<QuestionRow[]>(`SELECT ${columns} FROM ${from} AND ($3::uuid IS NULL OR message_id > $3) ORDER BY message_id LIMIT $4`, [session.sessionId, session.channel, after ?? null, state ? null : limit + 1]);
    const views = rows.map((row) => viewOf(row, session, isHost)).filter((view) => state === undefined || view.state === state);
    return pageFrom(views.slice(0, limit + 1), limit, ({ messageId }) => messageId);
  }

  async counts(sessionId: string): Promise<QuestionCountsView> {
    const session = await this.sessions.one(sessionId);
    const groups = await this.dataSource.query<{ stored: StoredQuestionState | null; ending: Ending; count: number }[]>(`SELECT question.state AS stored, ending, count(*)::int AS count FROM ${from} GROUP BY 1, 2`, [session.sessionId, session.channel]);
    return countQuestions(groups, isOver(standingOf(session)));
  }

  place(sessionId: string, messageId: string, { to, into: lead, reason }: PlacingBody, by: Caller): Promise<Moved> {
    return this.move(sessionId, messageId, async (session, question, now, manager) => {
      const isRepeat = question.state === to && question.row.mergedInto === (lead ?? null) && question.row.reason === (reason ?? null);
      if (isRepeat) return null;
      const into = lead === undefined ? null : await one(manager, session, lead);
      const refusal = placingRefusal(standingOf(session), question, to, into);
      if (refusal) throw problem(refusal);
      const [mergedInto, why] = [into?.messageId ?? null, reason ?? null];
      const questions = manager.getRepository(SessionQuestion);
      if (to === 'waiting') await questions.delete({ messageId });
      else await questions.save({ ...emptied, messageId, sessionId: session.sessionId, state: to, mergedInto, reason: why, movedAt: now, movedBy: by.subject });
      const moved: SessionEvent = (sequence) =>
        createEvent(questionMoved, { subject: session.sessionId, sequence, time: now, data: { sessionId: session.sessionId, messageId, state: to, mergedInto, reason: why, movedAt: now.toISOString() } });
      const answer = into?.state === 'answered' ? answerOf(into.row) : null;
      return [moved, ...(answer ? [answeredEvent(session, messageId, mergedInto, answer)] : [])];
    });
  }

  /** Once, for all the questions that were merged into it: each is its unit's reply to its own writer. */
  answer(sessionId: string, messageId: string, { text, ...body }: LiveAnswerBody, by: Caller): Promise<Moved> {
    return this.move(sessionId, messageId, async (session, question, now, manager) => {
      const speaker = body.speaker ?? principalOf(session);
      if (question.state === 'answered' && question.row.answer === text && question.row.speakerName === speaker?.name) return null;
      const refusal = answerRefusal(standingOf(session), question);
      if (refusal || !speaker) throw problem(refusal ?? 'intake.session-without-principal');
      const answer = { text, speaker, answeredAt: now };
      await manager.getRepository(SessionQuestion).save({
        ...emptied, messageId, sessionId: session.sessionId, state: 'answered', answer: text, speakerName: speaker.name, speakerPost: speaker.post, answeredAt: now, movedAt: now, movedBy: by.subject,
      });
      const merged = await manager.getRepository(SessionQuestion).find({ where: { mergedInto: messageId }, order: { messageId: 'ASC' } });
      return [answeredEvent(session, messageId, null, answer), ...merged.map((one) => answeredEvent(session, one.messageId, messageId, answer))];
    });
  }

  private async move(
    sessionId: string,
    messageId: string,
    change: (session: LiveSession, question: QuestionStanding & { row: QuestionRow }, now: Date, manager: EntityManager) => Promise<readonly SessionEvent[] | null>,
  ): Promise<Moved> {
    let moved: QuestionView | null = null;
    const { repeated } = await this.changes.make(sessionId, async (session, now, manager) => {
      const question = await one(manager, session, messageId);
      if (!question) throw problem('intake.question-not-found');
      const events = await change(session, question, now, manager);
      const after = await one(manager, session, messageId);
      moved = viewOf((after ?? question).row, session, true);
      return events;
    });
    if (!moved) throw problem('intake.question-not-found');
    return { repeated, question: moved };
  }
}

interface Answer {
  text: string;
  speaker: Official;
  answeredAt: Date;
}

const answeredEvent = ({ sessionId, unitCode, unitName }: LiveSession, messageId: string, mergedInto: string | null, { text, speaker, answeredAt }: Answer): SessionEvent => {
  const data = { sessionId, messageId, mergedInto, unit: { code: unitCode, name: unitName }, text, speaker, answeredAt: answeredAt.toISOString() };
  return (sequence) => createEvent(questionAnswered, { subject: sessionId, sequence, time: answeredAt, data });
};

const emptied = { mergedInto: null, reason: null, answer: null, speakerName: null, speakerPost: null, answeredAt: null };

const standingOf = ({ state, closedAt }: LiveSession): SessionOfQuestion => ({ isOpen: state === 'open', isCancelled: state === 'cancelled', isClosed: closedAt !== null });

async function one(manager: EntityManager, session: LiveSession, messageId: string): Promise<(QuestionStanding & { row: QuestionRow }) | null> {
  const [row] = await manager.query<QuestionRow[]>(`SELECT ${columns} FROM ${from} AND message_id = $3`, [session.sessionId, session.channel, messageId]);
  return row ? { ...placeOf(row, session), row } : null;
}

const placeOf = ({ messageId, kind, stored, ending, isLead }: QuestionRow, session: LiveSession): QuestionStanding => ({ messageId, kind, state: questionStateOf(stored, ending, isOver(standingOf(session))), isLead });

function actionsOf(standing: SessionOfQuestion, question: QuestionStanding): QuestionView['allowedActions'] {
  const refused = (code: ReturnType<typeof movingRefusal> | ReturnType<typeof answerRefusal>) => (code ? problem(code) : null);
  return [...questionPlacings.map((to) => allowedAction(to, refused(movingRefusal(standing, question, to)))), allowedAction('answered', refused(answerRefusal(standing, question)))];
}

const answerOf = ({ answer, speakerName, speakerPost, answeredAt }: QuestionRow): Answer | null =>
  answer === null || answeredAt === null ? null : { text: answer, speaker: { name: speakerName ?? '', post: speakerPost ?? '' }, answeredAt };

function viewOf(row: QuestionRow, session: LiveSession, isHost: boolean): QuestionView {
  const { messageId, messageNumber, kind, visibility, title, text, registeredAt, mergedInto, reason } = row;
  const question = placeOf(row, session);
  const isReport = kind === 'report';
  const answer = answerOf(row);
  return {
    messageId, messageNumber, kind, visibility, title: isReport ? null : title, text: isReport ? null : text, askedAt: registeredAt.toISOString(),
    state: question.state, mergedInto, reason, answer: answer && { ...answer, answeredAt: answer.answeredAt.toISOString() },
    allowedActions: isHost ? actionsOf(standingOf(session), question) : [],
  };
}
