import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { Fixture } from '../../deadline-supervision.fixture.js';
import { KnownTerms, TermCounts } from './term-counts.js';

let fixture: Fixture;
beforeAll(async () => {
  fixture = await Fixture.create();
});
afterAll(() => fixture.drop());

const inTransaction = (work: (counts: TermCounts) => Promise<void>) =>
  fixture.dataSource.transaction(async (manager) => work(await TermCounts.load(manager, new KnownTerms())));
const countOf = (term: string) =>
  fixture.dataSource.transaction(async (manager) => {
    const counts = await TermCounts.load(manager, new KnownTerms());
    await counts.ask([term]);
    return counts.frequencies.of(term);
  });
const stored = async () => ({ tail: await fixture.count('hot_term_tail'), terms: await fixture.rows('SELECT term, before, during, epoch FROM hot_term ORDER BY term') });

it('what an epoch counts is appended, comes into its table many messages at a time, and is asked for once the epoch is over', async () => {
  await inTransaction(async (counts) => {
    await counts.reach(1, '1');
    for (let message = 0; message < 4_999; message++) counts.count(['路灯', `第${message % 2}条`]);
    await counts.flush();
  });
  expect(await stored()).toEqual({ tail: 1, terms: [] });
  await inTransaction(async (counts) => {
    counts.count(['路灯']);
    await counts.flush();
  });
  expect(await stored()).toEqual({
    tail: 0,
    terms: [{ term: '第0条', before: 0, during: 2_500, epoch: 1 }, { term: '第1条', before: 0, during: 2_499, epoch: 1 }, { term: '路灯', before: 0, during: 5_000, epoch: 1 }],
  });
  await inTransaction(async (counts) => {
    counts.count(['路灯']);
    await counts.flush();
  });
  expect([(await stored()).tail, await countOf('路灯')]).toEqual([1, 0]);
  await inTransaction(async (counts) => {
    expect(await counts.reach(2, '5002')).toBe(true);
    counts.count(['路灯']);
    await counts.flush();
  });
  expect([(await stored()).tail, await countOf('路灯'), await countOf('第1条')]).toEqual([1, 5_001, 2_499]);
});
