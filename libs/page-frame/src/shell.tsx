import type { ComponentChildren } from 'preact';
import { renderToString } from 'preact-render-to-string';
import { inChinese, languageTags, Speaking } from './language.js';
import { languageOf, readerIn, stylesheetIn, type Site } from './site.js';
import { frameWords } from './words.js';

const places = ['home', 'messages', 'interviews', 'forums', 'mailboxes', 'statistics', 'submit', 'query'] as const;
/** What 长辈版 leaves of the menu; the foot leads to the rest. */
const elderPlaces = ['home', 'submit', 'query', 'messages'] as const;
const paths = { home: '/', messages: '/messages', interviews: '/interviews', forums: '/forums', mailboxes: '/mailboxes', statistics: '/statistics', submit: '/submit', query: '/query', units: '/units', microblogs: '/microblogs', channels: '/about/channels', privacy: '/privacy', log: '/log', feeds: '/feeds', data: '/data', deadlines: '/help/deadlines', about: '/about', accessibility: '/accessibility', sitemap: '/sitemap' } as const;
const footPlaces = ['deadlines', 'units', 'mailboxes', 'microblogs', 'channels', 'log', 'feeds', 'data', 'about', 'privacy', 'accessibility', 'sitemap'] as const;

/** The same as a feed, for programs that people read it with. */
export interface Alternate {
  title: string;
  mediaType: string;
  href: string;
}

export interface Page {
  site: Site;
  /** Of the browser's title bar and of search engines: never a private message's words. */
  title: string;
  current?: keyof typeof paths | undefined;
  /** A program of ours that saves the reader a step; the page does without. */
  script?: string | undefined;
  isIndexed?: boolean | undefined;
  alternates?: readonly Alternate[] | undefined;
  /** It has all its own words in English too; any other stands in Chinese in an English frame, and says so. */
  isBilingual?: boolean | undefined;
  children: ComponentChildren;
}

export const siteTitle = (site: Site): string =>
  languageOf(site) === 'zh' ? `${site.cityName}网络问政平台` : `${site.cityNameEn ? `${site.cityNameEn} ` : ''}Online Government Consultation`;

export const promiseOf = (site: Site): string => (site.promise ?? { zh: frameWords.zh.promise, en: frameWords.en.promise })[languageOf(site)];

/** A title bar has no markup to keep a citizen's direction to the citizen's words. */
const withoutBidiControls = (text: string): string => text.replace(/\p{Bidi_Control}/gu, '');

function Shell({ site, title, current, script, isIndexed = true, isBilingual = false, alternates = [], children }: Page) {
  const { language, view } = readerIn(site);
  const words = frameWords[language];
  const main = isBilingual ? language : 'zh';
  const link = (place: keyof typeof paths) => <li key={place}><a href={paths[place]} {...(current === place ? { 'aria-current': 'page' as const } : {})}>{words[place]}</a></li>;
  return (
    <html lang={languageTags[language]} class={view === 'elder' ? 'elder' : undefined}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        {isIndexed ? null : <meta name="robots" content="noindex" />}
        <title>{withoutBidiControls(`${title} - ${siteTitle(site)}`)}</title>
        <link rel="stylesheet" href={stylesheetIn(site).path} />
        <link rel="icon" href="data:," />
        {alternates.map((alternate) => <link key={alternate.href} rel="alternate" type={alternate.mediaType} title={withoutBidiControls(alternate.title)} href={alternate.href} />)}
        {script ? <script src={script} defer /> : null}
      </head>
      <body>
        <a class="skip" href="#main">{words.skip}</a>
        <header>
          <div class="wrap">
            <div class="top">
              <div class="site"><a href="/">{siteTitle(site)}</a></div>
              <nav aria-label={words.settings}>
                <ul class="settings">
                  <li><a href="/accessibility">{words.accessibility}</a></li>
                  <li><a href={`/preferences?view=${view === 'elder' ? 'standard' : 'elder'}`} rel="nofollow">{view === 'elder' ? words.standard : words.elder}</a></li>
                  {language === 'zh'
                    ? <li><a href="/preferences?language=en" rel="nofollow" lang="en" hreflang="en">English</a></li>
                    : <li><a href="/preferences?language=zh" rel="nofollow" lang="zh-CN" hreflang="zh-CN">中文</a></li>}
                </ul>
              </nav>
            </div>
            <nav aria-label={words.menu}><ul>{(view === 'elder' ? elderPlaces : places).map(link)}{view === 'elder' && site.hotline ? <li><a href={`tel:${site.hotline}`}>{words.call}</a></li> : null}</ul></nav>
          </div>
        </header>
        <main id="main" class="wrap" {...(main === language ? {} : inChinese(language))}>
          {main === language ? null : <p class="hint" lang={languageTags[language]}>{words.onlyChinese}</p>}
          <Speaking.Provider value={main}>{children}</Speaking.Provider>
        </main>
        <footer>
          <div class="wrap">
            <FootLine site={site} name={words.organiser} value={site.organiser} />
            <FootLine site={site} name={words.operator} value={site.operator} />
            <FootLine site={site} name={words.contact} value={site.contact} />
            {site.hotline ? <p>{words.hotline}<a href={`tel:${site.hotline}`}>{site.hotline}</a></p> : null}
            <FootLine site={site} name={words.siteCode} value={site.siteCode} />
            <FootLine site={site} name="" value={site.icpRecord} href="https://beian.miit.gov.cn/" />
            <FootLine site={site} name="" value={site.policeRecord} href={`https://beian.mps.gov.cn/#/query/webSearch?code=${site.policeRecord?.replace(/\D/g, '')}`} />
            {site.siteErrorsUrl ? <p><a href={site.siteErrorsUrl}>{words.siteErrors}</a></p> : null}
            <p>{promiseOf(site)}</p>
            <ul class="foot">{footPlaces.map(link)}</ul>
          </div>
        </footer>
      </body>
    </html>
  );
}

/** What a city fills in is in Chinese. */
function FootLine({ site, name, value, href }: { site: Site; name: string; value: string | undefined; href?: string }) {
  if (!value) return null;
  const language = inChinese(languageOf(site));
  return <p>{name}{href ? <a href={href} {...language}>{value}</a> : <span {...language}>{value}</span>}</p>;
}

/** A whole HTML document, in the language of the site's reader. Every value goes through Preact, which escapes it. */
export function renderPage(page: Page): string {
  return `<!DOCTYPE html>${renderToString(<Shell {...page} />)}`;
}
