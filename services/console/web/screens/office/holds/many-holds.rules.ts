/** What became of a decision about many, in a sentence; what was not decided says why, by its code. */
export function outcomeWords(results: readonly { decided: unknown; code: string | null }[]): string {
  const refused = Map.groupBy(results.filter(({ decided }) => decided === null), ({ code }) => code ?? '');
  const reasons = [...refused].map(([code, ones]) => `${ones.length}件${refusals[code] ?? '没有处理'}`);
  return [`已处理${results.filter(({ decided }) => decided !== null).length}件`, ...reasons].join('，') + '。';
}

const refusals: Readonly<Record<string, string>> = {
  'intake.hold-decided': '已有别的决定',
  'intake.hold-has-words': '写有文字，不能作不属来信处理',
  'intake.hold-not-found': '已不在待甄别之列',
};
