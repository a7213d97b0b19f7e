/** The service's configuration, its business clock, which `main.ts` makes, and its calendar, which comes with the release. */
export const CONFIG = Symbol('configuration');
export const CLOCK = Symbol('clock');
export const CALENDAR = Symbol('calendar');
