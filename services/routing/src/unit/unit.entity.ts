import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Remit, Unit } from './units-file.rules.js';

/** 单位: one row per unit that ever stood in the registry; a removed one keeps its row, its name stands on old replies. */
@Entity('unit')
export class UnitEntity {
  @PrimaryColumn({ type: 'text' })
  code!: string;

  @Column({ type: 'text' })
  name!: string;

  @Column({ type: 'text', nullable: true })
  parent!: string | null;

  @Column({ type: 'int' })
  level!: number;

  @Column({ type: 'text', nullable: true })
  kind!: string | null;

  @Column({ type: 'text', array: true })
  phones!: string[];

  @Column({ name: 'web_admins', type: 'jsonb' })
  webAdmins!: Unit['webAdmins'];

  @Column({ type: 'jsonb', nullable: true })
  backup!: Unit['backup'];

  @Column({ type: 'jsonb', nullable: true })
  principal!: Unit['principal'];

  @Column({ type: 'jsonb', default: [] })
  reviewers!: Unit['reviewers'];

  @Column({ type: 'boolean', default: false })
  removed!: boolean;

  /** `sequence` of the unit's last event. */
  @Column({ type: 'int' })
  version!: number;

  /** That event named the web admins; one of a release before did not, and is told anew. */
  @Column({ name: 'tells_web_admins', type: 'boolean', default: false })
  tellsWebAdmins!: boolean;
}

/** 职责: one entry of a unit's remits, in the file's order. */
@Entity('unit_remit')
export class UnitRemitEntity {
  @PrimaryColumn({ name: 'unit_code', type: 'text' })
  unitCode!: string;

  @PrimaryColumn({ type: 'int' })
  position!: number;

  @Column({ type: 'text', nullable: true })
  name!: Remit['name'] | null;

  @Column({ type: 'text', array: true })
  words!: string[];

  @Column({ type: 'text', array: true })
  areas!: string[];
}

/** One row: what was loaded last. `version` tells a replica whether its copy of the units is still the present one. */
@Entity('unit_registry')
export class UnitRegistryEntity {
  @PrimaryColumn({ type: 'boolean', default: true })
  single!: boolean;

  @Column({ type: 'text' })
  city!: string;

  @Column({ type: 'int' })
  version!: number;

  @Column({ name: 'loaded_at', type: 'timestamptz' })
  loadedAt!: Date;

  /** SHA-256 of the units' file that was applied last; null if none was, or by a release before. */
  @Column({ name: 'file_hash', type: 'text', nullable: true })
  fileHash!: string | null;
}
