import { Controller, Inject } from '@nestjs/common';
import { statisticsClosed, statisticsCorrected, statisticsListed, type EventData, type EventEnvelope } from '@wenzheng/contracts';
import { OnEvent, type EventContext } from '@wenzheng/messaging';
import { insertRows, type EntityManager } from '@wenzheng/platform';
import { examineInTurns } from '../redaction/in-turns.js';
import { RedactionService } from '../redaction/redaction.service.js';
import { ClosedPeriodEntity, type ClosedFigures } from './closed-period.entity.js';
import { PeriodCorrectionEntity } from './correction.entity.js';
import { correctedWith } from './correction.rules.js';
import { CountedMessagesEntity } from './counted-messages.entity.js';

@Controller()
export class StatisticsHandlers {
  constructor(@Inject(RedactionService) private readonly redaction: RedactionService) {}

  /** A period is closed once: its figures are kept as they were told. */
  @OnEvent(statisticsClosed)
  async onClosed(events: EventEnvelope<EventData<typeof statisticsClosed>>[], { manager }: EventContext): Promise<void> {
    await insertRows(manager, ClosedPeriodEntity, events.map(({ data }) => ({ period: data.period, figures: data })), { onConflict: 'ignore' });
    await correct(manager, events.map(({ data }) => data.period));
  }

  @OnEvent(statisticsCorrected)
  async onCorrected(events: EventEnvelope<EventData<typeof statisticsCorrected>>[], { manager }: EventContext): Promise<void> {
    const reasons = await examineInTurns(events.map(({ data }) => data.reason), await this.redaction.directory(manager));
    const rows = events.map(({ data }, index) => ({ period: data.figures.period, number: data.number, data: { ...data, reason: reasons[index]?.text ?? '' } }));
    await insertRows(manager, PeriodCorrectionEntity, rows, { onConflict: 'ignore' });
    await correct(manager, events.map(({ data }) => data.figures.period));
  }

  @OnEvent(statisticsListed)
  async onListed(events: EventEnvelope<EventData<typeof statisticsListed>>[], { manager }: EventContext): Promise<void> {
    const rows = events.flatMap(({ data: { period, correction = 0, part, parts, groups } }) => groups.map((group, place) => ({ period, correction, part, place, parts, ...group })));
    await insertRows(manager, CountedMessagesEntity, rows, { onConflict: 'ignore' });
  }
}

/** Brings what was told of corrections into the figures, one after another, in whatever order it came. */
async function correct(manager: EntityManager, periods: readonly string[]): Promise<void> {
  const rows = await manager.query<{ period: string; figures: ClosedFigures; corrections: EventData<typeof statisticsCorrected>[] }[]>(
    `SELECT period, figures, ARRAY(SELECT data FROM period_correction WHERE period_correction.period = closed_period.period ORDER BY number) AS corrections
     FROM closed_period WHERE period = ANY ($1::text[]) ORDER BY period FOR UPDATE`,
    [periods],
  );
  for (const { period, figures, corrections } of rows) {
    let now = figures;
    for (const correction of corrections) now = correctedWith(now, correction) ?? now;
    if (now !== figures) await manager.query('UPDATE closed_period SET figures = $2 WHERE period = $1', [period, JSON.stringify(now)]);
  }
}
