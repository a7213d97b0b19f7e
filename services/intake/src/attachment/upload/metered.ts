import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';

/** What flows through is hashed and counted, and ends with an error beyond so many bytes: nothing of it is held. */
export class Metered {
  size = 0;
  private readonly hash = createHash('sha256');
  readonly content: Readable;

  constructor(source: AsyncIterable<Uint8Array>, limit: { bytes: number; beyond: () => Error }) {
    this.content = Readable.from(this.flow(source, limit), { objectMode: false });
  }

  /** Once all of it has gone through. */
  sha256(): Buffer {
    return this.hash.digest();
  }

  private async *flow(source: AsyncIterable<Uint8Array>, limit: { bytes: number; beyond: () => Error }): AsyncGenerator<Uint8Array> {
    for await (const chunk of source) {
      this.size += chunk.byteLength;
      if (this.size > limit.bytes) throw limit.beyond();
      this.hash.update(chunk);
      yield chunk;
    }
  }
}
