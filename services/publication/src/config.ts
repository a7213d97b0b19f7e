import { ledgerConfig, messagingConfig } from '@wenzheng/messaging';
import { serviceConfig } from '@wenzheng/platform';
import { z } from 'zod';

const line = z.string().trim().max(100).optional();

export const publicationConfig = serviceConfig.extend({
  ...messagingConfig,
  ...ledgerConfig,
  CITY_NAME: z.string().trim().min(1).max(40).describe('the city as it stands in the heading: 淮南市'),
  INTAKE_URL: z.url().describe("intake's address inside the cluster; it checks number and tracking code"),
  SUBMIT_PATH: z.string().regex(/^\/[\w/-]*$/).optional().describe('path of the form 我要留言 on the same host; without it the links are left out'),
  SUPERVISION_OFFICE_NAME: z.string().trim().min(1).max(40).default('市政府督查室').describe('督查室 by its name of today'),
  INSPECTION_BUREAU_NAME: z.string().trim().min(1).max(40).default('监察机关').describe('the inspection bureau by its name of today'),
  ORGANISER: line.describe('主办单位, for the foot of every page'),
  CONTACT: line.describe('联系方式 of the platform, for the foot of every page'),
  SITE_CODE: line.describe('网站标识码'),
  ICP_RECORD: line.describe('ICP 备案号'),
  POLICE_RECORD: line.describe('公安备案号'),
  READ_POOL: z.coerce.number().int().min(2).max(100).default(8).describe('connections at most for what the public reads, half of them for lists'),
  PAGE_CACHE_MIB: z.coerce.number().int().min(0).max(4_096).default(64).describe('memory for rendered pages, in MiB; 0 keeps none'),
});
export type PublicationConfig = z.output<typeof publicationConfig>;

/** What a production start refuses beside the platform's own rules. */
export function refuse(config: PublicationConfig): string[] {
  const reasons: string[] = [];
  if (!config.PUBLIC_URL.startsWith('https://')) reasons.push('PUBLIC_URL: must be https');
  if (/^(?:淮岭市|样例|示例|测试)/.test(config.CITY_NAME)) reasons.push('CITY_NAME: must not be the sample city');
  return reasons;
}
