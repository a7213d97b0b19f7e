import { Inject, Injectable } from '@nestjs/common';
import { conservationBroken, conservationRestored, createEvent } from '@wenzheng/contracts';
import { appendToOutbox } from '@wenzheng/messaging';
import { DATA_SOURCE, type DataSource } from '@wenzheng/platform';
import type { Clock } from '@wenzheng/working-days';
import { CLOCK } from '../tokens.js';
import { ConservationService } from './conservation.service.js';

const differencesTold = 100;
const subject = 'conservation';

/** Says on the bus when the first message is named on which services differ, and when none is left. */
@Injectable()
export class ImbalanceService {
  constructor(
    @Inject(DATA_SOURCE) private readonly dataSource: DataSource,
    @Inject(ConservationService) private readonly conservation: ConservationService,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Once for each change, whichever replica sees it first. */
  async announce(): Promise<void> {
    await this.dataSource.transaction(async (manager) => {
      const [before] = await manager.query<{ broken: boolean; sequence: number }[]>('SELECT broken, sequence FROM comparison FOR UPDATE');
      const { messages, differences, unregistered } = await this.conservation.report();
      const isBroken = messages.length > 0 || unregistered.length > 0;
      if (!before || before.broken === isBroken) return;
      const now = this.clock.now();
      const details = { subject, sequence: before.sequence + 1, time: now };
      await manager.query('UPDATE comparison SET broken = $1, sequence = $2', [isBroken, details.sequence]);
      const event = isBroken
        ? createEvent(conservationBroken, {
            ...details,
            data: {
              brokenAt: now.toISOString(),
              messages: messages.length,
              differences: differences.slice(0, differencesTold),
              unregistered: unregistered.map(({ service, count }) => ({ service, count })),
            },
          })
        : createEvent(conservationRestored, { ...details, data: { restoredAt: now.toISOString() } });
      await appendToOutbox(manager, [event]);
    });
  }
}
