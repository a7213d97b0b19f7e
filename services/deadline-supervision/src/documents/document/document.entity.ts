import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { DocumentSeries } from './offices.rules.js';

/** The last number that a series has given in a year. */
@Entity('document_series')
export class DocumentSeriesEntity {
  @PrimaryColumn('text')
  series!: DocumentSeries;
  @PrimaryColumn('integer')
  year!: number;
  @Column('integer')
  last!: number;
}

/** Who did what with a document, and when, for ever. */
@Entity('document_act')
export class DocumentActEntity {
  @PrimaryColumn('uuid', { name: 'document_id' })
  documentId!: string;
  @PrimaryColumn('integer')
  ordinal!: number;
  @Column('text')
  act!: string;
  /** The person's subject at the issuer, or `rule`. */
  @Column('text')
  by!: string;
  @Column('timestamptz')
  at!: Date;
  @Column('jsonb')
  details!: Record<string, unknown>;
}
