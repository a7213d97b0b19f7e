import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/**
 * The characters and pairs of characters in the redacted words of a public message, as {@link termsOf} writes them, for their
 * index. Apart from the message, whose row changes with every event, while this index is dear to write.
 */
@Entity('search_terms')
@Index('search_terms_terms', { synchronize: false })
export class SearchTermsEntity {
  @PrimaryColumn('uuid', { name: 'message_id' }) messageId!: string;
  @Column('integer', { array: true }) terms!: number[];
}
