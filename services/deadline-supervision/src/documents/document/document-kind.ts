import type { Paper } from '@wenzheng/paper';
import type { Caller, EntityManager, Role } from '@wenzheng/platform';
import type { z } from 'zod';
import type { FindOptionsWhere } from 'typeorm';
import type { DocumentSeries, Offices } from '../numbering/offices.rules.js';
import type { Act } from './acts.js';
import type { DocumentEntity } from './document.entity.js';

/** One step of a document; what the person said with it stays in the history. */
export interface Step<Row, Details> {
  manager: EntityManager;
  row: Row;
  details: Details;
  caller: Caller;
  now: Date;
}

/** An action that is foreseen, or about to be done. */
export interface Instant<Row, Action> {
  manager: Pick<EntityManager, 'query'>;
  row: Row;
  action: Action;
  now: Date;
}

/** How a document begins: with its first act, and what is said of that in the history. */
export interface Beginning<Row> {
  act: string;
  details: object;
  columns: Partial<Row>;
}

type Columns<Row> = Promise<Partial<Row>> | Partial<Row>;

/** What differs between kinds of documents; what they have in common is in `Documents`. */
export interface DocumentKind<Row extends DocumentEntity, Action extends string> {
  /** Names its numbers 文号, and what is done with it in the audit log. */
  readonly series: DocumentSeries;
  readonly entity: new () => Row;
  /** Lists have the latest first. */
  readonly listedBy: keyof Row & string;
  /** The action that gives the number. */
  readonly signedBy: Action;

  /** 成文日期: when it was signed. */
  signedAt(row: Row): Date | null;
  /** The caller sees documents that meet any of these conditions (at least one). All others are 404. */
  visibleTo(caller: Caller): FindOptionsWhere<Row>[];
  /** @throws Problem where the action is another person's */
  assertActor?(row: Row, action: Action, caller: Caller): void;
  /** The columns that the action changes, or null if the state does not allow it. */
  after(row: Row, action: Action, now: Date): Partial<Row> | null;
  /** What has to be so before the action, whatever it says. @throws Problem */
  assertReady?(at: Instant<Row, Action>): Promise<void> | void;
  /** What an action does beyond that; may refuse. The details are those of the action's own schema. */
  readonly changes: { readonly [A in Action]?: (step: Step<Row, never>) => Columns<Row> };
  /** When a person's step is written: what else follows from it, events above all. */
  follow?(manager: EntityManager, before: Row, after: Row, now: Date): Promise<void>;

  /** @returns the id of one that stands already in its place */
  begin(step: Omit<Step<Row, never>, 'row'> & { id: string }): Promise<Beginning<Row> | { standing: string }>;

  /** As it is shown in lists, and with all that is known of it. */
  summary(row: Row): object;
  one(row: Row, history: Act[], caller: Caller): Promise<object>;
  paper(row: Row, caller: Caller, offices: Offices): Promise<Paper> | Paper;
}

const offices: readonly Role[] = ['supervision-office', 'information-office', 'inspection-bureau'];
/** Readers without one of these roles belong to a unit. */
export const isOffice = ({ roles }: Caller): boolean => roles.some((role) => offices.includes(role));

/** The fields of a row that a schema shows. */
export function fieldsOf<Shape extends z.ZodRawShape, Row extends object>({ shape }: z.ZodObject<Shape>, row: Row): Pick<Row, keyof Shape & keyof Row> {
  return Object.fromEntries(Object.keys(shape).flatMap((key) => (key in row ? [[key, row[key as keyof Row]]] : []))) as Pick<Row, keyof Shape & keyof Row>;
}
