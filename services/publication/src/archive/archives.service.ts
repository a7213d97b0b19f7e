import { createHmac, randomBytes } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { DATA_SOURCE, insertRows, type DataSource, type EntityManager } from '@wenzheng/platform';
import type { Clock } from '@wenzheng/working-days';
import { ForumReader } from '../forum/forum.reader.js';
import { MessageReader } from '../message/message.reader.js';
import { shanghaiInstant } from '../message/words.rules.js';
import { SessionReader } from '../session/session.reader.js';
import { CLOCK } from '../tokens.js';
import { SessionArchiveEntity } from './archive.entity.js';
import { changesBetween, type Change } from './changes.rules.js';
import { forumContent, forumRecord } from './forum.rules.js';
import { interviewContent } from './interview.rules.js';
import { pack, type Content, type Edition, type Package } from './package.rules.js';
import { archivedInterview, archivedMessage, archivedQuestions } from './projected.rules.js';

export interface Archive {
  content: Content;
  edition: Edition;
  packed: Package;
}

interface Archivable {
  sessionId: string;
  content: Content;
}

const digestWith = (salt: string) => (text: string): string => createHmac('sha256', salt).update(text).digest('hex');

/**
 * 归档包 (R21) of sessions that are over. Nothing of one is kept but what tells its versions apart: it is put together from the projection whenever it is asked for, and is then
 * what was told before, to the last byte, or a new version that says what has changed.
 */
@Injectable()
export class Archives {
  constructor(
    @Inject(DATA_SOURCE) private readonly dataSource: DataSource,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(SessionReader) private readonly sessions: SessionReader,
    @Inject(ForumReader) private readonly forums: ForumReader,
    @Inject(MessageReader) private readonly messages: MessageReader,
  ) {}

  /** @returns null while there is nothing to archive: not closed, or of no such number */
  async current(kind: Content['kind'], number: string): Promise<Archive | null> {
    const found = await this.read(kind, number);
    if (!found) return null;
    const { sessionId, content } = found;
    return this.known(content, await versionsOf(this.dataSource.manager, sessionId)) ?? this.make(kind, number, sessionId);
  }

  private async read(kind: Content['kind'], number: string): Promise<Archivable | null> {
    if (kind === 'interview') {
      const session = await this.sessions.interview(number);
      const interview = session && archivedInterview(session);
      if (!interview) return null;
      return { sessionId: session.sessionId, content: interviewContent(interview, archivedQuestions(session, await this.messages.asked(session.sessionId))) };
    }
    const forum = await this.forums.byNumber(number);
    if (!forum) return null;
    const record = forumRecord(forum, (await this.messages.asked(forum.sessionId)).map((message) => archivedMessage(message)));
    // A point whose message is not heard of yet would be missing.
    const numbers = new Set(record?.messages.map((message) => message.number));
    if (!record || record.minutes.points.some(({ messageNumber }) => messageNumber !== null && !numbers.has(messageNumber))) return null;
    return { sessionId: forum.sessionId, content: forumContent(record) };
  }

  /** The version that was told, where the content still is what it was. */
  private known(content: Content, versions: readonly SessionArchiveEntity[]): Archive | null {
    const last = versions.at(-1);
    if (!last?.salt) return null;
    const edition = { version: last.version, madeAt: shanghaiInstant(last.madeAt), salt: last.salt, changes: last.changes, earlier: versions.slice(0, -1).map(told) };
    const packed = pack(content, edition);
    return packed.sha256 === last.sha256 ? { content, edition, packed } : null;
  }

  /** One at a time for each session; what is packed was read under the lock. */
  private make(kind: Content['kind'], number: string, sessionId: string): Promise<Archive | null> {
    return this.dataSource.transaction(async (manager) => {
      await manager.query(`SELECT pg_advisory_xact_lock(hashtextextended(current_schema() || ' archive ' || $1, 0))`, [sessionId]);
      const found = await this.read(kind, number);
      if (!found) return null;
      const { content } = found;
      const versions = await versionsOf(manager, sessionId);
      const known = this.known(content, versions);
      if (known) return known;
      const [now, salt] = [this.clock.now(), randomBytes(16).toString('hex')];
      const edition: Edition = { version: versions.length + 1, madeAt: shanghaiInstant(now), salt, changes: changesSince(versions.at(-1), content), earlier: versions.map(told) };
      const packed = pack(content, edition);
      await manager.query('UPDATE session_archive SET salt = NULL, print = NULL WHERE session_id = $1', [sessionId]);
      await insertRows(manager, SessionArchiveEntity, [{ sessionId, version: edition.version, madeAt: now, sha256: packed.sha256, changes: [...edition.changes], salt, print: content.print(digestWith(salt)) }]);
      return { content, edition, packed };
    });
  }
}

function changesSince(last: SessionArchiveEntity | undefined, content: Content): Change[] {
  if (!last?.salt || !last.print) return [];
  const changes = changesBetween(last.print, content.print(digestWith(last.salt)));
  return changes.length > 0 ? changes : [{ number: null, change: 'format' }];
}

const versionsOf = (manager: EntityManager, sessionId: string): Promise<SessionArchiveEntity[]> => manager.getRepository(SessionArchiveEntity).find({ where: { sessionId }, order: { version: 'ASC' } });

const told = ({ version, madeAt, sha256, changes }: SessionArchiveEntity) => ({ version, madeAt: shanghaiInstant(madeAt), sha256, changes });
