import canonicalize from 'canonicalize';

/** The one text that a value has as JSON, whatever the order of its properties (RFC 8785): for digests and comparisons. */
export function canonicalJson(value: unknown): string {
  const text = canonicalize(value);
  if (text === undefined) throw new Error('this value has no canonical form');
  return text;
}
