/** Escalations as they are read: by position, each once however often it is told. */
export interface Told {
  id: string;
  position: string;
  level: 1 | 2 | 3;
  acknowledgedAt: string | null;
  withdrawnAt: string | null;
}

const byPosition = (one: Told, other: Told) => (BigInt(one.position) < BigInt(other.position) ? 1 : -1);

/** Newest first; the later telling of the same one counts. */
export function withTold<Each extends Told>(known: readonly Each[], told: readonly Each[]): Each[] {
  const all = new Map(known.map((each) => [each.id, each]));
  for (const each of told) {
    const before = all.get(each.id);
    if (!before || BigInt(before.position) <= BigInt(each.position)) all.set(each.id, each);
  }
  return [...all.values()].toSorted(byPosition);
}

/** Where to go on reading. */
export const cursorOf = (known: readonly Told[]): string => known.reduce((last, { position }) => (BigInt(position) > BigInt(last) ? position : last), '0');

export const isWaiting = ({ acknowledgedAt, withdrawnAt }: Told): boolean => acknowledgedAt === null && withdrawnAt === null;
