import { z } from 'zod';
import { readCheckpoint, type Checkpoint } from '../checkpoint.rules.js';
import { canonicalJson } from '@wenzheng/platform/text';
import { messageSchema, messageSummarySchema } from '../../message/message-json.rules.js';
import { commitmentOf, deedOfPeriod, deedsOf, isPeriod, subjectOf, type Deed } from '../deeds.rules.js';
import { leafHash, Tree } from '../tree.rules.js';

const entriesSchema = z.object({
  items: z.array(z.object({ entry: z.int(), subject: z.string(), key: z.string(), at: z.string(), commitment: z.string().regex(/^[0-9a-f]{64}$/), salt: z.string().regex(/^[0-9a-f]{64}$/).nullable(), data: z.record(z.string(), z.unknown()).nullable() })),
  next: z.int().nullable(),
});
const listSchema = z.object({ items: z.array(messageSummarySchema), next: z.string().nullable() });
/** What the deed of a period is made of; the rest goes into its digest as it is. */
const figuresSchema = z.looseObject({ cutOff: z.string(), totals: z.looseObject({ counts: z.record(z.string(), z.int()) }) });
const entriesAtOnce = 1_000;
const messagesAtOnce = 100;
const readersAtOnce = 4;

/** What the log says last of each part of a message, or of a period's figures; null for what it opens to nobody any more. */
type Sayings = Map<string, { data: Deed['data']; isOpen: boolean }>;

/** Something that ought not to be, in words for whoever verifies. */
export interface Finding {
  /** The message's number or the period's address, where it is about one. */
  subject: string | null;
  words: string;
}

export interface Progress {
  entries?: number;
  messages?: number;
}

/**
 * Verifies a portal's log, and the portal by its log, from outside: it reads what everybody may read and trusts nothing but the key. What it has read stays, so that
 * it can look again at what was written meanwhile.
 */
export class Verification {
  readonly findings: Finding[] = [];
  /** Messages whose dates have moved, as the log itself says. */
  readonly moved = new Set<string>();
  /** Periods whose figures were corrected, as the log itself says. */
  readonly corrected = new Set<string>();
  private readonly said = new Map<string, Sayings>();
  private readonly tree = new Tree();

  constructor(
    private readonly portal: string,
    private readonly key: string,
    private readonly progress: (so: Progress) => void = () => undefined,
  ) {}

  get entries(): number {
    return this.tree.size;
  }

  get messages(): number {
    return this.said.size - this.periods;
  }

  get periods(): number {
    return [...this.said.keys()].filter(isPeriod).length;
  }

  /**
   * Reads the log to its newest checkpoint, and checks signature, every commitment, the root, and that it goes on from each checkpoint that was kept.
   * @returns the newest checkpoint
   */
  async readLog(kept: readonly string[]): Promise<string> {
    const note = await checkpointOf(this.portal);
    const head = readCheckpoint(note, this.key);
    const before = kept.map((one) => readCheckpoint(one, this.key));
    for (const { size } of before.filter((one) => one.size > head.size)) this.found(null, `日志变短了：保存的签名头有${size}条记录，现在只有${head.size}条`);
    await this.readEntries(head, before);
    return note;
  }

  /** Compares every message and every closed period that the portal shows with what the log says, and looks for each that the log knows. @returns numbers, and addresses of periods, that differ */
  async comparePortal(): Promise<string[]> {
    const shown = new Set<string>();
    const differing: string[] = [];
    for (let next: string | null = ''; next !== null; ) {
      const page = listSchema.parse(await this.json(`/v1/messages?limit=${messagesAtOnce}${next && `&after=${encodeURIComponent(next)}`}`));
      const numbers = page.items.map(({ number }) => number);
      numbers.forEach((number) => shown.add(number));
      differing.push(...(await this.differing(numbers)));
      this.progress({ messages: shown.size });
      next = page.next;
    }
    const periods = new Set([...(await textAt('/statistics', this.portal, 'text/html')).matchAll(/href="\/statistics\/([2-9]\d{3}(?:-\d{2})?)"/g)].map(([, period = '']) => subjectOf(period)));
    for (const subject of this.said.keys()) if (isPeriod(subject)) periods.add(subject);
    return [...differing, ...(await this.differing([...periods])), ...[...this.said.keys()].filter((subject) => !isPeriod(subject) && !shown.has(subject))];
  }

  /** Those of which the portal says otherwise than the log. */
  async differing(numbers: readonly string[]): Promise<string[]> {
    const waiting = [...numbers];
    const differing: string[] = [];
    const look = async () => {
      for (let number = waiting.shift(); number !== undefined; number = waiting.shift()) if ((await this.differences(number)).length > 0) differing.push(number);
    };
    await Promise.all(Array.from({ length: readersAtOnce }, look));
    return differing;
  }

  /** In which parts the portal and the log differ about a message or a period. */
  async differences(number: string): Promise<string[]> {
    if (isPeriod(number)) return this.differencesOfPeriod(number);
    const response = await fetch(new URL(`/v1/messages/${encodeURIComponent(number)}`, this.portal));
    const said = this.said.get(number);
    if (response.status === 404) return ['网站上没有这件留言，日志里有'];
    if (!response.ok) throw new Error(`${response.url} answers ${response.status}`);
    if (!said) return ['日志里没有这件留言'];
    const now = new Map(deedsOf(messageSchema.parse(await response.json())).map(({ key, data }) => [key, data]));
    const keys = new Set([...now.keys(), ...said.keys()]);
    return [...keys].filter((key) => !isSame(now.get(key) ?? null, said.get(key))).map((key) => `${wordsOf(key)}与日志不一致`);
  }

  private async differencesOfPeriod(subject: string): Promise<string[]> {
    const response = await fetch(new URL(`/${subject}.json`, this.portal));
    const said = this.said.get(subject);
    if (response.status === 404) return ['网站上没有这一期统计，日志里有'];
    if (!response.ok) throw new Error(`${response.url} answers ${response.status}`);
    if (!said) return ['日志里没有这一期统计'];
    return isSame(deedOfPeriod(figuresSchema.parse(await response.json()) as Parameters<typeof deedOfPeriod>[0]).data, said.get('figures')) ? [] : ['统计数字与日志不一致'];
  }

  found(subject: string | null, words: string): void {
    this.findings.push({ subject, words });
  }

  private async readEntries(head: Checkpoint, kept: readonly Checkpoint[]): Promise<void> {
    const roots = Map.groupBy([...kept, head], ({ size }) => size);
    const check = () => {
      for (const { root } of roots.get(this.tree.size) ?? []) if (!root.equals(this.tree.root)) this.found(null, `第${this.tree.size}条记录处的树根与签名头不一致：日志被改写过`);
    };
    if (this.tree.size === 0) check();
    while (this.tree.size < head.size) {
      const { items } = entriesSchema.parse(await this.json(`/log/entries?limit=${Math.min(entriesAtOnce, head.size - this.tree.size)}${this.tree.size > 0 ? `&after=${this.tree.size - 1}` : ''}`));
      if (items.length === 0) return this.found(null, `日志只给出${this.tree.size}条记录，签名头说有${head.size}条`);
      for (const item of items) {
        if (item.entry !== this.tree.size) return this.found(item.subject, `第${this.tree.size}条记录缺失`);
        this.take(item);
        check();
      }
      this.progress({ entries: this.tree.size });
    }
  }

  private take({ entry, commitment, salt, subject, key, at, data }: z.output<typeof entriesSchema>['items'][number]): void {
    this.tree.append(leafHash(Buffer.from(commitment, 'hex')));
    if (salt !== null && !commitmentOf(Buffer.from(salt, 'hex'), { subject, key, at, data }).equals(Buffer.from(commitment, 'hex'))) this.found(subject, `第${entry}条记录的内容与摘要不符`);
    const said: Sayings = this.said.get(subject) ?? new Map();
    if (key === 'dates' && said.has(key)) this.moved.add(subject);
    if (key === 'figures' && said.has(key)) this.corrected.add(subject);
    if (key === 'registered' && said.has(key)) this.found(subject, `第${entry}条记录改动了受理登记`);
    this.said.set(subject, said.set(key, { data, isOpen: salt !== null }));
  }

  private async json(path: string): Promise<unknown> {
    return JSON.parse(await textAt(path, this.portal));
  }
}

/** The public key of a portal's log, as the portal gives it. */
export const keyOf = async (portal: string): Promise<string> => (await textAt('/log/key', portal)).trim();
export const checkpointOf = (portal: string): Promise<string> => textAt('/log/checkpoint', portal);

async function textAt(path: string, portal: string, accept = '*/*'): Promise<string> {
  const response = await fetch(new URL(path, portal), { headers: { accept } });
  if (!response.ok) throw new Error(`${response.url} answers ${response.status}`);
  return response.text();
}

/** What is opened to nobody any more was said otherwise since, so the newest of a part never is. */
const isSame = (now: Deed['data'], said: { data: Deed['data']; isOpen: boolean } | undefined): boolean => (said === undefined ? now === null : said.isOpen && canonicalJson(now) === canonicalJson(said.data));

const partWords: Readonly<Record<string, string>> = { registered: '受理登记', dates: '答复时限', answered: '答复时间', words: '标题或内容', notice: '延期说明', reply: '答复', decision: '信息办决定' };
const wordsOf = (key: string): string => partWords[key.split(':')[0]!] ?? key;
