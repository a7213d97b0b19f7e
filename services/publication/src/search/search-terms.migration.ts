import { sqlMigration } from '@wenzheng/platform';

/** {@link termsOf} for what was published before, in SQL. */
const fillSearchTerms = `
  INSERT INTO search_terms (message_id, terms)
  SELECT message_id, array_agg(DISTINCT term) FROM (
    SELECT message_id, unnest(ARRAY[code, (lag(code) OVER (PARTITION BY message_id ORDER BY place) << 16) | code]) AS term
    FROM (
      SELECT message_id, place, ascii(letter) & 65535 AS code
      FROM message, unnest(string_to_array(lower((title || E'\\n' || text) COLLATE "C"), NULL)) WITH ORDINALITY AS letters (letter, place)
      WHERE visibility = 'public'
    ) AS codes
  ) AS all_terms
  WHERE term IS NOT NULL GROUP BY message_id`;

export const createSearchTerms = sqlMigration(
  'createSearchTerms1764000100000',
  `CREATE TABLE search_terms (message_id uuid PRIMARY KEY, terms integer[] NOT NULL);
   ${fillSearchTerms};
   CREATE INDEX search_terms_terms ON search_terms USING gin (terms);`,
);

/** Whoever fills the list of what is not yet in its place puts it there: 4 MiB, the default, hold an insert up for a second. */
export const settleSearchTermsOften = sqlMigration(
  'settleSearchTermsOften1764700000000',
  'ALTER INDEX search_terms_terms SET (gin_pending_list_limit = 256)',
);
