import type { Locator, Page } from 'playwright-core';

/** Mouse and keyboard of somebody at a page, with how often each was used. */
export class Hand {
  static clicks = 0;
  static keystrokes = 0;

  constructor(readonly page: Page) {}

  async click(target: Locator): Promise<void> {
    Hand.clicks += 1;
    await target.click();
  }

  /** Into a field that is clicked first. */
  async type(field: Locator, text: string): Promise<void> {
    await this.click(field);
    await this.page.keyboard.type(text);
    Hand.keystrokes += [...text].length;
  }

  async choose(field: Locator, label: string): Promise<void> {
    Hand.clicks += 2;
    await field.selectOption({ label });
  }
}
