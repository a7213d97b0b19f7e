import type { Alternate } from '@wenzheng/page-frame';

/** In the order in which readers are offered them. */
export const feedFormats = {
  atom: { name: 'Atom', mediaType: 'application/atom+xml' },
  rss: { name: 'RSS', mediaType: 'application/rss+xml' },
  json: { name: 'JSON Feed', mediaType: 'application/feed+json' },
} as const;
export type FeedFormat = keyof typeof feedFormats;

/** Where a feed stands, whatever its format. */
export interface FeedAddress {
  path: string;
  query?: string | undefined;
}

export const feedHref = ({ path, query }: FeedAddress, format: FeedFormat): string => `${path}.${format}${query ? `?${query}` : ''}`;

/** What a page's head says of its feed. */
export const alternatesOf = (title: string, address: FeedAddress): Alternate[] =>
  (Object.keys(feedFormats) as FeedFormat[]).map((format) => ({ title: `${title}（${feedFormats[format].name}）`, mediaType: feedFormats[format].mediaType, href: feedHref(address, format) }));

export const messagesFeed: FeedAddress = { path: '/feeds/messages' };
export const interviewsFeed: FeedAddress = { path: '/feeds/interviews' };
export const statisticsFeed: FeedAddress = { path: '/feeds/statistics' };
export const unitFeed = (code: string): FeedAddress => ({ path: `/feeds/units/${encodeURIComponent(code)}` });
