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
