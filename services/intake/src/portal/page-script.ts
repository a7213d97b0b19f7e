import { createHash } from 'node:crypto';

/** A script of a page, an extra for those with script: served for ever by a name that changes with it. */
export interface PageScript {
  file: string;
  path: string;
  source: string;
}

export function pageScript(name: string, source: string): PageScript {
  const file = `${name}.${createHash('sha256').update(source).digest('hex').slice(0, 12)}.js`;
  return { file, path: `/submit/scripts/${file}`, source };
}

/** Shows the buttons that print, which nothing but a script can do. */
export const printScript = pageScript(
  'print',
  `for (const button of document.querySelectorAll('[data-print]')) {
  button.hidden = false;
  button.addEventListener('click', () => print());
}
`,
);
