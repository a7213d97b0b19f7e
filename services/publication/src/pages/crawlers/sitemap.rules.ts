import { xml, xmlText, type XmlElement } from '@wenzheng/open311';
import type { Place, PublishedMonth } from '../../message/published-months.js';
import { shanghaiInstant } from '../../message/words.rules.js';

/** What the protocol allows in one file. */
export const placesPerPart = 50_000;

const xmlns = 'http://www.sitemaps.org/schemas/sitemap/0.9';

/** Pages that there always are. */
export const standing = ['/', '/messages', '/interviews', '/forums', '/mailboxes', '/microblogs', '/units', '/statistics', '/statistics/definitions', '/hot-issues', '/feeds', '/data', '/about/channels', '/privacy', '/log', '/help/deadlines', '/about', '/accessibility', '/sitemap', '/policies', '/publications'];

const placeOf = (name: 'url' | 'sitemap', loc: string, changedAt: Date | null): XmlElement => xml(name, {}, xml('loc', {}, loc), ...(changedAt ? [xml('lastmod', {}, shanghaiInstant(changedAt))] : []));

export const partPath = (month: string, part: number): string => `/sitemaps/messages-${month}-${part}.xml`;

/** The parts: the pages that are few, and the messages by month of registration, so that a part of the past stays what it is. */
export function sitemapIndex(months: readonly PublishedMonth[], publicUrl: string): string {
  const url = (path: string) => new URL(path, publicUrl).href;
  const parts = months.flatMap(({ month, shown, changedAt }) => Array.from({ length: Math.ceil(shown / placesPerPart) }, (_, part) => placeOf('sitemap', url(partPath(month, part + 1)), changedAt)));
  return xmlText(xml('sitemapindex', { xmlns }, placeOf('sitemap', url('/sitemaps/pages.xml'), null), ...parts));
}

export const sitemapOf = (places: readonly { path: string; changedAt: Date | null }[], publicUrl: string): string =>
  xmlText(xml('urlset', { xmlns }, ...places.map(({ path, changedAt }) => placeOf('url', new URL(path, publicUrl).href, changedAt))));

export const messagePlaces = (places: readonly Place[], pathOf: (number: string) => string) => places.map(({ number, changedAt }) => ({ path: pathOf(number), changedAt }));

/**
 * Lists by filters are no pages of their own, and their number has no end: of the board only its own pages are walked. The longest
 * rule decides (RFC 9309).
 */
export const robots = (publicUrl: string): string =>
  `${['User-agent: *', 'Disallow: /messages?', 'Allow: /messages?page=', 'Disallow: /feeds/search.', 'Disallow: /query', 'Disallow: /preferences', 'Disallow: /submit', 'Disallow: /v1/', 'Disallow: /open311/', 'Disallow: /log/tile/', 'Disallow: /log/entries', '', `Sitemap: ${new URL('/sitemap.xml', publicUrl).href}`].join('\n')}\n`;
