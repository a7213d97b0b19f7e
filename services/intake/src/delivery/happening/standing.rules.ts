import type { UnitRef } from '@wenzheng/contracts';

interface Known {
  type: string;
  data: object;
}

export interface Standing {
  unit: UnitRef | null;
  coUnits: UnitRef[];
  mergedInto: string | null;
}

/** Who has a message now, and with which one it is handled, by what has happened to it in its order. */
export function standingOf(happenings: readonly Known[]): Standing {
  const standing: Standing = { unit: null, coUnits: [], mergedInto: null };
  for (const { type, data } of happenings) {
    const { unit, coUnits, into } = data as { unit: UnitRef; coUnits: UnitRef[]; into: string };
    if (type === 'message.assigned') Object.assign(standing, { unit, coUnits });
    if (type === 'message.returned') Object.assign(standing, { unit: null, coUnits: [] });
    if (type === 'message.merged') standing.mergedInto = into;
    if (type === 'message.unmerged') standing.mergedInto = null;
  }
  return standing;
}
