import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { countLines, importLines, linesOf, type ImportPlan, type ImportState } from '@wenzheng/imports';
import type { ImportProgress } from './import-progress.js';

export interface ImportOptions {
  file: string;
  plan: ImportPlan;
  progress: ImportProgress;
  /** Share of the file that is done, and what to say about it. */
  show(share: number, text: string): void;
}

/**
 * Sends a file of messages through the platform's import endpoints, reading it as a stream.
 * @throws LineError for a file that is not UTF-8, before anything of it is sent
 */
export async function importFile({ file, plan, progress, show }: ImportOptions): Promise<ImportState> {
  await countLines(createReadStream(file));
  const input = createReadStream(file);
  const { size } = await stat(file);
  for await (const state of importLines(linesOf(input), progress.state, plan)) {
    await progress.save(state);
    show(size === 0 ? 1 : input.bytesRead / size, summaryOf(state));
  }
  await progress.remove();
  return progress.state;
}

export function summaryOf({ counts }: ImportState): string {
  return `read ${counts.read}, created ${counts.created}, repeated ${counts.repeated}, refused ${counts.refused}, replies ${counts.replies}`;
}
