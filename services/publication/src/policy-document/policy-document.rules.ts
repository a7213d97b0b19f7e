import type { BusinessDate } from '@wenzheng/working-days';
import type { z } from 'zod';
import type { documentSchema, documentStates, documentSummarySchema } from './policy-document.schemas.js';

/** A document as it is read. */
export interface DocumentRow {
  documentId: string;
  number: string | null;
  title: string;
  otherTitles: string[];
  issuer: string;
  issuedOn: BusinessDate;
  effectiveOn: BusinessDate | null;
  repealedOn: BusinessDate | null;
  repealedBy: string | null;
  url: string | null;
  text: string | null;
  version: number;
  changedAt: Date;
}

export const documentColumns = `document_id AS "documentId", number, title, other_titles AS "otherTitles", issuer, issued_on::text AS "issuedOn", effective_on::text AS "effectiveOn",
  repealed_on::text AS "repealedOn", repealed_by AS "repealedBy", url, text, version, changed_at AS "changedAt"`;

export type DocumentState = (typeof documentStates)[number];

export function stateOf({ effectiveOn, repealedOn }: Pick<DocumentRow, 'effectiveOn' | 'repealedOn'>, today: BusinessDate): DocumentState {
  if (repealedOn !== null && repealedOn <= today) return 'repealed';
  return effectiveOn !== null && effectiveOn > today ? 'not-yet' : 'in-force';
}

export const documentPath = (documentId: string): string => `/policies/${encodeURIComponent(documentId)}`;

export const documentSummaryJson = ({ documentId: id, number, title, issuer, issuedOn, effectiveOn, repealedOn, repealedBy }: DocumentRow, today: BusinessDate, publicUrl: string): z.input<typeof documentSummarySchema> => ({
  id, url: new URL(documentPath(id), publicUrl).href, number, title, issuer, issuedOn, effectiveOn, repealedOn, repealedBy, state: stateOf({ effectiveOn, repealedOn }, today),
});

export const documentJson = (row: DocumentRow, today: BusinessDate, publicUrl: string): z.input<typeof documentSchema> => ({
  ...documentSummaryJson(row, today, publicUrl), otherTitles: row.otherTitles, source: row.url, text: row.text, version: row.version, changedAt: row.changedAt.toISOString(),
});
