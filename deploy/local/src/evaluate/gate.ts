import { findings, judgeReply, type FindingCode } from '@wenzheng/gate';
import { z } from 'zod';
import { UsageError } from '../commands/arguments.js';
import { table } from '../commands/table.js';
import type { Evaluation } from './evaluate.js';
import { readRows } from './rows.js';

const row = z.object({ text: z.string('缺少 is missing'), worthless: z.boolean('应为 true 或 false is true or false') });

/** How many of the worthless replies the gate's hard findings of content stop, and how many of the good ones. */
export const gateEvaluation: Evaluation = {
  usage: 'gate FILE      (JSON lines {"text", "worthless"})',
  async run(args) {
    const [file] = args;
    if (file === undefined || args.length > 1) throw new UsageError(`npm run evaluate -- gate FILE`);
    const judged = (await readRows(file, row)).map(({ text, worthless }) => ({ worthless, found: judgeReply(text) }));
    const worthless = judged.filter((one) => one.worthless);
    const good = judged.filter((one) => !one.worthless);
    const countOf = (rows: typeof judged, code: FindingCode): number => rows.filter(({ found }) => found.some((one) => one.code === code)).length;
    const lines = (Object.keys(findings) as FindingCode[]).map((code) => [code, findings[code].weight, String(countOf(worthless, code)), String(countOf(good, code))]);
    console.log(table([['finding', 'weight', 'worthless', 'good'], ...lines]));
    return { n: judged.length, recall: share(worthless), falseBlocks: share(good) };
  },
};

function share(rows: readonly { found: readonly { weight: string }[] }[]): number | null {
  if (rows.length === 0) return null;
  return Number((rows.filter(({ found }) => found.some(({ weight }) => weight === 'hard')).length / rows.length).toFixed(4));
}
