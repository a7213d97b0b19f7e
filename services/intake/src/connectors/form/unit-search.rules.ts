import { nfkc } from '@wenzheng/contracts';

export interface ListedUnit {
  code: string;
  name: string;
  /** Aliases and former names. */
  otherNames: readonly string[];
}

/** The first choice of the list: the information office finds out who is in charge. */
export const unsure = '不清楚，请帮我分派';

export type FoundUnit = { code: string | undefined; words?: undefined } | { code?: undefined; words: string };

const mostShown = 5;
const keyOf = (text: string): string => nfkc(text).toLowerCase().replace(/[\s\p{P}]/gu, '');

/**
 * The unit that was meant: by its name or code; by an alias or a former name that is no other unit's; by a part or an
 * abbreviation of its name, where only one fits (城管局 is 市城市管理局).
 */
export function findUnit(typed: string, units: readonly ListedUnit[]): FoundUnit {
  const key = keyOf(typed);
  if (key === '' || unsure.startsWith(typed.trim()) || key === keyOf(unsure)) return { code: undefined };
  const exact = units.find(({ code, name }) => keyOf(name) === key || code === typed.trim());
  if (exact) return { code: exact.code };
  const called = units.filter(({ otherNames }) => otherNames.some((name) => keyOf(name) === key));
  if (called.length === 1) return { code: called[0]!.code };
  const containing = units.filter(({ name }) => keyOf(name).includes(key));
  const abbreviated = units.filter(({ name }) => isAbbreviationOf(key, keyOf(name)));
  const fitting = called.length > 0 ? called : containing.length > 0 ? containing : abbreviated;
  if (fitting.length === 1) return { code: fitting[0]!.code };
  if (fitting.length === 0) return { words: '没有找到这个单位。请从列表中选择，不清楚的请留空' };
  const shown = fitting.slice(0, mostShown).map(({ name }) => `“${name}”`).join('、');
  return { words: `有${fitting.length}个单位相符：${shown}${fitting.length > mostShown ? '等' : ''}。请写出全名，不清楚的请留空` };
}

/** All its characters stand in the name, in their order, and the last one ends it or what it is short for. */
function isAbbreviationOf(short: string, name: string): boolean {
  const characters = [...short];
  if (characters.length < 2) return false;
  let found = 0;
  for (const character of name) if (character === characters[found]) found += 1;
  return found === characters.length;
}
