import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect } from '@jest/globals';
import type { Page } from 'playwright-core';
import { axeFaults, lookedAt, unseenInForcedColours, widerThanWindow } from './browser.js';

/** Screenshots of a run, for people to look at: in the system's folder for temporary files, which is printed. */
export class Album {
  private taken = 0;

  private constructor(readonly folder: string) {}

  static async open(flow: string): Promise<Album> {
    const album = new Album(await mkdtemp(path.join(tmpdir(), `wenzheng-${flow}-`)));
    process.stdout.write(`${flow}: screenshots in ${album.folder}\n`);
    return album;
  }

  /** Keeps the screen as it stands, in which axe finds nothing, nothing is wider than the window, and what is chosen shows in forced colours too. */
  async look(page: Page, name: string): Promise<void> {
    this.taken += 1;
    await page.screenshot({ path: path.join(this.folder, `${String(this.taken).padStart(2, '0')}-${name}.png`), fullPage: true });
    const found = await lookedAt(page, async (seen) => ({ faults: await axeFaults(seen), wider: await widerThanWindow(seen), unseen: await unseenInForcedColours(seen) }));
    expect({ name, ...found }).toEqual({ name, faults: [], wider: 0, unseen: [] });
  }
}
