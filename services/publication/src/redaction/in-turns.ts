import { setImmediate } from 'node:timers/promises';
import { examine, type PhoneDirectory } from '@wenzheng/redaction';

/** Some milliseconds of work at most, whatever the texts are. */
const turn = 20_000;

/**
 * Examines a batch's texts one after the other, and lets the rest of the service have its turn after every {@link turn} characters:
 * a batch may hold 256 letters of strangers, and probes and readers wait behind it otherwise.
 */
export async function examineInTurns(texts: readonly string[], directory: PhoneDirectory): Promise<ReturnType<typeof examine>[]> {
  const examined: ReturnType<typeof examine>[] = [];
  let characters = 0;
  for (const text of texts) {
    examined.push(examine(text, directory));
    characters += text.length;
    if (characters < turn) continue;
    characters = 0;
    await setImmediate();
  }
  return examined;
}
