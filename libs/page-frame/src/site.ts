import { z } from 'zod';

const line = z.string().trim().max(100).optional();

/** What the city fills in for the head and foot of every page; the settings of each service that has pages. */
export const siteSettings = {
  CITY_NAME: z.string().trim().min(1).max(40).describe('the city as it stands in the heading: 淮南市'),
  ORGANISER: line.describe('主办单位, for the foot of every page'),
  CONTACT: line.describe('联系方式 of the platform, for the foot of every page'),
  SITE_CODE: line.describe('网站标识码'),
  ICP_RECORD: line.describe('ICP 备案号'),
  POLICE_RECORD: line.describe('公安备案号'),
};
export type SiteSettings = z.output<z.ZodObject<typeof siteSettings>>;

/** A line without a value is left out. */
export interface Site {
  cityName: string;
  organiser?: string | undefined;
  contact?: string | undefined;
  siteCode?: string | undefined;
  icpRecord?: string | undefined;
  policeRecord?: string | undefined;
}

export const siteOf = (settings: SiteSettings): Site => ({
  cityName: settings.CITY_NAME,
  organiser: settings.ORGANISER,
  contact: settings.CONTACT,
  siteCode: settings.SITE_CODE,
  icpRecord: settings.ICP_RECORD,
  policeRecord: settings.POLICE_RECORD,
});

/** What a production start refuses. */
export const refuseSample = ({ CITY_NAME }: Pick<SiteSettings, 'CITY_NAME'>): string[] =>
  /^(?:淮岭市|样例|示例|测试)/.test(CITY_NAME) ? ['CITY_NAME: must not be the sample city'] : [];
