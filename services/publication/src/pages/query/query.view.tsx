import { languageOf, renderPage, type Site } from '@wenzheng/page-frame';
import { queryWords } from './words.js';

export interface QueryForm {
  site: Site;
  /** What was typed as the number; the code is never given back. */
  number?: string | undefined;
  fault?: string | undefined;
  /** Not a fault: what has just happened. */
  notice?: string | undefined;
}

export function queryPage({ site, number, fault, notice }: QueryForm): string {
  const words = queryWords[languageOf(site)];
  return renderPage({
    site,
    title: fault ? words.fault(fault) : words.title,
    current: 'query',
    isIndexed: false,
    isBilingual: true,
    children: (
      <>
        <h1>{words.title}</h1>
        {notice ? <p role="status">{notice}</p> : null}
        {fault ? <div class="error" role="alert"><p>{fault}</p></div> : null}
        <form action="/query" method="post" class="fields narrow" autocomplete="off">
          <div>
            <label for="number">{words.number}</label>
            <input id="number" name="number" maxlength={60} value={number ?? ''} autocapitalize="characters" spellcheck={false} {...described(fault)} />
          </div>
          <div>
            <label for="code">{words.code}</label>
            <input id="code" name="code" maxlength={80} autocapitalize="characters" spellcheck={false} {...described(fault)} />
            <p class="hint">{words.codeHint}</p>
          </div>
          <div><button type="submit">{words.submit}</button></div>
        </form>
      </>
    ),
  });
}

const described = (fault: string | undefined) => (fault ? { 'aria-invalid': true as const } : {});
