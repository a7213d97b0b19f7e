// npm run verify -- PORTAL [--key FILE] [--keep FOLDER]: verifies a portal's log, and the portal by it, from outside.
import { readFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { readCheckpoint } from './transparency/checkpoint.rules.js';
import { KeptCheckpoints } from './transparency/verification/kept-checkpoints.js';
import { keyOf, Verification } from './transparency/verification/verification.js';

const usage = `npm run verify -- PORTAL [--key FILE] [--keep FOLDER]
  PORTAL  the portal's address 门户网址, https://wz.example.gov.cn
  --key   the log's public key, as you know it; else the portal is asked for it 公钥文件
  --keep  where checkpoints are kept: the log must go on from each; in a git work tree each is committed 签名头存放的文件夹`;
const shownFindings = 50;
/** The log is some seconds behind: what differs is looked at again. */
const looks = { times: 10, everyMs: 3_000 };

process.exitCode = await verify().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message.slice(0, 500) : String(error));
  return 2;
});

async function verify(): Promise<number> {
  const { values, positionals } = parseArgs({ allowPositionals: true, options: { key: { type: 'string' }, keep: { type: 'string' } } });
  const [portal] = positionals;
  if (!portal || !URL.canParse(portal)) {
    console.error(usage);
    return 2;
  }
  const key = values.key ? (await readFile(values.key, 'utf8')).trim() : await keyOf(portal);
  const checkpoints = values.keep ? new KeptCheckpoints(values.keep) : null;
  const kept = checkpoints ? await checkpoints.notes() : [];
  const verification = new Verification(portal, key, ({ entries, messages }) => show(entries === undefined ? `messages 留言 ${messages}` : `entries 记录 ${entries}`));
  let note = await verification.readLog(kept);
  let differing = await verification.comparePortal();
  for (let look = 0; look < looks.times && differing.length > 0; look += 1) {
    await pause(looks.everyMs);
    note = await verification.readLog([]);
    differing = await verification.differing(differing);
  }
  for (const number of differing) for (const words of await verification.differences(number)) verification.found(number, words);
  show('');
  const { findings, entries, messages, moved, periods, corrected } = verification;
  console.log(`entries 记录 ${entries}; messages 留言 ${messages}; dates moved 时限有过变动 ${moved.size} (each move is in the log 每次变动都在日志里); periods 统计期 ${periods}, corrected 更正过 ${corrected.size}; checkpoints kept before 已存签名头 ${kept.length}`);
  if (!values.key) console.log('the key came from the portal itself: keep it, and give it with --key next time 公钥取自网站本身，请保存，下次用 --key 给出');
  for (const { subject, words } of findings.slice(0, shownFindings)) console.log(`  ${subject ? `${subject}：` : ''}${words}`);
  if (findings.length > 0) {
    console.log(`${findings.length} findings 发现${findings.length}处不符`);
    return 1;
  }
  await checkpoints?.keep(note, readCheckpoint(note, key).size);
  console.log('nothing vanished, no date and no closed figure moved unseen 没有留言消失，没有日期和已公布的统计数字被悄悄改动');
  return 0;
}

/** On one line of a terminal. */
function show(words: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${words}`);
}
