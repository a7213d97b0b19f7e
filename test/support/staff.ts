import type { Browser, BrowserContext, CDPSession, Page, ViewportSize } from 'playwright-core';
import type { City } from './city.js';

export const desk: ViewportSize = { width: 1366, height: 820 };
export const phone: ViewportSize = { width: 390, height: 800 };

/** Somebody of the city who has signed in to the console by keyboard; the page stands at `path`. */
export async function signIn(browser: Browser, city: City, username: string, path: string, viewport: ViewportSize = desk): Promise<Page> {
  const sign = city.endpoints.people[username];
  if (!sign) throw new Error(`endpoints.json has no person ${username}`);
  const context = await browser.newContext({ viewport, locale: 'zh-CN' });
  const page = await context.newPage();
  await page.goto(city.endpoints.services.console + path);
  await page.getByLabel('用户名').fill(sign.username);
  await page.getByLabel('密码').fill(sign.password);
  await page.keyboard.press('Enter');
  await page.waitForURL((url) => url.href.startsWith(city.endpoints.services.console));
  return page;
}

/** Whoever has this role, in this unit where it has one. */
export function personWith(city: City, role: string, unit?: string): string {
  const found = Object.values(city.endpoints.people).find((person) => person.roles.includes(role) && (unit === undefined || person.unit === unit));
  if (!found) throw new Error(`nobody is ${role} of ${unit ?? 'the city'}`);
  return found.username;
}

/** The tab's process dies, as when a computer runs out of memory: nothing of the page can say good-bye. */
export async function crash(page: Page): Promise<void> {
  const session: CDPSession = await page.context().newCDPSession(page);
  const crashed = page.waitForEvent('crash');
  void session.send('Page.crash').catch(() => {});
  await crashed;
}

/** What a page complains of while it is used: errors of its scripts, and what its content security policy refused. */
export function complaintsOf(context: BrowserContext): string[] {
  const complaints: string[] = [];
  const listen = (page: Page) => {
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error' && /Content Security Policy|TrustedHTML|TrustedScript/.test(message.text())) complaints.push(message.text());
    });
  };
  context.pages().forEach(listen);
  context.on('page', listen);
  return complaints;
}
