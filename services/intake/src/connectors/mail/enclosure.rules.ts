import { attachmentBytesAtMost, attachmentsAtMost } from '../../message/message-body.js';

/** A part of a letter that is no text of it. */
export interface Part {
  filename?: string | false | undefined;
  contentType: string;
  content: Buffer;
  /** It stands in the text: a picture that somebody has pasted, or the sign of a firm. */
  related?: boolean;
}

export interface Enclosure {
  /** Its place in the letter. */
  externalId: string;
  name: string;
  size: number;
  content: Buffer;
}

export interface Enclosures {
  taken: readonly Enclosure[];
  /** Names of those that are too many, too large, or empty. */
  left: readonly string[];
}

/** Smaller pictures in a text are lines, smileys and signs of firms. */
const pastedBytes = 20 * 1024;

/** What is enclosed in a letter, and of it what a message can have: so many. */
export function enclosuresOf(parts: readonly Part[], atMost = attachmentsAtMost): Enclosures {
  const [taken, left]: [Enclosure[], string[]] = [[], []];
  for (const [index, { filename, contentType, content, related }] of parts.entries()) {
    if (/^message\/(?:global-)?delivery-status$/i.test(contentType) || (related && !(contentType.startsWith('image/') && content.length >= pastedBytes))) continue;
    const name = nameOf(filename || '') || (related ? '正文图片' : '未命名文件');
    const fits = content.length > 0 && content.length <= attachmentBytesAtMost && taken.length < atMost;
    if (fits) taken.push({ externalId: `part-${index + 1}`, name, size: content.length, content });
    else left.push(name);
  }
  return { taken, left };
}

const nameOf = (name: string): string => name.toWellFormed().replace(/[\p{Cc}\s]+/gu, ' ').trim().slice(0, 100).toWellFormed();
