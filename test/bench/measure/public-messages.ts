import { randomUUIDv7 } from 'node:crypto';
import { letters, type Letter } from './letters.js';
import { progress } from './progress.js';
import { until } from './settled.js';
import type { Stand } from './stand.js';

const schema = 'publication';
/** So many in one statement. */
const chunk = 5_000;
const daysOfYear = 365;
/** What is younger than ten working days may be open, and half of it is. */
const openDays = 14;
const kinds = ['inquiry', 'complaint', 'suggestion', 'help'];

/** What the service's own segments hold, in a portal's form. */
const formOf = (text: string): string => text.normalize('NFKC').toLowerCase().replaceAll(/\s/gu, '');

/**
 * A year of a city's public messages in publication, as it would have stored them itself, half of the last fortnight's still open and each of the others
 * with a reply; the service then indexes them by itself.
 * @returns how many it indexed in a second
 */
export async function fillPortal(stand: Stand, count: number): Promise<number> {
  const source = letters(20261201);
  const units = await knownUnits(stand);
  // The public log would enter a million messages meanwhile.
  await stand.sql(`ALTER TABLE ${schema}.message DISABLE TRIGGER USER`);
  for (let from = 0; from < count; from += chunk) {
    await insert(stand, Array.from({ length: Math.min(chunk, count - from) }, (_, index) => ({ number: from + index + 1, letter: source.next().value })), count, units);
    if ((from + chunk) % 100_000 === 0) progress(`${from + chunk} of ${count} messages are there`);
  }
  await stand.sql(`ALTER TABLE ${schema}.message ENABLE TRIGGER USER`);
  const begun = performance.now();
  await stand.sql(`INSERT INTO ${schema}.search_tail (message_id) SELECT message_id FROM ${schema}.message WHERE visibility = 'public' ON CONFLICT DO NOTHING`);
  await until('the messages are indexed', async () => {
    const [index] = await stand.sql<{ left: number; fresh: number }>(
      `SELECT (SELECT count(*)::int FROM ${schema}.search_tail) AS left, (SELECT count(*)::int FROM ${schema}.search_segment WHERE NOT is_folded) AS fresh`,
    );
    progress(`${index?.left} are not indexed yet, ${index?.fresh} segments not folded`);
    return (index?.left ?? 0) < 256 && (index?.fresh ?? 0) < 64;
  }, 2_000, 3_600_000);
  const rate = count / ((performance.now() - begun) / 1_000);
  await stand.sql(`VACUUM ANALYZE ${schema}.message, ${schema}.reply, ${schema}.search_tail, ${schema}.search_segment, ${schema}.search_member, ${schema}.search_place`);
  return rate;
}

/** As routing has told of them. */
async function knownUnits(stand: Stand): Promise<Unit[]> {
  let units: Unit[] = [];
  await until('publication knows the units', async () => {
    units = await stand.sql<Unit>(`SELECT code, name FROM ${schema}.unit WHERE NOT removed ORDER BY code`);
    return units.length > 0;
  });
  return units;
}

interface Unit {
  code: string;
  name: string;
}

interface Numbered {
  number: number;
  letter: Letter;
}

async function insert(stand: Stand, messages: readonly Numbered[], count: number, units: readonly Unit[]): Promise<void> {
  const ids = messages.map(() => randomUUIDv7());
  const isOpen = (number: number) => number % 2 === 1 && number > count * (1 - openDays / daysOfYear);
  const unitOf = (number: number) => units[number % units.length];
  await stand.sql(
    `INSERT INTO ${schema}.message (message_id, message_number, channel, kind, visibility, registered_at, registered_on, title, text, search_words,
       unit_code, unit_name, ending, reply_due_on, final_due_on, due_on, answered_at, answered_in_time, revision, updated_at)
     SELECT id, 'HN' || to_char(day, 'YYYYMMDD') || '-' || lpad((number % 10000)::text, 4, '0') || 'B' || number, 'board', kind, 'public', day + interval '10 hours', day, title, text, words,
       unit_code, unit_name, CASE WHEN is_open THEN 'open' ELSE 'publicly-answered' END, day + 5, day + 14, day + 5,
       CASE WHEN NOT is_open THEN day + interval '58 hours' END, CASE WHEN NOT is_open THEN true END, 1, now()
     FROM (SELECT *, now()::date - ${daysOfYear} + (number::float8 * ${daysOfYear} / $1::int)::int AS day
           FROM unnest($2::uuid[], $3::int[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[], $10::boolean[])
             AS given (id, number, kind, title, text, words, unit_code, unit_name, is_open)) AS dated`,
    [
      count, ids, messages.map(({ number }) => number), messages.map(({ number }) => kinds[number % kinds.length]), messages.map(({ letter }) => letter.title), messages.map(({ letter }) => letter.text),
      messages.map(({ letter }) => `${formOf(letter.title)}\n${formOf(letter.text)}`), messages.map(({ number }) => unitOf(number)?.code), messages.map(({ number }) => unitOf(number)?.name), messages.map(({ number }) => isOpen(number)),
    ],
  );
  const answered = messages.flatMap(({ number, letter }, index) => (isOpen(number) ? [] : [{ messageId: ids[index], unit: unitOf(number), text: `您好，关于${letter.title.slice(0, 20)}的来信收悉。${letter.text.slice(60, 120)}。感谢您的来信。` }]));
  await stand.sql(
    `INSERT INTO ${schema}.reply (reply_id, message_id, unit_code, unit_name, text, interim, historical, submitted_at, state, published_at)
     SELECT uuidv7(), id, unit_code, unit_name, text, false, false, now(), 'published', now() FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[]) AS given (id, unit_code, unit_name, text)`,
    [answered.map(({ messageId }) => messageId), answered.map(({ unit }) => unit?.code), answered.map(({ unit }) => unit?.name), answered.map(({ text }) => text)],
  );
}
