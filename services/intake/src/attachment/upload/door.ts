import { fileTypeFromBuffer } from 'file-type';
import { isAccepted } from '../examination/kind.rules.js';

/** As much as tells apart what tells itself by its beginning. */
const headBytes = 4_100;
/** The documents that are taken are archives of this kind: of those the whole alone says what they are. */
const undecided = 'application/zip';

/**
 * What shows by its first bytes already that it is of no kind that is taken (a program, a film, a drawing, a document of before 2007) goes no further; all else flows on, and is looked at as
 * a whole once a scanner has spoken.
 */
export async function* atDoor(source: AsyncIterable<Uint8Array>, refusal: () => Error): AsyncGenerator<Uint8Array> {
  let head: Buffer | null = Buffer.alloc(0);
  for await (const chunk of source) {
    if (head === null) {
      yield chunk;
      continue;
    }
    head = Buffer.concat([head, chunk]);
    if (head.length < headBytes) continue;
    yield await admitted(head, refusal);
    head = null;
  }
  if (head !== null && head.length > 0) yield await admitted(head, refusal);
}

async function admitted(head: Buffer, refusal: () => Error): Promise<Buffer> {
  const found = (await fileTypeFromBuffer(head.subarray(0, headBytes)))?.mime;
  if (found !== undefined && found !== undecided && !isAccepted(found)) throw refusal();
  return head;
}
