import { Inject, Injectable } from '@nestjs/common';
import { insertRows, type EntityManager } from '@wenzheng/platform';
import type { PhoneDirectory } from '@wenzheng/redaction';
import { examineInTurns } from '../redaction/in-turns.js';
import { RedactionService } from '../redaction/redaction.service.js';
import { ForumEntity, ForumPhaseEntity, type ForumState, type PhaseState } from './forum.entity.js';

interface Told<State> {
  state: State;
  sequence: number;
}

/** Keeps phases and forums at their newest state, whatever order they come in; what people wrote is redacted before it is stored. */
@Injectable()
export class ForumService {
  constructor(@Inject(RedactionService) private readonly redaction: RedactionService) {}

  async receivePhases(manager: EntityManager, told: readonly Told<PhaseState>[]): Promise<void> {
    const directory = await this.redaction.directory(manager);
    const rows = [];
    for (const { state, sequence } of newestBy(told, ({ phase }) => String(phase))) {
      const reasons = await redacted(state.changes.map(({ reason }) => reason), directory);
      rows.push({ phase: state.phase, sequence, state: { ...state, changes: state.changes.map((change, index) => ({ ...change, reason: reasons[index] ?? '' })) } });
    }
    await insertRows(manager, ForumPhaseEntity, rows, { onConflict: { update: 'all', where: 'excluded.sequence > forum_phase.sequence' } });
  }

  async receiveForums(manager: EntityManager, told: readonly Told<ForumState>[]): Promise<void> {
    const directory = await this.redaction.directory(manager);
    const rows = [];
    for (const { state, sequence } of newestBy(told, ({ sessionId }) => sessionId)) {
      rows.push({ sessionId: state.sessionId, number: state.sessionNumber, startsAt: new Date(state.startsAt), sequence, state: await redactedForum(state, directory) });
    }
    await insertRows(manager, ForumEntity, rows, { onConflict: { update: 'all', where: 'excluded.sequence > forum.sequence' } });
  }
}

function newestBy<State>(told: readonly Told<State>[], keyOf: (state: State) => string): Told<State>[] {
  const newest = new Map(told.toSorted((one, other) => one.sequence - other.sequence).map((one) => [keyOf(one.state), one]));
  return [...newest].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, state]) => state);
}

const redacted = async (words: readonly string[], directory: PhoneDirectory): Promise<string[]> => (await examineInTurns(words, directory)).map(({ text }) => text);

/** Names and posts are those of officials in office; everything else was typed by somebody about others. */
async function redactedForum(state: ForumState, directory: PhoneDirectory): Promise<ForumState> {
  const { minutes } = state;
  const [title = '', place = '', reason = ''] = await redacted([state.title, state.place, state.reason ?? ''], directory);
  const told = { ...state, title, place, reason: state.reason === null ? null : reason };
  if (!minutes) return told;
  const [summary = '', absence = ''] = await redacted([minutes.summary, minutes.principal.reason ?? ''], directory);
  const points = [];
  for (const { topic, opinion, answer, messageNumber } of minutes.points) {
    const [shownTopic = '', shownOpinion = '', shownAnswer = ''] = await redacted([topic, opinion, answer ?? ''], directory);
    points.push({ topic: shownTopic, opinion: shownOpinion, answer: answer === null ? null : shownAnswer, messageNumber });
  }
  return { ...told, minutes: { ...minutes, summary, principal: { ...minutes.principal, reason: minutes.principal.reason === null ? null : absence }, points } };
}
