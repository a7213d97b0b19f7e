/** What decisions about the plan need of a slot and a phase. */
export interface PlannedSlot {
  unitCode: string;
  /** YYYY-MM */
  month: string;
}

export interface PlannedPhase {
  phase: number;
  slots: readonly PlannedSlot[];
}

/** As far ahead as a city plans: beyond it stands a slip of the pen. */
const horizonYears = 3;

/**
 * Why the phases cannot stand so: they are numbered in their order, none is empty, each names a unit once, and one begins after the month in which the one before it ends.
 * @param phases in the order of their numbers
 */
export function planRefusal(phases: readonly PlannedPhase[]) {
  for (const [index, { phase, slots }] of phases.entries()) {
    if (phase !== index + 1) return 'intake.forum-phase-out-of-turn';
    if (slots.length === 0) return 'intake.forum-phase-empty';
    if (new Set(slots.map(({ unitCode }) => unitCode)).size < slots.length) return 'intake.forum-unit-twice';
    const before = phases[index - 1];
    if (before && firstMonthOf(slots) <= lastMonthOf(before.slots)) return 'intake.forum-phases-overlap';
  }
  return null;
}

/** A forum is planned for this month or later. */
export const monthRefusal = (month: string, today: string) => (month < monthOf(today) || Number(month.slice(0, 4)) > Number(today.slice(0, 4)) + horizonYears ? 'intake.forum-month-wrong' : null);

/** Whether a phase is announced that has not begun yet, as there always must be (R29). */
export const isNextPlanned = (phases: readonly PlannedPhase[], today: string): boolean => phases.some(({ slots }) => firstMonthOf(slots) > monthOf(today));

export const monthOf = (date: string): string => date.slice(0, 7);

/** 按照时间排序; units of one month by their codes. */
export const inOrder = <Slot extends PlannedSlot>(slots: readonly Slot[]): Slot[] =>
  slots.toSorted((one, other) => compare(one.month, other.month) || compare(one.unitCode, other.unitCode));

const compare = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);
const firstMonthOf = (slots: readonly PlannedSlot[]): string => inOrder(slots)[0]?.month ?? '';
const lastMonthOf = (slots: readonly PlannedSlot[]): string => inOrder(slots).at(-1)?.month ?? '';
