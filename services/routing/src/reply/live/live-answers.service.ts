import { Inject, Injectable } from '@nestjs/common';
import type { EventData, questionAnswered } from '@wenzheng/contracts';
import { insertRows, Problem, type EntityManager } from '@wenzheng/platform';
import { nextVersion } from '../../message/action/message-actions.service.js';
import { lockMessages, lockTogether, recomputeStates, type LockedMessage } from '../../message/locked-message.js';
import { firstAskedSpeaks } from '../first-asked.rules.js';
import { Replies } from '../replies.service.js';
import { LiveAnswerEntity } from './live-answer.entity.js';

type WaitingAnswer = Omit<LiveAnswerEntity, 'mergedInto' | 'replyId' | 'refused'>;

/**
 * 现场答复: what the unit said in its session is its reply, submitted when it was said. Nobody signs it again: it was said in public. Where a reply of the unit
 * could not be submitted, because the message has one or has ended otherwise, nothing is; the message goes on as it stood.
 * Whatever comes first, question, session or answer: the answer waits for both.
 */
@Injectable()
export class LiveAnswers {
  constructor(@Inject(Replies) private readonly replies: Replies) {}

  async receive(manager: EntityManager, answers: readonly EventData<typeof questionAnswered>[]): Promise<void> {
    const rows = [...new Map(answers.map((answer) => [answer.messageId, answer])).values()]
      .sort((a, b) => (a.messageId < b.messageId ? -1 : 1))
      .map(({ unit, speaker, answeredAt, ...answer }) => ({ ...answer, unitCode: unit.code, unitName: unit.name, speakerName: speaker.name, speakerPost: speaker.post, answeredAt: new Date(answeredAt) }));
    const messageIds = rows.map(({ messageId }) => messageId);
    await lockTogether(manager, messageIds);
    const messages = await lockMessages(manager, messageIds);
    await insertRows(manager, LiveAnswerEntity, rows, { onConflict: 'ignore' });
    await this.submit(manager, messages);
  }

  /** Of messages that are registered now, or whose session is known now, what was heard of before. */
  async takeEffect(manager: EntityManager, messageIds: readonly string[]): Promise<void> {
    if (messageIds.length > 0) await this.submit(manager, await lockMessages(manager, messageIds));
  }

  private async submit(manager: EntityManager, messages: readonly LockedMessage[]): Promise<void> {
    const ids = messages.map(({ messageId }) => messageId);
    const waiting = await manager.query<WaitingAnswer[]>(
      `SELECT message_id AS "messageId", session_id AS "sessionId", unit_code AS "unitCode", unit_name AS "unitName", text, speaker_name AS "speakerName", speaker_post AS "speakerPost", answered_at AS "answeredAt"
       FROM live_answer WHERE message_id = ANY ($1::uuid[]) AND reply_id IS NULL AND refused IS NULL
         AND NOT EXISTS (SELECT FROM message WHERE message.message_id = live_answer.message_id AND holding_pen_reason = 'session-unknown')
       ORDER BY message_id`,
      [ids],
    );
    for (const answer of waiting) {
      const message = messages.find(({ messageId }) => messageId === answer.messageId);
      if (!message) continue;
      const { replyId, refused } = await this.reply(manager, message, answer);
      await manager.query('UPDATE live_answer SET reply_id = $2, refused = $3 WHERE message_id = $1', [answer.messageId, replyId, refused]);
    }
    await recomputeStates(manager, waiting.map(({ messageId }) => messageId));
  }

  private async reply(manager: EntityManager, message: LockedMessage, { sessionId, unitCode, unitName, text, speakerName, speakerPost, answeredAt }: WaitingAnswer): Promise<{ replyId: string | null; refused: string | null }> {
    const interim = firstAskedSpeaks(message, unitCode);
    if (!interim && message.unitCode !== unitCode) return { replyId: null, refused: 'routing.not-your-unit' };
    const paper = { text, interim, unit: { code: unitCode, name: unitName }, corrects: null, supplements: null, renews: null, findingReasons: [] };
    const at = { manager, message, now: answeredAt, nextVersion: () => nextVersion(manager, message.messageId) };
    try {
      const { replyId } = await this.replies.issue(at, paper, { sessionId, name: speakerName, post: speakerPost });
      return { replyId, refused: null };
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      return { replyId: null, refused: error.code };
    }
  }
}
