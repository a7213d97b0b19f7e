import type { Notice } from './notice.js';

/**
 * Names a set of notices: '2007-2026.' and eight hexadecimal digits of their content, equal for equal content whatever
 * the order of days. FNV-1a of 32 bits: it tells a city's few dozen calendars apart and protects against nobody.
 */
export function versionOf(noticesInOrder: readonly Notice[]): string {
  const content = noticesInOrder.map(({ year, papers, days }) => [
    year,
    papers,
    [...days]
      .sort((a, b) => (a.date < b.date ? -1 : 1))
      .map((day) => [day.date, day.isOffDay, day.name, day.paper ?? papers[0] ?? '']),
  ]);
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(JSON.stringify(content))) {
    hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  }
  const years = `${noticesInOrder[0]?.year}-${noticesInOrder.at(-1)?.year}`;
  return `${years}.${hash.toString(16).padStart(8, '0')}`;
}
