import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { createEvent, statisticsCorrected, statisticsListed } from '@wenzheng/contracts';
import { appendToOutbox, DueWorks, notAside, type RunBatch } from '@wenzheng/messaging';
import { audit, DATA_SOURCE, describeError, LOGGER, Loop, type Caller, type DataSource, type EntityManager, type Logger } from '@wenzheng/platform';
import type { Clock } from '@wenzheng/working-days';
import { In } from 'typeorm';
import type { SupervisionConfig } from '../../config.js';
import { knownFacts } from '../../deadline/session/session-rows.js';
import { problem } from '../../problems.js';
import { Rulebook } from '../../rulebook/rulebook.js';
import { CLOCK, CONFIG } from '../../tokens.js';
import { announcementOf, listingOf } from '../closing/announcement.rules.js';
import { ClosedPeriodEntity } from '../closing/closed-period.entity.js';
import { digestOf, type ClosedFigures } from '../closing/closing.rules.js';
import { spanOf } from '../period.rules.js';
import type { ToldMessage } from '../recount/recount.rules.js';
import type { ExportedMessage } from '../verification/export.schema.js';
import { ExportService } from '../verification/export.service.js';
import { toldAt } from '../verification/verification.rules.js';
import { CorrectionEntity } from './correction.entity.js';
import { changesBetween, figuresOfMessages, groupsOf, type Changes } from './correction.rules.js';

const workName = 'statistics.correct';
const everyMs = 1_000;

/** As they are now, the last correction's. */
interface Standing {
  closing: ClosedPeriodEntity;
  figures: ClosedFigures;
  number: number;
}

export interface ShownCorrection extends Omit<CorrectionEntity, 'period' | 'evidence' | 'figures'> {
  events: number;
  changes: Changes | null;
}

/**
 * R05, R28: closed figures stand. Where evidence of what had happened before the cut-off was heard after it, the supervision office may have them counted once more, as of the same
 * instant, with a reason that everybody reads; what was told before stays.
 */
@Injectable()
export class CorrectionService implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly count: RunBatch;
  /** Its own, beside the sweep: a year takes its time, and nothing else that falls due waits for it. */
  private readonly loop = new Loop({
    everyMs,
    round: () => this.countAsked(),
    failed: (error) => this.logger.warn({ error: describeError(error) }, 'a correction was not counted; it will be tried again'),
  });

  constructor(
    @Inject(DATA_SOURCE) private readonly dataSource: DataSource,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(Rulebook) private readonly rulebook: Rulebook,
    @Inject(ExportService) private readonly log: ExportService,
    @Inject(CONFIG) private readonly config: Pick<SupervisionConfig, 'RANKING_MINIMUM_SAMPLE'>,
    @Inject(DueWorks) dueWorks: DueWorks,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {
    this.count = dueWorks.register<CorrectionEntity>({
      name: workName,
      claim: (manager, among) => this.claim(manager, among),
      perform: async (manager, claimed) => {
        for (const correction of claimed.values()) await this.countOnce(manager, correction);
      },
    });
  }

  onApplicationBootstrap(): void {
    this.loop.start();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.loop.stop();
  }

  /** Which evidence counts is settled at once; it is counted in the background. */
  async ask(period: string, { correctionId, reason }: { correctionId: string; reason: string }, by: Caller): Promise<{ correction: ShownCorrection; isRepeat: boolean }> {
    return this.dataSource.transaction(async (manager) => {
      const closing = await this.closed(manager, period);
      const corrections = manager.getRepository(CorrectionEntity);
      const before = await corrections.findOneBy({ correctionId });
      if (before && (before.period !== period || before.reason !== reason)) throw problem('deadline-supervision.correction-id-reused');
      if (before) return { correction: await this.shown(manager, before), isRepeat: true };
      const known = await corrections.find({ where: { period }, order: { askedAt: 'ASC' } });
      if (known.some(({ countedAt }) => countedAt === null)) throw problem('deadline-supervision.correction-under-way');
      const evidence = await this.evidenceOf(manager, closing);
      const counted = new Set(known.flatMap((one) => one.evidence));
      if (evidence.every((id) => counted.has(id))) throw problem('deadline-supervision.nothing-to-correct');
      const askedAt = this.clock.now();
      const correction = corrections.create({ correctionId, period, reason, askedAt, by: by.subject, evidence, countedAt: null, number: null, figures: null, digest: null });
      await corrections.insert(correction);
      await audit(manager, { by, at: askedAt, did: 'statistics.correction-asked', about: period, details: { correctionId, reason, events: evidence.length } });
      return { correction: await this.shown(manager, correction), isRepeat: false };
    });
  }

  /** Counts what waits to be counted. */
  async countAsked(): Promise<void> {
    while ((await this.count()) > 0);
  }

  /** In the order in which they were asked for. */
  async of(period: string): Promise<ShownCorrection[]> {
    const rows = await this.dataSource.getRepository(CorrectionEntity).find({ where: { period }, order: { askedAt: 'ASC' } });
    return Promise.all(rows.map((row) => this.shown(this.dataSource.manager, row)));
  }

  private async closed(manager: EntityManager, period: string): Promise<ClosedPeriodEntity> {
    const closing = await manager.getRepository(ClosedPeriodEntity).findOneBy({ period });
    if (!closing) throw problem('deadline-supervision.period-not-closed');
    // One at a time: the next sees what this one asked for.
    await manager.query(`SELECT pg_advisory_xact_lock(hashtextextended(current_schema() || ' correction ' || $1, 0))`, [period]);
    return closing;
  }

  private async evidenceOf(manager: EntityManager, { period, number, cutOff }: ClosedPeriodEntity): Promise<string[]> {
    const { from, to } = spanOf(period);
    const rows = await manager.query<{ id: string }[]>(
      `SELECT event_id AS id FROM ${knownFacts} JOIN deadline USING (message_id)
       WHERE late AND after_closing >= $1 AND time < $2 AND registered_on BETWEEN $3 AND $4 GROUP BY event_id ORDER BY event_id`,
      [number, cutOff, from, to],
    );
    return rows.map(({ id }) => id);
  }

  private async claim(manager: EntityManager, among?: readonly string[]): Promise<Map<string, CorrectionEntity>> {
    const rows = await manager.query<{ id: string }[]>(
      `SELECT correction_id AS id FROM statistics_correction WHERE counted_at IS NULL AND ($1::uuid[] IS NOT NULL OR ${notAside(workName, 'correction_id::text')})
         AND ($1::uuid[] IS NULL OR correction_id = ANY ($1)) ORDER BY asked_at LIMIT 1 FOR UPDATE SKIP LOCKED`,
      [among ?? null],
    );
    const claimed = await manager.getRepository(CorrectionEntity).findBy({ correctionId: In(rows.map(({ id }) => id)) });
    return new Map(claimed.map((one) => [one.correctionId, one]));
  }

  private async countOnce(manager: EntityManager, { correctionId, period, reason, evidence }: CorrectionEntity): Promise<void> {
    const before = await this.standing(manager, period);
    const { closing } = before;
    const messages = await this.messagesOf(manager, closing, new Set(evidence));
    const units = before.figures.units.map(({ unit }) => unit);
    const figures = figuresOfMessages(messages, closing.cutOff, units);
    const countedAt = this.clock.now();
    const corrected = { period, cutOff: closing.cutOff.toISOString(), calendarVersion: closing.calendarVersion, policyVersions: closing.policyVersions, figures };
    const digest = digestOf(corrected);
    const isChanged = digest !== digestOf({ ...corrected, figures: before.figures });
    const number = isChanged ? before.number + 1 : null;
    await manager.query('UPDATE statistics_correction SET counted_at = $2, number = $3, figures = $4, digest = $5 WHERE correction_id = $1', [correctionId, countedAt, number, JSON.stringify(figures), digest]);
    if (number === null) return;
    const told = announcementOf({ ...corrected, digest, minimumSample: this.config.RANKING_MINIMUM_SAMPLE }, spanOf(period));
    const subject = `${period} ${number}`;
    const listing = listingOf(period, groupsOf(messages, closing.cutOff));
    await appendToOutbox(manager, [
      createEvent(statisticsCorrected, { subject, sequence: 1, time: countedAt, data: { number, reason, correctedAt: countedAt.toISOString(), figures: told } }),
    ]);
    await appendToOutbox(manager, listing.map((data) => createEvent(statisticsListed, { subject, sequence: 1 + data.part, time: countedAt, data: { ...data, correction: number } })));
  }

  private async standing(manager: EntityManager, period: string): Promise<Standing> {
    const closing = await manager.getRepository(ClosedPeriodEntity).findOneByOrFail({ period });
    const [last] = await manager.query<{ figures: ClosedFigures; number: number }[]>('SELECT figures, number FROM statistics_correction WHERE period = $1 AND number IS NOT NULL ORDER BY number DESC LIMIT 1', [period]);
    return { closing, figures: last?.figures ?? closing.figures, number: last?.number ?? 0 };
  }

  /** Everything that was registered in the period, as it stood at the cut-off by what was known when it was closed, and by the evidence. */
  private async messagesOf(manager: EntityManager, { cutOff, ...closing }: ClosedPeriodEntity, evidence: ReadonlySet<string>): Promise<(ToldMessage & { messageId: string })[]> {
    await this.rulebook.refresh();
    const rules = { policies: this.rulebook.allPolicies, editions: this.rulebook.calendars };
    const told: (ToldMessage & { messageId: string })[] = [];
    // By the transaction's own connection: the database ends one that waits half a minute for another's.
    for await (const lines of this.log.messages(manager, spanOf(closing.period))) {
      for (const message of lines.map((line) => JSON.parse(line) as ExportedMessage)) {
        const one = toldAt(message, rules, { ...closing, cutOff: cutOff.toISOString() }, evidence);
        if (one) told.push({ messageId: message.messageId, ...one });
      }
    }
    return told;
  }

  private async shown(manager: EntityManager, { period, evidence, figures, ...correction }: CorrectionEntity): Promise<ShownCorrection> {
    return { ...correction, events: evidence.length, changes: figures && correction.number !== null ? changesBetween(await this.before(manager, period, correction.number), figures) : figures && {} };
  }

  private async before(manager: EntityManager, period: string, number: number): Promise<ClosedFigures> {
    const corrections = manager.getRepository(CorrectionEntity);
    const previous = number > 1 ? await corrections.findOneByOrFail({ period, number: number - 1 }) : null;
    return previous?.figures ?? (await manager.getRepository(ClosedPeriodEntity).findOneByOrFail({ period })).figures;
  }
}
