import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { channelSchema, messageKindSchema, visibilitySchema, type ChannelName } from '@wenzheng/contracts';
import { z } from 'zod';
import { cityDeeds } from './city-deeds.js';
import { words } from './deed.js';
import { letterDeeds } from './letter-deeds.js';
import { storyTime } from './timetable.js';

const at = z.string().regex(storyTime);

/** One step of the story: the name of a deed in `do`, and what that deed asks to be told. */
function stepSchema<Name extends string>(deeds: Record<Name, { fields: z.ZodRawShape }>) {
  const names = Object.keys(deeds) as Name[];
  return z.looseObject({ at, do: z.enum(names) }).transform(({ at: time, do: name, ...fields }, context) => {
    const parsed = z.strictObject(deeds[name].fields).safeParse(fields);
    if (!parsed.success) context.addIssue({ code: 'custom', message: `${name} at ${time}: ${z.prettifyError(parsed.error)}` });
    return { at: time, name, fields: parsed.data ?? {} };
  });
}

const letterSchema = z.strictObject({
  at,
  /** By which other steps name it; also that of the channel. */
  name: words,
  writer: words,
  phone: z.string().optional(),
  kind: messageKindSchema.optional(),
  visibility: visibilitySchema.optional(),
  unit: words.optional(),
  session: words.optional(),
  likes: z.int().optional(),
  title: words.optional(),
  text: words,
  then: z.array(stepSchema(letterDeeds)).default([]),
});
export type StoryLetter = z.output<typeof letterSchema> & { channel: ChannelName };

/** A file of `city/story`: what came through a channel and what became of each letter, of follow-ups too; or what is done in the city at large. */
const fileSchema = z.union([
  z.strictObject({ channel: channelSchema, letters: z.array(letterSchema), followUps: z.record(words, z.array(stepSchema(letterDeeds))).default({}) }),
  z.strictObject({ city: z.array(stepSchema(cityDeeds)) }),
]);

export interface Story {
  letters: StoryLetter[];
  /** What becomes of a follow-up, by the name that its letter gave it. */
  followUps: Record<string, StoryLetter['then']>;
  city: { at: string; name: keyof typeof cityDeeds; fields: object }[];
}

export const storyFolder = fileURLToPath(new URL('../../city/story', import.meta.url));

/** @throws Error naming file and place of what is wrong */
export async function loadStory(folder = storyFolder): Promise<Story> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.json')).sort();
  const files = await Promise.all(
    names.map(async (name) => {
      const parsed = fileSchema.safeParse(JSON.parse(await readFile(`${folder}/${name}`, 'utf8')));
      if (!parsed.success) throw new Error(`The story's file ${name} is not valid: ${z.prettifyError(parsed.error)}`);
      return parsed.data;
    }),
  );
  return {
    letters: files.flatMap((file) => ('letters' in file ? file.letters.map((letter) => ({ ...letter, channel: file.channel })) : [])),
    followUps: Object.assign({}, ...files.map((file) => ('letters' in file ? file.followUps : {}))) as Story['followUps'],
    city: files.flatMap((file) => ('city' in file ? file.city : [])),
  };
}
