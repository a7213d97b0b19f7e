import type { ChannelName } from '@wenzheng/contracts';
import { linesOf } from '@wenzheng/platform/text';
import { messagesBody, repliesBody, type ImportEndpoints, type Outcome, type RegisteredLine } from './import-endpoints.js';
import { readImportLine, type FaultyLine, type ImportLine, type LineFault } from './import-line.js';

const batchLines = 200;
const batchCharacters = 1_000_000;
const refusalsKept = 500;
/** Answers that refuse a whole request: for its size, or for one line in it. */
const wholeRefusals: readonly unknown[] = [400, 413, 422];

export interface ImportPlan {
  channel: ChannelName;
  /** Code of the unit that all these messages were given to. */
  unit?: string | undefined;
  endpoints: ImportEndpoints;
  words: ImportWords;
}

/** How refusals are told. */
export interface ImportWords {
  faults(faults: readonly LineFault[]): string;
  /** Of a message that was registered, why its reply, or the unit alone, was not taken. */
  unfiled(reason: string, hasReply: boolean): string;
  /** Where a service gives no reason. */
  unexplained: string;
}

export interface ImportCounts {
  read: number;
  created: number;
  repeated: number;
  refused: number;
  replies: number;
}

export interface Refusal {
  number: number;
  reason: string;
}

/** How far an import is. Losing it costs time alone: what was sent is recognised and counted as repeated. */
export interface ImportState {
  /** Lines of the file that need not be sent again. */
  lines: number;
  counts: ImportCounts;
  /** The first of them, by line. */
  refusals: Refusal[];
}

const nothing: ImportCounts = { read: 0, created: 0, repeated: 0, refused: 0, replies: 0 };
export const beforeFirstLine: ImportState = { lines: 0, counts: nothing, refusals: [] };

/** Reads a whole file before anything of it is sent: some lines of a file in GBK might pass for UTF-8. @throws LineError */
export async function countLines(bytes: AsyncIterable<Uint8Array>): Promise<number> {
  let count = 0;
  for await (const line of linesOf(bytes)) count += line === undefined ? 0 : 1;
  return count;
}

/** Sends the lines of a file in batches, from where it was left; yields how far it is after each of them. */
export async function* importLines(lines: AsyncIterable<string>, from: ImportState, plan: ImportPlan): AsyncGenerator<ImportState> {
  let state = from;
  let batch: (ImportLine | FaultyLine)[] = [];
  let [number, characters] = [0, 0];
  const send = async (): Promise<ImportState> => {
    state = sumOf(state, number, await sendBatch(batch, plan));
    [batch, characters] = [[], 0];
    return state;
  };
  for await (const text of lines) {
    number += 1;
    if (number <= from.lines || text.trim() === '') continue;
    batch.push(readImportLine(number, text));
    characters += text.length;
    if (batch.length >= batchLines || characters >= batchCharacters) yield await send();
  }
  yield await send();
}

type BatchResult = Omit<ImportState, 'lines'>;

function sumOf(before: ImportState, lines: number, batch: BatchResult): ImportState {
  const counts = { ...before.counts };
  for (const name of Object.keys(nothing) as (keyof ImportCounts)[]) counts[name] += batch.counts[name];
  return { lines, counts, refusals: [...before.refusals, ...batch.refusals.toSorted((one, other) => one.number - other.number)].slice(0, refusalsKept) };
}

/** Registers the messages of a batch, then files their unit and replies. */
async function sendBatch(batch: readonly (ImportLine | FaultyLine)[], { channel, unit, endpoints, words }: ImportPlan): Promise<BatchResult> {
  const counts = { ...nothing, read: batch.length };
  const refusals: Refusal[] = [];
  const refuse = (number: number, reason: string) => {
    counts.refused += 1;
    refusals.push({ number, reason });
  };

  const lines: ImportLine[] = [];
  for (const line of batch) {
    if ('faults' in line) refuse(line.number, words.faults(line.faults));
    else lines.push(line);
  }
  const registered: RegisteredLine[] = [];
  for (const { item: line, outcome } of await inHalves(lines, (part) => endpoints.register(messagesBody(channel, part)))) {
    if (outcome.status === 'refused') {
      refuse(line.number, outcome.reason ?? words.unexplained);
      continue;
    }
    counts[outcome.status] += 1;
    if (outcome.messageId && (unit !== undefined || line.reply)) registered.push({ messageId: outcome.messageId, line });
  }
  for (const { item, outcome } of await inHalves(registered, (part) => endpoints.file(repliesBody(unit, part)))) {
    const { number, reply } = item.line;
    if (outcome.status === 'refused') refuse(number, words.unfiled(outcome.reason ?? words.unexplained, reply !== undefined));
    else if (reply && outcome.status === 'created') counts.replies += 1;
  }
  return { counts, refusals };
}

/** What is refused as a whole is sent in halves, so that the bad line is refused alone. */
async function inHalves<Item>(items: readonly Item[], send: (part: readonly Item[]) => Promise<Outcome[]>): Promise<{ item: Item; outcome: Outcome }[]> {
  if (items.length === 0) return [];
  try {
    const outcomes = await send(items);
    return items.map((item, index) => ({ item, outcome: outcomes[index] ?? { status: 'refused' } }));
  } catch (error) {
    if (!(error instanceof Error && 'status' in error && wholeRefusals.includes(error.status))) throw error;
    const [only] = items;
    if (items.length === 1 && only !== undefined) return [{ item: only, outcome: { status: 'refused', reason: error.message } }];
    const middle = Math.ceil(items.length / 2);
    return [...(await inHalves(items.slice(0, middle), send)), ...(await inHalves(items.slice(middle), send))];
  }
}
