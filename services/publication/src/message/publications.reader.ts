import { Inject, Injectable } from '@nestjs/common';
import type { DataSource } from '@wenzheng/platform';
import { READS } from '../tokens.js';

/** Words that a unit published: its answer, what it says meanwhile, a correction, a supplement, an answer after renewed handling, and an explanation of a longer time. */
export const publicationKinds = ['reply', 'interim-reply', 'correction', 'supplement', 'renewed-reply', 'extension-notice'] as const;
export type PublicationKind = (typeof publicationKinds)[number];

/** One act of publishing, without its words: they stand on the message's page as they are now. */
export interface Publication {
  id: string;
  kind: PublicationKind;
  messageNumber: string;
  /** Null where the message is not public. */
  title: string | null;
  unit: { code: string; name: string };
  publishedAt: Date;
}

const before = (at: string, id: string): string => `($1::timestamptz IS NULL OR (${at}, ${id}) < ($1, $2::uuid)) ORDER BY ${at} DESC, ${id} DESC LIMIT $3`;
const unit = (table: string): string => `jsonb_build_object('code', ${table}.unit_code, 'name', coalesce(unit.name, ${table}.unit_name)) AS unit`;
const ofMessage = (table: string): string => `message.message_number AS "messageNumber", CASE WHEN message.visibility = 'public' THEN message.title END AS title, ${unit(table)}, ${table}.published_at AS "publishedAt"
  FROM ${table} JOIN message USING (message_id) LEFT JOIN unit ON unit.code = ${table}.unit_code`;

/** 公开日志 (R06): what was published, when and by whom, the newest first. */
@Injectable()
export class PublicationsReader {
  constructor(@Inject(READS) private readonly reads: DataSource) {}

  after(from: { at: Date; id: string } | null, limit: number): Promise<Publication[]> {
    return this.reads.query<Publication[]>(
      `SELECT * FROM (
         (SELECT reply.reply_id AS id, CASE WHEN reply.corrects IS NOT NULL THEN 'correction' WHEN reply.supplements IS NOT NULL THEN 'supplement' WHEN reply.renews IS NOT NULL THEN 'renewed-reply' WHEN reply.interim THEN 'interim-reply' ELSE 'reply' END AS kind, ${ofMessage('reply')}
          WHERE reply.state = 'published' AND message.channel IS NOT NULL AND ${before('reply.published_at', 'reply.reply_id')})
         UNION ALL
         (SELECT extension_notice.extension_id, 'extension-notice', ${ofMessage('extension_notice')}
          WHERE extension_notice.published_at IS NOT NULL AND message.channel IS NOT NULL AND ${before('extension_notice.published_at', 'extension_notice.extension_id')})
       ) AS published ORDER BY "publishedAt" DESC, id DESC LIMIT $3`,
      [from?.at ?? null, from?.id ?? null, limit],
    );
  }
}
