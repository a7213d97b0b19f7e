import { execFileSync } from 'node:child_process';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { commitmentOf, drawLot, lotKeyOf, type SelectionRule } from './selection.rules.js';

const names = ['居民代表', '企业代表', '人大代表', '不在名额内'];
const rules: fc.Arbitrary<SelectionRule> = fc
  .record({ quotas: fc.array(fc.nat({ max: 6 }), { minLength: 1, maxLength: 3 }), spare: fc.nat({ max: 5 }) })
  .map(({ quotas, spare }) => ({ groups: quotas.map((seats, index) => ({ name: names[index]!, seats })), seats: Math.max(1, quotas.reduce((sum, seats) => sum + seats, 0) + spare) }));
const entries = fc.uniqueArray(fc.record({ code: fc.stringMatching(/^[A-Z0-9]{4}-[A-Z0-9]{4}$/), group: fc.constantFrom(...names) }), { selector: ({ code }) => code, maxLength: 40 });
const seeds = fc.stringMatching(/^[0-9a-f]{64}$/);
const selectedOf = (drawn: ReturnType<typeof drawLot>) => drawn.filter(({ lot }) => lot === 'selected');

describe('the lot', () => {
  it('fills every seat for which there is an entry, and no other', () => {
    fc.assert(fc.property(entries, seeds, rules, (all, seed, rule) => expect(selectedOf(drawLot(all, seed, rule))).toHaveLength(Math.min(rule.seats, all.length))));
  });

  it('gives each group its quota, as far as it has entries', () => {
    fc.assert(
      fc.property(entries, seeds, rules, (all, seed, rule) => {
        const selected = selectedOf(drawLot(all, seed, rule));
        for (const { name, seats } of rule.groups) {
          const count = all.filter(({ group }) => group === name).length;
          expect(selected.filter(({ group }) => group === name).length).toBeGreaterThanOrEqual(Math.min(seats, count));
        }
      }),
    );
  });

  it('leaves out nobody who stands before another one of the group that is selected', () => {
    fc.assert(
      fc.property(entries, seeds, rules, (all, seed, rule) => {
        const drawn = drawLot(all, seed, rule);
        for (const name of names) {
          const lots = drawn.filter(({ group }) => group === name).map(({ lot }) => lot);
          expect(lots).toEqual(lots.toSorted());
        }
      }),
    );
  });

  it('is the same whoever draws it, in whatever order the entries come', () => {
    fc.assert(fc.property(entries, seeds, rules, (all, seed, rule) => expect(drawLot(all.toReversed(), seed, rule)).toEqual(drawLot(all, seed, rule))));
  });

  it('falls otherwise by another seed', () => {
    const all = Array.from({ length: 20 }, (_, index) => ({ code: `CODE-${index}`, group: names[0]! }));
    const rule = { seats: 5, groups: [] };
    expect(selectedOf(drawLot(all, 'a'.repeat(64), rule))).not.toEqual(selectedOf(drawLot(all, 'b'.repeat(64), rule)));
  });

  it('is recomputed with what every computer has', () => {
    const sha256sum = (text: string) => execFileSync('sha256sum', { input: text, encoding: 'utf8' }).slice(0, 64);
    const seed = '7f'.repeat(32);
    expect(commitmentOf(seed)).toBe(sha256sum(seed));
    expect(lotKeyOf(seed, 'B7KQ-2QXT')).toBe(sha256sum(`${seed}:B7KQ-2QXT`));
  });
});
