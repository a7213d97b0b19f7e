// npm run verify:statistics -- EXPORT: recounts the closed periods of an exported event log from it alone.
import { createReadStream } from 'node:fs';
import { linesOf } from '@wenzheng/platform/text';
import { lineSchema } from './statistics/verification/export.schema.js';
import { Verification } from './statistics/verification/verification.rules.js';

const [path] = process.argv.slice(2);
if (!path) {
  console.error('npm run verify:statistics -- EXPORT (of npm run export:events)');
  process.exit(2);
}
const shownDifferences = 50;
try {
  const verification = new Verification();
  for await (const line of linesOf(createReadStream(path))) verification.take(lineSchema.parse(JSON.parse(line)));
  const verdicts = verification.verdicts();
  for (const { period, correction, messages, differences } of verdicts) {
    console.log(`${period}${correction > 0 ? ` (correction ${correction} 更正)` : ''}: ${messages} messages, ${differences.length === 0 ? 'every figure as it was told 与公布数据一致' : `${differences.length} differences 不一致`}`);
    for (const difference of differences.slice(0, shownDifferences)) console.log(`  ${difference}`);
  }
  if (verdicts.length === 0) console.log('the export covers no closed period 导出范围内没有已定期的统计');
  process.exitCode = verdicts.some(({ differences }) => differences.length > 0) ? 1 : 0;
} catch (error) {
  console.error(`${path}: ${error instanceof Error ? error.message.slice(0, 500) : String(error)}`);
  process.exitCode = 2;
}
