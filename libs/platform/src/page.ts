import { z } from 'zod';

/** A page of a list. Without `next` it is the last one. */
export interface Page<Item> {
  items: Item[];
  next: string | null;
}

/** How every list is answered, under a name of its own in openapi.json where `item` has one. */
export const pageOf = <Item extends z.ZodType>(item: Item) =>
  z.object({ items: z.array(item), next: z.string().nullable().describe('goes into `after`; null on the last page') });

/** A page of a list that only grows at its end, and that a reader follows. */
export const logPageOf = <Item extends z.ZodType>(item: Item) =>
  z.object({ items: z.array(item), next: z.string().describe('goes into `after`, also when this page is empty') });

/** The two query parameters of every list, to be spread into its query's schema. */
export const pageQuery = <After extends z.ZodType>(after: After, { limit, atMost }: { limit: number; atMost: number }) => ({
  after: after.optional().describe('`next` of the page before'),
  limit: z.coerce.number().int().min(1).max(atMost).default(limit),
});

/**
 * @param found one more than `limit` where there are that many: it tells whether another page follows
 * @param cursorOf what `after` will be given
 */
export function pageFrom<Item>(found: readonly Item[], limit: number, cursorOf: (last: Item) => string): Page<Item> {
  const items = found.slice(0, limit);
  const last = items.at(-1);
  return { items, next: last !== undefined && found.length > limit ? cursorOf(last) : null };
}
