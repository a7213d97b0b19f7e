import { instantSchema, dateSchema } from '@wenzheng/contracts';
import { z } from 'zod';
import { problem } from '../problems.js';

/** A place in a list that is ordered by an instant or a date, and then by id: `after` begins behind it. */
export const writeCursor = (at: Date | string, id: string): string => Buffer.from(`${typeof at === 'string' ? at : at.toISOString()} ${id}`).toString('base64url');

const instantPlace = z.tuple([instantSchema, z.uuid()]);
const datePlace = z.tuple([dateSchema, z.uuid()]);

function placeIn<Place>(schema: z.ZodType<Place>, text: string): Place {
  const place = schema.safeParse(Buffer.from(text, 'base64url').toString('utf8').split(' '));
  if (!place.success) throw problem('publication.invalid-cursor');
  return place.data;
}

/** @throws Problem `publication.invalid-cursor` */
export function readInstantCursor(text: string): { at: Date; id: string } {
  const [at, id] = placeIn(instantPlace, text);
  return { at: new Date(at), id };
}

/** @throws Problem `publication.invalid-cursor` */
export function readDateCursor(text: string): { at: string; id: string } {
  const [at, id] = placeIn(datePlace, text);
  return { at, id };
}
