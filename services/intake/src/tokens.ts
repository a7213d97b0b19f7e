/** The service's configuration, and its business clock, which `main.ts` makes. */
export const CONFIG = Symbol('configuration');
export const CLOCK = Symbol('clock');
