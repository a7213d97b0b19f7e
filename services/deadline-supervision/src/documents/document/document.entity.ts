import type { UnitRef } from '@wenzheng/contracts';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { DocumentSeries } from '../numbering/offices.rules.js';

/** What every document has. What was done with it is in `document_act`. */
export abstract class DocumentEntity {
  @PrimaryColumn('uuid')
  id!: string;
  abstract state: string;
  /** 文号, from the signature on. */
  @Column('text', { nullable: true })
  number!: string | null;
  /** 签发人: the name of the person who was signed in. */
  @Column('text', { nullable: true })
  signatory!: string | null;
}

/** What every document has that an officer drafts. */
export abstract class DraftedEntity extends DocumentEntity {
  @Column('text')
  title!: string;
  /** 抄送 */
  @Column('text', { array: true })
  copies!: string[];
  @Column('timestamptz', { name: 'drafted_at' })
  draftedAt!: Date;
  @Column('timestamptz', { name: 'signed_at', nullable: true })
  signedAt!: Date | null;
}

/** What every document has that is about messages of a unit, and that the ladder may call for. */
export abstract class UnitDocumentEntity extends DraftedEntity {
  /** The unit; null in a draft alone. */
  @Column('text', { name: 'unit_code', nullable: true })
  unitCode!: string | null;
  @Column('text', { name: 'unit_name', nullable: true })
  unitName!: string | null;
  @Column('uuid', { name: 'message_ids', array: true })
  messageIds!: string[];
  /** A draft of the ladder that no person has touched: further messages of the unit join it. */
  @Column('boolean')
  gathering!: boolean;
  @Column('timestamptz', { name: 'ended_at', nullable: true })
  endedAt!: Date | null;

  get unit(): UnitRef | null {
    return unitOf(this);
  }
}

export const unitOf = ({ unitCode: code, unitName: name }: { unitCode: string | null; unitName: string | null }): UnitRef | null =>
  code === null || name === null ? null : { code, name };

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
