import { describe, expect, it } from '@jest/globals';
import { beginsEpoch, isLookedAt, issuesFoundBy, issuesSharing, looksForTwin, mayMerge, mostLike, parameters, survivorOf, weekOf, type IssueState, type Mergeable } from './cluster.rules.js';

const issue = (ordinal: number, state: IssueState = 'gathering', apartFrom: string[] = []): Mergeable => ({ issueId: `i${ordinal}`, ordinal, state, apartFrom });
const many = Array.from({ length: parameters.longestList + 1 }, (_, index) => `i${index}`);

describe('finding the issue of a message', () => {
  it('looks through terms that lead to few issues, and no more than sixteen of them', () => {
    expect(issuesFoundBy(['小区', '油烟', '魅力'], new Map([['小区', many], ['油烟', ['a', 'b']], ['魅力', ['b']]]))).toEqual(['a', 'b']);
    const terms = Array.from({ length: 30 }, (_, index) => `t${index}`);
    expect(issuesFoundBy(terms, new Map(terms.map((term) => [term, [`of ${term}`]])))).toHaveLength(parameters.probes);
  });

  it('takes the one that is most like it, of two alike the elder, and none below the threshold', () => {
    const sum = [['油烟', 100]] as const;
    const candidates = [{ issueId: 'b', ordinal: 2, sum }, { issueId: 'a', ordinal: 1, sum }, { issueId: 'c', ordinal: 0, sum: [['油烟', 100], ['路灯', 100]] as const }];
    expect(mostLike([['油烟', 1_024]], candidates, 170)).toMatchObject({ issue: { issueId: 'a' }, score: 1_000 });
    expect(mostLike([['停水', 1_024]], candidates, 170)).toBeNull();
  });
});

describe('twins', () => {
  it('are looked for at 2, 3, 5, 8, 13 people', () => {
    expect(Array.from({ length: 14 }, (_, people) => people).filter(looksForTwin)).toEqual([2, 3, 5, 8, 13]);
  });

  it('every person is a reason to look from the fifth on, and one in a hundred when thousands speak', () => {
    const looked = (until: number) => Array.from({ length: until }, (_, index) => index + 1).filter(isLookedAt);
    expect(looked(60)).toEqual(Array.from({ length: 56 }, (_, index) => index + 5));
    expect(looked(10_000).length).toBeLessThan(700);
  });

  it('share at least three keys that few issues have', () => {
    const lists = new Map<string, string[]>([['a', ['x', 'y']], ['b', ['x']], ['c', ['x', 'y']], ['d', [...many, 'y']]]);
    expect(issuesSharing(['a', 'b', 'c', 'd'], lists)).toEqual(['x']);
  });

  it('what people have seen keeps its id, else the elder does', () => {
    expect(survivorOf(issue(1), issue(2, 'raised'))[0].ordinal).toBe(2);
    expect(survivorOf(issue(2, 'raised'), issue(3, 'confirmed'))[0].ordinal).toBe(3);
    expect(survivorOf(issue(2), issue(1))[0].ordinal).toBe(1);
  });

  it('what an officer decided the rule does not undo', () => {
    expect(mayMerge(issue(1, 'dismissed'), issue(2))).toBe(false);
    expect(mayMerge(issue(1, 'confirmed'), issue(2, 'confirmed'))).toBe(false);
    expect(mayMerge(issue(1, 'raised', ['i2']), issue(2))).toBe(false);
    expect(mayMerge(issue(2), issue(1, 'raised', ['i2']))).toBe(false);
    expect(mayMerge(issue(1, 'confirmed'), issue(2))).toBe(true);
  });
});

describe('epochs', () => {
  it('begin with a week, and while there are few messages whenever their number has doubled', () => {
    expect(beginsEpoch({ week: 10, messages: 500, during: 80 }, 11)).toBe(true);
    expect(beginsEpoch({ week: 10, messages: 500, during: 80 }, 9)).toBe(false);
    expect(beginsEpoch({ week: 10, messages: 0, during: 16 }, 10)).toBe(true);
    expect(beginsEpoch({ week: 10, messages: 16, during: 15 }, 10)).toBe(false);
    expect(beginsEpoch({ week: 10, messages: 500, during: 500 }, 10)).toBe(true);
  });

  it('weeks begin on Monday in Shanghai', () => {
    const sunday = weekOf(new Date('2026-11-22T23:59:59+08:00'));
    expect(weekOf(new Date('2026-11-23T00:00:00+08:00'))).toBe(sunday + 1);
    expect(weekOf(new Date('2026-11-29T23:59:59+08:00'))).toBe(sunday + 1);
  });
});
