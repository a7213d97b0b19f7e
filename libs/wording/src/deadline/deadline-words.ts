import type { DeadlineCase } from './deadline-case.js';
import type { DeadlineNote } from './deadline-note.js';

/** One language's wording of every case. `year` is the year that short dates leave out. */
export interface DeadlineWords {
  /** `isPrivate`: for people who may not read the message, dates and state alone. */
  sentence(now: DeadlineCase, year: number, isPrivate: boolean): string;
  note(note: DeadlineNote, year: number): string;
  /** For a row of a list; empty where the status says all. */
  short(now: DeadlineCase, year: number): string;
}
