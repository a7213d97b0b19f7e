import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { findChromium } from '@wenzheng/local';
import { chromium, type Browser, type BrowserContext, type BrowserContextOptions, type Page } from 'playwright-core';

/** Debian's Chromium, without a window. */
export async function openBrowser(): Promise<Browser> {
  const { path, environment } = await findChromium();
  const args = ['--no-sandbox', '--disable-dev-shm-usage', '--disable-background-networking'];
  return chromium.launch({ executablePath: path, env: { ...process.env, ...environment }, args });
}

const scriptless = new WeakSet<BrowserContext>();
const twins = new WeakMap<BrowserContext, Promise<Twin>>();

interface Twin {
  page: Page;
  /** What is given in the place of the page at an address. */
  shown: { url: string; body: string } | null;
  /** Addresses that were asked for and have not come. */
  loading: Set<string>;
}

/** Pages for citizens, and for who signs, work without script. */
export async function withoutScript(browser: Browser, options: BrowserContextOptions = {}): Promise<Page> {
  const context = await browser.newContext({ locale: 'zh-CN', ...options, javaScriptEnabled: false });
  scriptless.add(context);
  return context.newPage();
}

/** What looks at a page waits for timers, which never come where script is off: there it looks at a twin of the page, in a context with script. */
export async function lookedAt<Seen>(page: Page, look: (page: Page) => Promise<Seen>): Promise<Seen> {
  const context = page.context();
  if (!scriptless.has(context)) return look(page);
  if (!twins.has(context)) twins.set(context, twinIn(context.browser()!));
  const twin = await twins.get(context)!;
  const [url = ''] = page.url().split('#');
  twin.shown = { url, body: await page.content() };
  await twin.page.goto(url).catch((error: Error) => {
    throw new Error(`${error.message}\nstill to come: ${[...twin.loading].join(', ') || 'nothing'}`);
  });
  return look(twin.page);
}

async function twinIn(browser: Browser): Promise<Twin> {
  const page = await (await browser.newContext({ locale: 'zh-CN' })).newPage();
  const twin: Twin = { page, shown: null, loading: new Set() };
  const { loading } = twin;
  // For as long as the twin lives: a request that is under way while a route is taken away can stay under way for ever.
  await page.route('**/*', (route) => {
    const request = route.request();
    const isShown = twin.shown !== null && request.isNavigationRequest() && request.url() === twin.shown.url;
    return isShown ? route.fulfill({ contentType: 'text/html; charset=utf-8', body: twin.shown!.body }) : route.continue();
  });
  page.on('request', (request) => loading.add(request.url()));
  page.on('requestfinished', (request) => loading.delete(request.url()));
  page.on('requestfailed', (request) => loading.delete(request.url()));
  return twin;
}

/** Bytes a second, and milliseconds to and fro. */
export interface Network {
  latency: number;
  downloadThroughput: number;
  uploadThroughput: number;
}

/** What a page asks for, and how many bytes of bodies and headers come, where nothing is in the browser's cache. What stays open, as a stream, counts as asked for. */
export async function coldly(page: Page, visit: () => Promise<unknown>, network?: Network): Promise<{ requests: string[]; bytes: number }> {
  const devtools = await page.context().newCDPSession(page);
  const requests: string[] = [];
  let bytes = 0;
  devtools.on('Network.requestWillBeSent', ({ request }) => request.url.startsWith('data:') || requests.push(request.url));
  devtools.on('Network.loadingFinished', ({ encodedDataLength }) => (bytes += encodedDataLength));
  await devtools.send('Network.enable');
  await devtools.send('Network.setCacheDisabled', { cacheDisabled: true });
  if (network) await devtools.send('Network.emulateNetworkConditions', { offline: false, ...network });
  await visit();
  await devtools.detach();
  return { requests, bytes };
}

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const levels = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/** What axe-core finds against WCAG 2.2 AA on the page as it stands, rule by rule. */
export async function axeFaults(page: Page): Promise<string[]> {
  if (!(await page.evaluate<boolean>('"axe" in globalThis'))) await page.evaluate(axe);
  return page.evaluate(async (tags) => {
    const { axe: run } = globalThis as unknown as { axe: { run: (options: object) => Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> } };
    const { violations } = await run.run({ runOnly: tags });
    return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
  }, levels);
}

/** By how many pixels the page scrolls sideways; a part that scrolls in itself does not count. */
export const widerThanWindow = (page: Page): Promise<number> => page.evaluate<number>('Math.max(0, document.documentElement.scrollWidth - innerWidth)');

/** Elements whose text goes on where nobody sees it: beyond a box that neither grows nor scrolls. */
export const cutOff = (page: Page): Promise<string[]> =>
  page.evaluate<string[]>(`[...document.querySelectorAll('body *')].filter((element) => {
    const { overflowX, overflowY } = getComputedStyle(element);
    const hides = (overflow) => overflow === 'hidden' || overflow === 'clip';
    // What only a screen reader is to hear is one pixel wide.
    if (element.clientWidth <= 1 || element.textContent.trim() === '') return false;
    return (hides(overflowX) && element.scrollWidth > element.clientWidth + 1) || (hides(overflowY) && element.scrollHeight > element.clientHeight + 1);
  }).map(({ outerHTML }) => outerHTML.slice(0, 200))`);

interface Focused {
  words: string;
  id: string;
  href: string;
  /** By an outline, or a line beside it. */
  isSeen: boolean;
}

/** Where the keyboard is. */
export const focused = (page: Page): Promise<Focused> =>
  page.evaluate<Focused>(`(() => {
    const element = document.activeElement;
    const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(element);
    const { width, height } = element.getBoundingClientRect();
    // Within a date the browser marks its own button, and the whole has no focus then.
    const isWithin = element.matches('input[type=date]:not(:focus)');
    return { words: element.textContent.trim(), id: element.id, href: element.getAttribute('href') ?? '', isSeen: isWithin || (width > 1 && height > 1 && ((outlineStyle !== 'none' && parseFloat(outlineWidth) > 0) || boxShadow !== 'none')) };
  })()`);

/** Goes on by Tab until it is there. @throws where the focus is not seen, or does not come there */
export async function tabTo(page: Page, isIt: (words: string, id: string, href: string) => boolean): Promise<void> {
  const been: string[] = [];
  while (been.length < 120) {
    await page.keyboard.press('Tab');
    const { words, id, href, isSeen } = await focused(page);
    if (!isSeen) throw new Error(`the focus is not seen on ${words || id}`);
    if (isIt(words, id, href)) return;
    been.push(words || id);
  }
  throw new Error(`the keyboard does not come there: ${been.join(', ')}`);
}

/** From a desk's screen to the smallest phone. */
export const widths = [1366, 360, 320];

/** What is wrong with a page as it stands: by axe and wider than the window at each width, and chosen unseen in forced colours. It has its own width again afterwards. */
export async function faultsOf(page: Page, at: readonly number[] = widths): Promise<string[]> {
  const own = page.viewportSize();
  const faults: string[] = [];
  for (const width of at) {
    await page.setViewportSize({ width, height: 820 });
    faults.push(...(await axeFaults(page)).map((violation) => `${width}: ${violation}`));
    const wider = await widerThanWindow(page);
    if (wider > 0) faults.push(`${width}: ${wider}px wider than the window`);
  }
  if (own) await page.setViewportSize(own);
  faults.push(...(await unseenInForcedColours(page)).map((element) => `in forced colours: ${element}`));
  return faults;
}

/** What is chosen among others and looks like them where the system's colours take the place of the page's own, as in high contrast. */
export async function unseenInForcedColours(page: Page): Promise<string[]> {
  await page.emulateMedia({ forcedColors: 'active' });
  const unseen = await page.evaluate<string[]>(`(() => {
    const chosen = '[aria-current]:not([aria-current="false"]), [aria-pressed="true"], [aria-selected="true"]';
    const group = 'nav, ul, [role="group"], [role="tablist"]';
    const properties = ['color', 'backgroundColor', 'fontWeight', 'textDecorationLine', 'outlineStyle', 'outlineColor', 'borderLeftWidth', 'borderLeftColor', 'borderBottomWidth', 'borderBottomColor'];
    const bearer = (element) => (element.childNodes.length === 1 && element.firstElementChild ? bearer(element.firstElementChild) : element);
    const look = (element) => { const style = getComputedStyle(bearer(element)); return properties.map((name) => style[name]).join(' '); };
    const othersOf = (element) => [...(element.closest(group)?.querySelectorAll(element.tagName) ?? [])].filter((other) => !other.matches(chosen));
    return [...document.querySelectorAll(chosen)].filter((element) => othersOf(element).some((other) => look(other) === look(element))).map(({ outerHTML }) => outerHTML.slice(0, 200));
  })()`);
  await page.emulateMedia({ forcedColors: 'none' });
  return unseen;
}
