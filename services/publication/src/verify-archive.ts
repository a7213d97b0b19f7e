// npm run verify:archive -- FILE: recounts and rehashes an archive 归档包 of an interview or a forum from it alone.
import { readFileSync } from 'node:fs';
import { verifyArchive } from './archive/verification.rules.js';

const [path, published] = process.argv.slice(2);
if (!path) {
  console.error('npm run verify:archive -- FILE [SHA-256 of the archive’s page]');
  process.exit(2);
}
try {
  const { sha256, what, sums, findings } = verifyArchive(readFileSync(path));
  const wrong = published === undefined || published.toLowerCase() === sha256 ? findings : ['文件的SHA-256与所给的不同 the file’s digest is not the one that was given', ...findings];
  if (what !== null) console.log(what);
  for (const sum of sums) console.log(sum);
  console.log(`SHA-256 ${sha256}`);
  for (const finding of wrong) console.log(`  ${finding}`);
  console.log(wrong.length === 0 ? '核对无误：校验值、统计和全文都与记录一致 every digest, sum and word is as recorded' : `发现${wrong.length}处问题 ${wrong.length} findings`);
  process.exitCode = wrong.length === 0 ? 0 : 1;
} catch (error) {
  console.error(`${path}: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 2;
}
