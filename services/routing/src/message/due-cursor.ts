import { dateSchema } from '@wenzheng/contracts';
import { problem } from '../problems.js';

/** A place in a list in order of due date and id; what has no due date comes last. */
export interface DuePlace {
  /** A date, or `infinity`. */
  sortKey: string;
  id: string;
}

export const writeDueCursor = ({ sortKey, id }: DuePlace): string => Buffer.from(`${sortKey} ${id}`).toString('base64url');

/** @throws Problem `routing.invalid-cursor` */
export function readDueCursor(after: string | undefined): DuePlace | undefined {
  if (after === undefined) return undefined;
  const match = /^(\d{4}-\d\d-\d\d|infinity) ([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/.exec(Buffer.from(after, 'base64url').toString());
  const [, sortKey, id] = match ?? [];
  if (!sortKey || !id || (sortKey !== 'infinity' && !dateSchema.safeParse(sortKey).success)) throw problem('routing.invalid-cursor');
  return { sortKey, id };
}
