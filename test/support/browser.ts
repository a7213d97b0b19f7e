import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { findChromium } from '@wenzheng/local';
import { chromium, type Browser, type Page } from 'playwright-core';

/** Debian's Chromium, without a window. */
export async function openBrowser(): Promise<Browser> {
  const { path, environment } = await findChromium();
  const args = ['--no-sandbox', '--disable-dev-shm-usage', '--disable-background-networking'];
  return chromium.launch({ executablePath: path, env: { ...process.env, ...environment }, args });
}

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const levels = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/** What axe-core finds against WCAG 2.2 AA on the page as it stands, rule by rule. */
export async function axeFaults(page: Page): Promise<string[]> {
  await page.evaluate(axe);
  return page.evaluate(async (tags) => {
    const { axe: run } = globalThis as unknown as { axe: { run: (options: object) => Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> } };
    const { violations } = await run.run({ runOnly: tags });
    return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
  }, levels);
}

/** By how many pixels the page scrolls sideways; a part that scrolls in itself does not count. */
export const widerThanWindow = (page: Page): Promise<number> => page.evaluate<number>('Math.max(0, document.documentElement.scrollWidth - innerWidth)');

/** What is chosen among others and looks like them where the system's colours take the place of the page's own, as in high contrast. */
export async function unseenInForcedColours(page: Page): Promise<string[]> {
  await page.emulateMedia({ forcedColors: 'active' });
  const unseen = await page.evaluate<string[]>(`(() => {
    const chosen = '[aria-current]:not([aria-current="false"]), [aria-pressed="true"], [aria-selected="true"]';
    const group = 'nav, ul, [role="group"], [role="tablist"]';
    const properties = ['color', 'backgroundColor', 'fontWeight', 'textDecorationLine', 'outlineStyle', 'outlineColor', 'borderLeftWidth', 'borderLeftColor', 'borderBottomWidth', 'borderBottomColor'];
    const look = (element) => { const style = getComputedStyle(element); return properties.map((name) => style[name]).join(' '); };
    const othersOf = (element) => [...(element.closest(group)?.querySelectorAll(element.tagName) ?? [])].filter((other) => !other.matches(chosen));
    return [...document.querySelectorAll(chosen)].filter((element) => othersOf(element).some((other) => look(other) === look(element))).map(({ outerHTML }) => outerHTML.slice(0, 200));
  })()`);
  await page.emulateMedia({ forcedColors: 'none' });
  return unseen;
}
