import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { createEvent, textHidden, type EventEnvelope } from '@wenzheng/contracts';
import { appendToOutbox } from '@wenzheng/messaging';
import { audit, DATA_SOURCE, insertRows, pageFrom, type Caller, type DataSource, type EntityManager, type Page } from '@wenzheng/platform';
import type { Clock } from '@wenzheng/working-days';
import type { z } from 'zod';
import { problem } from '../problems.js';
import { ProjectionService } from '../projection/projection.service.js';
import { HidingEntity, type HiddenPart } from '../redaction/hiding.entity.js';
import { hiding, placeOf, placesOf, type Hidden } from '../redaction/hiding.rules.js';
import { Hidings, type Part } from '../redaction/hidings.js';
import { SearchIndexer } from '../search/search-indexer.js';
import { searchWords } from '../search/search.rules.js';
import { CLOCK } from '../tokens.js';
import type { hidingListSchema, hidingRequestSchema, hidingSchema } from './content.schemas.js';

type Request = z.output<typeof hidingRequestSchema>;
type Shown = z.input<typeof hidingSchema>;
type Row = Omit<Shown, 'hiddenAt' | 'liftedAt' | 'partId'> & { partId: string; hiddenAt: Date; liftedAt: Date | null };

const isOwn = (part: HiddenPart): boolean => part === 'title' || part === 'text';

const reply = { name: 'reply', key: 'reply_id' };
/** What is written before it is public; the rest is public as soon as it is there. */
const publishedIn: Partial<Record<HiddenPart, { name: string; key: string }>> = { reply, promise: reply, 'extension-notice': { name: 'extension_notice', key: 'extension_id' } };

const columns = 'hiding_id AS "hidingId", message_number AS "messageNumber", part, part_id AS "partId", words, reason, hidden_at AS "hiddenAt", lifted_at AS "liftedAt"';
const present = ({ partId, hiddenAt, liftedAt, ...row }: Row): Shown => ({ ...row, partId: isOwn(row.part) ? null : partId, hiddenAt: hiddenAt.toISOString(), liftedAt: liftedAt?.toISOString() ?? null });

/** 隐去 of words in what is published, and giving them back. */
@Injectable()
export class HidingService {
  constructor(
    @Inject(DATA_SOURCE) private readonly dataSource: DataSource,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(ProjectionService) private readonly projection: ProjectionService,
    @Inject(Hidings) private readonly hidings: Hidings,
    @Inject(SearchIndexer) private readonly search: SearchIndexer,
  ) {}

  async list(messageId: string, { after, limit }: z.output<typeof hidingListSchema>): Promise<Page<Shown>> {
    const rows = await this.dataSource.query<Row[]>(
      `SELECT ${columns} FROM hiding JOIN message USING (message_id) WHERE message_id = $1 AND ($2::uuid IS NULL OR hiding_id > $2) ORDER BY hiding_id LIMIT $3`,
      [messageId, after ?? null, limit + 1],
    );
    const { items, next } = pageFrom(rows, limit, ({ hidingId }) => hidingId);
    return { items: items.map(present), next };
  }

  /** What is hidden already is not hidden again: then the hiding that there is is answered. */
  hide(messageId: string, request: Request, by: Caller): Promise<Shown & { isRepeat: boolean }> {
    const part: Part = { messageId, part: request.part, partId: request.partId ?? messageId };
    return this.amend(messageId, async (manager, number, now, emit) => {
      const whole = await this.published(manager, part);
      const inForce = await this.hidings.inForce(manager, part);
      const wanted = wantedBy(request, hiding(whole, inForce), whole, inForce);
      const same = inForce.find(({ words, place }) => words === wanted.words && place === wanted.place);
      if (same) return { ...(await this.one(manager, same.hidingId)), isRepeat: true };
      const hidingId = randomUUID();
      await insertRows(manager, HidingEntity, [{ ...part, hidingId, words: wanted.words, place: wanted.place, reason: request.reason, hiddenAt: now, liftedAt: null }]);
      await emit(await this.show(manager, part, whole));
      await audit(manager, { by, at: now, did: 'text.hidden', about: number, after: { hidingId, part: part.part }, details: { partId: part.partId, reason: request.reason } });
      return { ...(await this.one(manager, hidingId)), isRepeat: false };
    });
  }

  lift(messageId: string, hidingId: string, reason: string, by: Caller): Promise<Shown & { isRepeat: boolean }> {
    return this.amend(messageId, async (manager, number, now, emit) => {
      const [found] = await manager.query<(Part & { isLifted: boolean })[]>('SELECT message_id AS "messageId", part, part_id AS "partId", lifted_at IS NOT NULL AS "isLifted" FROM hiding WHERE hiding_id = $1 AND message_id = $2', [hidingId, messageId]);
      if (!found) throw problem('publication.hiding-not-found');
      const { isLifted, ...part } = found;
      if (isLifted) return { ...(await this.one(manager, hidingId)), isRepeat: true };
      const whole = await this.hidings.wholeText(manager, part);
      await manager.query('UPDATE hiding SET lifted_at = $2 WHERE hiding_id = $1', [hidingId, now]);
      if (whole !== null) await emit(await this.show(manager, part, whole));
      await audit(manager, { by, at: now, did: 'text.restored', about: number, before: { hidingId, part: part.part }, details: { partId: part.partId, reason } });
      return { ...(await this.one(manager, hidingId)), isRepeat: false };
    });
  }

  private amend<Answer>(messageId: string, act: (manager: EntityManager, number: string, now: Date, emit: (shown: Redrawn) => Promise<void>) => Promise<Answer>): Promise<Answer> {
    return this.dataSource.transaction(async (manager) => {
      let answer: Answer | undefined;
      const now = this.clock.now();
      await this.projection.amend(manager, messageId, async (message) => {
        const events: EventEnvelope[] = [];
        answer = await act(manager, message.messageNumber, now, async ({ part, partId, text }) => {
          const data = { messageId, part, partId: isOwn(part) ? null : partId, text, hiddenAt: now.toISOString() };
          events.push(createEvent(textHidden, { subject: messageId, sequence: message.version + events.length + 1, time: now, data }));
        });
        await appendToOutbox(manager, events);
        return events.length;
      });
      return answer!;
    });
  }

  /** The whole text of what everybody, or the writer of a private message, can read. */
  private async published(manager: EntityManager, part: Part): Promise<string> {
    const whole = await this.hidings.wholeText(manager, part);
    const table = publishedIn[part.part];
    const isPublished = table === undefined || (await manager.query<unknown[]>(`SELECT FROM ${table.name} WHERE ${table.key} = $1 AND published_at IS NOT NULL`, [part.partId])).length > 0;
    if (whole === null || !isPublished) throw problem('publication.part-not-found');
    return whole;
  }

  private async show(manager: EntityManager, part: Part, whole: string): Promise<Redrawn> {
    const text = await this.hidings.show(manager, part, whole);
    if (isOwn(part.part)) {
      const [words] = await manager.query<{ title: string; text: string }[]>('SELECT title, text FROM message WHERE message_id = $1', [part.messageId]);
      if (words) await manager.query('UPDATE message SET search_words = $2 WHERE message_id = $1', [part.messageId, searchWords(words)]);
      await this.search.enqueue(manager, [part.messageId]);
    }
    return { ...part, text };
  }

  private async one(manager: EntityManager, hidingId: string): Promise<Shown> {
    const [row] = await manager.query<Row[]>(`SELECT ${columns} FROM hiding JOIN message USING (message_id) WHERE hiding_id = $1`, [hidingId]);
    return present(row!);
  }
}

type Redrawn = Part & { text: string };

function wantedBy({ text, from, to }: Request, shown: string, whole: string, inForce: readonly Hidden[]): Hidden {
  const wanted = text === undefined ? placeOf({ from: from ?? 0, to: to ?? 0 }, shown, whole, inForce) : placesOf(text, whole).length > 0 ? { words: text.trim(), place: null } : null;
  if (!wanted) throw problem('publication.words-not-found');
  return wanted;
}
