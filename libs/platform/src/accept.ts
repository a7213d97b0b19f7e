/**
 * What a header like Accept or Accept-Language names, in small letters, what is wanted most first and else in its order. What has the
 * weight 0, or none that is a number, is not wanted (RFC 9110, 12.4.2).
 */
export function wanted(header: string | undefined): string[] {
  const named = (header ?? '').split(',').map((range) => {
    const [name = '', ...parameters] = range.split(';').map((part) => part.trim().toLowerCase());
    return { name, weight: Number(parameters.find((one) => one.startsWith('q='))?.slice(2) ?? 1) };
  });
  return named.filter(({ name, weight }) => name !== '' && weight > 0).toSorted((one, other) => other.weight - one.weight).map(({ name }) => name);
}
