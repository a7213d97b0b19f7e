import { z } from 'zod';
import { defineEvent } from '../envelope.js';
import { channelSchema, dateSchema, endingSchema, endings, idSchema, instantSchema, services } from '../vocabulary.js';

const serviceSchema = z.enum(services);

/** R04, 件件有交代: the services do not agree about these messages. Once, until {@link conservationRestored}; the list then goes on in `/v1/conservation`. */
export const conservationBroken = defineEvent(
  'deadline-supervision',
  'conservation.broken',
  z.object({
    brokenAt: instantSchema,
    /** How many messages are named. */
    messages: z.int().nonnegative(),
    /** The first of them: what most services hold, and what one holds instead. */
    differences: z
      .array(
        z.object({
          channel: channelSchema,
          date: dateSchema,
          messageId: idSchema,
          service: serviceSchema,
          expected: endingSchema,
          found: z.enum([...endings, 'missing']),
        }),
      )
      .max(100),
    /** Facts whose registration has not come, by service. */
    unregistered: z.array(z.object({ service: serviceSchema, count: z.int().positive() })),
  }),
  [],
);

/** Every message is accounted for again. */
export const conservationRestored = defineEvent(
  'deadline-supervision',
  'conservation.restored',
  z.object({ restoredAt: instantSchema }),
  [],
);
