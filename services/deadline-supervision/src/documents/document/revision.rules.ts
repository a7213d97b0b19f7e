import { z } from 'zod';

/** Of a draft: what a revision may name. */
export type RevisionOf<Draft> = { [Field in keyof Draft]?: Draft[Field] | undefined };

/** A revision changes what it names, and nothing else: none of the draft's fields is filled in. */
export function revisionOf(draft: z.ZodObject): z.ZodType<object> {
  const fields = Object.entries(draft.shape as Record<string, z.ZodType>).map(([name, field]) => {
    const own = field instanceof z.ZodDefault ? (field.unwrap() as z.ZodType) : field;
    const optional = own.optional();
    return [name, field.description === undefined ? optional : optional.describe(field.description)] as const;
  });
  return z.strictObject(Object.fromEntries(fields)).refine((revision) => Object.keys(revision).length > 0, { message: 'names nothing' });
}
