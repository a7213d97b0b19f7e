/** How well what was found agrees with an issue that people have named. */
export interface Agreement {
  issue: string;
  /** Place of the issue found that has most of its messages; null if none has any. */
  found: number | null;
  /** Share of its messages that were found together, and share of those found that are its own. */
  recall: number;
  precision: number;
}

/** @param gold messages of each issue that people have named; @param found those of each issue that was found */
export function agreementOf(gold: Readonly<Record<string, readonly string[]>>, found: readonly (readonly string[])[]): Agreement[] {
  return Object.entries(gold).map(([issue, messages]) => {
    const own = new Set(messages);
    const shared = found.map((ids) => ids.filter((id) => own.has(id)).length);
    const most = Math.max(0, ...shared);
    const place = most > 0 ? shared.indexOf(most) : null;
    const size = place === null ? 0 : (found[place]?.length ?? 0);
    return { issue, found: place, recall: own.size > 0 ? most / own.size : 0, precision: size > 0 ? most / size : 0 };
  });
}
