import { connect } from 'node:net';
import { buffer } from 'node:stream/consumers';

const answerMs = 60_000;
const chunkBytes = 64 * 1024;

/** The scanner for malware of ClamAV, asked over its own protocol. */
export class Clamd {
  private readonly place: { path: string } | { host: string; port: number };

  /** @param address `host:port`, or the path of its socket */
  constructor(address: string) {
    const [, host = '', port = ''] = /^\[?(.+?)\]?:(\d+)$/.exec(address) ?? [];
    this.place = address.startsWith('/') ? { path: address } : { host, port: Number(port) };
  }

  /** @throws Error where nobody answers, or as nobody should */
  async findsHarm(bytes: Uint8Array): Promise<boolean> {
    const socket = connect(this.place);
    socket.setTimeout(answerMs, () => socket.destroy(new Error('the scanner does not answer')));
    socket.write('zINSTREAM\0');
    for (let from = 0; from < bytes.length; from += chunkBytes) {
      const chunk = bytes.subarray(from, from + chunkBytes);
      socket.write(lengthOf(chunk.length));
      socket.write(chunk);
    }
    // Half closed too early, it would not answer: it closes by itself once it has.
    socket.write(lengthOf(0));
    const answer = (await buffer(socket)).toString('latin1').replace(/\0+$/, '');
    if (answer === 'stream: OK') return false;
    if (/^stream: .+ FOUND$/.test(answer)) return true;
    throw new Error(`the scanner answered ${JSON.stringify(answer.slice(0, 100))}`);
  }
}

function lengthOf(bytes: number): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes);
  return length;
}
