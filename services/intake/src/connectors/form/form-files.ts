import { Inject, Injectable } from '@nestjs/common';
import { describeError, LOGGER, type Logger } from '@wenzheng/platform';
import { z } from 'zod';
import { AttachmentFiles } from '../../attachment/store/attachment-files.js';
import { atDoor } from '../../attachment/upload/door.js';
import { Metered } from '../../attachment/upload/metered.js';
import { acceptsAttachments, type IntakeConfig } from '../../config.js';
import { attachmentBytesAtMost } from '../../message/message-body.js';
import { Signatures } from '../../portal/signatures.js';
import { CONFIG } from '../../tokens.js';
import type { Pass } from './form-pass.js';
import type { SentFile } from './multipart.js';

export const formFiles = { count: 5, eachMB: 10, allMB: 30 };
const bytesOfAll = formFiles.allMB * 1024 * 1024;
/** Less than files that nothing names are kept for. */
const keptSeconds = 40 * 60;

const keptSchema = z.object({ key: z.string(), name: z.string(), size: z.int(), sha256: z.string() });
/** A file that has come with a form, and lies in the store: the form may come back, it need not be chosen again. */
export type KeptFile = z.output<typeof keptSchema>;
const tokenSchema = z.object({ browser: z.string(), at: z.int(), files: z.array(keptSchema) });

/** The files of one letter, in the order in which they were chosen. */
export class LetterFiles {
  /** What is to be told at the field. */
  fault: string | null = null;

  constructor(
    public kept: KeptFile[],
    private readonly store: AttachmentFiles,
    private readonly logger: Logger,
  ) {}

  /** @throws Error where the browser breaks off */
  async add({ name, content }: SentFile): Promise<void> {
    if (this.kept.length >= formFiles.count) return this.refuse(`最多附${formFiles.count}个文件，“${name}”没有附上`);
    const left = bytesOfAll - this.kept.reduce((sum, { size }) => sum + size, 0);
    const tooLarge = new Error('too large');
    const wrongKind = new Error('of a kind that is not taken');
    const metered = new Metered(atDoor(content.iterator({ destroyOnReturn: false }), () => wrongKind), { bytes: Math.min(attachmentBytesAtMost, left), beyond: () => tooLarge });
    try {
      const key = await this.store.put(metered.content);
      const file = { key, name: name.slice(0, 200), size: metered.size, sha256: metered.sha256().toString('hex') };
      const isNew = file.size > 0 && !this.kept.some((one) => one.sha256 === file.sha256 && one.name === file.name);
      if (isNew) this.kept.push(file);
      else await this.store.drop(key);
      if (file.size === 0) this.refuse(`“${name}”是空文件，没有附上`);
    } catch (error) {
      if (content.errored) throw error;
      if (error === wrongKind) return this.refuse(`“${name}”不是可以接收的文件，没有附上。请用JPG、PNG、WebP图片，PDF、DOCX、XLSX、PPTX或者TXT文件`);
      if (error === tooLarge) return this.refuse(metered.size > attachmentBytesAtMost ? `“${name}”超过${formFiles.eachMB}MB，没有附上` : `附件合计超过${formFiles.allMB}MB，“${name}”没有附上`);
      this.logger.warn({ error: describeError(error) }, 'a file of a form was not stored');
      this.refuse(`“${name}”暂时无法保存，没有附上。可以稍后再试，或者先提交留言`);
    }
  }

  refuse(fault: string): void {
    this.fault ??= fault;
  }
}

@Injectable()
export class FormFiles {
  readonly areTaken: boolean;

  constructor(
    @Inject(AttachmentFiles) private readonly store: AttachmentFiles,
    @Inject(Signatures) private readonly signatures: Signatures,
    @Inject(CONFIG) config: IntakeConfig,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {
    this.areTaken = acceptsAttachments(config);
  }

  /** What a form that is given back carries hidden, signed for its browser. */
  textOf({ kept }: LetterFiles, { browser }: Pass, now: Date): string {
    return kept.length === 0 ? '' : this.signatures.sign('form files', { browser, at: secondsOf(now), files: kept } satisfies z.output<typeof tokenSchema>);
  }

  /** Those that came with the form before and are to go on with it. */
  open(text: string, { keep, browser, now }: { keep: readonly string[]; browser: string; now: Date }): LetterFiles {
    const token = text === '' ? null : this.signatures.read('form files', text, tokenSchema);
    const isGood = token !== null && token.browser === browser && secondsOf(now) - token.at < keptSeconds;
    const files = new LetterFiles(isGood ? token.files.filter(({ sha256 }) => keep.includes(sha256)) : [], this.store, this.logger);
    if (!isGood && keep.length > 0) files.refuse('附件已经失效，请重新选择');
    return files;
  }
}

const secondsOf = (instant: Date): number => Math.floor(instant.getTime() / 1_000);
