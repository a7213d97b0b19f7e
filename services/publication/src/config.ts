import { ledgerConfig, messagingConfig } from '@wenzheng/messaging';
import { refuseSample, siteSettings } from '@wenzheng/page-frame';
import { serviceConfig } from '@wenzheng/platform';
import { z } from 'zod';

export const publicationConfig = serviceConfig.extend({
  ...messagingConfig,
  ...ledgerConfig,
  ...siteSettings,
  INTAKE_URL: z.url().describe("intake's address inside the cluster; it checks number and tracking code"),
  SUPERVISION_OFFICE_NAME: z.string().trim().min(1).max(40).default('市政府督查室').describe('督查室 by its name of today'),
  INSPECTION_BUREAU_NAME: z.string().trim().min(1).max(40).default('监察机关').describe('the inspection bureau by its name of today'),
  READ_POOL: z.coerce.number().int().min(2).max(100).default(8).describe('connections at most for what the public reads, half of them for lists'),
  PAGE_CACHE_MIB: z.coerce.number().int().min(0).max(4_096).default(64).describe('memory for rendered pages, in MiB; 0 keeps none'),
});
export type PublicationConfig = z.output<typeof publicationConfig>;

/** What a production start refuses beside the platform's own rules. */
export const refuse = (config: PublicationConfig): string[] => [
  ...(config.PUBLIC_URL.startsWith('https://') ? [] : ['PUBLIC_URL: must be https']),
  ...refuseSample(config),
];
