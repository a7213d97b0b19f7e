import { z } from 'zod';
import { readJson, writeJson } from '../platform/json-file.js';

const schema = z.strictObject({ state: z.enum(['playing', 'played']) });

/** How far the story of the city in a data folder has come; undefined where none was begun. */
export async function storyStateOf(file: string): Promise<'playing' | 'played' | undefined> {
  const stored = await readJson(file);
  return stored === undefined ? undefined : schema.parse(stored).state;
}

export const keepStoryState = (file: string, state: 'playing' | 'played'): Promise<void> => writeJson(file, { state });
