/** 受理编号: letters of the city, the day, a number. */
export const isMessageNumber = (text: string): boolean => /^[A-Z]{1,8}\d{8}-\d{1,8}$/i.test(text.trim());

const names = ['channel', 'kind', 'state', 'unit', 'overdue'] as const;
export type Choice = Partial<Record<(typeof names)[number], string>>;


/** What of an address's query is a filter; the rest is left alone. */
export function choiceOf(query: Readonly<Record<string, unknown>>): Choice {
  return Object.fromEntries(names.flatMap((name) => (typeof query[name] === 'string' && query[name] !== '' ? [[name, query[name]]] : [])));
}
