import { dateSchema, prose, storableText } from '@wenzheng/contracts';
import { z } from 'zod';
import { isOffice, personStateSchema, postSchema } from '../person/person.rules.js';
import { unitNameSchema, unitSchema } from '../units-file.rules.js';

const { code, name, parent, level, kind, phones } = unitSchema.shape;

const names = { aliases: z.array(unitNameSchema).max(50).optional(), formerNames: z.array(unitNameSchema).max(50).optional() };

/** A unit as people create it, or bring it in. */
export const unitInputSchema = z.strictObject({ code, name, parent, level, kind, phones, ...names });
export type UnitInput = z.output<typeof unitInputSchema>;

export const unitPatchSchema = z
  .strictObject({ name: name.optional(), parent: parent.optional(), level: level.optional(), kind: kind.unwrap().optional(), phones: phones.unwrap().optional(), ...names })
  .refine((patch) => Object.keys(patch).length > 0, { message: 'changes nothing' });
export type UnitPatch = z.output<typeof unitPatchSchema>;

export const unitEndingSchema = z.strictObject({ reason: prose(500), successor: storableText(100).min(1).optional().describe('who is found by the names of the unit from now on') });

const subject = storableText(200).trim().min(1);
const postInputSchema = z
  .strictObject({
    post: postSchema,
    unit: storableText(100).min(1).optional().describe('of a unit’s post, and of no other: its code or a name of it'),
    title: prose(100).optional(),
    from: dateSchema.optional(),
    to: dateSchema.optional(),
  })
  .refine(({ post, unit }) => isOffice(post) === (unit === undefined), { path: ['unit'], message: 'is for the posts of a unit, and they need it' })
  .refine(({ from, to }) => from === undefined || to === undefined || from <= to, { path: ['to'], message: 'is before from' });

export const personInputSchema = z.strictObject({ id: subject, name: prose(100), state: personStateSchema.exclude(['removed']).optional(), posts: z.array(postInputSchema).max(50) });
export type PersonBody = z.output<typeof personInputSchema>;

export const personPatchSchema = z
  .strictObject({ name: prose(100).optional(), state: personStateSchema.exclude(['removed']).optional(), posts: z.array(postInputSchema).max(50).optional() })
  .refine((patch) => Object.keys(patch).length > 0, { message: 'changes nothing' });
export type PersonPatch = z.output<typeof personPatchSchema>;

export const deputyInputSchema = z
  .strictObject({ unit: storableText(100).min(1), post: postSchema.extract(['web-admin', 'backup', 'reviewer', 'principal']), deputy: subject, from: dateSchema, to: dateSchema })
  .refine(({ from, to }) => from <= to, { path: ['to'], message: 'is before from' });
export type DeputyInput = z.output<typeof deputyInputSchema>;

const sheet = storableText(8_000_000).min(1);

/** Units and people that are brought in together, as JSON or as the sheets that the exports are. */
export const registryInputSchema = z
  .strictObject({
    units: z.array(unitInputSchema).max(5_000).optional(),
    people: z.array(personInputSchema).max(5_000).optional(),
    unitsCsv: sheet.optional(),
    peopleCsv: sheet.optional(),
    replace: z.boolean().default(false).describe('units that are not named end, and so do posts of people who are not named'),
  })
  .refine(({ units, people, unitsCsv, peopleCsv }) => [units, people, unitsCsv, peopleCsv].some((part) => part !== undefined), { message: 'brings nothing in' })
  .refine(({ units, unitsCsv }) => units === undefined || unitsCsv === undefined, { path: ['unitsCsv'], message: 'stands beside units' })
  .refine(({ people, peopleCsv }) => people === undefined || peopleCsv === undefined, { path: ['peopleCsv'], message: 'stands beside people' });
export type RegistryInput = z.output<typeof registryInputSchema>;
