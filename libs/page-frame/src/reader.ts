import { AsyncLocalStorage } from 'node:async_hooks';
import { prefersEnglish } from '@wenzheng/platform';
import { readCookie, type OwnCookie } from './cookie.js';
import type { Language } from './language.js';

/** 长辈版 has larger letters, wider spacing and a shorter menu, and the same content. */
export type View = 'standard' | 'elder';

/** Whom a page is for, as far as pages differ: four in all, so that each is one object and one entry of a cache. */
export interface Reader {
  readonly language: Language;
  readonly view: View;
}

const readers: Readonly<Record<Language, Readonly<Record<View, Reader>>>> = {
  zh: { standard: { language: 'zh', view: 'standard' }, elder: { language: 'zh', view: 'elder' } },
  en: { standard: { language: 'en', view: 'standard' }, elder: { language: 'en', view: 'elder' } },
};
export const plainReader = readers.zh.standard;

/** What a reader has chosen, for all pages of the portal. Links from elsewhere bring it along, unlike a ticket. */
export const languageCookie: OwnCookie = { name: 'wenzheng_language', path: '/' };
export const viewCookie: OwnCookie = { name: 'wenzheng_view', path: '/' };

/** What the answer depends on beside its address. */
export const varying = { vary: 'accept-language, cookie' };

interface Asked {
  url: string;
  headers: { 'accept-language'?: string | undefined; cookie?: string | undefined };
}

/** A choice counts, else the languages that the browser names. What programs read is the same for all. */
export function readerOf({ url, headers }: Asked): Reader {
  if (isForPrograms(url)) return plainReader;
  const chosen = readCookie(languageCookie, headers.cookie);
  const language = chosen === 'zh' || chosen === 'en' ? chosen : prefersEnglish(headers['accept-language']) ? 'en' : 'zh';
  return readers[language][readCookie(viewCookie, headers.cookie) === 'elder' ? 'elder' : 'standard'];
}

/** Addresses of interfaces, and of files by their ending. */
export const isForPrograms = (url: string): boolean => /^\/(?:v1|open311|health|metrics|docs|openapi|assets)\b|^[^?]*\.(?:atom|rss|json|jsonld|xml|csv|xlsx|zip|gz|txt|css|js)(?:\?|$)/.test(url);

const current = new AsyncLocalStorage<Reader>();

/** Whatever is done within is done for this reader. */
export const forReader = (reader: Reader, work: () => void): void => current.run(reader, work);

/** Of the request under way; outside of one it is whoever has chosen nothing. */
export const readerNow = (): Reader => current.getStore() ?? plainReader;
