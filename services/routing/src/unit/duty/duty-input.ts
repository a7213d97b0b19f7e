import { dateSchema, prose, storableText } from '@wenzheng/contracts';
import { z } from 'zod';

const words = z.array(storableText(50).trim().min(1)).max(500);
const dutyShape = {
  name: prose(100).nullable().default(null),
  duty: prose(500).nullable().default(null),
  citation: prose(500).nullable().default(null),
  words: words.min(1),
  areas: words.default([]),
  from: dateSchema.nullable().default(null),
  to: dateSchema.nullable().default(null),
};
const isInOrder = ({ from, to }: { from: string | null; to: string | null }) => from === null || to === null || from <= to;
const order = { path: ['to'], message: 'is before from' };

/** What a ruling puts into the catalogue for the unit that it names: a new item, or the next version of one. */
export const ruledDutySchema = z.strictObject({ item: storableText(100).min(1).optional().describe('of which this is a new version'), ...dutyShape }).refine(isInOrder, order);
export type DutyBody = z.output<typeof ruledDutySchema>;

/** An item as an officer writes it. */
export const dutyInputSchema = z.strictObject({ unit: storableText(100).min(1).describe('code or a name'), ...dutyShape }).refine(isInOrder, order);
export type DutyItemBody = z.output<typeof dutyInputSchema>;
