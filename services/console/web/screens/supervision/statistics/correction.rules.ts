type TitleOf = (name: string) => string;

/** 答复 +2，超期 −1 */
export const amendedWords = (changes: Readonly<Record<string, number | undefined>>, titleOf: TitleOf): string =>
  Object.entries(changes).flatMap(([name, by]) => (by ? [`${titleOf(name)} ${by > 0 ? '+' : '−'}${Math.abs(by)}`] : [])).join('，');

/** 答复 120 → 122，超期 3 → 2 */
export const changesWords = (changes: Readonly<Record<string, { before: number; after: number } | undefined>>, titleOf: TitleOf): string =>
  Object.entries(changes).flatMap(([name, change]) => (change ? [`${titleOf(name)} ${change.before} → ${change.after}`] : [])).join('，');

/** How far a correction has come. */
export function correctionWords({ number, countedAt }: { number: number | null; countedAt: string | null }): string {
  if (countedAt === null) return '正在重新计算';
  return number === null ? '重新计算后数字没有变化' : `第${number}次更正`;
}
