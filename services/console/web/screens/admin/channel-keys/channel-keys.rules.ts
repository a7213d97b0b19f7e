import type { ChannelKey } from '../../../api/schemas.js';
import { channelWords } from '../../../words.js';

export interface ChannelOfKeys {
  code: ChannelKey['channel'];
  word: string;
  /** Those that let somebody in, the newest first. */
  good: ChannelKey[];
  past: ChannelKey[];
}

/** Every channel, also one that has no key. */
export function byChannel(keys: readonly ChannelKey[]): ChannelOfKeys[] {
  const newest = keys.toSorted((one, other) => other.madeAt.localeCompare(one.madeAt));
  return (Object.keys(channelWords.zh) as ChannelKey['channel'][]).map((code) => {
    const own = newest.filter(({ channel }) => channel === code);
    const isGood = ({ state }: ChannelKey) => state === 'valid' || state === 'replaced';
    return { code, word: channelWords.zh[code], good: own.filter(isGood), past: own.filter((key) => !isGood(key)) };
  });
}
