import { sqlMigration } from '@wenzheng/platform';

/**
 * Whether a reply cites a document by its number is read off its words, by an index of what these say now: what is hidden or redacted in a reply is cited no more.
 * `document_numbers` finds no less than `citations.rules.ts` does.
 */
export const createPolicyDocuments = sqlMigration(
  'createPolicyDocuments1803200000000',
  `CREATE TABLE policy_document (
     document_id uuid PRIMARY KEY,
     number text UNIQUE,
     year_and_serial text,
     title text NOT NULL,
     other_titles text[] NOT NULL,
     issuer text NOT NULL,
     issued_on date NOT NULL,
     effective_on date,
     repealed_on date,
     repealed_by text,
     url text,
     text text,
     version integer NOT NULL,
     changed_at timestamptz NOT NULL
   );
   CREATE INDEX policy_document_number ON policy_document (year_and_serial) WHERE year_and_serial IS NOT NULL;
   CREATE INDEX policy_document_newest ON policy_document (issued_on, document_id);
   CREATE TABLE policy_document_version (document_id uuid NOT NULL, version integer NOT NULL, at timestamptz NOT NULL, content jsonb NOT NULL, PRIMARY KEY (document_id, version));
   CREATE FUNCTION document_numbers(words text) RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
     SELECT ARRAY(SELECT DISTINCT found[1] || '-' || ltrim(found[2], '0') FROM regexp_matches(translate(words, '０１２３４５６７８９', '0123456789'), '[〔[［(（【]\\s*((?:19|20)[0-9]{2})\\s*[〕\\]］)）】]\\s*第?\\s*([0-9]{1,4})\\s*号', 'g') AS found ORDER BY 1)
   $$;
   CREATE INDEX reply_document_numbers ON reply USING gin (document_numbers(text)) WHERE state = 'published';
   CREATE INDEX reply_with_document_number ON reply (published_at, reply_id) WHERE state = 'published' AND document_numbers(text) <> '{}';`,
);
