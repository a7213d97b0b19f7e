/** The platform's own id of what was delivered: `id` of a JSON object. A number is kept as it was written: microblog ids exceed 2^53. */
export function deliveryIdOf(body: string): string | null {
  try {
    const answer: unknown = JSON.parse(body, (key, value: unknown, context?: { source?: string }) =>
      key === 'id' && typeof value === 'number' ? (context?.source ?? String(value)) : value,
    );
    const id = (answer as { id?: unknown } | null)?.id;
    return typeof id === 'string' && id !== '' && id.length <= 200 && !id.includes('\u0000') && id.isWellFormed() ? id : null;
  } catch {
    return null;
  }
}
