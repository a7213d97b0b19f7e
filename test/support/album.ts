import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect } from '@jest/globals';
import type { Page } from 'playwright-core';
import { faultsOf, lookedAt } from './browser.js';

/** Screenshots of a run, for people to look at: in the system's folder for temporary files, which is printed. */
export class Album {
  private readonly taken = new Set<string>();
  /** Looking takes longer than the work does: who measures it leaves this out. */
  lookingMs = 0;

  private constructor(readonly folder: string) {}

  static async open(flow: string): Promise<Album> {
    const album = new Album(await mkdtemp(path.join(tmpdir(), `wenzheng-${flow}-`)));
    process.stdout.write(`${flow}: screenshots in ${album.folder}\n`);
    return album;
  }

  /** Keeps a screen as it stands, once, and finds no fault in it at any width. */
  async look(page: Page, name: string): Promise<void> {
    if (this.taken.has(name)) return;
    this.taken.add(name);
    const began = performance.now();
    // What lies over a page covers the window alone.
    const fullPage = (await page.getByRole('dialog').count()) === 0;
    await page.screenshot({ path: path.join(this.folder, `${String(this.taken.size).padStart(2, '0')}-${name}.png`), fullPage });
    expect({ name, faults: await lookedAt(page, faultsOf) }).toEqual({ name, faults: [] });
    this.lookingMs += performance.now() - began;
  }
}
