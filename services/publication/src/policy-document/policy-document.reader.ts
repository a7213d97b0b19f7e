import { Inject, Injectable } from '@nestjs/common';
import { nfkc } from '@wenzheng/contracts';
import { pageFrom, type DataSource, type Page } from '@wenzheng/platform';
import type { BusinessDate } from '@wenzheng/working-days';
import { readDateCursor, readInstantCursor, writeCursor } from '../publishing/list-cursor.js';
import { READS } from '../tokens.js';
import { Citations, type CitedDocument } from './citations.rules.js';
import { documentColumns, type DocumentRow } from './policy-document.rules.js';

export interface DocumentFilter {
  q?: string | undefined;
  state?: 'in-force' | 'repealed' | undefined;
  after?: string | undefined;
  limit: number;
}

/** A public reply that cites a document. */
export interface CitingReply {
  messageNumber: string;
  title: string | null;
  unit: string;
  publishedAt: Date;
  text: string;
}

/** Published replies as they are read: not those whose words a later correction has taken the place of. */
const shownReply = `reply.state = 'published' AND message.channel IS NOT NULL AND message.visibility = 'public'
  AND NOT EXISTS (SELECT FROM reply c WHERE c.message_id = reply.message_id AND c.state = 'published'
    AND (c.corrects = reply.reply_id OR (c.corrects = reply.corrects AND (c.submitted_at, c.reply_id) > (reply.submitted_at, reply.reply_id))))`;

const citingAtMost = 10;

/** 政策文件, as the public reads them. */
@Injectable()
export class PolicyDocumentReader {
  private known = new Citations();

  constructor(@Inject(READS) private readonly reads: DataSource) {}

  /** By which citations are found in texts: read anew when a document has changed. */
  async citations(): Promise<Citations> {
    const [row] = await this.reads.query<{ revision: number }[]>('SELECT coalesce(sum(version), 0)::int AS revision FROM policy_document');
    const revision = row?.revision ?? 0;
    if (revision !== this.known.revision) {
      const documents = await this.reads.query<CitedDocument[]>(
        'SELECT document_id AS "documentId", number, year_and_serial AS "yearAndSerial", title, other_titles AS "otherTitles", repealed_on::text AS "repealedOn" FROM policy_document ORDER BY issued_on, document_id',
      );
      this.known = new Citations(documents, revision);
    }
    return this.known;
  }

  /** The newest first. @throws Problem `publication.invalid-cursor` */
  async list({ q, state, after, limit }: DocumentFilter, today: BusinessDate): Promise<Page<DocumentRow>> {
    const from = after === undefined ? null : readDateCursor(after);
    const rows = await this.reads.query<DocumentRow[]>(
      `SELECT ${documentColumns} FROM policy_document
       WHERE ($1::text IS NULL OR position($1 IN replace(concat_ws(' ', number, title, array_to_string(other_titles, ' ')), ' ', '')) > 0)
         AND ($2::text IS NULL OR (repealed_on IS NOT NULL AND repealed_on <= $3::date) = ($2 = 'repealed'))
         AND ($4::date IS NULL OR (issued_on, document_id) < ($4, $5::uuid))
       ORDER BY issued_on DESC, document_id DESC LIMIT $6`,
      [q === undefined ? null : searched(q), state ?? null, today, from?.at ?? null, from?.id ?? null, limit + 1],
    );
    return pageFrom(rows, limit, (row) => writeCursor(row.issuedOn, row.documentId));
  }

  async one(documentId: string): Promise<DocumentRow | null> {
    const [row] = await this.reads.query<DocumentRow[]>(`SELECT ${documentColumns} FROM policy_document WHERE document_id = $1`, [documentId]);
    return row ?? null;
  }

  async versions(documentId: string): Promise<{ version: number; at: Date }[]> {
    return this.reads.query('SELECT version, at FROM policy_document_version WHERE document_id = $1 ORDER BY version DESC', [documentId]);
  }

  /** The newest public replies that cite it by its number. */
  async citing(document: { documentId: string; number: string | null }): Promise<CitingReply[]> {
    if (document.number === null) return [];
    const citations = await this.citations();
    const rows = await this.reads.query<CitingReply[]>(
      `SELECT message.message_number AS "messageNumber", message.title, reply.unit_name AS unit, reply.published_at AS "publishedAt", reply.text FROM reply JOIN message USING (message_id)
       WHERE ${shownReply} AND document_numbers(reply.text) @> ARRAY[(SELECT year_and_serial FROM policy_document WHERE document_id = $1)] ORDER BY reply.published_at DESC, reply.reply_id LIMIT 50`,
      [document.documentId],
    );
    return rows.filter(({ text }) => citations.in(text).some(({ document: { documentId } }) => documentId === document.documentId)).slice(0, citingAtMost);
  }

  /** Public replies that cite a number which is registered nowhere, from the oldest on. @throws Problem `publication.invalid-cursor` */
  async unresolved({ after, limit }: { after?: string | undefined; limit: number }): Promise<Page<UnresolvedCitation>> {
    const citations = await this.citations();
    const found: UnresolvedCitation[] = [];
    let from = after === undefined ? null : readInstantCursor(after);
    for (;;) {
      const rows = await this.reads.query<UnresolvedRow[]>(
        `SELECT reply.reply_id AS "replyId", message.message_number AS "messageNumber", jsonb_build_object('code', reply.unit_code, 'name', reply.unit_name) AS unit, reply.published_at AS "publishedAt", reply.text
         FROM reply JOIN message USING (message_id)
         WHERE ${shownReply} AND document_numbers(reply.text) <> '{}' AND ($1::timestamptz IS NULL OR (reply.published_at, reply.reply_id) > ($1, $2::uuid))
         ORDER BY reply.published_at, reply.reply_id LIMIT ${readAtOnce}`,
        [from?.at ?? null, from?.id ?? null],
      );
      found.push(...rows.flatMap(({ text, ...row }) => {
        const numbers = citations.unresolvedIn(text);
        return numbers.length > 0 ? [{ ...row, numbers }] : [];
      }));
      if (found.length > limit || rows.length < readAtOnce) return pageFrom(found, limit, (row) => writeCursor(row.publishedAt, row.replyId));
      const last = rows.at(-1)!;
      from = { at: last.publishedAt, id: last.replyId };
    }
  }
}

export interface UnresolvedCitation {
  replyId: string;
  messageNumber: string;
  unit: { code: string; name: string };
  publishedAt: Date;
  numbers: string[];
}
type UnresolvedRow = Omit<UnresolvedCitation, 'numbers'> & { text: string };

const readAtOnce = 500;

/** Numbers in one form, without blanks, so that 淮府办[2011]118号 finds its document. */
const searched = (q: string): string => nfkc(q).replaceAll(/\s/g, '').replaceAll(/[[(【]/g, '〔').replaceAll(/[\])】]/g, '〕');
