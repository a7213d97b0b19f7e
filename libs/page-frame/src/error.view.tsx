import { renderPage } from './shell.js';
import { languageOf, type Site } from './site.js';
import { frameWords } from './words.js';

export interface ErrorFacts {
  site: Site;
  status: number;
  /** The problem's own sentence, in the reader's language. */
  detail: string;
  reference: string;
}

/** Errors for people; programs get the problem document. */
export function errorPage({ site, status, detail, reference }: ErrorFacts): string {
  const words = frameWords[languageOf(site)];
  const headings: Readonly<Record<number, string>> = { 404: words.notFound, 429: words.tooMany, 500: words.broken, 503: words.unavailable };
  const heading = headings[status] ?? (status >= 500 ? words.broken : words.wrong);
  return renderPage({
    site,
    title: heading,
    isIndexed: false,
    isBilingual: true,
    children: (
      <>
        <h1>{heading}</h1>
        {status === 404 ? <p>{words.notFoundHint}</p> : <p>{detail}</p>}
        {status >= 500 ? <p>{words.reference(reference)}</p> : null}
        <form action="/messages" method="get" role="search" class="row">
          <label for="q">{words.searchFor}</label>
          <input id="q" name="q" type="search" maxlength={50} />
          <button type="submit">{words.search}</button>
        </form>
        <p><a href="/">{words.toHome}</a></p>
      </>
    ),
  });
}
