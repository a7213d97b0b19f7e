import { z } from 'zod';
import type { Language } from './language.js';
import { isReadable } from './look.rules.js';
import { plainReader, readerNow, type Reader } from './reader.js';
import { plainLook, plainStylesheet, stylesheetOf, type Stylesheet } from './stylesheet.js';

const line = z.string().trim().max(100).optional();

/** What the city fills in for the head and foot of every page; the settings of each service that has pages. */
export const siteSettings = {
  CITY_NAME: z.string().trim().min(1).max(40).describe('the city as it stands in the heading: 淮南市'),
  CITY_NAME_EN: z.string().trim().min(1).max(60).optional().describe('the same for pages in English: Huainan'),
  ORGANISER: line.describe('主办单位, for the foot of every page'),
  OPERATOR: line.describe('承办单位, for the foot of every page'),
  CONTACT: line.describe('联系方式 of the platform, for the foot of every page'),
  SITE_CODE: line.describe('网站标识码'),
  ICP_RECORD: line.describe('ICP 备案号'),
  POLICE_RECORD: line.describe('公安备案号'),
  HOTLINE: z.string().regex(/^[\d+-]{3,20}$/).optional().describe('the telephone that people may call instead: 12345'),
  SITE_ERRORS_URL: z.url({ protocol: /^https?$/ }).optional().describe('我为政府网站找错: the address where errors of this website are told'),
  PROMISE: z.string().trim().min(1).max(60).default('有效问题件件有交代、事事有回音').describe('what the platform promises, on the home page and at the foot'),
  PROMISE_EN: z.string().trim().min(1).max(120).default('Every valid matter is accounted for, every one gets an answer').describe('the same in English'),
  BRAND_COLOUR: z.string().regex(/^#[\da-f]{6}$/i).transform((colour) => colour.toLowerCase()).refine(isReadable, { message: 'cannot be read on white and grey at WCAG AA (4.5 to 1)' }).default(plainLook.colour).describe('links, buttons and the line below the head, as #rrggbb; refused where it fails WCAG AA'),
  EMBLEM: z.string().max(16_000).regex(/^data:image\/(?:svg\+xml|png);base64,[A-Za-z\d+/]+=*$/).optional().describe("the city's emblem before its name, as data: of an SVG or PNG in base64"),
};
export type SiteSettings = z.output<z.ZodObject<typeof siteSettings>>;

/** A line without a value is left out. */
export interface Site {
  cityName: string;
  cityNameEn?: string | undefined;
  organiser?: string | undefined;
  contact?: string | undefined;
  siteCode?: string | undefined;
  icpRecord?: string | undefined;
  policeRecord?: string | undefined;
  operator?: string | undefined;
  hotline?: string | undefined;
  siteErrorsUrl?: string | undefined;
  promise?: Readonly<Record<Language, string>> | undefined;
  stylesheet?: Stylesheet | undefined;
  /** Whom the page is for; whoever has chosen nothing, where nobody is named. */
  readonly reader?: Reader | undefined;
}

const known = new WeakMap<SiteSettings, Site>();

/** The site as the reader sees it whose request is under way. */
export function siteOf(settings: SiteSettings): Site {
  const site = known.get(settings) ?? madeOf(settings);
  known.set(settings, site);
  return site;
}

const madeOf = (settings: SiteSettings): Site => ({
  cityName: settings.CITY_NAME,
  cityNameEn: settings.CITY_NAME_EN,
  organiser: settings.ORGANISER,
  operator: settings.OPERATOR,
  contact: settings.CONTACT,
  siteCode: settings.SITE_CODE,
  icpRecord: settings.ICP_RECORD,
  policeRecord: settings.POLICE_RECORD,
  hotline: settings.HOTLINE,
  siteErrorsUrl: settings.SITE_ERRORS_URL,
  promise: { zh: settings.PROMISE, en: settings.PROMISE_EN },
  stylesheet: stylesheetOf({ colour: settings.BRAND_COLOUR, emblem: settings.EMBLEM }),
  get reader() {
    return readerNow();
  },
});

export const stylesheetIn = (site: Site): Stylesheet => site.stylesheet ?? plainStylesheet;

export const readerIn = (site: Site): Reader => site.reader ?? plainReader;

export const languageOf = (site: Site): Language => readerIn(site).language;

/** What a production start refuses. */
export const refuseSample = ({ CITY_NAME }: Pick<SiteSettings, 'CITY_NAME'>): string[] =>
  /^(?:淮岭市|样例|示例|测试)/.test(CITY_NAME) ? ['CITY_NAME: must not be the sample city'] : [];
