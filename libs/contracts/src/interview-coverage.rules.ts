import type { UnitRef } from './vocabulary.js';

/** The units that hold interviews 上线单位 (R14): 县区政府, 政府部门和有关单位, which stand directly below the city. */
export const interviewLevel = 2;

export interface InterviewCoverage {
  /** How many there are. */
  units: number;
  /** How many stand in the plan. */
  planned: number;
  /** How many have held one with their principal. */
  held: number;
  /** How many have held one, and none with their principal. */
  heldWithoutPrincipal: number;
  /** Which do not stand in the plan. */
  unplanned: UnitRef[];
}

/** 上线覆盖 of a year (R14): of all units, whatever the plan says. */
export function interviewCoverage(roster: readonly UnitRef[], plan: readonly { unit: UnitRef }[], interviews: readonly { unit: UnitRef; state: string }[]): InterviewCoverage {
  const unitsOf = (state: string) => new Set(interviews.filter((one) => one.state === state).map(({ unit }) => unit.code));
  const [planned, held, without] = [new Set(plan.map(({ unit }) => unit.code)), unitsOf('held'), unitsOf('held-without-principal')];
  const count = (is: (code: string) => boolean): number => roster.filter(({ code }) => is(code)).length;
  return {
    units: roster.length,
    planned: count((code) => planned.has(code)),
    held: count((code) => held.has(code)),
    heldWithoutPrincipal: count((code) => without.has(code) && !held.has(code)),
    unplanned: roster.filter(({ code }) => !planned.has(code)).map(({ code, name }) => ({ code, name })),
  };
}
