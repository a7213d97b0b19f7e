import type { PublicationConfig } from '../../config.js';

/** What the city fills in; a line without a value is left out. */
export interface Site {
  cityName: string;
  submitPath?: string | undefined;
  organiser?: string | undefined;
  contact?: string | undefined;
  siteCode?: string | undefined;
  icpRecord?: string | undefined;
  policeRecord?: string | undefined;
}

export const siteOf = (config: PublicationConfig): Site => ({
  cityName: config.CITY_NAME,
  submitPath: config.SUBMIT_PATH,
  organiser: config.ORGANISER,
  contact: config.CONTACT,
  siteCode: config.SITE_CODE,
  icpRecord: config.ICP_RECORD,
  policeRecord: config.POLICE_RECORD,
});
