// npm run checkpoint -- PORTAL FOLDER [--key FILE] [--push]: keeps the newest checkpoint of a portal's log, once it is shown to go on from the one that was kept last.
import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { readCheckpoint } from './transparency/checkpoint.rules.js';
import { consistencyProof, isConsistent } from './transparency/verification/consistency.rules.js';
import { KeptCheckpoints } from './transparency/verification/kept-checkpoints.js';
import { tilesOf } from './transparency/verification/tiles.js';
import { checkpointOf, keyOf } from './transparency/verification/verification.js';

const usage = `npm run checkpoint -- PORTAL FOLDER [--key FILE] [--push]
  PORTAL  the portal's address 门户网址, https://wz.example.gov.cn
  FOLDER  where checkpoints are kept; in a git work tree each is committed 签名头存放的文件夹
  --key   the log's public key, as you know it; else the one that was kept with the first checkpoint 公钥文件
  --push  git push, after a new one 提交后推送到远程仓库`;

process.exitCode = await keepCheckpoint().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message.slice(0, 500) : String(error));
  return 2;
});

async function keepCheckpoint(): Promise<number> {
  const { values, positionals } = parseArgs({ allowPositionals: true, options: { key: { type: 'string' }, push: { type: 'boolean' } } });
  const [portal, folder] = positionals;
  if (!portal || !URL.canParse(portal) || !folder) {
    console.error(usage);
    return 2;
  }
  const kept = new KeptCheckpoints(folder);
  const known = values.key ? (await readFile(values.key, 'utf8')).trim() : await kept.key();
  const key = known ?? (await keyOf(portal));
  const note = await checkpointOf(portal);
  const head = readCheckpoint(note, key);
  const before = (await kept.notes()).at(-1);
  const last = before === undefined ? null : readCheckpoint(before, key);
  if (last && !(await goesOn())) {
    console.log(`the log does not go on from the ${last.size} entries that were kept: it was shortened or written anew 日志不是从已存的签名头（${last.size}条记录）接着写下来的：它被截短或者改写过`);
    return 1;
  }
  if (!(await kept.keep(note, head.size))) {
    console.log(`no new entries since 没有新的记录，仍为${head.size}条`);
    return 0;
  }
  await kept.keepKey(key);
  if (values.push) kept.push();
  console.log(`kept a checkpoint of ${head.size} entries${last ? `, which go on from ${last.size}` : ''} 已存下签名头，共${head.size}条记录`);
  if (known === null) console.log('the key came from the portal itself and is kept beside it; compare it with what the city has made known 公钥取自网站本身，已一并保存，请与该市公布的核对');
  return 0;

  async function goesOn(): Promise<boolean> {
    return last!.size <= head.size && isConsistent(last!, head, await consistencyProof(last!.size, head.size, tilesOf(portal!, head.size)));
  }
}
