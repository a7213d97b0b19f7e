import { Inject, Injectable } from '@nestjs/common';
import { DATA_SOURCE, type DataSource, type EntityManager } from '@wenzheng/platform';
import { documentOf } from '@wenzheng/text';
import { problem } from '../problems.js';
import { UnitRegistry } from '../unit/unit-registry.service.js';
import { LearnedModels } from './learned-models.service.js';
import { suggest, type LearnedModel, type Suggestible, type Suggestion } from './suggestion.rules.js';

export interface Suggested {
  suggestions: Suggestion[];
  learned: LearnedModel | undefined;
}

/** Which units a message may belong to, and why; and what a person then decided, which is what is learned. */
@Injectable()
export class Suggestions {
  constructor(
    @Inject(DATA_SOURCE) private readonly dataSource: DataSource,
    @Inject(UnitRegistry) private readonly registry: UnitRegistry,
    @Inject(LearnedModels) private readonly models: LearnedModels,
  ) {}

  /** @throws Problem `routing.unknown-message` */
  async of(messageId: string): Promise<Suggested> {
    const [message] = await this.messages(this.dataSource.manager, [messageId], 'channel IS NOT NULL');
    if (!message) throw problem('routing.unknown-message');
    const learned = this.models.inMemory;
    return { suggestions: suggest(message, await this.registry.tree(), learned, () => documentOf(message)), learned };
  }

  /**
   * A person has confirmed whose these messages are: the office assigned them, or the unit's answer stands. Another decision about the same message takes the place
   * of the earlier; what had been suggested stays. Reports of wrongdoing are left out, history whose unit nobody named, and what a
   * unit answers because it was asked in its session.
   */
  async confirm(manager: EntityManager, messageIds: readonly string[], now: Date): Promise<void> {
    const messages = await this.messages(
      manager,
      messageIds,
      `unit_code IS NOT NULL AND kind IS DISTINCT FROM 'report' AND (assigned_by = 'office' OR state = 'answered' AND session_id IS NULL AND (NOT historical OR import_unit = unit_code))`,
    );
    if (messages.length === 0) return;
    const tree = await this.registry.tree(manager);
    const learned = this.models.inMemory;
    const suggested = messages.map((message) => suggest(message, tree, learned, () => documentOf(message)).map(({ unit }) => unit.code));
    await manager.query(
      `INSERT INTO confirmed_decision (message_id, unit_code, confirmed_at, suggested, model_version)
       SELECT message_id, unit_code, $3, ARRAY(SELECT jsonb_array_elements_text(suggested)), $5
       FROM unnest($1::uuid[], $2::text[], $4::jsonb[]) AS row (message_id, unit_code, suggested) ORDER BY message_id
       ON CONFLICT (message_id) DO UPDATE SET unit_code = excluded.unit_code, confirmed_at = excluded.confirmed_at WHERE confirmed_decision.unit_code <> excluded.unit_code`,
      [messages.map(({ messageId }) => messageId), messages.map(({ unitCode }) => unitCode), now, suggested.map((codes) => JSON.stringify(codes)), learned?.version ?? null],
    );
  }

  private messages(manager: EntityManager, messageIds: readonly string[], condition: string): Promise<(Suggestible & { messageId: string; unitCode: string })[]> {
    return manager.query(
      `SELECT message_id AS "messageId", unit_code AS "unitCode", kind, title, text, addressed_unit AS "addressedUnit" FROM message
       WHERE message_id = ANY ($1::uuid[]) AND ${condition}`,
      [messageIds],
    );
  }
}
