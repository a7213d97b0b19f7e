import { mkdtemp, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { fontFile } from '@wenzheng/testing';
import { cityFonts } from './city-fonts.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wenzheng-fonts-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const namesFor = async (place: string) => (await cityFonts(place))?.fang.map(({ name }) => name) ?? null;

it('a file that cannot be read is left out, and found as soon as it can be read', async () => {
  await writeFile(join(folder, 'one.ttf'), fontFile('STSong', '国'));
  await symlink(join(folder, 'brought later'), join(folder, 'other.OTF'));
  expect(await namesFor(folder)).toEqual(['STSong']);
  await writeFile(join(folder, 'brought later'), fontFile('FangSong', '国'));
  expect(await namesFor(folder)).toEqual(['FangSong', 'STSong']);
});

it('a folder that was not there is looked for again; once read, its fonts stay', async () => {
  const place = join(folder, 'mounted');
  expect(await namesFor(place)).toBeNull();
  await symlink(folder, place);
  const fonts = await cityFonts(place);
  expect(fonts).not.toBeNull();
  await rename(place, join(folder, 'gone'));
  expect(await cityFonts(place)).toBe(fonts);
});
