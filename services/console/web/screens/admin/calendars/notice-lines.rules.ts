export interface NoticeDay {
  name: string;
  date: string;
  isOffDay: boolean;
}

const line = /^(\d{4}-\d{2}-\d{2})(?:\s*[至~—-]\s*(\d{4}-\d{2}-\d{2}))?\s+(休|班)\s+(\S+)$/;
const longest = 31;

/** Days of a notice as people write them down, `2027-10-01至2027-10-07 休 国庆节`, one entry a line; and the lines that say no such thing. */
export function daysOfLines(text: string): { days: NoticeDay[]; faults: string[] } {
  const days: NoticeDay[] = [];
  const faults: string[] = [];
  for (const said of text.split('\n').map((each) => each.trim()).filter((each) => each !== '')) {
    const [, from = '', to = from, mark, name = ''] = line.exec(said) ?? [];
    const dates = datesBetween(from, to);
    if (dates.length === 0) faults.push(said);
    days.push(...dates.map((date) => ({ name, date, isOffDay: mark === '休' })));
  }
  return { days, faults };
}

function datesBetween(from: string, to: string): string[] {
  const [first, last] = [Date.parse(`${from}T00:00:00Z`), Date.parse(`${to}T00:00:00Z`)];
  const count = (last - first) / 86_400_000 + 1;
  if (!(count >= 1 && count <= longest)) return [];
  return Array.from({ length: count }, (_, n) => new Date(first + n * 86_400_000).toISOString().slice(0, 10));
}
