import { businessDateOf, type WorkingCalendar } from '@wenzheng/working-days';
import type { Language } from '../language.js';
import { deadlineCase, type DeadlineCase } from './deadline-case.js';
import { deadlineNotes } from './deadline-note.js';
import type { DeadlineView } from './deadline-view.js';
import type { DeadlineWords } from './deadline-words.js';
import { englishWords } from './deadline-words.en.js';
import { chineseWords } from './deadline-words.zh.js';

const wordsOf: Readonly<Record<Language, DeadlineWords>> = { zh: chineseWords, en: englishWords };

/**
 * The sentence that says who answers by when, or how it ended: the same string on page, queue, feed, text message and
 * print. What does not move the date (a late extension notice, an interim reply) follows in a sentence of its own.
 * Plain text, to be escaped like any other. Short dates leave out the year of `now`, and once the matter has ended
 * the year of registration, so that what is stored stays true. Throws as `deadlineCase` does.
 */
export function deadlineSentence(
  view: DeadlineView,
  now: Date,
  calendar: WorkingCalendar,
  language: Language = 'zh',
): string {
  const state = deadlineCase(view, now, calendar);
  const words = wordsOf[language];
  const year = yearLeftOut(state, view, now);
  const notes = deadlineNotes(view, state.is, calendar).map((note) => words.note(note, year));
  return [words.sentence(state, year, view.private ?? false), ...notes].join(language === 'en' ? ' ' : '');
}

/** A few words for a row of a list: 还有2个工作日, 今天到期, 超期第1个工作日, 按时. Empty where the status says all. */
export function shortDueText(
  view: DeadlineView,
  now: Date,
  calendar: WorkingCalendar,
  language: Language = 'zh',
): string {
  const state = deadlineCase(view, now, calendar);
  return wordsOf[language].short(state, yearLeftOut(state, view, now));
}

function yearLeftOut(state: DeadlineCase, view: DeadlineView, now: Date): number {
  const isOver = state.is === 'answered' || state.is === 'ended';
  return Number((isOver ? view.registeredOn : businessDateOf(now)).slice(0, 4));
}
