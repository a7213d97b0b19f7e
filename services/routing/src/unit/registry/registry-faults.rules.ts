import { nameKey } from '../unit-name.rules.js';
import type { BaseUnit } from './projection.js';

export type RegistryFault =
  | { code: 'routing.city-is-one' }
  | { code: 'routing.unit-not-in-registry'; unit: string; of: string }
  | { code: 'routing.level-not-below'; unit: string; parent: string }
  | { code: 'routing.unit-name-taken'; name: string };

/** What is wrong with a list of units: one city at the top, every parent there and on a higher level, no name of two. */
export function faultOf(units: readonly Pick<BaseUnit, 'code' | 'name' | 'parent' | 'level'>[]): RegistryFault | undefined {
  const byCode = new Map(units.map((unit) => [unit.code, unit]));
  const names = new Set<string>();
  for (const { code, name, parent, level } of units) {
    if (names.has(nameKey(name))) return { code: 'routing.unit-name-taken', name };
    names.add(nameKey(name));
    if (parent === null) continue;
    const above = byCode.get(parent);
    if (!above) return { code: 'routing.unit-not-in-registry', unit: parent, of: code };
    if (above.level >= level) return { code: 'routing.level-not-below', unit: name, parent: above.name };
  }
  const roots = units.filter(({ parent }) => parent === null);
  return roots.length === 1 && roots[0]?.level === 1 ? undefined : { code: 'routing.city-is-one' };
}
