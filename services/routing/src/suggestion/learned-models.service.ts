import { Inject, Injectable } from '@nestjs/common';
import { DATA_SOURCE, type DataSource } from '@wenzheng/platform';
import { documentOf, Model } from '@wenzheng/text';
import type { LearnedModel } from './suggestion.rules.js';

/** The newest model that was learned, in memory. Replicas look for a newer one every minute: until then each decides with its own and says which. */
@Injectable()
export class LearnedModels {
  private loaded: LearnedModel | undefined;

  constructor(@Inject(DATA_SOURCE) private readonly dataSource: DataSource) {}

  get inMemory(): LearnedModel | undefined {
    return this.loaded;
  }

  async refresh(): Promise<void> {
    const [row] = await this.dataSource.query<(Omit<LearnedModel, 'model'> & { model: Buffer })[]>(
      'SELECT version, decisions, thresholds, model FROM learned_model WHERE version > $1 AND model IS NOT NULL ORDER BY version DESC LIMIT 1',
      [this.loaded?.version ?? 0],
    );
    if (!row) return;
    const model = Model.from(row.model);
    // The dictionary is loaded before the first message needs it.
    model.rank(documentOf({ title: '', text: '' }));
    this.loaded = { ...row, model };
  }
}
