/** Injection token of the working calendar. */
export const CALENDAR = Symbol('working calendar');
