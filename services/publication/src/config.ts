import { ledgerConfig, messagingConfig } from '@wenzheng/messaging';
import { refuseSample, siteSettings } from '@wenzheng/page-frame';
import { keyObject, serviceConfig } from '@wenzheng/platform';
import { z } from 'zod';

export const publicationConfig = serviceConfig.extend({
  ...messagingConfig,
  ...ledgerConfig,
  ...siteSettings,
  INTAKE_URL: z.url().describe("intake's address inside the cluster; it checks number and tracking code"),
  SUPERVISION_OFFICE_NAME: z.string().trim().min(1).max(40).default('市政府督查室').describe('督查室 by its name of today'),
  INSPECTION_BUREAU_NAME: z.string().trim().min(1).max(40).default('监察机关').describe('the inspection bureau by its name of today'),
  LOG_KEY: keyObject.optional().describe('32 bytes in base64: Ed25519 seed that signs the log 公开留痕; without one it is kept and not signed'),
  READ_BACK_SECONDS: z.coerce.number().int().min(0).max(86_400).default(300).describe('between two rounds of 回读, in which the portal is read at PUBLIC_URL; 0 reads nothing back'),
  READ_POOL: z.coerce.number().int().min(2).max(100).default(8).describe('connections at most for what the public reads, half of them for lists'),
  DATA_LICENCE: z.string().trim().max(300).optional().describe('使用许可 of the open data, in a sentence or two'),
  DATA_LICENCE_URL: z.url({ protocol: /^https?$/ }).optional().describe('where the licence stands in full'),
  PAGE_CACHE_MIB: z.coerce.number().int().min(0).max(4_096).default(64).describe('memory for rendered pages, in MiB; 0 keeps none'),
});
export type PublicationConfig = z.output<typeof publicationConfig>;

/** What a production start refuses beside the platform's own rules. */
export const refuse = (config: PublicationConfig): string[] => [
  ...(config.PUBLIC_URL.startsWith('https://') ? [] : ['PUBLIC_URL: must be https']),
  ...refuseSample(config),
];
