import { ledgerConfig, messagingConfig } from '@wenzheng/messaging';
import { serviceConfig } from '@wenzheng/platform';
import { z } from 'zod';

export const routingConfig = serviceConfig.extend(messagingConfig).extend(ledgerConfig).extend({
  UNITS_FILE: z
    .string()
    .min(1)
    .optional()
    .describe('JSON file of the units 单位, where they come by one; production refuses one that is marked as a sample'),
  UNITS_RECHECK_SECONDS: z.coerce.number().min(0.05).max(3_600).default(30).describe('seconds between two looks at UNITS_FILE'),
});
export type RoutingConfig = z.infer<typeof routingConfig>;
