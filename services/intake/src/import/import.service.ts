import { Inject, Injectable } from '@nestjs/common';
import { DATA_SOURCE, isTransient, type DataSource } from '@wenzheng/platform';
import type { Clock } from '@wenzheng/working-days';
import type { IntakeConfig } from '../config.js';
import { CLOCK, CONFIG } from '../tokens.js';
import { problem } from '../problems.js';
import { MessageBatch, type DatedRow } from '../message/message-batch.js';
import { messageRowOf } from '../message/message-row.js';
import type { RegistrationOutcome } from '../message/outcome.rules.js';
import { readLine, type ImportRequest, type LineResult } from './import.rules.js';

/** Messages of the past: registered when the file says, each once, however often the file is sent. */
@Injectable()
export class ImportService {
  constructor(
    @Inject(DATA_SOURCE) private readonly dataSource: DataSource,
    @Inject(MessageBatch) private readonly batch: MessageBatch,
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
      return await this.dataSource.transaction((manager) => this.batch.write(manager, rows));
    } catch (error) {
      if (isTransient(error)) throw problem('intake.outcome-unknown', { retryAfterSeconds: 1 });
      throw error;
    }
  }
}

function resultOf(externalId: string, registration: RegistrationOutcome | undefined): LineResult {
  if (!registration || registration.outcome === 'conflict') return { externalId, status: 'refused', code: 'intake.external-id-conflict' };
  return { externalId, status: registration.outcome === 'repeated' ? 'repeated' : 'created', messageId: registration.messageId, messageNumber: registration.messageNumber };
}
