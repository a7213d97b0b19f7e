/** What is too little to be measured, in microseconds. */
const least = 2_000;
const times = 8;
const enough = 4 * times;
const mostRounds = 40;

/**
 * How many times the work eight times the length takes: some 8 where it grows with the length, 64 where with its square.
 * Each of both is the least of up to 40 turns, and whatever is clearly less than the square ends them: a machine that is
 * held up makes a turn longer, never a square a line. `work` gets a length in characters.
 */
export function growthOf(work: (length: number) => void, length: number): number {
  let [short, long] = [Infinity, Infinity];
  for (let round = 0; round < mostRounds; round += 1) {
    short = Math.min(short, costOf(() => work(length)));
    long = Math.min(long, costOf(() => work(times * length)));
    if (long < enough * Math.max(short, least)) break;
  }
  return long / Math.max(short, least);
}

/** Of this thread alone, in microseconds. */
function costOf(work: () => void): number {
  const before = process.threadCpuUsage();
  work();
  const { user, system } = process.threadCpuUsage(before);
  return user + system;
}
