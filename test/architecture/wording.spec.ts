import { describe, expect, it } from '@jest/globals';
import { channels, endings, messageKindSchema, visibilitySchema } from '@wenzheng/contracts';
import { roles } from '@wenzheng/platform';
import { channelWords, endingWords, kindWords, roleWords, visibilityWords } from '@wenzheng/wording';

describe('there are words in both languages for exactly what the platform knows', () => {
  it.each([
    ['channels', channelWords, channels],
    ['kinds', kindWords, messageKindSchema.options],
    ['visibilities', visibilityWords, visibilitySchema.options],
    ['endings', endingWords, endings],
    ['roles', roleWords, roles],
  ] as const)('%s', (_, words, keys) => {
    for (const language of ['zh', 'en'] as const) {
      expect(Object.keys(words[language]).sort()).toEqual([...keys].sort());
      expect(new Set(Object.values(words[language])).size).toBe(keys.length);
    }
  });
});
