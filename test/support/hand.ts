import type { Locator, Page } from 'playwright-core';

export interface Effort {
  clicks: number;
  keystrokes: number;
}

/** Mouse and keyboard of somebody at a page, with how often each was used. */
export class Hand {
  constructor(
    readonly page: Page,
    /** Shared by all who take part in one piece of work. */
    readonly effort: Effort = { clicks: 0, keystrokes: 0 },
  ) {}

  async click(target: Locator): Promise<void> {
    this.effort.clicks += 1;
    await target.click();
  }

  /** Into a field that is clicked first. */
  async type(field: Locator, text: string): Promise<void> {
    await this.click(field);
    await this.page.keyboard.type(text);
    this.effort.keystrokes += [...text].length;
  }

  /** One click opens the choices, one takes its own. */
  async choose(field: Locator, label: string): Promise<void> {
    this.effort.clicks += 2;
    await field.selectOption({ label });
  }
}
