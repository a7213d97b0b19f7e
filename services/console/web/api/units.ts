import { bodyOf, routing } from './clients.js';

/** Every unit of the registry; a city has some hundred. */
export async function allUnits() {
  const units = [];
  for (let after: string | null | undefined; after !== null; ) {
    const page = await bodyOf(routing.GET('/v1/units', { params: { query: { limit: 200, ...(after !== undefined && { after }) } } }));
    units.push(...page.items);
    after = page.next;
  }
  return units;
}
