import { beforeFirstLine, countLines, importLines, LineError, linesOf, type ImportEndpoints, type ImportPlan, type ImportState } from '@wenzheng/imports';
import { computed, ref, shallowRef } from 'vue';
import { bodyOf, intake, routing } from '../../../api/clients.js';
import { RequestProblem, wordsOf } from '../../../api/problem.js';
import { importWords, messageRefusalWords, replyRefusalWords } from './import-words.js';

const waitSeconds = 5;

export interface ImportTask {
  file: File;
  channel: ImportPlan['channel'];
  /** Code of the unit that all these messages were given to; empty: none. */
  unit: string;
}

const keyOf = ({ file, channel, unit }: ImportTask) => `import ${JSON.stringify([file.name, file.size, file.lastModified, channel, unit])}`;

/** How far the import of this file has come. */
function storedProgress(task: ImportTask): ImportState {
  try {
    return { ...beforeFirstLine, ...(JSON.parse(localStorage.getItem(keyOf(task)) ?? '{}') as Partial<ImportState>) };
  } catch {
    return beforeFirstLine;
  }
}

/** The endpoints as the session calls them, each by a way that may wait and call again. */
const endpointsBy = (insisting: <Result>(call: () => Promise<Result>) => Promise<Result>): ImportEndpoints => ({
  async register(body) {
    const { results } = await insisting(() => bodyOf(intake.POST('/v1/imports', { body })));
    return results.map(({ status, messageId, code }) => ({ status, ...(messageId && { messageId }), ...(code && { reason: messageRefusalWords[code] }) }));
  },
  async file(body) {
    const { results } = await insisting(() => bodyOf(routing.POST('/v1/imports', { body })));
    return results.map(({ status, code, fields = [] }) => ({ status, ...(code && { reason: replyRefusalWords[code] + (fields.length > 0 ? `（${fields.join('、')}）` : '') }) }));
  },
});

/** One import at a time: read as a stream, sent in batches, carried on where it ended. */
export function useImport() {
  const task = shallowRef<ImportTask>();
  const state = ref<'idle' | 'checking' | 'running' | 'waiting' | 'paused' | 'done' | 'failed'>('idle');
  const total = ref(0);
  const progress = shallowRef(beforeFirstLine);
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
      total.value = await countLines(bytesOf(next.file));
      state.value = 'running';
      await send(next);
      state.value = progress.value.lines < total.value ? 'paused' : 'done';
      if (state.value === 'done') localStorage.removeItem(keyOf(next));
    } catch (error) {
      const isPaused = isStopping && isPassing(error);
      state.value = isPaused ? 'paused' : 'failed';
      problem.value = isPaused ? '' : error instanceof LineError ? `第${error.line}行不是UTF-8编码（可能是GBK），没有导入任何一行；请另存为UTF-8后重试。` : wordsOf(error);
    }
  }

  /** After the batch that is on its way. */
  const pause = () => (isStopping = true);

  async function send(next: ImportTask): Promise<void> {
    const plan: ImportPlan = { channel: next.channel, unit: next.unit || undefined, endpoints: endpointsBy(insisting), words: importWords };
    for await (const reached of importLines(linesOf(bytesOf(next.file)), progress.value, plan)) {
      progress.value = reached;
      localStorage.setItem(keyOf(next), JSON.stringify(reached));
      if (isStopping) return;
    }
  }

  /** An overloaded service or a lost link is waited for, as long as nobody pauses. */
  async function insisting<Result>(call: () => Promise<Result>): Promise<Result> {
    for (;;) {
      try {
        const result = await call();
        [state.value, problem.value] = ['running', ''];
        return result;
      } catch (error) {
        if (!isPassing(error) || isStopping) throw error;
        problem.value = `${wordsOf(error)}${waitSeconds}秒后自动继续。`;
        state.value = 'waiting';
        await new Promise((resolve) => setTimeout(resolve, waitSeconds * 1_000));
      }
    }
  }

  return { task, state, isBusy, total, progress, problem, start, pause };
}

const bytesOf = (file: File) => file.stream() as AsyncIterable<Uint8Array>;

const isPassing = (error: unknown): boolean => error instanceof RequestProblem && error.isPassing;
