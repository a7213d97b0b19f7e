import { instantSchema } from '@wenzheng/contracts';
import { z } from 'zod';
import { sourceStates } from '../../connectors/fetching/source.rules.js';
import { entryKinds } from '../entry/entry.rules.js';

/** How the platform stands with what an entry names. */
export const connectionSchema = z
  .object({
    state: z.enum(sourceStates).describe('of several looks at one account the gravest'),
    lastSuccessAt: instantSchema.nullable().describe('when it was last read, or an integration last pushed'),
    failures: z.int(),
    lastReason: z.string().nullable(),
    tokenExpiresAt: instantSchema.nullable(),
    certificateExpiresAt: instantSchema.nullable(),
  })
  .meta({ id: 'DirectoryConnection' });
export type Connection = z.output<typeof connectionSchema>;

export const sourceAddressSchema = z.object({
  kind: z.enum(entryKinds),
  address: z.string(),
  name: z.string().describe('as the configuration calls it'),
  unitCode: z.string().nullable().describe('of the unit to which the configuration binds it'),
});

export type ConfiguredSource = z.output<typeof sourceAddressSchema> & { connection: Connection };
