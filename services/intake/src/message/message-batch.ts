import { Inject, Injectable } from '@nestjs/common';
import type { EntityManager } from '@wenzheng/platform';
import { businessDateOf } from '@wenzheng/working-days';
import type { IntakeConfig } from '../config.js';
import { messageNumberOf, numbersNeeded } from '../receipt/message-number.rules.js';
import { MessageNumbers } from '../receipt/message-numbers.service.js';
import { CONFIG } from '../tokens.js';
import type { MessageRow, NumberedRow } from './message-row.js';
import { readReceipts, registerRows, type StoredReceipt } from './message.sql.js';
import { compareKeys, keyOf, outcomesOf, type RegistrationOutcome } from './outcome.rules.js';

/** A row whose moment of registration is known. */
export type DatedRow = MessageRow & { registeredAt: Date };

/** Writes what comes many at a time, in the caller's transaction: what is imported, what was fetched. */
@Injectable()
export class MessageBatch {
  constructor(
    @Inject(MessageNumbers) private readonly numbers: MessageNumbers,
    @Inject(CONFIG) private readonly config: IntakeConfig,
  ) {}

  /** How each came out, in their order. */
  async write(manager: EntityManager, rows: readonly DatedRow[]): Promise<RegistrationOutcome[]> {
    const stored = new Map<string, StoredReceipt>((await readReceipts(manager, rows)).map((receipt) => [keyOf(receipt), receipt]));
    const firsts = new Map<string, DatedRow>();
    for (const row of rows) if (!stored.has(keyOf(row)) && !firsts.has(keyOf(row))) firsts.set(keyOf(row), row);
    const numbered = await this.number(manager, [...firsts.values()]);
    // Whoever registered the same id between our look and our insert has committed by now, and its receipt is read.
    for (const receipt of await registerRows(manager, numbered.sort(compareKeys))) stored.set(keyOf(receipt), receipt);
    return outcomesOf(rows, stored);
  }

  /** Exactly as many numbers as there are new messages; within a day they follow the time of registration. */
  private async number(manager: EntityManager, rows: readonly DatedRow[]): Promise<NumberedRow[]> {
    const next = new Map<string, number>();
    for (const [date, count] of numbersNeeded(rows.map(({ registeredAt }) => registeredAt))) {
      next.set(date, await this.numbers.reserve(manager, date, count));
    }
    const inOrder = rows.toSorted((one, other) => one.registeredAt.getTime() - other.registeredAt.getTime() || compareKeys(one, other));
    return inOrder.map((row) => {
      const date = businessDateOf(row.registeredAt);
      const number = next.get(date) ?? 0;
      next.set(date, number + 1);
      return { ...row, messageNumber: messageNumberOf(this.config.CITY_PREFIX, date, number) };
    });
  }
}
