import { siteTitle, type Site } from '@wenzheng/page-frame';
import { xml, xmlText, type XmlElement } from '@wenzheng/open311';
import { shanghaiInstant } from '../../message/words.rules.js';
import { feedFormats, feedHref, type FeedAddress, type FeedFormat } from '../../portal/feed-address.js';

/** One matter of a feed: a message, an interview, a closed period. Its page's address names it for ever. */
export interface Entry {
  path: string;
  title: string;
  /** In one sentence, without markup. */
  summary: string;
  /** Markup of ours, in which everything that people wrote is escaped. */
  html: string;
  publishedAt: Date;
  updatedAt: Date;
  categories: readonly string[];
  /** The same in other forms. */
  files?: readonly { path: string; mediaType: string; title: string }[];
}

export interface Feed {
  title: string;
  address: FeedAddress;
  /** The page that shows the same. */
  page: string;
  /** Where there is no entry. */
  since: Date;
  /** RFC 5005: where older entries stand. */
  next: FeedAddress | null;
  entries: readonly Entry[];
}

export interface Publisher {
  site: Site;
  publicUrl: string;
}

/** Titles stand in lists of other programs, where nothing keeps a citizen's direction to the citizen's words. */
const oneLine = (text: string): string => text.replace(/\p{Bidi_Control}/gu, '').replace(/[\s\p{Cc}]+/gu, ' ').trim();

const updatedOf = ({ entries, since }: Feed): Date => new Date(Math.max(...(entries.length > 0 ? entries.map(({ updatedAt }) => updatedAt.getTime()) : [since.getTime()])));

const writers: Readonly<Record<FeedFormat, (feed: Feed, publisher: Publisher) => string>> = { atom: atomOf, rss: rssOf, json: jsonOf };

export const writtenFeed = (feed: Feed, format: FeedFormat, publisher: Publisher): string => writers[format](feed, publisher);

const atomNamespace = 'http://www.w3.org/2005/Atom';

/** RFC 4287. */
function atomOf(feed: Feed, { site, publicUrl }: Publisher): string {
  const url = (path: string) => new URL(path, publicUrl).href;
  const self = url(feedHref(feed.address, 'atom'));
  return xmlText(
    xml('feed', { xmlns: atomNamespace, 'xml:lang': 'zh-CN' },
      xml('id', {}, self),
      xml('title', {}, titleOf(feed, site)),
      xml('updated', {}, shanghaiInstant(updatedOf(feed))),
      xml('author', {}, xml('name', {}, siteTitle(site)), xml('uri', {}, url('/'))),
      xml('link', { rel: 'self', type: feedFormats.atom.mediaType, href: self }),
      xml('link', { rel: 'alternate', type: 'text/html', href: url(feed.page) }),
      ...nextOf(feed, 'atom', (address) => xml('link', { rel: 'next', type: feedFormats.atom.mediaType, href: url(address) })),
      ...feed.entries.map((entry) =>
        xml('entry', {},
          xml('id', {}, url(entry.path)),
          xml('title', {}, oneLine(entry.title)),
          xml('published', {}, shanghaiInstant(entry.publishedAt)),
          xml('updated', {}, shanghaiInstant(entry.updatedAt)),
          xml('link', { rel: 'alternate', type: 'text/html', href: url(entry.path) }),
          ...(entry.files ?? []).map(({ path, mediaType, title }) => xml('link', { rel: 'related', type: mediaType, title, href: url(path) })),
          ...entry.categories.map((term) => xml('category', { term })),
          xml('summary', {}, oneLine(entry.summary)),
          xml('content', { type: 'html' }, entry.html),
        ),
      ),
    ),
  );
}

/** RSS 2.0, with what Atom has and it has not: where it stands itself, and when an entry was changed. */
function rssOf(feed: Feed, { site, publicUrl }: Publisher): string {
  const url = (path: string) => new URL(path, publicUrl).href;
  const atomLink = (rel: string, path: string) => xml('atom:link', { rel, type: feedFormats.rss.mediaType, href: url(path) });
  return xmlText(
    xml('rss', { version: '2.0', 'xmlns:atom': atomNamespace },
      xml('channel', {},
        xml('title', {}, titleOf(feed, site)),
        xml('link', {}, url(feed.page)),
        xml('description', {}, `${siteTitle(site)}${feed.title}`),
        xml('language', {}, 'zh-cn'),
        xml('lastBuildDate', {}, updatedOf(feed).toUTCString()),
        atomLink('self', feedHref(feed.address, 'rss')),
        ...nextOf(feed, 'rss', (address) => atomLink('next', address)),
        ...feed.entries.map((entry) =>
          xml('item', {},
            xml('title', {}, oneLine(entry.title)),
            xml('link', {}, url(entry.path)),
            xml('guid', { isPermaLink: 'true' }, url(entry.path)),
            xml('pubDate', {}, entry.publishedAt.toUTCString()),
            xml('atom:updated', {}, shanghaiInstant(entry.updatedAt)),
            ...entry.categories.map((category) => xml('category', {}, category)),
            xml('description', {}, entry.html),
          ),
        ),
      ),
    ),
  );
}

/** JSON Feed 1.1. */
function jsonOf(feed: Feed, { site, publicUrl }: Publisher): string {
  const url = (path: string) => new URL(path, publicUrl).href;
  return JSON.stringify({
    version: 'https://jsonfeed.org/version/1.1',
    title: titleOf(feed, site),
    home_page_url: url(feed.page),
    feed_url: url(feedHref(feed.address, 'json')),
    ...(feed.next && { next_url: url(feedHref(feed.next, 'json')) }),
    language: 'zh-CN',
    authors: [{ name: siteTitle(site), url: url('/') }],
    items: feed.entries.map((entry) => ({
      id: url(entry.path),
      url: url(entry.path),
      title: oneLine(entry.title),
      summary: oneLine(entry.summary),
      content_html: entry.html,
      date_published: shanghaiInstant(entry.publishedAt),
      date_modified: shanghaiInstant(entry.updatedAt),
      tags: entry.categories,
      ...(entry.files && { attachments: entry.files.map(({ path, mediaType, title }) => ({ url: url(path), mime_type: mediaType, title })) }),
    })),
  });
}

const titleOf = ({ title }: Feed, site: Site): string => oneLine(`${title} - ${siteTitle(site)}`);

const nextOf = (feed: Feed, format: FeedFormat, link: (href: string) => XmlElement): XmlElement[] => (feed.next ? [link(feedHref(feed.next, format))] : []);
