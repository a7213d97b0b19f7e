import { HtmlValidate } from 'html-validate';
import type { Page } from 'playwright-core';

/** At most so many pages of one kind: they differ in what they show, and not in how. */
const ofOneKind = 2;

const kindOf = (path: string): string => path.split('/').map((part) => (/\d|%/.test(part) ? '…' : part)).join('/');

/** Addresses of every kind of page: those of the sitemap, and what stands in no sitemap. */
export async function portalPaths(portal: string, numbers: readonly string[]): Promise<string[]> {
  const sitemap = await (await fetch(`${portal}/sitemaps/pages.xml`)).text();
  const listed = [...sitemap.matchAll(/<loc>(.*?)<\/loc>/g)].map(([, address]) => new URL(address!).pathname);
  const [first = ''] = numbers;
  const unlisted = ['/query', '/query/message', '/submit', '/nowhere', '/messages?state=overdue&kind=complaint', '/messages?q=%E8%B7%AF%E7%81%AF', '/messages?q=HN20990101-9999', `/messages/${first}/deadline`];
  const links = await Promise.all(['/interviews', '/forums', '/units', '/mailboxes', '/statistics', '/feeds', '/data'].map(async (path) => [...(await (await fetch(portal + path)).text()).matchAll(/href="(\/[^"#?]*)"/g)].map(([, href]) => href!)));
  const counts = new Map<string, number>();
  const found = [...new Set([...listed, ...links.flat()])].filter((path) => !/\.\w+$|^\/(?:assets|preferences|submit|query|messages\/|v1\/|open311\/)/.test(path)).filter((path) => {
    const count = (counts.get(kindOf(path)) ?? 0) + 1;
    counts.set(kindOf(path), count);
    return count <= ofOneKind || kindOf(path) === path;
  });
  const units = found.filter((path) => /^\/(?:units|mailboxes)\/./.test(path));
  return [...found.filter((path) => !units.includes(path) || units.indexOf(path) < 2 * ofOneKind), ...unlisted, ...numbers.map((number) => `/messages/${number}`)];
}

// Preact writes void elements and attributes its own way; how long a title is is what people wrote.
const style = { 'void-style': 'off', 'attr-quotes': 'off', 'attribute-boolean-style': 'off', 'attribute-empty-style': 'off', 'doctype-style': 'off', 'long-title': 'off', 'no-raw-characters': 'off', 'text-content': 'off', 'tel-non-breaking': 'off' } as const;
const validator = new HtmlValidate({ extends: ['html-validate:standard', 'html-validate:a11y'], rules: style });

/** What is no HTML of the standard. */
export async function htmlFaults(html: string): Promise<string[]> {
  const { results } = await validator.validateString(html);
  return results.flatMap(({ messages }) => messages.map(({ ruleId, message, column }) => `${ruleId}: ${message} ${html.slice(Math.max(0, column - 60), column + 60)}`));
}

/** Our own words of a page as it stands, piece by piece: neither what people wrote nor what is marked as of the other language. */
const ownWords = (page: Page, language: 'zh' | 'en'): Promise<string[]> =>
  page.evaluate<string[]>(`(() => {
    const foreign = ${JSON.stringify(language === 'zh' ? '[lang="en"]' : '[lang="zh-CN"]')};
    const written = 'bdi, .text, blockquote, code, pre, script, style, option, ul.list h3, ol.timeline, ' + foreign;
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const words = ${JSON.stringify(language)} === 'zh' ? [document.title] : [];
    while (walker.nextNode()) if (!walker.currentNode.parentElement.closest(written)) words.push(walker.currentNode.textContent.trim());
    for (const element of document.body.querySelectorAll('[aria-label], [title], [alt], [placeholder]')) if (!element.closest(written)) for (const name of ['aria-label', 'title', 'alt', 'placeholder']) words.push(element.getAttribute(name) ?? '');
    return words.filter((word) => word !== '');
  })()`);

/** Developers' words, values that nobody has put into words, blame, and words that are wrong for what is meant. */
const forbidden = /undefined|\bnull\b|\bNaN\b|\[object|Invalid Date|TODO|数据库|后端|前端|登陆|帐号|倒数|垃圾|payload|\btoken\b/;
/** Names that have no Chinese. */
const names = new Set(['Accept', 'Atom', 'RSS', 'JSON', 'Feed', 'XML', 'CSV', 'XLSX', 'PDF', 'DOCX', 'JPG', 'TXT', 'PPT', 'docx', 'pptx', 'ZIP', 'Word', 'Excel', 'JPEG', 'PNG', 'WebP', 'WCAG', 'Cookie', 'ICP', 'SHA', 'RFC', 'DCAT', 'npm', 'run', 'verify', 'URL', 'UTF', 'BOM', 'jsonl', 'NDJSON', 'Merkle', 'CSP', 'tlog', 'tiles', 'Ed25519', 'gzip', 'Open', 'API', 'GeoReport', 'sitemap', 'archive', 'https', 'http', 'portal', 'atom', 'rss', 'json', 'csv', 'xlsx', 'xml', 'zip', 'Lines', 'checkpoint',
  // Codes of the open data, which their description names.
  'true', 'false', 'reply', 'replyUnit', 'public', 'private', 'open', 'kind', 'ending', 'channel', 'rating']);

/** What people would stumble over in a page's own words. */
export async function wordFaults(page: Page, language: 'zh' | 'en'): Promise<string[]> {
  return (await ownWords(page, language)).flatMap((words) => {
    const faults = [...(forbidden.exec(words) ?? [])].map((word) => `${word}: ${words}`);
    if (language === 'en') return [...faults, ...(/\p{Script=Han}/u.test(words) ? [`left in Chinese: ${words}`] : [])];
    const halfWidth = /\p{Script=Han}\s*[,;:?!(]|[,;?!)]\s*\p{Script=Han}/u.exec(words);
    // Numbers, addresses, codes of who signed up and file names are no words.
    const english = words.replace(/\b[A-Z]{4}-[A-Z]{4}\b|\S*[/@]\S*|[\w-]+\.[a-z]{2,}|\b[\w-]*\d[\w-]*\b/g, ' ').match(/[A-Za-z]{3,}/g)?.filter((word) => !names.has(word)) ?? [];
    return [...faults, ...(halfWidth ? [`half-width “${halfWidth[0]}”: ${words}`] : []), ...(english.length > 0 ? [`left in English “${english.join(' ')}”: ${words}`] : [])];
  });
}
