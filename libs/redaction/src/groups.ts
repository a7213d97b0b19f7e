const widestGap = 40;

/** By code unit: what may part a number. */
const separators = new Uint8Array(0x10000);
for (const character of ' -._/·\n、,;:~()[]{}<>|\\*#=^"\'。“”‘’「」『』【】《》〈〉…‥⋯一ー?‖⏐│→↔') separators[character.charCodeAt(0)] = 1;

const isDigit = (code: number): boolean => code >= 0x30 && code <= 0x39;

/** The digits of a plain text, in groups of those that follow one another. */
export class Groups {
  readonly count: number;
  readonly starts: Uint32Array;
  readonly ends: Uint32Array;
  /** 1 where nothing but separators, and few of them, stand before a group; and no end of a line or a sentence. */
  readonly joined: Uint8Array;
  readonly near: Uint8Array;
  /** All digits, and how many of them stand before each group. */
  readonly #digits: string;
  readonly #before: Uint32Array;
  readonly #rowEnds: Uint32Array;

  constructor(private readonly plain: string) {
    const most = (plain.length >> 1) + 2;
    [this.starts, this.ends, this.#before] = [new Uint32Array(most), new Uint32Array(most), new Uint32Array(most)];
    [this.joined, this.near] = [new Uint8Array(most), new Uint8Array(most)];
    const digits = new Uint8Array(plain.length);
    let [count, before, joined, near, gap] = [0, 0, 0, 0, 0];
    for (let at = 0; at < plain.length; at += 1) {
      let code = plain.charCodeAt(at);
      if (isDigit(code)) {
        this.starts[count] = at;
        this.#before[count] = before;
        this.joined[count] = joined;
        this.near[count] = joined & near;
        for (; isDigit(code); at += 1, code = plain.charCodeAt(at)) {
          digits[before] = code;
          before += 1;
        }
        this.ends[count] = at;
        count += 1;
        at -= 1;
        [joined, near, gap] = [1, 1, 0];
      } else if (joined === 1) {
        gap += 1;
        joined = gap <= widestGap ? (separators[code] ?? 0) : 0;
        if (code === 0x0a || code === 0x3002) near = 0;
      }
    }
    this.count = count;
    this.#digits = Buffer.from(digits.buffer, 0, before).toString('latin1');
    this.#rowEnds = this.rows();
  }

  lengthOf(group: number): number {
    return (this.ends[group] ?? 0) - (this.starts[group] ?? 0);
  }

  digits(first: number, length: number): string {
    const from = this.#before[first] ?? 0;
    return this.#digits.slice(from, from + length);
  }

  firstDigits(group: number): [number, number] {
    const from = this.#before[group] ?? 0;
    return [this.#digits.charCodeAt(from) - 0x30, this.#digits.charCodeAt(from + 1) - 0x30];
  }

  /** Whether eighteen digits from here have a century, a month and a day in their places. */
  mayHoldBirthday(group: number): boolean {
    const from = (this.#before[group] ?? 0) + 6;
    const at = (place: number): number => this.#digits.charCodeAt(from + place) - 0x30;
    const century = at(0) * 10 + at(1);
    return century >= 18 && century <= 20 && at(4) <= 1 && at(6) <= 3;
  }

  /** Behind the last of the single digits, parted alike, that go on from a group. */
  rowEnd(group: number): number {
    return this.#rowEnds[group] ?? group + 1;
  }

  beginsRow(group: number): boolean {
    return group === 0 || this.#rowEnds[group - 1] !== this.#rowEnds[group];
  }

  private rows(): Uint32Array {
    const ends = new Uint32Array(this.count);
    for (let group = this.count - 1; group >= 0; group -= 1) {
      const next = group + 1;
      const goesOn = this.lengthOf(group) === 1 && this.joined[next] === 1 && this.lengthOf(next) === 1 && this.isPartedAlike(next);
      ends[group] = goesOn ? (ends[next] ?? next) : next;
    }
    return ends;
  }

  /** The gaps before and behind a single digit are the same, if another follows. */
  private isPartedAlike(group: number): boolean {
    if (this.joined[group + 1] !== 1 || this.lengthOf(group + 1) > 1) return true;
    const [before, start, end, behind] = [this.ends[group - 1] ?? 0, this.starts[group] ?? 0, this.ends[group] ?? 0, this.starts[group + 1] ?? 0];
    return start - before === behind - end && this.plain.slice(before, start) === this.plain.slice(end, behind);
  }
}
