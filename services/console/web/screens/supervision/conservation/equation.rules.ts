import { endingWords } from '../../../words.js';

/** 件件有交代 of a channel, or of all: what came in is what was registered, is held 待甄别 or was set aside; what was registered is what was ended in one way or another, and what is open. */
export const endingsOfEquation = ['publicly-answered', 'privately-answered', 'ruled-invalid', 'merged', 'transferred', 'withdrawn', 'open'] as const;

const beforeRegistration = ['received', 'held', 'setAside', 'registered'] as const;

export type Equation = Record<(typeof beforeRegistration)[number], number> & Record<(typeof endingsOfEquation)[number], number>;

/** Registered less the sum of all endings and what is open: 0 unless something was lost or counted twice. */
export const differenceOf = (line: Equation): number => line.registered - endingsOfEquation.reduce((sum, ending) => sum + line[ending], 0);

export function sumOf(lines: readonly Equation[]): Equation {
  const total = { ...Object.fromEntries([...beforeRegistration, ...endingsOfEquation].map((key) => [key, 0])) } as Equation;
  for (const line of lines) for (const key of [...beforeRegistration, ...endingsOfEquation]) total[key] += line[key];
  return total;
}

/** The equation written out, with a sign beside the difference. */
export const sentenceOf = (line: Equation): string => written(line, endingsOfEquation);

/** The same of a day, on which most endings have none: those are left out. */
export const shortSentenceOf = (line: Equation): string => {
  const some = endingsOfEquation.filter((ending) => line[ending] > 0);
  return written(line, some.length > 0 ? some : ['open']);
};

const written = (line: Equation, endings: readonly (typeof endingsOfEquation)[number][]): string =>
  `${line.received === line.registered ? '' : `来件 ${line.received} = 受理 ${line.registered} + 待甄别 ${line.held} + 不属来信 ${line.setAside}　·　`}受理 ${line.registered} = ${endings.map((ending) => `${endingWords.zh[ending]} ${line[ending]}`).join(' + ')}　·　差额 ${differenceOf(line)} ${differenceOf(line) === 0 ? '✓' : '⚠'}`;
