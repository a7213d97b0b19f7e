import type { ImportLine, LineFault } from './import-line.rules.js';

export interface Outcome {
  status: 'created' | 'repeated' | 'refused';
  messageId?: string | null;
  reason?: string;
}

/** The two endpoints that an import goes through; one outcome a line, in their order. */
export interface ImportGates {
  register(lines: readonly ImportLine[]): Promise<Outcome[]>;
  file(lines: readonly { messageId: string; line: ImportLine }[]): Promise<Outcome[]>;
  /** Refused as a whole, for its size or for one line in it: sent again in halves, the bad line is refused alone. */
  isWholeRefused(error: unknown): boolean;
  wordsOf(error: unknown): string;
}

export interface ImportCounts {
  created: number;
  repeated: number;
  refused: number;
  replies: number;
}

export interface BatchResult {
  counts: ImportCounts;
  faults: LineFault[];
}

/** Registers a batch, then files its units and replies. */
export async function sendBatch(lines: readonly ImportLine[], hasUnit: boolean, gates: ImportGates): Promise<BatchResult> {
  const counts: ImportCounts = { created: 0, repeated: 0, refused: 0, replies: 0 };
  const faults: LineFault[] = [];
  const refuse = ({ number }: ImportLine, reason: string) => {
    counts.refused += 1;
    faults.push({ number, reason });
  };
  const registered = await inHalves(lines, (part) => gates.register(part), gates);
  const accepted = registered.flatMap(({ item: line, outcome }) => {
    if (outcome.status === 'refused') {
      refuse(line, outcome.reason ?? '没有导入');
      return [];
    }
    counts[outcome.status] += 1;
    return outcome.messageId && (hasUnit || line.reply) ? [{ messageId: outcome.messageId, line }] : [];
  });
  for (const { item, outcome } of await inHalves(accepted, (part) => gates.file(part), gates)) {
    if (outcome.status === 'refused') refuse(item.line, `留言已登记，${item.line.reply ? '答复或承办单位' : '承办单位'}没有导入：${outcome.reason ?? '原因不明'}`);
    else if (item.line.reply && outcome.status === 'created') counts.replies += 1;
  }
  return { counts, faults };
}

async function inHalves<Item>(items: readonly Item[], send: (part: readonly Item[]) => Promise<Outcome[]>, gates: ImportGates): Promise<{ item: Item; outcome: Outcome }[]> {
  if (items.length === 0) return [];
  try {
    const outcomes = await send(items);
    return items.map((item, n) => ({ item, outcome: outcomes[n] ?? { status: 'refused', reason: '没有收到这一行的结果' } }));
  } catch (error) {
    if (!gates.isWholeRefused(error)) throw error;
    const [only] = items;
    if (items.length === 1 && only !== undefined) return [{ item: only, outcome: { status: 'refused', reason: gates.wordsOf(error) } }];
    const middle = Math.ceil(items.length / 2);
    return [...(await inHalves(items.slice(0, middle), send, gates)), ...(await inHalves(items.slice(middle), send, gates))];
  }
}
