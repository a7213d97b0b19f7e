import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { audit, DATA_SOURCE, insertRows, type Caller, type DataSource, type EntityManager } from '@wenzheng/platform';
import { canonicalJson } from '@wenzheng/platform/text';
import type { Clock } from '@wenzheng/working-days';
import { problem } from '../problems.js';
import { CLOCK } from '../tokens.js';
import { documentNumber } from './citations.rules.js';
import { PolicyDocumentEntity, PolicyDocumentVersionEntity } from './policy-document.entity.js';
import { documentColumns, type DocumentRow } from './policy-document.rules.js';
import type { DocumentContent } from './policy-document.schemas.js';

/** 政策文件 are data of the city: the information office enters and changes them, each change is a version. */
@Injectable()
export class PolicyDocuments {
  constructor(
    @Inject(DATA_SOURCE) private readonly dataSource: DataSource,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** What stands so already is not entered again. @throws Problem `publication.policy-document-number-taken` */
  enter(content: DocumentContent, reason: string, by: Caller): Promise<DocumentRow & { isRepeat: boolean }> {
    return this.dataSource.transaction(async (manager) => {
      await alone(manager);
      const entered = normalised(content);
      const same = await this.same(manager, entered);
      if (same) return { ...same, isRepeat: true };
      await this.refuseTaken(manager, entered, null);
      const at = this.clock.now();
      const row: DocumentRow = { documentId: randomUUID(), ...entered, version: 1, changedAt: at };
      await insertRows(manager, PolicyDocumentEntity, [{ ...row, yearAndSerial: keyOf(entered) }]);
      await this.keep(manager, row, entered);
      await audit(manager, { by, at, did: 'policy-document.entered', about: row.documentId, after: withoutText(entered), details: { reason } });
      return { ...row, isRepeat: false };
    });
  }

  /** @throws Problem `publication.policy-document-not-found`, `publication.policy-document-changed`, `publication.policy-document-number-taken` */
  change(documentId: string, { content, version, reason }: { content: DocumentContent; version: number; reason: string }, by: Caller): Promise<DocumentRow> {
    return this.dataSource.transaction(async (manager) => {
      await alone(manager);
      const [before] = await manager.query<DocumentRow[]>(`SELECT ${documentColumns} FROM policy_document WHERE document_id = $1`, [documentId]);
      if (!before) throw problem('publication.policy-document-not-found');
      const entered = normalised(content);
      if (canonicalJson(contentOf(before)) === canonicalJson(entered)) return before;
      if (before.version !== version) throw problem('publication.policy-document-changed');
      await this.refuseTaken(manager, entered, documentId);
      const at = this.clock.now();
      const row: DocumentRow = { documentId, ...entered, version: version + 1, changedAt: at };
      await insertRows(manager, PolicyDocumentEntity, [{ ...row, yearAndSerial: keyOf(entered) }], { onConflict: { update: 'all' } });
      await this.keep(manager, row, entered);
      await audit(manager, { by, at, did: 'policy-document.changed', about: documentId, before: withoutText(contentOf(before)), after: withoutText(entered), details: { reason } });
      return row;
    });
  }

  private async same(manager: EntityManager, content: DocumentContent): Promise<DocumentRow | null> {
    const rows = await manager.query<DocumentRow[]>(`SELECT ${documentColumns} FROM policy_document WHERE title = $1 AND issued_on = $2`, [content.title, content.issuedOn]);
    return rows.find((row) => canonicalJson(contentOf(row)) === canonicalJson(content)) ?? null;
  }

  private async refuseTaken(manager: EntityManager, { number }: DocumentContent, but: string | null): Promise<void> {
    const taken = await manager.query<unknown[]>('SELECT FROM policy_document WHERE number = $1 AND ($2::uuid IS NULL OR document_id <> $2)', [number, but]);
    if (taken.length > 0) throw problem('publication.policy-document-number-taken');
  }

  private async keep(manager: EntityManager, { documentId, version, changedAt }: DocumentRow, content: DocumentContent): Promise<void> {
    await insertRows(manager, PolicyDocumentVersionEntity, [{ documentId, version, at: changedAt, content: { ...content } }]);
  }
}

/** One change at a time, so that no number is entered twice. */
const alone = (manager: EntityManager): Promise<unknown> => manager.query(`SELECT pg_advisory_xact_lock(hashtextextended(current_schema() || ' policy documents', 0))`);

const keyOf = ({ number }: DocumentContent): string | null => (number === null ? null : (documentNumber(number)?.yearAndSerial ?? null));
const normalised = (content: DocumentContent): DocumentContent => ({ ...content, number: content.number === null ? null : (documentNumber(content.number)?.number ?? null) });
const contentOf = ({ number, title, otherTitles, issuer, issuedOn, effectiveOn, repealedOn, repealedBy, url, text }: DocumentRow): DocumentContent => ({ number, title, otherTitles, issuer, issuedOn, effectiveOn, repealedOn, repealedBy, url, text });
/** What it says stands in its versions. */
const withoutText = ({ text, ...rest }: DocumentContent) => ({ ...rest, characters: text?.length ?? 0 });
