import { describe, expect, it } from '@jest/globals';
import { changesOf, lacking, UnitTree, type Unit } from './unit-tree.rules.js';
import { unitOf } from './unit.fixture.js';
import { parseUnitsFile, UnitsFileError } from './units-file.rules.js';

const admin = [{ id: 'a', name: '陆承远' }];
const city = { code: 'city', name: '淮岭市人民政府', parent: null, level: 1, webAdmins: admin };
const water = { code: 'water', name: '市水务局', parent: 'city', level: 2, webAdmins: admin };
const plant = { code: 'plant', name: '第一水厂', parent: 'water', level: 3, webAdmins: admin };
const fileOf = (...units: object[]) => JSON.stringify({ city: '淮岭市', units }, null, 2);
const faultsOf = (text: string): readonly string[] => {
  try {
    parseUnitsFile(text);
    return [];
  } catch (error) {
    if (error instanceof UnitsFileError) return error.faults;
    throw error;
  }
};

describe('the units file', () => {
  it('holds a city, and units on at least three levels (R37)', () => {
    const file = parseUnitsFile(fileOf(city, water, plant));
    expect(file.units.map((unit) => unit.level)).toEqual([1, 2, 3]);
    expect(file.sample).toBe(false);
  });

  it.each([
    ['a parent that does not exist', [city, { ...water, parent: 'nowhere' }], /line 17, unit water: there is no parent nowhere/],
    ['a parent on its own level', [city, water, { ...plant, level: 2 }], /unit plant: level 2 is not below level 2 of its parent water/],
    ['two cities', [city, { ...city, code: 'other', name: '他市' }], /exactly one unit has no parent.*there are 2/],
    ['a code twice', [city, water, { ...water, name: '另一个' }], /unit water: the code water stands twice/],
    ['a name twice, full-width or not', [city, water, { ...plant, name: ' 市水务局 ' }], /unit plant: the name 市水务局 stands twice/],
    ['a web admin without name', [city, { ...water, webAdmins: [{ id: 'x' }] }], /unit water, webAdmins\[0\]\.name: /],
    ['a field that nobody knows', [{ ...city, telephone: '1' }], /line \d+, unit city: .*telephone/],
    ['U+0000 in a name', [city, { ...water, name: '市水\u0000务局' }], /^line 17, unit water, name: contains U\+0000/],
    ['U+0000 in a word', [city, { ...water, remits: [{ words: ['水\u0000'] }] }], /^line 17, unit water, remits\[0\]\.words\[0\]: contains U\+0000/],
    ['half a character in a telephone', [city, { ...water, phones: ['\ud800'] }], /^line 17, unit water, phones\[0\]: contains U\+0000 or a lone surrogate/],
    ['units that are missing', [], /^units: /],
  ])('refuses %s, and says where', (_, units, fault) => {
    expect(faultsOf(fileOf(...units)).join('\n')).toMatch(fault);
  });

  it('names the line at which it stops being JSON', () => {
    expect(faultsOf('{\n  "city": "淮岭市",\n  "units": [}\n')).toEqual([expect.stringMatching(/^line 3: not JSON/)]);
    expect(faultsOf('{\n  "city": "淮岭市"\n  "units": []\n}')).toEqual([expect.stringMatching(/^line 3: not JSON/)]);
    expect(faultsOf('{\n  "city": "淮岭市",\n')).toEqual([expect.stringMatching(/^line 3: not JSON/)]);
  });

  it('names ten faults at most', () => {
    const many = Array.from({ length: 14 }, (_, index) => ({ ...water, code: `u${index}`, name: `单位${index}`, parent: 'nowhere' }));
    expect(() => parseUnitsFile(fileOf(city, ...many))).toThrow(/and 4 more/);
  });
});

describe('the tree of units', () => {
  const { units } = parseUnitsFile(fileOf(city, water, plant));
  const tree = new UnitTree('淮岭市', units.map(unitOf));

  it.each([
    ['its code', 'water', 'water'],
    ['its code in capitals', ' WATER ', 'water'],
    ['its exact name', '市水务局', 'water'],
    ['its name with spaces of any width', '市　水务 局', 'water'],
    ['a part of its name', '水务', undefined],
    ['nothing', null, undefined],
  ])('a unit is addressed by %s', (_, text, code) => {
    expect(tree.addressed(text)?.code).toBe(code);
  });

  it('is found by an alias and a former name, where no unit is called that, and not by one that two units had', () => {
    const [top, one, other] = units.map(unitOf) as [Unit, Unit, Unit];
    const renamed = new UnitTree('淮岭市', [
      { ...top, formerNames: ['行署'] },
      { ...one, aliases: ['供水办', other.name], formerNames: ['水利局', '自来水公司'] },
      { ...other, aliases: ['厂部'], formerNames: ['自来水公司', '供水办'] },
    ]);
    const found = ['供水办', other.name, '水 利 局', '厂部', '自来水公司', '行署', '无名局'].map((name) => renamed.addressed(name)?.code);
    expect(found).toEqual(['water', 'plant', 'water', 'plant', undefined, 'city', undefined]);
  });

  it('knows what stands below what', () => {
    expect(tree.isWithin('plant', 'city')).toBe(true);
    expect(tree.isWithin('plant', 'plant')).toBe(true);
    expect(tree.isWithin('water', 'plant')).toBe(false);
  });

  it('a unit without web admin and without backup lacks both (R02)', () => {
    expect(lacking({ webAdmins: [], backups: [] })).toEqual(['web-admin', 'backup']);
  });
});

describe('a load', () => {
  const units = parseUnitsFile(fileOf(city, water, plant)).units.map(unitOf);
  const stored = units.map((unit) => ({ unit, version: 1, removed: false, tellsWebAdmins: true }));

  it('of the same list changes nothing, in whatever order keys and units stand', () => {
    const shuffled = [...units].reverse().map((unit) => Object.fromEntries(Object.entries(unit).reverse()) as Unit);
    expect(changesOf(stored, shuffled)).toEqual([]);
  });

  it('counts a unit that differs up by one, and marks one that is gone as removed', () => {
    const [first, second] = units as [Unit, Unit, Unit];
    const changes = changesOf(stored, [first, { ...second, phones: ['0554-1'] }]);
    expect(changes.map(({ unit, version, removed }) => [unit.code, version, removed])).toEqual([
      ['plant', 2, true],
      ['water', 2, false],
    ]);
  });

  it('tells of every unit anew whose web admins a release before did not tell', () => {
    const before = stored.map((row) => ({ ...row, tellsWebAdmins: row.unit.code !== 'plant' }));
    expect(changesOf(before, units).map(({ unit, version, removed }) => [unit.code, version, removed])).toEqual([['plant', 2, false]]);
  });

  it('brings a removed unit back with the next version', () => {
    const gone = stored.map((row) => (row.unit.code === 'plant' ? { ...row, version: 2, removed: true } : row));
    expect(changesOf(gone, units).map(({ unit, version, removed }) => [unit.code, version, removed])).toEqual([['plant', 3, false]]);
  });
});
