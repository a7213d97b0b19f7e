import { writeSync } from 'node:fs';

/** How long a reader of a pipe may keep the process waiting for one line. */
const patienceMs = 1_000;
const pauseMs = 5;
const pause = new Int32Array(new SharedArrayBuffer(4));

/**
 * Lines on standard output, each written at once. Where there is no room for one, as on a full disk, it is lost and nothing else happens;
 * the first that is written again is preceded by how many were lost. Pino's own destination ends the process then, or waits for ever.
 */
export class LogOutput {
  /** What is left of a line that was written in part: no other begins before its end. */
  #rest: Uint8Array = Buffer.alloc(0);
  #lost = 0;

  constructor(private readonly lostLine: (lines: number) => string) {}

  write(line: string): void {
    if (this.#rest.length > 0) this.#rest = written(this.#rest);
    if (this.#rest.length > 0) {
      this.#lost += 1;
      return;
    }
    const bytes = Buffer.from(this.#lost > 0 ? this.lostLine(this.#lost) + line : line);
    const left = written(bytes);
    if (left.length === bytes.length) {
      this.#lost += 1;
      return;
    }
    this.#rest = left;
    this.#lost = 0;
  }
}

/** @returns what could not be written */
function written(bytes: Uint8Array): Uint8Array {
  const end = performance.now() + patienceMs;
  for (let left = bytes; ; ) {
    try {
      left = left.subarray(writeSync(1, left));
      if (left.length === 0) return left;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN' || performance.now() > end) return left;
      Atomics.wait(pause, 0, 0, pauseMs);
    }
  }
}
