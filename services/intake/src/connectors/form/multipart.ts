import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Busboy, type BusboyInstance } from '@fastify/busboy';
import { platformProblem, Problem } from '@wenzheng/platform';
import { Metered } from '../../attachment/upload/metered.js';

export interface SentFile {
  /** As the browser calls it: without its path. */
  name: string;
  content: Readable;
}

export type Fields = Record<string, string | string[]>;

const limits = { fields: 60, fieldSize: 100 * 1024, files: 60, headerPairs: 20, headerSize: 8 * 1024 };
/** What is more than that is not read to its end. */
const bytesAtMost = 100 * 1024 * 1024;

/**
 * Reads `multipart/form-data` as it comes, and holds no file: each is handed on with the fields that came before it. What is not read of it flows by.
 * @throws Problem `malformed-body`, `payload-too-large`; whatever `take` throws
 */
export async function readMultipart(body: Readable, contentType: string, take: (file: SentFile, before: Fields) => Promise<void>): Promise<Fields> {
  const fields = Object.create(null) as Fields;
  const [contents, failures]: [Readable[], unknown[]] = [[], []];
  let taken = Promise.resolve();
  const reader = readerOf(contentType);
  // What breaks off is told by the pipeline; the library tells it once more, to nobody.
  const ignored = () => undefined;
  reader.on('error', ignored);
  reader.on('field', (name, value) => {
    const before = fields[name];
    fields[name] = before === undefined ? value : [before, value].flat();
  });
  reader.on('file', (_field, content, name) => {
    contents.push(content);
    content.on('error', ignored);
    // One after the other: several small ones have come before the first is taken.
    taken = taken
      .then(() => (name && failures.length === 0 ? take({ name, content }, fields) : undefined))
      .catch((error: unknown) => void failures.push(error))
      .finally(() => content.resume());
  });
  try {
    await pipeline(new Metered(body, { bytes: bytesAtMost, beyond: () => platformProblem('payload-too-large') }).content, reader);
  } catch (error) {
    // Whoever reads a file that will not end is told so.
    for (const content of contents) content.destroy(error as Error);
    await taken;
    throw error instanceof Problem || body.errored ? error : malformed();
  }
  await taken;
  if (failures.length > 0) throw failures[0];
  return fields;
}

function readerOf(contentType: string): BusboyInstance {
  try {
    return new Busboy({ headers: { 'content-type': contentType }, limits });
  } catch {
    throw malformed();
  }
}

const malformed = () => platformProblem('malformed-body', { errors: [{ pointer: '', code: 'not_multipart' }] });
