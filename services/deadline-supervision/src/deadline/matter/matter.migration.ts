import { sqlMigration } from '@wenzheng/platform';

/** For a while titles were kept among the facts: they move, and the facts are without words again. */
export const createMatters = sqlMigration(
  'CreateMatters1797700000000',
  `
  CREATE TABLE matter (
    message_id uuid PRIMARY KEY,
    title text,
    sequence integer NOT NULL
  );
  INSERT INTO matter
  SELECT message_id,
    CASE WHEN NOT bool_or(concealed) THEN (array_agg(title ORDER BY sequence DESC) FILTER (WHERE title IS NOT NULL))[1] END,
    coalesce(max(sequence) FILTER (WHERE title IS NOT NULL), 0)
  FROM (
    SELECT message_id, data ->> 'title' AS title, CASE type WHEN 'text-hidden' THEN sequence ELSE 0 END AS sequence,
      type = 'withdrawn' OR coalesce(data ->> 'visibility', 'public') <> 'public' OR type = 'registered' AND data ->> 'kind' IS NOT DISTINCT FROM 'report' AS concealed
    FROM deadline_fact WHERE type IN ('registered', 'text-hidden', 'visibility-changed', 'withdrawn')
  ) AS told
  GROUP BY message_id HAVING bool_or(concealed) OR max(title) IS NOT NULL;
  UPDATE deadline_fact SET data = data - 'title' WHERE data ? 'title';
  `,
);
