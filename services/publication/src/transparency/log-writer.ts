import { randomBytes, type KeyObject } from 'node:crypto';
import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Calendars } from '@wenzheng/messaging';
import { DATA_SOURCE, describeError, insertRows, LOGGER, Loop, type DataSource, type EntityManager, type Logger } from '@wenzheng/platform';
import type { Clock } from '@wenzheng/working-days';
import type { PublicationConfig } from '../config.js';
import { messageJson } from '../message/message-json.rules.js';
import { present } from '../message/message-view.rules.js';
import { MessageReader } from '../message/message.reader.js';
import { Citations } from '../policy-document/citations.rules.js';
import { StatisticsReader } from '../statistics/statistics.reader.js';
import { CLOCK, CONFIG } from '../tokens.js';
import { signedCheckpoint, signingKey } from './checkpoint.rules.js';
import { changedDeeds, commitmentOf, deedOfPeriod, deedsOf, isLasting, subjectOf, type Deed } from './deeds.rules.js';
import { LogCheckpointEntity, LogEntryEntity, LogTileEntity } from './log.entity.js';
import { originOf } from './log.reader.js';
import { edgeOf, leafHash, Tree } from './tree.rules.js';

const everyMs = 2_000;
/** Which documents are registered says nothing of a message. */
const noCitations = new Citations();
/** Messages at most in one transaction. */
const batch = 200;

interface Changed {
  messageId: string;
  mark: string;
}

interface ChangedPeriod {
  period: string;
  mark: string;
}

interface Said extends Deed {
  subject: string;
}

/**
 * Enters into the log what is publicly said otherwise than before, in the background and behind what has been committed: no event waits
 * for it. Guarantee: whatever changes what everybody reads of a message or of closed figures is entered, once, in an order that never changes.
 */
@Injectable()
export class LogWriter implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly origin: string;
  private readonly key: KeyObject | null;
  private readonly loop = new Loop({
    everyMs,
    round: async () => ((await this.write()) ? 0 : everyMs),
    failed: (error) => this.logger.warn({ error: describeError(error) }, 'the log was not written; it will be tried again'),
  });

  constructor(
    @Inject(DATA_SOURCE) private readonly dataSource: DataSource,
    @Inject(MessageReader) private readonly reader: MessageReader,
    @Inject(StatisticsReader) private readonly statistics: StatisticsReader,
    @Inject(Calendars) private readonly calendars: Calendars,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOGGER) private readonly logger: Logger,
    @Inject(CONFIG) private readonly config: PublicationConfig,
  ) {
    this.origin = originOf(config);
    this.key = config.LOG_KEY ? signingKey(config.LOG_KEY.export()) : null;
  }

  onApplicationBootstrap(): void {
    this.loop.start();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.loop.stop();
  }

  /** Enters what some messages have changed, and signs how large the log is now. @returns whether there may be more */
  write(): Promise<boolean> {
    return this.dataSource.transaction(async (manager) => {
      const [alone] = await manager.query<{ taken: boolean }[]>(`SELECT pg_try_advisory_xact_lock(hashtextextended(current_schema() || ' log', 0)) AS taken`);
      if (!alone?.taken) return false;
      const changed = await manager.query<Changed[]>(`SELECT message_id AS "messageId", mark FROM changed_message ORDER BY mark LIMIT ${batch}`);
      const said: Said[] = [];
      for (const { messageId } of changed) said.push(...(await this.saidOf(messageId)));
      const periods = await manager.query<ChangedPeriod[]>(`SELECT period, mark FROM changed_period ORDER BY mark LIMIT ${batch}`);
      for (const { period } of periods) said.push(...(await this.saidOfPeriod(period)));
      const entered = await this.enter(manager, await this.unsaid(manager, said));
      await manager.query('DELETE FROM changed_message WHERE mark = ANY ($1::bigint[])', [changed.map(({ mark }) => mark)]);
      if (periods.length > 0) await manager.query('DELETE FROM changed_period WHERE mark = ANY ($1::bigint[])', [periods.map(({ mark }) => mark)]);
      if (!entered) await this.signHead(manager);
      return changed.length === batch || periods.length === batch;
    });
  }

  private async saidOf(messageId: string): Promise<Said[]> {
    const row = await this.reader.byId(messageId);
    if (!row) return [];
    const message = present(row, await this.reader.details(messageId), { now: this.clock.now(), calendars: this.calendars.editions, inspectionBureau: this.config.INSPECTION_BUREAU_NAME });
    return deedsOf(messageJson(message, this.config.PUBLIC_URL, noCitations)).map((deed) => ({ ...deed, subject: row.messageNumber }));
  }

  private async saidOfPeriod(period: string): Promise<Said[]> {
    const figures = await this.statistics.figures(period);
    return figures ? [{ ...deedOfPeriod(figures), subject: subjectOf(period) }] : [];
  }

  /** Those that the log does not say yet, or says otherwise. */
  private async unsaid(manager: EntityManager, said: readonly Said[]): Promise<Said[]> {
    const bySubject = Map.groupBy(said, ({ subject }) => subject);
    const known = await manager.query<Said[]>('SELECT DISTINCT ON (subject, key) subject, key, data FROM log_entry WHERE subject = ANY ($1::text[]) ORDER BY subject, key, entry DESC', [[...bySubject.keys()]]);
    const lastOf = Map.groupBy(known, ({ subject }) => subject);
    return [...bySubject].flatMap(([subject, deeds]) => changedDeeds(deeds, new Map(lastOf.get(subject)?.map(({ key, data }) => [key, data]))).map((deed) => ({ ...deed, subject })));
  }

  private async enter(manager: EntityManager, said: readonly Said[]): Promise<boolean> {
    if (said.length === 0) return false;
    const tree = await this.tree(manager);
    const at = this.clock.now();
    const rows = said.map(({ subject, key, data }, index) => {
      const salt = randomBytes(32);
      const commitment = commitmentOf(salt, { subject, key, at: at.toISOString(), data });
      return { entry: String(tree.size + index), subject, key, at, commitment, salt, data };
    });
    for (const { commitment } of rows) tree.append(leafHash(commitment));
    await insertRows(manager, LogEntryEntity, rows);
    await this.forget(manager, rows);
    const tiles = tree.tiles.map(({ level, tile, hashes }) => ({ level, tile: String(tile), hashes: Buffer.concat(hashes) }));
    await insertRows(manager, LogTileEntity, tiles, { onConflict: { update: ['hashes'] } });
    const head = { size: tree.size, root: tree.root };
    await insertRows(manager, LogCheckpointEntity, [{ size: String(head.size), root: head.root, at, note: this.key && signedCheckpoint(this.origin, this.key, head) }]);
    return true;
  }

  /** What was said before and may be somebody's words is opened to nobody any more; its commitment stays, and so does every proof. */
  private async forget(manager: EntityManager, rows: readonly Pick<LogEntryEntity, 'entry' | 'subject' | 'key'>[]): Promise<void> {
    const passing = rows.filter(({ key }) => !isLasting(key));
    await manager.query(
      `UPDATE log_entry SET salt = NULL, data = NULL FROM unnest($1::text[], $2::text[], $3::bigint[]) AS newer (subject, key, entry)
       WHERE log_entry.subject = newer.subject AND log_entry.key = newer.key AND log_entry.entry < newer.entry AND salt IS NOT NULL`,
      [passing.map(({ subject }) => subject), passing.map(({ key }) => key), passing.map(({ entry }) => entry)],
    );
  }

  private async tree(manager: EntityManager): Promise<Tree> {
    const [head] = await manager.query<{ size: string }[]>('SELECT size FROM log_checkpoint ORDER BY size DESC LIMIT 1');
    const size = Number(head?.size ?? 0);
    const edge = edgeOf(size);
    const rows = await manager.query<{ level: number; hashes: Buffer }[]>('SELECT level, hashes FROM log_tile JOIN unnest($1::smallint[], $2::bigint[]) AS edge (level, tile) USING (level, tile)', [
      edge.map(({ level }) => level),
      edge.map(({ tile }) => tile),
    ]);
    const hashes = new Map(rows.map((row) => [row.level, row.hashes]));
    return new Tree(size, edge.map(({ level, width }) => Array.from({ length: width }, (_, index) => hashes.get(level)!.subarray(32 * index, 32 * (index + 1)))));
  }

  /** What was entered before the city had a key. */
  private async signHead(manager: EntityManager): Promise<void> {
    if (!this.key) return;
    const [head] = await manager.query<{ size: string; root: Buffer }[]>('SELECT size, root FROM (SELECT size, root, note FROM log_checkpoint ORDER BY size DESC LIMIT 1) AS head WHERE note IS NULL');
    if (head) await manager.query('UPDATE log_checkpoint SET note = $2 WHERE size = $1', [head.size, signedCheckpoint(this.origin, this.key, { size: Number(head.size), root: head.root })]);
  }
}
