import { describe, expect, it } from '@jest/globals';
import { messageNumberOf, nextBlockSize, numbersNeeded, readMessageNumber } from './message-number.rules.js';
import { NumberBlocks } from './number-blocks.js';

describe('the message number 受理编号', () => {
  it('is taken as often as it is needed of each business date and in order of dates', () => {
    const instants = ['2019-04-24T15:59:59Z', '2019-04-24T16:00:00Z', '2019-04-24T10:00:00Z', '2018-01-01T00:00:00Z'];
    expect(numbersNeeded(instants.map((text) => new Date(text)))).toEqual([
      ['2018-01-01', 1],
      ['2019-04-24', 2],
      ['2019-04-25', 1],
    ]);
  });

  it('is the city, the date and the number within the day, of at least four digits', () => {
    expect(messageNumberOf('HN', '2026-09-18', 42)).toBe('HN20260918-0042');
    expect(messageNumberOf('HN', '2026-09-18', 123_456)).toBe('HN20260918-123456');
  });

  it('is read however it is typed', () => {
    for (const typed of ['HN20260918-0042', ' hn20260918-0042 ', 'HN20260918 - 0042', 'ＨＮ２０２６０９１８－００４２', 'HN20260918—0042', 'HN202609180042']) {
      expect(readMessageNumber(typed)).toBe('HN20260918-0042');
    }
    for (const typed of ['', '0042', 'HN2026-0042', `HN20260918-${'9'.repeat(60)}`, '编号']) expect(readMessageNumber(typed)).toBeNull();
  });
});

describe('blocks of numbers', () => {
  const counter = () => {
    const reservations: number[] = [];
    const next = new Map<string, number>();
    return {
      reservations,
      reserve: async (date: string, size: number) => {
        const first = next.get(date) ?? 1;
        next.set(date, first + size);
        reservations.push(size);
        return first;
      },
    };
  };

  it('grow from 16 to 1,024, so that a quiet day has small gaps and a busy one few reservations', () => {
    expect([undefined, 16, 512, 1_024].map(nextBlockSize)).toEqual([16, 32, 1_024, 1_024]);
  });

  it('two replicas that share the counter never hand out a number twice', async () => {
    const shared = counter();
    const replicas = [new NumberBlocks(shared.reserve), new NumberBlocks(shared.reserve)];
    const taken = await Promise.all(Array.from({ length: 200 }, (_, index) => replicas[index % 2]?.take('2026-09-18', 7)));
    const numbers = taken.flatMap((some) => some ?? []);
    expect(new Set(numbers).size).toBe(1_400);
  });

  it('10,000 numbers need few reservations', async () => {
    const shared = counter();
    const blocks = new NumberBlocks(shared.reserve);
    for (let index = 0; index < 100; index += 1) await blocks.take('2026-09-18', 100);
    expect(shared.reservations.length).toBeLessThan(20);
  });

  it('a number that went to no message is used again, and each date counts from one', async () => {
    const blocks = new NumberBlocks(counter().reserve);
    const [first, second] = await blocks.take('2026-09-18', 2);
    blocks.giveBack('2026-09-18', [second ?? 0, first ?? 0]);
    expect(await blocks.take('2026-09-18', 2)).toEqual([1, 2]);
    expect(await blocks.take('2026-09-19', 1)).toEqual([1]);
  });
});
