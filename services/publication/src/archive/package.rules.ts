import { createHash } from 'node:crypto';
import { instantSchema } from '@wenzheng/contracts';
import { instantWords } from '@wenzheng/wording';
import { zipSync } from 'fflate';
import { z } from 'zod';
import { changeSchema, changeWords, type Change, type Print } from './changes.rules.js';

export const digestSchema = z.string().regex(/^[0-9a-f]{64}$/);
const digestOf = (bytes: Uint8Array | string): string => createHash('sha256').update(bytes).digest('hex');

export interface ArchiveFile {
  path: string;
  /** What stands in it, in a few words. */
  about: string;
  text: string;
}

/** What is archived of a session, from the public projection alone. */
export interface Content {
  kind: 'interview' | 'forum';
  number: string;
  title: string;
  files: readonly ArchiveFile[];
  /** How many were asked and what became of them: sums that add up, as people read them. */
  sums: readonly string[];
  counts: Readonly<Record<string, unknown>>;
  /** By which the next version says what has changed. */
  print: (digest: (text: string) => string) => Print;
}

/** What is told of a version for ever, also when it was replaced. */
export const versionSchema = z.strictObject({ version: z.int().positive(), madeAt: instantSchema, sha256: digestSchema, changes: z.array(changeSchema) });
export type ToldVersion = z.output<typeof versionSchema>;

/** The version in which the content is packed. */
export interface Edition {
  version: number;
  madeAt: string;
  /**
   * Drawn for this version and forgotten when it is replaced: who knows the hash of an archive that is not given out any more, and all of it but some words that were hidden
   * since, cannot find those by trying.
   */
  salt: string;
  /** Against the one before. */
  changes: readonly Change[];
  earlier: readonly ToldVersion[];
}

export const manifestSchema = z.strictObject({
  format: z.literal('wenzheng-archive-1'),
  kind: z.enum(['interview', 'forum']),
  number: z.string(),
  title: z.string(),
  version: z.int().positive(),
  madeAt: instantSchema,
  salt: z.string(),
  counts: z.record(z.string(), z.unknown()),
  files: z.array(z.strictObject({ path: z.string(), bytes: z.int(), sha256: digestSchema })),
});

export const versionsSchema = z.strictObject({ changes: z.array(changeSchema), earlier: z.array(versionSchema) });

export interface Package {
  /** With their digests, in the order in which they are packed. */
  files: readonly (ArchiveFile & { bytes: number; sha256: string })[];
  zip: Buffer;
  sha256: string;
}

export const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

/** The same content in the same edition is the same to the last byte, on every machine and at any time; what a database gives back has its names in another order, a schema brings them into its own. */
export function pack(content: Content, edition: Edition): Package {
  const { kind, number, title, counts } = content;
  const listed = [
    { path: 'README.txt', about: '说明', text: readme(content, edition) },
    ...content.files,
    { path: 'versions.json', about: '版本和变更原因', text: json(versionsSchema.parse({ changes: edition.changes, earlier: edition.earlier })) },
  ].map(weighed);
  const manifest = weighed({
    path: 'manifest.json', about: '清单和统计',
    text: json({ format: 'wenzheng-archive-1', kind, number, title, version: edition.version, madeAt: edition.madeAt, salt: edition.salt, counts, files: listed.map(({ path, bytes, sha256 }) => ({ path, bytes, sha256 })) }),
  });
  const files = [...listed, manifest];
  const sums = weighed({ path: 'SHA256SUMS', about: '各文件的校验值', text: files.map(({ path, sha256 }) => `${sha256}  ${path}\n`).join('') });
  const zip = Buffer.from(zipOf([...files, sums]));
  return { files: [...files, sums], zip, sha256: digestOf(zip) };
}

const weighed = (file: ArchiveFile) => ({ ...file, bytes: Buffer.byteLength(file.text), sha256: digestOf(file.text) });

/** Not compressed, so that the bytes depend on no compressor; and without a time, which would be that of the machine's zone. */
function zipOf(files: readonly ArchiveFile[]): Uint8Array {
  const entries = files.map(({ path, text }) => [path, Buffer.from(text)] as const);
  return zipSync(Object.fromEntries(entries), { level: 0, mtime: new Date(1980, 0, 1) });
}

const kinds: Readonly<Record<Content['kind'], string>> = { interview: '在线访谈', forum: '网民座谈会' };

function readme({ kind, number, title, files, sums }: Content, { version, madeAt, changes, earlier }: Edition): string {
  const lines = [
    `${kinds[kind]}归档包`,
    '',
    `${title}（${number}）`,
    `第${version}版，${instantWords(new Date(madeAt))}生成`,
    '',
    ...sums,
    '',
    '本归档包只收录已向社会公开的内容，个人信息已经隐去，不公开的内容只列编号和办理结果。',
    '',
    '文件',
    ...files.map(({ path, about }) => `  ${path}  ${about}`),
    '  versions.json  版本和变更原因',
    '  manifest.json  清单和统计',
    '  SHA256SUMS  各文件的校验值',
    '',
    '核对（不需要联网）',
    '  解压后在文件夹内运行：sha256sum -c SHA256SUMS',
    '  用平台的程序逐项复算：npm run verify:archive -- 归档包文件',
    '  归档包文件本身的SHA-256公布在归档页面上。',
    '',
    '版本',
    ...[...earlier.map((one) => ({ ...one, shown: `，SHA-256 ${one.sha256}` })), { version, madeAt, changes, shown: '（本版）' }].flatMap((one) => [
      `  第${one.version}版，${instantWords(new Date(one.madeAt))}${one.shown}`,
      ...changeWords(one.changes).map((words) => `    ${words}`),
    ]),
  ];
  return `${lines.join('\n')}\n`;
}
