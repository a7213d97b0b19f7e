import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { DATA_SOURCE, insertRows, type DataSource, type EntityManager } from '@wenzheng/platform';
import type { Clock } from '@wenzheng/working-days';
import { recomputeStates, lockMessages } from '../message/locked-message.js';
import { problem } from '../problems.js';
import { CLOCK } from '../tokens.js';
import { ReplyEntity } from '../reply/reply.entity.js';
import { UnitRegistry } from '../unit/unit-registry.service.js';
import { readItem, ruleImport, type ImportItem, type ImportResult, type KnownImport } from './import.rules.js';
import { assignAsImported, signWaiting } from './import-effects.js';

export interface ImportRequest {
  unit?: string | undefined;
  items: unknown[];
}

/** The past, brought in by an administrator: whose each message was, and its one reply. Repeating a request changes nothing. */
@Injectable()
export class Imports {
  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(DATA_SOURCE) private readonly dataSource: DataSource,
    @Inject(UnitRegistry) private readonly registry: UnitRegistry,
  ) {}

  /** @throws Problem `routing.unit-not-in-registry` */
  import(request: ImportRequest, administrator: string): Promise<ImportResult[]> {
    return this.dataSource.transaction(async (manager) => {
      const unit = await this.unit(manager, request.unit);
      const lines = request.items.map(readItem);
      const ids = lines.flatMap((line) => ('item' in line ? [line.item.messageId] : []));
      const messages = new Map((await lockMessages(manager, ids)).map((message) => [message.messageId, message]));
      const known = await this.known(manager, ids);
      const now = this.clock.now();
      const replies: Required<ImportItem>[] = [];
      const accepted: string[] = [];
      const results = lines.map((line) => {
        if ('refusal' in line) return line.refusal;
        const { messageId, reply } = line.item;
        const before = known.get(messageId) ?? { unit: null, reply: null };
        const result = ruleImport(line.item, unit, messages.get(messageId) ?? null, before, now);
        if (result.status === 'refused') return result;
        accepted.push(messageId);
        if (result.status === 'created' && reply) replies.push({ messageId, reply });
        const kept = before.reply ?? (reply ? { text: reply.text, givenAt: new Date(reply.submittedAt), state: 'waiting' as const } : null);
        known.set(messageId, { unit: before.unit ?? unit, reply: kept });
        return result;
      });
      await manager.query('UPDATE message SET import_unit = $2 WHERE message_id = ANY ($1::uuid[]) AND import_unit IS NULL', [accepted, unit]);
      await this.keep(manager, replies, administrator);
      await this.takeEffect(manager, accepted.filter((messageId) => messages.has(messageId)));
      return results;
    });
  }

  /** What was imported for these locked, registered messages takes its effect, whichever of the two came first. */
  async takeEffect(manager: EntityManager, messageIds: readonly string[]): Promise<void> {
    if (messageIds.length === 0) return;
    const tree = await this.registry.tree(manager);
    await assignAsImported(manager, messageIds, tree);
    await signWaiting(manager, messageIds, tree);
    await recomputeStates(manager, messageIds);
  }

  private async keep(manager: EntityManager, items: readonly Required<ImportItem>[], administrator: string): Promise<void> {
    const rows = items.map(({ messageId, reply: { text, submittedAt } }) =>
      ({ replyId: randomUUID(), messageId, text, interim: false, state: 'waiting' as const, source: 'import' as const, submittedAt, givenAt: submittedAt, submittedBy: administrator }));
    await insertRows(manager, ReplyEntity, rows);
  }

  private async unit(manager: EntityManager, code: string | undefined): Promise<string | null> {
    if (code === undefined) return null;
    const unit = (await this.registry.tree(manager)).addressed(code);
    if (!unit) throw problem('routing.unit-not-in-registry', { parameters: { unit: code } });
    return unit.code;
  }

  private async known(manager: EntityManager, messageIds: readonly string[]): Promise<Map<string, KnownImport>> {
    const rows = await manager.query<{ messageId: string; unit: string | null; text: string | null; givenAt: Date; state: 'waiting' | 'submitted' | 'refused' }[]>(
      `SELECT message.message_id AS "messageId", import_unit AS unit, reply.text, given_at AS "givenAt", reply.state
       FROM message LEFT JOIN reply ON reply.message_id = message.message_id AND source = 'import' WHERE message.message_id = ANY ($1::uuid[])`,
      [messageIds],
    );
    return new Map(
      rows.map(({ messageId, unit, text, givenAt, state }) => [messageId, { unit, reply: text === null ? null : { text, givenAt, state } }]),
    );
  }
}
