// Runs the library from source in a process of its own, whose TZ the spec sets, and prints what it found as JSON.
import { registerHooks } from 'node:module';
import fc from 'fast-check';

registerHooks({
  resolve: (specifier, context, next) =>
    next(context.parentURL?.endsWith('.ts') ? specifier.replace(/^(\.\.?\/.*)\.js$/, '$1.ts') : specifier, context),
});
const { addDays, businessDateOf, endOfBusinessDate, startOfBusinessDate, stateCouncilCalendar } = await import('./index.ts');

// chinese-days 1.5.7 builds its tables by the process's zone, and west of Greenwich each of its holidays is a day early.
// So it is asked once under UTC, before this process goes back to the zone that is being tried.
const zone = process.env.TZ;
process.env.TZ = 'UTC';
const { default: chineseDays } = await import('chinese-days');
const worked = new Map();
for (let date = '2007-01-01'; date <= '2026-12-31'; date = addDays(date, 1)) worked.set(date, chineseDays.isWorkday(date));
process.env.TZ = zone;

const differing = [...worked].filter(([date, works]) => stateCouncilCalendar.isWorkingDay(date) !== works).map(([date]) => date);

const shanghai = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai' });
const instants = fc.date({ min: new Date('2007-01-01T00:00:00+08:00'), max: new Date('2026-11-30T23:59:59+08:00'), noInvalidDate: true });
let runs = 0;
const property = fc.property(instants, fc.nat({ max: 10 }), (instant, n) => {
  runs += 1;
  const date = businessDateOf(instant);
  let expected = date;
  for (let left = n; left > 0; ) {
    expected = addDays(expected, 1);
    if (worked.get(expected)) left -= 1;
  }
  const { dueOn, provisional } = stateCouncilCalendar.addWorkingDays(date, n);
  return (
    date === shanghai.format(instant) &&
    startOfBusinessDate(date) <= instant &&
    instant < endOfBusinessDate(date) &&
    dueOn === expected &&
    !provisional &&
    stateCouncilCalendar.workingDaysBetween(date, dueOn) === n &&
    stateCouncilCalendar.explain(date, n).filter((day) => day.counted).length === n &&
    (!worked.get(date) || stateCouncilCalendar.subtractWorkingDays(dueOn, n).dueOn === date)
  );
});
const { failed, counterexample } = fc.check(property, { numRuns: 5000 });
const offsets = [new Date('2026-01-15T00:00:00Z'), new Date('2026-07-15T00:00:00Z')].map((date) => date.getTimezoneOffset());

console.log(JSON.stringify({ offsets, days: worked.size, differing, runs, failed, counterexample, version: stateCouncilCalendar.version }));
