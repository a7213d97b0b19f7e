import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { createPartition, DATA_SOURCE, describeError, LOGGER, Loop, type DataSource, type Logger } from '@wenzheng/platform';
import { idsOf, monthAfter, monthOf, monthOfId, type Month } from './month-partitions.rules.js';

const everyMs = 10 * 60_000;
const monthsAhead = 2;
const tables = ['deadline', 'deadline_fact'] as const;

/** Makes the partitions of the coming months, and of past ones that wait in a default partition, in real time as ids are. Nothing is ever dropped. */
@Injectable()
export class MonthPartitions implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly loop = new Loop({
    everyMs,
    round: () => this.ensure(),
    failed: (error) => this.logger.warn({ error: describeError(error) }, 'month partitions were not made; it will be tried again'),
  });

  constructor(
    @Inject(DATA_SOURCE) private readonly dataSource: DataSource,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    this.loop.start();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.loop.stop();
  }

  async ensure(now = new Date()): Promise<void> {
    const ahead = Array.from({ length: monthsAhead + 1 }, (_, index) => monthAfter(monthOf(now), index));
    for (const table of tables) {
      for (const month of ahead) await this.make(table, month);
      for (let month = await this.waiting(table, now); month; month = await this.waiting(table, now, month)) await this.make(table, month);
    }
  }

  private async make(table: string, month: Month): Promise<void> {
    await createPartition(this.dataSource, { table, column: 'message_id', name: `${table}_${month.replace('-', '')}`, ...idsOf(month) });
  }

  /** The first month after this one of which rows are in the default partition. An id that is no UUIDv7 has no month. */
  private async waiting(table: string, now: Date, after: Month = '1999-12'): Promise<Month | undefined> {
    const [row] = await this.dataSource.query<{ id: string }[]>(
      `SELECT message_id AS id FROM ${table}_default
       WHERE message_id >= $1 AND message_id < $2 AND substr(message_id::text, 15, 1) = '7' ORDER BY message_id LIMIT 1`,
      [idsOf(after).to, idsOf(monthOf(now)).to],
    );
    return row && monthOfId(row.id);
  }
}
