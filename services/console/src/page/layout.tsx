import type { ComponentChildren } from 'preact';
import { renderToString } from 'preact-render-to-string';
import type { FastifyReply } from 'fastify';
import type { ConsoleConfig } from '../config.js';
import { stylesheetPath } from './stylesheet.js';

export interface Page {
  /** Of the city's console, beside the page's own. */
  cityName: string;
  title: string;
  /** Who is signed in, and the field that a form of theirs needs. */
  person?: { name: string; unit: string | undefined; csrf: string } | undefined;
  children: ComponentChildren;
}

function Layout({ cityName, title, person, children }: Page) {
  return (
    <html lang="zh-CN">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{`${title} - ${cityName}问政工作台`}</title>
        <link rel="stylesheet" href={stylesheetPath} />
      </head>
      <body>
        <header>
          <div class="wrap">
            <p class="site">{`${cityName}问政工作台`}</p>
            {person ? (
              <form method="post" action="/session/end" class="who">
                <input type="hidden" name="_csrf" value={person.csrf} />
                <span>{[person.unit, person.name].filter(Boolean).join(' · ')}</span>
                <button type="submit" class="link">退出</button>
              </form>
            ) : null}
          </div>
        </header>
        <main class="wrap">{children}</main>
      </body>
    </html>
  );
}

/** A whole HTML document. Every value goes through Preact, which escapes it. */
export const renderPage = (page: Page): string => `<!DOCTYPE html>${renderToString(<Layout {...page} />)}`;

/** What a page is answered with. It says what one person sees: no cache keeps it. It needs no script, and none runs in it. */
export function sendPage(reply: FastifyReply, { CITY_NAME, OIDC_ISSUER }: Pick<ConsoleConfig, 'CITY_NAME' | 'OIDC_ISSUER'>, page: Omit<Page, 'cityName'>, status = 200): void {
  void reply
    .status(status)
    .headers({
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      // A sign-out is a form of ours that the provider is led to.
      'content-security-policy': `default-src 'none'; style-src 'self'; form-action 'self' ${new URL(OIDC_ISSUER).origin}; base-uri 'none'; frame-ancestors 'none'`,
      // Not `no-referrer`: browsers then send `Origin: null` with a form.
      'referrer-policy': 'same-origin',
    })
    .send(renderPage({ cityName: CITY_NAME, ...page }));
}
