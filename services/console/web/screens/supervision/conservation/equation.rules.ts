/** 件件有交代 of a channel, or of all: what was registered is what was ended in one way or another, and what is open. */
export const endingsOfEquation = ['publicly-answered', 'privately-answered', 'ruled-invalid', 'merged', 'transferred', 'withdrawn', 'open'] as const;

export type Equation = { registered: number } & Record<(typeof endingsOfEquation)[number], number>;

/** Registered less the sum of all endings and what is open: 0 unless something was lost or counted twice. */
export const differenceOf = (line: Equation): number => line.registered - endingsOfEquation.reduce((sum, ending) => sum + line[ending], 0);

export function sumOf(lines: readonly Equation[]): Equation {
  const total = { registered: 0, ...Object.fromEntries(endingsOfEquation.map((ending) => [ending, 0])) } as Equation;
  for (const line of lines) for (const key of ['registered', ...endingsOfEquation] as const) total[key] += line[key];
  return total;
}
