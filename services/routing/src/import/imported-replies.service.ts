import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { createEvent, replySubmitted, type UnitRef } from '@wenzheng/contracts';
import { appendToOutbox } from '@wenzheng/messaging';
import { DATA_SOURCE, type DataSource, type EntityManager } from '@wenzheng/platform';
import type { Clock } from '@wenzheng/working-days';
import { foldMessages, lockMessages, type LockedMessage } from '../message/locked-message.js';
import { problem } from '../problems.js';
import { CLOCK } from '../tokens.js';
import { unitRefOf, UnitRegistry } from '../unit/unit-registry.service.js';
import { ruleImport, ruleWaiting, type ImportItem, type ImportResult, type KnownImport } from './import.rules.js';

export interface ImportRequest {
  unit?: string | undefined;
  items: ImportItem[];
}

interface SignedReply {
  replyId: string;
  message: LockedMessage;
  unit: UnitRef;
  text: string;
  submittedAt: Date;
}

/** Replies of the past, brought in by an administrator. One message has at most one; repeating a request changes nothing. */
@Injectable()
export class ImportedReplies {
  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(DATA_SOURCE) private readonly dataSource: DataSource,
    @Inject(UnitRegistry) private readonly registry: UnitRegistry,
  ) {}

  import(request: ImportRequest, administrator: string): Promise<ImportResult[]> {
    return this.dataSource.transaction(async (manager) => {
      const signer = await this.signer(manager, request.unit);
      const ids = request.items.map((item) => item.messageId);
      const messages = new Map((await lockMessages(manager, ids)).map((message) => [message.messageId, message]));
      const known = await this.known(manager, ids);
      const now = this.clock.now();
      const created: { replyId: string; item: Required<ImportItem>; message: LockedMessage | undefined }[] = [];
      const results = request.items.map((item) => {
        const message = messages.get(item.messageId);
        const result = ruleImport(item, message ?? null, known.get(item.messageId), now);
        if (result.status === 'created' && item.reply) {
          created.push({ replyId: randomUUID(), item: { ...item, reply: item.reply }, message });
          known.set(item.messageId, { text: item.reply.text, givenAt: new Date(item.reply.submittedAt), state: 'waiting' });
        }
        return result;
      });
      await manager.query(
        `INSERT INTO reply (reply_id, message_id, unit_code, unit_name, text, interim, state, source, submitted_at, given_at, submitted_by)
         SELECT reply_id, message_id, $3, $4, text, false, 'waiting', 'import', given_at, given_at, $6
         FROM unnest($1::uuid[], $2::uuid[], $5::text[], $7::timestamptz[]) AS row (reply_id, message_id, text, given_at)`,
        [
          created.map(({ replyId }) => replyId),
          created.map(({ item }) => item.messageId),
          signer?.code ?? null,
          signer?.name ?? null,
          created.map(({ item }) => item.reply.text),
          administrator,
          created.map(({ item }) => item.reply.submittedAt),
        ],
      );
      const registered = created.flatMap(({ message }) => (message ? [message.messageId] : []));
      await this.signWaiting(manager, registered);
      await foldMessages(manager, registered);
      return results;
    });
  }

  /** Replies that waited for these locked messages are signed, by the unit the import named or the one that has the message. */
  async signWaiting(manager: EntityManager, messageIds: readonly string[]): Promise<void> {
    if (messageIds.length === 0) return;
    const waiting = await manager.query<{ replyId: string; messageId: string; unitCode: string | null; unitName: string | null; text: string; givenAt: Date }[]>(
      `SELECT reply_id AS "replyId", message_id AS "messageId", unit_code AS "unitCode", unit_name AS "unitName", text, given_at AS "givenAt"
       FROM reply WHERE state = 'waiting' AND message_id = ANY ($1::uuid[])`,
      [messageIds],
    );
    if (waiting.length === 0) return;
    const messages = new Map((await lockMessages(manager, waiting.map((reply) => reply.messageId))).map((message) => [message.messageId, message]));
    const tree = await this.registry.tree(manager);
    const refused: string[] = [];
    const signed: SignedReply[] = [];
    for (const { replyId, messageId, unitCode, unitName, text, givenAt } of waiting) {
      const message = messages.get(messageId);
      const ruling = message && ruleWaiting({ givenAt }, message);
      if (!message || !ruling) {
        refused.push(replyId);
        continue;
      }
      const assigned = unitRefOf(tree.get(message.unitCode ?? '') ?? tree.root);
      const unit = unitCode !== null && unitName !== null ? { code: unitCode, name: unitName } : assigned;
      signed.push({ replyId, message, unit, text, submittedAt: ruling.submittedAt });
    }
    await manager.query(`UPDATE reply SET state = 'refused' WHERE reply_id = ANY ($1::uuid[])`, [refused]);
    await this.submit(manager, signed);
  }

  private async submit(manager: EntityManager, signed: readonly SignedReply[]): Promise<void> {
    await manager.query(
      `UPDATE reply SET state = 'submitted', unit_code = signed.code, unit_name = signed.name, submitted_at = signed.at
       FROM unnest($1::uuid[], $2::text[], $3::text[], $4::timestamptz[]) AS signed (reply_id, code, name, at)
       WHERE reply.reply_id = signed.reply_id`,
      [
        signed.map(({ replyId }) => replyId),
        signed.map(({ unit }) => unit.code),
        signed.map(({ unit }) => unit.name),
        signed.map(({ submittedAt }) => submittedAt.toISOString()),
      ],
    );
    await manager.query('UPDATE message SET version = version + 1 WHERE message_id = ANY ($1::uuid[])', [
      signed.map(({ message }) => message.messageId),
    ]);
    const events = signed.map(({ replyId, message, unit, text, submittedAt }) =>
      createEvent(replySubmitted, {
        subject: message.messageId,
        sequence: message.version + 1,
        time: submittedAt,
        data: { messageId: message.messageId, replyId, unit, text, interim: false, submittedAt: submittedAt.toISOString(), historical: true },
      }),
    );
    await appendToOutbox(manager, events);
  }

  private async signer(manager: EntityManager, code: string | undefined): Promise<UnitRef | null> {
    if (code === undefined) return null;
    const unit = (await this.registry.tree(manager)).get(code);
    if (!unit) throw problem('routing.unit-not-in-registry', { parameters: { unit: code } });
    return unitRefOf(unit);
  }

  private async known(manager: EntityManager, messageIds: readonly string[]): Promise<Map<string, KnownImport>> {
    const rows = await manager.query<(KnownImport & { messageId: string })[]>(
      `SELECT message_id AS "messageId", text, given_at AS "givenAt", state FROM reply WHERE source = 'import' AND message_id = ANY ($1::uuid[])`,
      [messageIds],
    );
    return new Map(rows.map((row) => [row.messageId, row]));
  }
}
