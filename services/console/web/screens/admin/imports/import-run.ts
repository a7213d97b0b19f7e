import { computed, ref, shallowRef } from 'vue';
import { bodyOf, intake, routing } from '../../../api/clients.js';
import { RequestProblem, wordsOf } from '../../../api/problem.js';
import { messageRefusalWords, replyRefusalWords, type Channel } from './import-words.js';
import { linesOf, readImportLine, type ImportLine, type LineFault } from './import-line.rules.js';
import { sendBatch, type ImportCounts, type ImportGates } from './importer.js';

const batchLines = 200;
const batchCharacters = 1_000_000;
const mostFaults = 500;
const waitSeconds = 5;
/** Channels whose messages people can like. */
const likable = new Set<Channel>(['board', 'forum', 'microblog']);

export interface ImportTask {
  file: File;
  channel: Channel;
  /** Code of the unit that all these messages were given to; empty: none. */
  unit: string;
}

interface Progress {
  lines: number;
  counts: ImportCounts;
  faults: LineFault[];
}

const fresh = (): Progress => ({ lines: 0, counts: { created: 0, repeated: 0, refused: 0, replies: 0 }, faults: [] });
const keyOf = ({ file, channel, unit }: ImportTask) => `import ${JSON.stringify([file.name, file.size, file.lastModified, channel, unit])}`;

/** How far the import of this file has come. Losing it costs time alone: what was sent is recognised and counted as repeated. */
function storedProgress(task: ImportTask): Progress {
  try {
    return { ...fresh(), ...(JSON.parse(localStorage.getItem(keyOf(task)) ?? '{}') as Partial<Progress>) };
  } catch {
    return fresh();
  }
}

function gatesOf({ channel, unit }: ImportTask): ImportGates {
  return {
    async register(lines) {
      const messages = lines.map(({ externalId, author, title, text, registeredAt, likes }) => ({ externalId, author: { externalId: author }, ...(title !== undefined && { title }), text, registeredAt, ...(likes !== undefined && likable.has(channel) && { likes }) }));
      const { results } = await bodyOf(intake.POST('/v1/imports', { body: { channel, messages } }));
      return results.map(({ status, messageId, code }) => ({ status, ...(messageId !== undefined && { messageId }), ...(code && { reason: messageRefusalWords[code] }) }));
    },
    async file(items) {
      const body = { ...(unit !== '' && { unit }), items: items.map(({ messageId, line }) => ({ messageId, ...(line.reply && { reply: line.reply }) })) };
      const { results } = await bodyOf(routing.POST('/v1/imports', { body }));
      return results.map(({ status, code, fields = [] }) => ({ status, ...(code && { reason: replyRefusalWords[code] + (fields.length > 0 ? `（${fields.join('、')}）` : '') }) }));
    },
    isWholeRefused: (error) => error instanceof RequestProblem && [400, 413, 422].includes(error.status),
    wordsOf,
  };
}

/** One import at a time: read as a stream, sent in batches, carried on where it ended. */
export function useImport() {
  const task = shallowRef<ImportTask>();
  const state = ref<'idle' | 'checking' | 'running' | 'waiting' | 'paused' | 'done' | 'failed'>('idle');
  const total = ref(0);
  const progress = ref(fresh());
  const problem = ref('');
  let isStopping = false;

  const isBusy = computed(() => ['checking', 'running', 'waiting'].includes(state.value));

  async function start(next: ImportTask): Promise<void> {
    task.value = next;
    progress.value = storedProgress(next);
    problem.value = '';
    isStopping = false;
    state.value = 'checking';
    try {
      total.value = await linesIn(next.file);
      state.value = 'running';
      state.value = (await send(next)) ? 'done' : 'paused';
      if (state.value === 'done') localStorage.removeItem(keyOf(next));
    } catch (error) {
      problem.value = error instanceof TypeError ? '文件不是UTF-8编码（可能是GBK），没有导入任何一行；请另存为UTF-8后重试。' : wordsOf(error);
      state.value = 'failed';
    }
  }

  /** After the batch that is on its way. */
  const pause = () => (isStopping = true);

  /** False where somebody paused it. */
  async function send(next: ImportTask): Promise<boolean> {
    const gates = gatesOf(next);
    let [number, characters] = [0, 0];
    let batch: ImportLine[] = [];
    let faults: LineFault[] = [];
    const flush = async () => {
      const sent = await insisting(() => sendBatch(batch, next.unit !== '', gates));
      if (!sent) return false;
      const { counts } = progress.value;
      for (const name of ['created', 'repeated', 'refused', 'replies'] as const) counts[name] += sent.counts[name];
      counts.refused += faults.length;
      progress.value = { lines: number, counts: { ...counts }, faults: [...progress.value.faults, ...faults, ...sent.faults].toSorted((one, other) => one.number - other.number).slice(0, mostFaults) };
      localStorage.setItem(keyOf(next), JSON.stringify(progress.value));
      [batch, faults, characters] = [[], [], 0];
      return !isStopping;
    };
    const skip = progress.value.lines;
    for await (const content of linesOf(next.file.stream())) {
      number += 1;
      if (number <= skip || content.trim() === '') continue;
      const line = readImportLine(number, content);
      if ('reason' in line) faults.push(line);
      else batch.push(line);
      characters += content.length;
      if ((batch.length >= batchLines || characters >= batchCharacters) && !(await flush())) return false;
    }
    return (await flush()) || !isStopping || number === progress.value.lines;
  }

  /** An overloaded service or a lost link is waited for. */
  async function insisting<Result>(work: () => Promise<Result>): Promise<Result | null> {
    for (;;) {
      try {
        const result = await work();
        [state.value, problem.value] = ['running', ''];
        return result;
      } catch (error) {
        if (!(error instanceof RequestProblem) || !error.isPassing) throw error;
        if (isStopping) return null;
        problem.value = `${wordsOf(error)}${waitSeconds}秒后自动继续。`;
        state.value = 'waiting';
        await new Promise((resolve) => setTimeout(resolve, waitSeconds * 1_000));
      }
    }
  }

  return { task, state, isBusy, total, progress, problem, start, pause };
}

/** Reads the whole file before anything of it is sent: some of its lines might pass for UTF-8. */
async function linesIn(file: File): Promise<number> {
  let count = 0;
  for await (const line of linesOf(file.stream())) count += line === undefined ? 0 : 1;
  return count;
}
