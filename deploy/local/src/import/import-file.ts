import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { ChannelName } from '@wenzheng/contracts';
import { LineError, linesOf } from '@wenzheng/platform/text';
import type { ImportApi, LineOutcome } from './import-api.js';
import { parseImportLine, type ImportLine } from './import-line.js';
import type { ImportProgress, ImportState } from './import-progress.js';

export interface ImportOptions {
  file: string;
  channel: ChannelName;
  unit?: string | undefined;
  api: ImportApi;
  progress: ImportProgress;
  /** Share of the file that is done, and what to say about it. */
  show(share: number, text: string): void;
}

const batchLines = 200;
const batchCharacters = 1_000_000;
const reasonsKept = 10;

/**
 * Sends a file of messages through the platform's import endpoints, reading it as a stream.
 * @throws LineError for a file that is not UTF-8, before anything of it is sent: some of its lines might pass for UTF-8
 */
export async function importFile(options: ImportOptions): Promise<ImportState> {
  const { state } = options.progress;
  for await (const line of linesOf(createReadStream(options.file))) void line;
  const input = createReadStream(options.file);
  const size = (await stat(options.file)).size;
  let batch: ImportLine[] = [];
  let characters = 0;
  let number = 0;

  const send = async (): Promise<void> => {
    await sendBatch(options, batch);
    state.lines = number;
    await options.progress.save();
    batch = [];
    characters = 0;
    options.show(size === 0 ? 1 : input.bytesRead / size, summaryOf(state));
  };

  const skip = state.lines;
  for await (const content of linesOf(input)) {
    number += 1;
    if (number <= skip) continue;
    if (content.trim() === '') continue;
    state.counts.read += 1;
    try {
      batch.push(parseImportLine(number, content));
      characters += content.length;
    } catch (error) {
      if (!(error instanceof LineError)) throw error;
      refuse(state, error.line, error.reason);
    }
    if (batch.length >= batchLines || characters >= batchCharacters) await send();
  }
  await send();
  await options.progress.remove();
  return state;
}

async function sendBatch({ api, channel, unit, progress: { state } }: ImportOptions, batch: readonly ImportLine[]): Promise<void> {
  if (batch.length === 0) return;
  const registered = await api.register(channel, batch);
  const accepted: LineOutcome[] = [];
  for (const result of registered) {
    if (result.status === 'refused') {
      refuse(state, result.line.number, reasonOf(result));
      continue;
    }
    state.counts[result.status] += 1;
    if (result.messageId !== undefined && (unit !== undefined || result.line.reply)) accepted.push(result);
  }
  for (const result of await api.file(unit, accepted)) {
    if (result.status === 'refused') {
      const what = result.line.reply ? 'its reply or assignment' : 'its assignment';
      refuse(state, result.line.number, `${what}: ${reasonOf(result)}`);
    } else if (result.line.reply && result.status === 'created') state.counts.replies += 1;
  }
}

const reasonOf = ({ code }: LineOutcome): string => code ?? 'no reason given';

function refuse(state: ImportState, line: number, reason: string): void {
  state.counts.refused += 1;
  if (state.reasons.length < reasonsKept) state.reasons.push(`line ${line}: ${reason}`);
}

export function summaryOf({ counts }: ImportState): string {
  return `read ${counts.read}, created ${counts.created}, repeated ${counts.repeated}, refused ${counts.refused}, replies ${counts.replies}`;
}
