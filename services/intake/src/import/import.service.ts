import { Inject, Injectable } from '@nestjs/common';
import { DATA_SOURCE, isTransient, type DataSource, type EntityManager } from '@wenzheng/platform';
import { businessDateOf, type Clock } from '@wenzheng/working-days';
import type { IntakeConfig } from '../config.js';
import { CLOCK, CONFIG } from '../tokens.js';
import { problem } from '../problems.js';
import { messageNumberOf } from '../receipt/message-number.rules.js';
import { MessageNumbers } from '../receipt/message-numbers.service.js';
import { messageRowOf, type MessageRow, type NumberedRow } from '../message/message-row.js';
import { readReceipts, registerRows, type StoredReceipt } from '../message/message.sql.js';
import { compareKeys, keyOf, outcomesOf, type RegistrationOutcome } from '../message/outcome.rules.js';
import { numbersNeeded, readLine, type ImportRequest, type LineResult } from './import.rules.js';

type DatedRow = MessageRow & { registeredAt: Date };

/** Messages of the past: registered when the file says, each once, however often the file is sent. */
@Injectable()
export class ImportService {
  constructor(
    @Inject(DATA_SOURCE) private readonly dataSource: DataSource,
    @Inject(MessageNumbers) private readonly numbers: MessageNumbers,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: IntakeConfig,
  ) {}

  /** One transaction for the request; a line that is refused does not keep the others out. */
  async import(request: ImportRequest): Promise<LineResult[]> {
    const now = this.clock.now();
    const lines = request.messages.map((line) => readLine(request, line, now));
    const rows = lines.map((line) => ('draft' in line ? { ...messageRowOf(line.draft, this.config), registeredAt: line.registeredAt } : null));
    const good = rows.filter((row) => row !== null);
    const outcomes = good.length > 0 ? await this.commit(good) : [];
    const byMessage = new Map(good.map((row, index) => [row.messageId, outcomes[index]]));
    return lines.map((line, index) => {
      const row = rows[index];
      return row ? resultOf(row.externalId, byMessage.get(row.messageId)) : (line as LineResult);
    });
  }

  private async commit(rows: readonly DatedRow[]): Promise<RegistrationOutcome[]> {
    try {
      return await this.dataSource.transaction((manager) => this.write(manager, rows));
    } catch (error) {
      if (isTransient(error)) throw problem('intake.outcome-unknown', { retryAfterSeconds: 1 });
      throw error;
    }
  }

  private async write(manager: EntityManager, rows: readonly DatedRow[]): Promise<RegistrationOutcome[]> {
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

function resultOf(externalId: string, registration: RegistrationOutcome | undefined): LineResult {
  if (!registration || registration.outcome === 'conflict') return { externalId, status: 'refused', code: 'intake.external-id-conflict' };
  return { externalId, status: registration.outcome, messageId: registration.messageId, messageNumber: registration.messageNumber };
}
