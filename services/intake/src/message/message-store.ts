import { Inject, Injectable } from '@nestjs/common';
import { DATA_SOURCE, isUnavailable, type DataSource } from '@wenzheng/platform';
import { businessDateOf, type Clock } from '@wenzheng/working-days';
import type { IntakeConfig } from '../config.js';
import { messageNumberOf } from '../receipt/message-number.rules.js';
import { MessageNumbers } from '../receipt/message-numbers.service.js';
import { CLOCK, CONFIG } from '../tokens.js';
import type { MessageRow } from './message-row.js';
import { registerRows, type StoredReceipt } from './message.sql.js';
import { compareKeys, keyOf, outcomesOf, type RegistrationOutcome } from './outcome.rules.js';

/** Writes batches of messages for the group commit. */
@Injectable()
export class MessageStore {
  constructor(
    @Inject(DATA_SOURCE) private readonly dataSource: DataSource,
    @Inject(MessageNumbers) private readonly numbers: MessageNumbers,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: IntakeConfig,
  ) {}

  /** One transaction for all rows; how each came out, in their order. */
  async write(rows: readonly MessageRow[]): Promise<RegistrationOutcome[]> {
    const firsts = new Map<string, MessageRow>();
    for (const row of rows) if (!firsts.has(keyOf(row))) firsts.set(keyOf(row), row);
    const receipts = await this.register([...firsts.values()].sort(compareKeys));
    return outcomesOf(rows, new Map(receipts.map((receipt) => [keyOf(receipt), receipt])));
  }

  private async register(rows: MessageRow[]): Promise<StoredReceipt[]> {
    const registeredAt = this.clock.now();
    const date = businessDateOf(registeredAt);
    const numbers = await this.numbers.take(date, rows.length);
    const numbered = rows.map((row, index) => ({
      ...row,
      registeredAt,
      messageNumber: messageNumberOf(this.config.CITY_PREFIX, date, numbers[index] as number),
    }));
    try {
      const receipts = await registerRows(this.dataSource.manager, numbered);
      const taken = new Set(receipts.map(({ messageId }) => messageId));
      this.numbers.giveBack(date, numbers.filter((_, index) => !taken.has(rows[index]?.messageId ?? '')));
      return receipts;
    } catch (error) {
      // After a refused statement the numbers are certainly free; after a lost connection they may stand on a message.
      if (!isUnavailable(error)) this.numbers.giveBack(date, numbers);
      throw error;
    }
  }
}
