/**
 * The path of an operation with what the router read for its parameters, and the query as it came. It is written anew: what the router
 * took for one parameter can neither lead up the path, as `%2e%2e` does, nor to another host. Null for what names no resource.
 */
export function pathOf(template: string, parameters: Readonly<Record<string, string>>, url: string): string | null {
  const values = Object.values(parameters);
  if (values.some((value) => value === '' || value === '.' || value === '..' || /\p{Cc}/u.test(value))) return null;
  const path = template.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(parameters[name] ?? ''));
  const query = url.indexOf('?');
  return query === -1 ? path : path + url.slice(query);
}
