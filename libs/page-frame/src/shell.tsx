import type { ComponentChildren } from 'preact';
import { renderToString } from 'preact-render-to-string';
import { stylesheetPath } from './stylesheet.js';
import type { Site } from './site.js';

export interface Page {
  site: Site;
  /** Of the browser's title bar and of search engines: never a private message's words. */
  title: string;
  current?: 'home' | 'messages' | 'interviews' | 'forums' | 'submit' | 'query' | undefined;
  /** A program of ours that saves the reader a step; the page does without. */
  script?: string | undefined;
  isIndexed?: boolean | undefined;
  children: ComponentChildren;
}

export const siteTitle = (site: Site): string => `${site.cityName}网络问政平台`;

/** A title bar has no markup to keep a citizen's direction to the citizen's words. */
const withoutBidiControls = (text: string): string => text.replace(/\p{Bidi_Control}/gu, '');

function Shell({ site, title, current, script, isIndexed = true, children }: Page) {
  const here = (name: Page['current']) => (current === name ? { 'aria-current': 'page' as const } : {});
  return (
    <html lang="zh-CN">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        {isIndexed ? null : <meta name="robots" content="noindex" />}
        <title>{withoutBidiControls(`${title} - ${siteTitle(site)}`)}</title>
        <link rel="stylesheet" href={stylesheetPath} />
        {script ? <script src={script} defer /> : null}
      </head>
      <body>
        <a class="skip" href="#main">跳到正文</a>
        <header>
          <div class="wrap">
            <div class="site"><a href="/">{siteTitle(site)}</a></div>
            <nav aria-label="主导航">
              <ul>
                <li><a href="/" {...here('home')}>首页</a></li>
                <li><a href="/messages" {...here('messages')}>市民心声</a></li>
                <li><a href="/interviews" {...here('interviews')}>在线访谈</a></li>
                <li><a href="/forums" {...here('forums')}>网民座谈会</a></li>
                <li><a href="/submit" {...here('submit')}>我要留言</a></li>
                <li><a href="/query" {...here('query')}>查询办理情况</a></li>
              </ul>
            </nav>
          </div>
        </header>
        <main id="main" class="wrap">{children}</main>
        <footer>
          <div class="wrap">
            <FootLine name="主办单位" value={site.organiser} />
            <FootLine name="联系方式" value={site.contact} />
            <FootLine name="网站标识码" value={site.siteCode} />
            <FootLine name="" value={site.icpRecord} />
            <FootLine name="" value={site.policeRecord} />
            <p>有效问题件件有交代、事事有回音</p>
            <p><a href="/privacy">个人信息保护告知</a></p>
          </div>
        </footer>
      </body>
    </html>
  );
}

function FootLine({ name, value }: { name: string; value: string | undefined }) {
  if (!value) return null;
  return <p>{name ? `${name}：${value}` : value}</p>;
}

/** A whole HTML document. Every value goes through Preact, which escapes it. */
export function renderPage(page: Page): string {
  return `<!DOCTYPE html>${renderToString(<Shell {...page} />)}`;
}
