import type { NoticeDay } from '@wenzheng/working-days';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A year's arrangement as one paper of the State Council left it; of several for one year the latest holds. Only ever added to. */
@Entity('calendar_notice')
export class CalendarNoticeEntity {
  /** 1, 2, 3… */
  @PrimaryColumn('integer')
  revision!: number;
  @Column('integer')
  year!: number;
  /** 国务院办公厅关于2027年部分节假日安排的通知 */
  @Column('text')
  name!: string;
  /** 国办发明电〔2026〕7号; null for what ships. */
  @Column('text', { nullable: true })
  number!: string | null;
  @Column('jsonb')
  papers!: string[];
  /** The whole year, amendments merged. */
  @Column('jsonb')
  days!: NoticeDay[];
  @Column('boolean')
  shipped!: boolean;
  @Column('timestamptz', { name: 'loaded_at', nullable: true })
  loadedAt!: Date | null;
  /** Of the calendar that this notice completed. */
  @Column('text', { name: 'calendar_version' })
  calendarVersion!: string;
}
