/**
 * Whether an Idempotency-Key repeats the externalId. The header may be bare or a structured-field string in quotes, and
 * Node reads a header's bytes as Latin-1, so that an id in Chinese arrives as the bytes of its UTF-8.
 */
export function repeatsExternalId(header: string, externalId: string): boolean {
  const [, quoted] = /^"((?:[^"\\]|\\["\\])*)"$/.exec(header) ?? [];
  const candidates = [header, ...(quoted === undefined ? [] : [quoted.replace(/\\(["\\])/g, '$1')])];
  return candidates.some((text) => text === externalId || Buffer.from(text, 'latin1').toString('utf8') === externalId);
}
