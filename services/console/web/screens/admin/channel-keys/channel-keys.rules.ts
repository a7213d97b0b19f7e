import { RequestProblem } from '../../../api/problem.js';
import type { ChannelKey } from '../../../api/schemas.js';
import { channelWords } from '../../../words.js';

export interface ChannelOfKeys {
  code: ChannelKey['channel'];
  word: string;
  /** Those that let somebody in, the newest first; those for tests last. */
  good: ChannelKey[];
  /** How many of them bring messages. */
  real: number;
  past: ChannelKey[];
}

/** Every channel, also one that has no key. */
export function byChannel(keys: readonly ChannelKey[]): ChannelOfKeys[] {
  const newest = keys.toSorted((one, other) => other.madeAt.localeCompare(one.madeAt));
  return (Object.keys(channelWords.zh) as ChannelKey['channel'][]).map((code) => {
    const own = newest.filter(({ channel }) => channel === code);
    const isGood = ({ state }: ChannelKey) => state === 'valid' || state === 'replaced';
    const good = own.filter(isGood).toSorted((one, other) => Number(one.sandbox) - Number(other.sandbox));
    return { code, word: channelWords.zh[code], good, real: good.filter(({ sandbox }) => !sandbox).length, past: own.filter((key) => !isGood(key)) };
  });
}

/** 配额 as it was typed: nothing is no limit. @throws RequestProblem for what is no whole number above naught, which must not lift a limit */
export function quotaOf(typed: Record<string, unknown>): { perSecond: number | null; perDay: number | null } {
  const numberOf = (said: unknown): number | null => {
    if (said === null || said === undefined) return null;
    if (!/^[1-9]\d{0,8}$/.test(String(said))) throw new RequestProblem(400, 'invalid-request', '配额须是大于0的整数；不限的，请留空。');
    return Number(said);
  };
  return { perSecond: numberOf(typed['perSecond']), perDay: numberOf(typed['perDay']) };
}

export function quotaWords({ perSecond, perDay }: Pick<ChannelKey, 'perSecond' | 'perDay'>): string {
  const said = [perSecond !== null && `每秒${perSecond}件`, perDay !== null && `每天${perDay}件`].filter((words) => words !== false);
  return said.length > 0 ? `配额：${said.join('，')}` : '没有另定配额';
}
