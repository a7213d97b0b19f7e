import { Inject, Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { DATA_SOURCE, describeError, LOGGER, Loop, networkOf, type DataSource, type Logger } from '@wenzheng/platform';
import type { IntakeConfig } from '../../config.js';
import { Signatures } from '../../portal/signatures.js';
import { CONFIG } from '../../tokens.js';

const windowMs = 10 * 60_000;
/** A school or an office shares one address: so many times as many letters pass, each with a check. */
const withCheck = 6;

export type Admission = { is: 'free' } | { is: 'checked' } | { is: 'refused'; retryAfterSeconds: number };

/** How much one address may write in ten minutes of real time, counted in the database for all replicas. */
@Injectable()
export class FormLimit implements OnModuleInit, OnApplicationShutdown {
  private readonly forgetting = new Loop({
    everyMs: windowMs,
    round: async () => void (await this.forget(new Date())),
    failed: (error) => this.logger.warn({ error: describeError(error) }, 'counts of forms were not forgotten; it will be tried again'),
  });

  constructor(
    @Inject(DATA_SOURCE) private readonly dataSource: DataSource,
    @Inject(Signatures) private readonly signatures: Signatures,
    @Inject(CONFIG) private readonly config: IntakeConfig,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  onModuleInit(): void {
    this.forgetting.start(windowMs);
  }

  async onApplicationShutdown(): Promise<void> {
    await this.forgetting.stop();
  }

  /** Counts one more letter. */
  async admit(address: string, now: Date): Promise<Admission> {
    const since = new Date(Math.floor(now.getTime() / windowMs) * windowMs);
    const [row] = await this.dataSource.query<{ count: number }[]>(
      'INSERT INTO form_count (caller, since, count) VALUES ($1, $2, 1) ON CONFLICT (caller, since) DO UPDATE SET count = form_count.count + 1 RETURNING count',
      [this.signatures.digest('caller', networkOf(address)), since],
    );
    const count = row?.count ?? 1;
    if (count <= this.config.FORM_LIMIT) return { is: 'free' };
    if (count <= this.config.FORM_LIMIT * withCheck) return { is: 'checked' };
    return { is: 'refused', retryAfterSeconds: Math.ceil((since.getTime() + windowMs - now.getTime()) / 1_000) };
  }

  /** What was counted in windows that are over. */
  async forget(now: Date): Promise<void> {
    await this.dataSource.query('DELETE FROM form_count WHERE since < $1', [new Date(now.getTime() - windowMs)]);
  }
}
