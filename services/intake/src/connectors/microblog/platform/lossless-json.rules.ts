type Reviver = (key: string, value: unknown, context: { source?: string }) => unknown;
/** ECMAScript 2026 gives the reviver the source of each value, which the types do not know yet. */
const parse = JSON.parse as (text: string, reviver: Reviver) => unknown;

/** JSON in which an integer beyond 2^53 becomes a string of its digits: as a number it would be another one. */
export const parseLossless = (text: string): unknown =>
  parse(text, (_key, value, { source }) => (typeof value === 'number' && !Number.isSafeInteger(value) && source !== undefined && /^-?\d+$/.test(source) ? source : value));
