import { siteTitle, type Site } from '@wenzheng/page-frame';
import type { PublishedMonth } from '../../message/published-months.js';
import { shanghaiInstant } from '../../message/words.rules.js';
import { periodWords } from '../../statistics/period.rules.js';
import { dumpFormats, type DumpFormat } from './dump.rules.js';

export interface Licence {
  words: string;
  url: string | null;
}

export interface Catalogue {
  site: Site;
  publicUrl: string;
  licence: Licence | null;
  /** Closed months of messages, the newest first. */
  months: readonly PublishedMonth[];
  /** Closed periods of statistics, the newest first. */
  periods: readonly string[];
}

export const dumpPath = (month: string, format: DumpFormat): string => `/data/messages-${month}.${format}.gz`;
export const formats = Object.keys(dumpFormats) as DumpFormat[];

const authority = 'http://publications.europa.eu/resource/authority';
const fileType = (code: string) => ({ '@id': `${authority}/file-type/${code}`, '@type': 'dct:MediaTypeOrExtent' });
const mediaType = (id: string) => ({ '@id': id, '@type': 'dct:MediaType' });
const json = 'https://www.iana.org/assignments/media-types/application/json';
const xlsx = 'https://www.iana.org/assignments/media-types/application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const csv = 'https://www.iana.org/assignments/media-types/text/csv';
const xsdDate = (value: string) => ({ '@type': 'xsd:date', '@value': value });
const xsdInstant = (at: Date) => ({ '@type': 'xsd:dateTime', '@value': shanghaiInstant(at) });
const zh = (value: string) => ({ '@language': 'zh', '@value': value });
const chinese = { '@id': `${authority}/language/ZHO`, '@type': 'dct:LinguisticSystem' };

/** The first and the last day of a month or a year. */
function daysOf(period: string): { from: string; to: string } {
  const [year = 0, month] = period.split('-').map(Number);
  const last = new Date(Date.UTC(year, month ?? 12, 0)).toISOString().slice(0, 10);
  return { from: `${period}-01${month === undefined ? '-01' : ''}`, to: last };
}

/** The catalogue as DCAT-AP 3 has it, as JSON-LD. */
export function catalogueOf({ site, publicUrl, licence, months, periods }: Catalogue) {
  const url = (path: string) => new URL(path, publicUrl).href;
  const publisher = { '@id': url('/#publisher') };
  const rights = licence && { 'dct:license': { '@id': licence.url ?? url('/data#licence'), '@type': 'dct:LicenseDocument' } };
  const spanned = (period: string) => {
    const { from, to } = daysOf(period);
    return { 'dct:temporal': { '@type': 'dct:PeriodOfTime', 'dcat:startDate': xsdDate(from), 'dcat:endDate': xsdDate(to) } };
  };
  const distribution = (path: string, title: string, rest: object) => ({ '@id': url(path), '@type': 'dcat:Distribution', 'dct:title': zh(title), 'dcat:accessURL': { '@id': url('/data') }, 'dcat:downloadURL': { '@id': url(path) }, ...rights, ...rest });
  const dataset = (id: string, title: string, description: string, keywords: readonly string[], rest: object) => ({
    '@id': url(`/data#${id}`), '@type': 'dcat:Dataset', 'dct:title': zh(title), 'dct:description': zh(description), 'dct:publisher': publisher, 'dct:language': chinese, 'dcat:landingPage': { '@id': url('/data'), '@type': 'foaf:Document' },
    'dcat:keyword': keywords.map(zh), 'dcat:theme': { '@id': `${authority}/data-theme/GOVE`, '@type': 'skos:Concept', 'skos:prefLabel': zh('政府与公共部门') }, 'dct:accrualPeriodicity': { '@id': `${authority}/frequency/MONTHLY`, '@type': 'dct:Frequency' },
    'dct:accessRights': { '@id': `${authority}/access-right/PUBLIC`, '@type': 'dct:RightsStatement' }, ...rest,
  });
  const messages = dataset('messages', '网民留言和答复', '已受理登记的网民留言及其答复、延期说明，按受理月份分文件；个人信息已隐去，不公开的留言只有编号、单位、类别、日期和办结方式。', ['网民留言', '网络问政', '答复'], {
    ...(months.length > 0 && { 'dct:modified': xsdInstant(new Date(Math.max(...months.map(({ changedAt }) => changedAt.getTime())))) }),
    'dcat:distribution': months.flatMap(({ month, changedAt }) => formats.map((format) => distribution(dumpPath(month, format), `${periodWords(month)}受理的留言（${dumpFormats[format].name}）`, {
      'dct:modified': xsdInstant(changedAt), 'dct:format': fileType(format === 'csv' ? 'CSV' : 'JSON'), 'dcat:mediaType': mediaType(dumpFormats[format].iana), 'dcat:compressFormat': mediaType('https://www.iana.org/assignments/media-types/application/gzip'), ...spanned(month),
    }))),
  });
  const statistics = dataset('statistics', '网络问政办理统计', '每月、每年的受理、答复、按时率等办理统计，按单位、来源、类别分列，附指标解释和统计截止时间。', ['办理统计', '按时率', '网络问政'], {
    'dcat:distribution': periods.flatMap((period) => [
      distribution(`/statistics/${period}.csv`, `${periodWords(period)}办理统计（CSV）`, { 'dct:format': fileType('CSV'), 'dcat:mediaType': mediaType(csv), ...spanned(period) }),
      distribution(`/statistics/${period}.xlsx`, `${periodWords(period)}办理统计（XLSX）`, { 'dct:format': fileType('XLSX'), 'dcat:mediaType': mediaType(xlsx), ...spanned(period) }),
      distribution(`/statistics/${period}.json`, `${periodWords(period)}办理统计（JSON）`, { 'dct:format': fileType('JSON'), 'dcat:mediaType': mediaType(json), ...spanned(period) }),
    ]),
  });
  const service = { '@id': url('/data#api'), '@type': 'dcat:DataService', 'dct:title': zh('留言查询接口'), 'dcat:endpointURL': { '@id': url('/v1/messages') }, 'dcat:endpointDescription': { '@id': url('/openapi.json') }, 'dcat:servesDataset': { '@id': messages['@id'] }, 'dct:publisher': publisher };
  return {
    '@context': {
      dcat: 'http://www.w3.org/ns/dcat#', dct: 'http://purl.org/dc/terms/', foaf: 'http://xmlns.com/foaf/0.1/', skos: 'http://www.w3.org/2004/02/skos/core#', xsd: 'http://www.w3.org/2001/XMLSchema#',
    },
    '@id': url('/data'),
    '@type': 'dcat:Catalog',
    'dct:title': zh(`${siteTitle(site)}开放数据`),
    'dct:description': zh('网民留言、答复和办理统计的公开数据。'),
    'dct:publisher': { ...publisher, '@type': 'foaf:Agent', 'foaf:name': zh(site.organiser ?? siteTitle(site)) },
    'dct:language': chinese,
    'foaf:homepage': { '@id': url('/'), '@type': 'foaf:Document' },
    ...rights,
    ...(licence && !licence.url && { 'dct:rights': { '@type': 'dct:RightsStatement', 'skos:prefLabel': zh(licence.words) } }),
    'dcat:dataset': [messages, statistics],
    'dcat:service': service,
  };
}
