interface InTree {
  code: string;
  parent: string | null;
}

/** Each unit followed by those below it; one whose parent is not in the list stands at the top. */
export function inTreeOrder<Unit extends InTree>(units: readonly Unit[]): Unit[] {
  const known = new Set(units.map(({ code }) => code));
  const below = Map.groupBy(units, ({ parent }) => (parent !== null && known.has(parent) ? parent : null));
  const from = (parent: string | null): Unit[] => (below.get(parent) ?? []).flatMap((unit) => [unit, ...from(unit.code)]);
  return from(null);
}
