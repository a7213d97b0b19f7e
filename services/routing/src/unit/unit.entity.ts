import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { PersonRef, Remit, Unit } from './unit-tree.rules.js';

/** 单位: one row per unit that ever stood in the registry, as it stands today; a removed one keeps its row, its name stands on old replies. */
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
  webAdmins!: PersonRef[];

  /** The first of `backups`: a release before knew no other. */
  @Column({ type: 'jsonb', nullable: true })
  backup!: PersonRef | null;

  @Column({ type: 'jsonb', default: [] })
  backups!: PersonRef[];

  @Column({ type: 'jsonb', nullable: true })
  principal!: Unit['principal'];

  @Column({ type: 'jsonb', default: [] })
  reviewers!: PersonRef[];

  @Column({ type: 'text', array: true, default: [] })
  aliases!: string[];

  @Column({ name: 'former_names', type: 'text', array: true, default: [] })
  formerNames!: string[];

  @Column({ type: 'boolean', default: false })
  removed!: boolean;

  /** `sequence` of the unit's last event. */
  @Column({ type: 'int' })
  version!: number;

  /** That event named the web admins; one of a release before did not, and is told anew. */
  @Column({ name: 'tells_web_admins', type: 'boolean', default: false })
  tellsWebAdmins!: boolean;
}

export type UnitNameKind = 'alias' | 'former';

/** 别名, from one day to another, and 曾用名, which is found whenever it was in use. */
@Entity('unit_name')
export class UnitNameEntity {
  @PrimaryColumn({ name: 'unit_code', type: 'text' })
  unitCode!: string;

  @PrimaryColumn({ type: 'text' })
  name!: string;

  @Column({ type: 'text' })
  kind!: UnitNameKind;

  @Column({ name: 'from_date', type: 'date', nullable: true })
  fromDate!: string | null;

  @Column({ name: 'to_date', type: 'date', nullable: true })
  toDate!: string | null;
}

/** 职责: what of the duty catalogue speaks for a unit today. */
@Entity('unit_remit')
export class UnitRemitEntity {
  @PrimaryColumn({ name: 'unit_code', type: 'text' })
  unitCode!: string;

  @PrimaryColumn({ type: 'int' })
  position!: number;

  @Column({ type: 'text', nullable: true })
  item!: string | null;

  @Column({ type: 'int', nullable: true })
  version!: number | null;

  @Column({ type: 'text', nullable: true })
  name!: Remit['name'] | null;

  @Column({ type: 'text', array: true })
  words!: string[];

  @Column({ type: 'text', array: true })
  areas!: string[];
}

/** One row. `version` tells a replica whether its copy of the units is still the present one. */
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

  /** The day for which the units stand as they do: posts, names and duties begin and end with days. */
  @Column({ name: 'settled_on', type: 'date', nullable: true })
  settledOn!: string | null;
}
