import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { textOf } from '@wenzheng/platform/text';
import { z } from 'zod';

const person = z.object({ id: z.string(), name: z.string() });

/** What the launcher needs of the units' file; routing 分派 checks all of it. */
const unitsFileSchema = z.object({
  city: z.string().min(1),
  units: z
    .array(
      z.object({
        code: z.string().min(1),
        parent: z.string().nullable(),
        level: z.int().min(1),
        webAdmins: z.array(person).optional(),
        backup: person.nullish(),
        reviewers: z.array(person).optional(),
        principal: person.partial({ id: true }).nullish(),
      }),
    )
    .min(1),
});
export type UnitsFile = z.infer<typeof unitsFileSchema>;
export type Unit = UnitsFile['units'][number];

export const sampleUnitsFile = fileURLToPath(new URL('../../city/units.json', import.meta.url));

/** @throws Error */
export async function loadUnits(file: string): Promise<UnitsFile> {
  let json: unknown;
  try {
    json = JSON.parse(textOf(await readFile(file)));
  } catch (error) {
    throw new Error(`The units' file ${file} cannot be read: ${(error as Error).message}`, { cause: error });
  }
  const parsed = unitsFileSchema.safeParse(json);
  if (!parsed.success) throw new Error(`The units' file ${file} is not valid: ${z.prettifyError(parsed.error)}`);
  return parsed.data;
}

/** A unit that no other belongs to, for the sample sign-ins: the first one of the lowest level. */
export function sampleLeaf(units: readonly Unit[]): Unit {
  const leaves = units.filter((unit) => !units.some((other) => other.parent === unit.code));
  const [leaf] = leaves.sort((a, b) => b.level - a.level);
  if (!leaf) throw new Error('the list of units is empty');
  return leaf;
}
