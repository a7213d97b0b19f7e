import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { loadStory, type StoryLetter } from './story.js';
import { Timetable } from './timetable.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'wenzheng-story-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const written = (steps: object[]) => writeFile(path.join(folder, 'board.json'), JSON.stringify({ channel: 'board', letters: [{ at: '1 09:00', name: 'lamp', writer: '甲', text: '路灯不亮', then: steps }] }));

describe('a story', () => {
  it('is read with the channel of its file', async () => {
    await written([{ at: '2 09:00', do: 'rate', rating: 'satisfied' }]);
    expect((await loadStory(folder)).letters).toMatchObject([{ name: 'lamp', channel: 'board', then: [{ at: '2 09:00', name: 'rate', fields: { rating: 'satisfied' } }] }]);
  });

  it.each([
    ['a deed that there is not', { at: '2 09:00', do: 'sing' }],
    ['a field that the deed does not have', { at: '2 09:00', do: 'rate', rating: 'satisfied', text: '好' }],
    ['a time that is none', { at: '2 9:00', do: 'withdraw' }],
  ])('is refused for %s', async (_, step) => {
    await written([step]);
    await expect(loadStory(folder)).rejects.toThrow('board.json is not valid');
  });
});

describe('the sample story', () => {
  it('names no letter twice, and nobody by a telephone that rings', async () => {
    const { letters } = await loadStory();
    const names = letters.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    const numbers = letters.flatMap(({ text, then }) => JSON.stringify([text, then]).match(/(?<!\d)0\d{3}-\d{7}/g) ?? []);
    for (const number of numbers) expect(number).toMatch(/^0000-/);
  });

  // `4+1` is a working day of its own wherever no weekend follows the fourth.
  it.each(['2026-11-30', '2026-12-01', '2026-12-02', '2026-12-03', '2026-12-04', '2026-12-05', '2026-12-06'])('told on %s, has nothing done about a letter before it is written', async (today) => {
    const { letters, followUps } = await loadStory();
    const timetable = new Timetable(new Date(`${today}T12:00:00+08:00`));
    const early = ({ at, name, then }: Pick<StoryLetter, 'at' | 'name' | 'then'>): string[] =>
      then.flatMap((step) => [
        ...(timetable.instantOf(step.at) > timetable.instantOf(at) ? [] : [`${name}: ${step.name} at ${step.at}`]),
        ...('as' in step.fields ? early({ at: step.at, name: String(step.fields.as), then: followUps[String(step.fields.as)] ?? [] }) : []),
      ]);
    expect(letters.flatMap(early)).toEqual([]);
  });
});
