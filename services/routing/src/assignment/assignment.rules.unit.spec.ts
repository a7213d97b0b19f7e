import { describe, expect, it } from '@jest/globals';
import { growthOf, material, readJsonLines } from '@wenzheng/testing';
import { stateCouncilCalendar } from '@wenzheng/working-days';
import { UnitTree } from '../unit/unit-tree.rules.js';
import { unitOf } from '../unit/unit.fixture.js';
import { parseUnitsFile } from '../unit/units-file.rules.js';
import { decideAssignment, isComplainedOf, holdingPenDueAt, returnUntil, type Assignable } from './assignment.rules.js';
import { findRemits } from '../unit/remit.rules.js';

const people = { webAdmins: [{ id: 'a', name: '陆承远' }], backup: { id: 'b', name: '林语' } };
const { units } = parseUnitsFile(
  JSON.stringify({
    city: '淮岭市',
    units: [
      { code: 'city', name: '淮岭市人民政府', parent: null, level: 1, ...people },
      { code: 'water', name: '市水务局', parent: 'city', level: 2, ...people, remits: [{ name: '供水管网', words: ['停水', '水管', '供水'] }] },
      { code: 'roads', name: '市交通局', parent: 'city', level: 2, ...people, remits: [{ words: ['公路', '公交', '公交车'] }] },
      { code: 'east', name: '东浦区人民政府', parent: 'city', level: 2, ...people, remits: [{ words: ['物业', '停水'], areas: ['东浦区', 'A3区'] }] },
      { code: 'east.one', name: '朝阳街道', parent: 'east', level: 3, ...people, remits: [{ words: ['物业', '停水'], areas: ['朝阳街道'] }] },
      { code: 'empty', name: '市档案局', parent: 'city', level: 2, webAdmins: [], remits: [{ words: ['档案'] }] },
      { code: 'alone', name: '市气象局', parent: 'city', level: 2, webAdmins: people.webAdmins, aliases: [{ name: '气象台' }], formerNames: [{ name: '水文站' }], remits: [{ words: ['暴雨预警'] }] },
    ],
  }),
);
const tree = new UnitTree('淮岭市', units.map(unitOf));

const message = (fields: Partial<Assignable>): Assignable => ({
  kind: 'complaint',
  title: '请问',
  text: '您好',
  addressedUnit: null,
  historical: false,
  ...fields,
});
const decide = (fields: Partial<Assignable>) => {
  const decision = decideAssignment(message(fields), tree);
  return decision.kind === 'assigned' ? [decision.unit.code, decision.by] : ['holding-pen', decision.reason];
};
const scores = (title: string, text: string) => findRemits({ title, text }, tree).map((hit) => [hit.unit.code, hit.score]);

describe('a new message goes', () => {
  it.each<[string, Partial<Assignable>, string[]]>([
    ['to the unit that the citizen addressed, before any remit', { addressedUnit: '市交通局', title: '停水' }, ['roads', 'addressed']],
    ['into the holding pen where the addressed unit is none of ours, whatever remit it names', { addressedUnit: '省水利厅', title: '停水三天' }, ['holding-pen', 'addressed-unit-unknown']],
    ['by remit where what is addressed is blank', { addressedUnit: ' 　', title: '停水三天' }, ['water', 'remit']],
    ['into the holding pen where the unit, found by an alias, has no backup (R02)', { addressedUnit: '气象台' }, ['holding-pen', 'unit-without-backup']],
    ['into the holding pen where the remit leads to a unit without backup (R02)', { text: '没收到暴雨预警' }, ['holding-pen', 'unit-without-backup']],
    ['to the unit whose remit it names', { text: '我家停水了' }, ['water', 'remit']],
    ['to the same unit when it is written full-width and with spaces', { title: '停　水', text: 'Ａ市' }, ['water', 'remit']],
    ['to the place that it names, before the subject alone', { title: '停水', text: 'A3区花园小区' }, ['east', 'remit']],
    ['to the narrower place, where a unit and its sub-unit tie (R13)', { title: '物业', text: '东浦区朝阳街道' }, ['east.one', 'remit']],
    ['into the holding pen where two remits tie', { text: '停水，公路也坏了' }, ['holding-pen', 'remits-tie']],
    ['into the holding pen where no remit is named', { text: '我有一个问题' }, ['holding-pen', 'no-remit']],
    ['into the holding pen where a place is named and no subject', { text: '东浦区很好' }, ['holding-pen', 'no-remit']],
    ['into the holding pen where the unit has no web admin (R02)', { addressedUnit: 'empty' }, ['holding-pen', 'unit-without-web-admin']],
    ['into the holding pen where the remit leads to a unit without web admin (R02)', { text: '查档案' }, ['holding-pen', 'unit-without-web-admin']],
    ['into the holding pen if it reports wrongdoing, whatever it names', { kind: 'report', addressedUnit: 'water', text: '停水' }, ['holding-pen', 'report-of-wrongdoing']],
  ])('%s', (_, fields, expected) => {
    expect(decide(fields)).toEqual(expected);
  });

  it('with a reason in Chinese that quotes the registry, never the citizen', () => {
    expect(decideAssignment(message({ title: '停水', text: '水管也裂了，我叫张三' }), tree)).toMatchObject({
      reason: '职责“供水管网”，词“停水”、“水管”',
      duty: { item: 'water-1', version: 1 },
    });
    expect(decideAssignment(message({ text: '东浦区的物业' }), tree)).toMatchObject({ reason: '职责“物业”，词“物业”，地点“东浦区”' });
  });
});

describe('the score of a remit', () => {
  it('gives a word two points in the title and one in the text', () => {
    expect(scores('停水', '停水')).toEqual([['water', 2]]);
    expect(scores('', '停水')).toEqual([['water', 1]]);
  });

  it('counts a word once, and not inside a longer word that was found', () => {
    expect(scores('', '公交车，公交车')).toEqual([['roads', 1]]);
  });

  it('gives a place three points, and only beside a word', () => {
    expect(scores('', '东浦区停水')).toEqual([['east', 4], ['water', 1]]);
  });

  it('does not find a code inside a longer one', () => {
    expect(scores('', 'BA3区停水')).toEqual([['water', 1]]);
    expect(scores('', '在A3区停水')[0]).toEqual(['east', 4]);
  });

  it.each(['\u0301\u0316', 'A', 'A1', '1', '路', '停水', '东浦区', '公交'])('eight times as much of %j takes some eight times as long, not 64 times', (unit) => {
    const textOf = (length: number) => `a${unit.repeat(length / unit.length)}`;
    expect(growthOf((length) => findRemits({ title: textOf(length), text: textOf(length) }, tree), 10_000)).toBeLessThan(32);
  });
});

describe('history', () => {
  it.each<[string, Partial<Assignable>, string]>([
    ['goes to the unit that was addressed', { addressedUnit: 'roads' }, 'roads'],
    ['goes by remit', { text: '停水' }, 'water'],
    ['goes to the city itself where nothing leads further', {}, 'city'],
    ['goes to the city where remits tie', { text: '停水，公路' }, 'city'],
    ['needs no web admin', { addressedUnit: 'empty' }, 'empty'],
    ['goes to the city if it reports wrongdoing of nobody that is named', { kind: 'report', text: '停水' }, 'city'],
  ])('%s, and never into the holding pen', (_, fields, unit) => {
    expect(decide({ ...fields, historical: true })).toEqual([unit, 'import']);
  });

  it.each<[string, Partial<Assignable>]>([
    ['addresses', { addressedUnit: 'roads' }],
    ['names', { text: '举报市交通局' }],
    ['names, the city itself', { text: '举报淮岭市人民政府' }],
  ])('waits with the office if it reports wrongdoing of a unit that it %s', (_, fields) => {
    expect(decide({ kind: 'report', ...fields, historical: true })).toEqual(['holding-pen', 'report-of-wrongdoing']);
  });

  it('of 1,988 real messages has a unit for each', () => {
    const real = readJsonLines<{ subject: string; body: string }>(material('messages/replies.jsonl'));
    const decided = real.map(({ subject, body }) => decide({ title: subject, text: body, historical: true }));
    expect(decided).toHaveLength(1_988);
    expect(decided.filter(([, by]) => by !== 'import')).toEqual([]);
  });
});

describe('a report of wrongdoing', () => {
  it.each([
    ['the unit complained of', 'east', true],
    ['a unit below it', 'east.one', true],
    ['the unit above it', 'city', true],
    ['another unit', 'water', false],
  ])('against a unit may go to %s: not %s', (_, unit, complainedOf) => {
    expect(isComplainedOf({ kind: 'report', addressedUnit: '东浦区人民政府', title: '', text: '' }, unit, tree)).toBe(complainedOf);
  });

  it.each([
    ['names in its text', { text: '东浦区 人民政府的王某收钱' }, 'east', true],
    ['names in its title', { title: '举报东浦区人民政府' }, 'east.one', true],
    ['does not name', { text: '有人收钱' }, 'east', false],
    ['names while the city is asked to look into it', { text: '请淮岭市人民政府查处' }, 'city', true],
    ['does not name while the city is asked to look into it', { text: '请淮岭市人民政府查处' }, 'water', false],
  ])('against a unit that it %s', (_, words, unit, complainedOf) => {
    expect(isComplainedOf({ kind: 'report', addressedUnit: null, title: '', text: '', ...words }, unit, tree)).toBe(complainedOf);
  });

  it('is the only kind that is kept from a unit', () => {
    expect(isComplainedOf({ kind: 'complaint', addressedUnit: 'east', title: '', text: '' }, 'east', tree)).toBe(false);
  });
});

describe('one working day', () => {
  it.each([
    ['on a Monday: all of Tuesday', '2026-11-23T09:00:00+08:00', '2026-11-25T00:00:00+08:00'],
    ['on a Friday: all of Monday', '2026-11-20T23:59:00+08:00', '2026-11-24T00:00:00+08:00'],
    ['before the National Day holiday: the day after it', '2026-09-30T10:00:00+08:00', '2026-10-09T00:00:00+08:00'],
    ['on a Friday before a make-up Sunday: that Sunday', '2026-09-18T10:00:00+08:00', '2026-09-21T00:00:00+08:00'],
    ['in 2011, on the eve of the holiday: Saturday 8 October, a make-up day', '2011-09-30T10:00:00+08:00', '2011-10-09T00:00:00+08:00'],
  ])('assigned %s', (_, from, until) => {
    expect(returnUntil(new Date(from), stateCouncilCalendar)).toEqual(new Date(until));
    expect(holdingPenDueAt(new Date(from), stateCouncilCalendar)).toEqual(new Date(until));
  });

  it('is not known before the first notice', () => {
    expect(returnUntil(new Date('2005-01-03T10:00:00+08:00'), stateCouncilCalendar)).toBeNull();
  });
});
