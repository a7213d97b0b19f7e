/** Injection token of the business clock; `main.ts` alone makes the real one. */
export const CLOCK = Symbol('clock');
