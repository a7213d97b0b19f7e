import { Inject, Injectable } from '@nestjs/common';
import type { Visibility } from '@wenzheng/contracts';
import { appendToOutbox } from '@wenzheng/messaging';
import { audit, DATA_SOURCE, insertRows, sameWithinMs, type Caller, type DataSource, type EntityManager } from '@wenzheng/platform';
import type { Clock } from '@wenzheng/working-days';
import { problem } from '../problems.js';
import { visibilityEvent, type Content } from '../projection/content.rules.js';
import { OriginalEntity } from '../projection/original.entity.js';
import { ProjectionService } from '../projection/projection.service.js';
import type { LockedMessage } from '../publishing/publishing.service.js';
import { Hidings } from '../redaction/hidings.js';
import { RedactionService } from '../redaction/redaction.service.js';
import { SearchIndexer } from '../search/search-indexer.js';
import { searchWords } from '../search/search.rules.js';
import { CLOCK } from '../tokens.js';
import type { ContentAct } from './content.schemas.js';

export interface Standing {
  visibility: Visibility;
  content: Content | null;
  chosen: Visibility;
}

export interface Changed {
  messageNumber: string;
  content: 'shown' | Content;
  isRepeat: boolean;
}

/** How a message's content stands, in one word. */
export const contentWord = ({ visibility, content }: { visibility: Visibility; content: Content | null }): Changed['content'] => content ?? (visibility === 'private' ? 'private' : 'shown');

/** Whether content is shown: the information office holds back, makes private, takes down and gives back. Never may it show what its writer chose to keep private. */
@Injectable()
export class ContentService {
  constructor(
    @Inject(DATA_SOURCE) private readonly dataSource: DataSource,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(ProjectionService) private readonly projection: ProjectionService,
    @Inject(RedactionService) private readonly redaction: RedactionService,
    @Inject(Hidings) private readonly hidings: Hidings,
    @Inject(SearchIndexer) private readonly search: SearchIndexer,
  ) {}

  async change(messageId: string, act: ContentAct, reason: string, by: Caller): Promise<Changed> {
    return this.dataSource.transaction(async (manager) => {
      let changed: Changed | undefined;
      const now = this.clock.now();
      await this.projection.amend(manager, messageId, async (message) => {
        const before = await this.standing(manager, messageId);
        if (act === 'restoration' && before.content === null && (await hasJustRestored(manager, message.messageNumber, reason, by, now))) {
          changed = { messageNumber: message.messageNumber, content: contentWord(before), isRepeat: true };
          return 0;
        }
        await this.settleReview(manager, messageId, act, now);
        const after = next(before, act);
        const isRepeat = after.content === before.content && after.visibility === before.visibility;
        changed = { messageNumber: message.messageNumber, content: contentWord(after), isRepeat };
        if (isRepeat) return 0;
        await this.apply(manager, message, before, after);
        const event = visibilityEvent(messageId, { ...after, reason: act }, { sequence: message.version + 1, now });
        await appendToOutbox(manager, [event]);
        await audit(manager, { by, at: now, did: `message-content.${act}`, about: message.messageNumber, before: { content: contentWord(before) }, after: { content: contentWord(after) }, details: { reason } });
        return 1;
      });
      if (!changed) throw problem('publication.message-not-found');
      return changed;
    });
  }

  /** @throws a problem if no registered message has the number */
  async idOf(number: string): Promise<string> {
    const [row] = await this.dataSource.query<{ id: string }[]>('SELECT message_id AS id FROM message WHERE message_number = $1 AND channel IS NOT NULL', [number]);
    if (!row) throw problem('publication.message-not-found');
    return row.id;
  }

  private async standing(manager: EntityManager, messageId: string): Promise<Standing> {
    const [row] = await manager.query<Standing[]>('SELECT visibility, content, coalesce(chosen, visibility) AS chosen FROM message WHERE message_id = $1', [messageId]);
    if (!row) throw problem('publication.message-not-found');
    return row;
  }

  /** What the office does about the content decides what waited for it. */
  private async settleReview(manager: EntityManager, messageId: string, act: ContentAct, now: Date): Promise<void> {
    const [review] = await manager.query<{ decision: string | null }[]>('SELECT decision FROM content_review WHERE message_id = $1', [messageId]);
    assertUndecided(review, act);
    const decision = { publish: 'publish', restoration: 'publish', 'keep-private': 'keep-private', privacy: 'keep-private', 'take-down': 'take-down' }[act];
    await manager.query('UPDATE content_review SET decision = $2, decided_at = $3 WHERE message_id = $1 AND decision IS NULL', [messageId, decision, now]);
  }

  private async apply(manager: EntityManager, message: LockedMessage, before: Standing, after: Standing): Promise<void> {
    const { messageId } = message;
    await manager.query('UPDATE message SET content = $2, chosen = $3 WHERE message_id = $1', [messageId, after.content, after.chosen === after.visibility ? null : after.chosen]);
    if (before.visibility === 'public' && after.visibility === 'private') await this.conceal(manager, messageId);
    if (before.visibility === 'private' && after.visibility === 'public') await this.reveal(manager, messageId);
    message.visibility = after.visibility;
  }

  private async conceal(manager: EntityManager, messageId: string): Promise<void> {
    const [title, text] = await Promise.all((['title', 'text'] as const).map((part) => this.hidings.wholeText(manager, { messageId, part, partId: messageId })));
    await insertRows(manager, OriginalEntity, [{ messageId, title: title ?? '', text: text ?? '' }], { onConflict: 'ignore' });
    // Others were told that its answers were public: so they are counted.
    await manager.query(`UPDATE reply SET visibility = 'public' WHERE message_id = $1 AND state = 'published' AND visibility IS NULL`, [messageId]);
    await manager.query(`UPDATE message SET visibility = 'private', title = NULL, text = NULL, search_words = NULL WHERE message_id = $1`, [messageId]);
  }

  private async reveal(manager: EntityManager, messageId: string): Promise<void> {
    const [original] = await manager.query<{ title: string; text: string }[]>('SELECT title, text FROM original WHERE message_id = $1', [messageId]);
    const [words] = await this.redaction.publicWords([original ?? { title: '', text: '' }], await this.redaction.directory(manager));
    if (!words) return;
    const title = await this.hidings.shownOf(manager, { messageId, part: 'title', partId: messageId }, words.title);
    const text = await this.hidings.shownOf(manager, { messageId, part: 'text', partId: messageId }, words.text);
    await manager.query(`UPDATE message SET visibility = 'public', title = $2, text = $3, search_words = $4 WHERE message_id = $1`, [messageId, title, text, searchWords({ title, text })]);
    await manager.query(`UPDATE reply SET visibility = 'private' WHERE message_id = $1 AND state = 'published' AND visibility IS NULL`, [messageId]);
    await this.redaction.keepStanding(manager, [{ messageId, words }]);
    await this.search.enqueue(manager, [messageId]);
  }
}

/** The same words by the same person a moment ago, and nothing since: whoever lost the answer asks again. */
async function hasJustRestored(manager: EntityManager, number: string, reason: string, by: Caller, now: Date): Promise<boolean> {
  const [last] = await manager.query<{ isSame: boolean }[]>(
    `SELECT did = 'message-content.restoration' AND by = $2 AND details->>'reason' = $3 AND at > $4 AS "isSame" FROM audit_entry
     WHERE about = $1 AND did LIKE 'message-content.%' ORDER BY position DESC LIMIT 1`,
    [number, by.subject, reason, new Date(now.getTime() - sameWithinMs)],
  );
  return last?.isSame ?? false;
}

/** @throws Problem `publication.content-review-not-found`, `publication.content-review-decided` */
function assertUndecided(review: { decision: string | null } | undefined, act: ContentAct): void {
  if (act !== 'publish' && act !== 'keep-private') return;
  if (!review) throw problem('publication.content-review-not-found');
  if (review.decision !== null && review.decision !== act) throw problem('publication.content-review-decided');
}

/** @throws Problem, what `act` would be refused with now */
export function assertActs(standing: Standing, review: { decision: string | null }, act: ContentAct): void {
  assertUndecided(review, act);
  next(standing, act);
}

function next({ visibility, content, chosen }: Standing, act: ContentAct): Standing {
  switch (act) {
    case 'take-down':
      return { visibility: 'private', content: 'taken-down', chosen };
    case 'keep-private':
      return { visibility: 'private', content: 'private', chosen };
    case 'privacy':
      if (visibility === 'private' && content !== 'private') throw problem('publication.not-shown');
      return { visibility: 'private', content: 'private', chosen };
    case 'publish':
      return { visibility: chosen, content: null, chosen };
    case 'restoration':
      if (content === null || content === 'held') throw problem('publication.nothing-to-restore');
      return { visibility: chosen, content: null, chosen };
  }
}
