import type { AttachmentMediaType, AttachmentRefusal } from '@wenzheng/contracts';
import { fileTypeFromBuffer } from 'file-type';
import sharp from 'sharp';
import { isAccepted, isImage, plainText } from './kind.rules.js';

/** What may be kept, and in which form. */
export type Examined = { mediaType: AttachmentMediaType; bytes: Buffer } | { refused: AttachmentRefusal };

/** Of a camera of today; what claims more would fill the memory. */
const pixelsAtMost = 60_000_000;

// Of all that the library reads, these alone: no SVG, PDF or film gets near its readers.
sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({ operation: ['VipsForeignLoadJpeg', 'VipsForeignLoadPng', 'VipsForeignLoadWebp'] });
sharp.cache(false);
sharp.concurrency(1);

/** Goes by the bytes alone: whatever the file is called, or was said to be, counts for nothing. */
export async function examine(bytes: Buffer): Promise<Examined> {
  if (bytes.length === 0) return { refused: 'empty' };
  const found = (await fileTypeFromBuffer(bytes))?.mime;
  if (found === undefined) {
    const text = plainText(bytes);
    return text === null ? { refused: 'type-not-accepted' } : { mediaType: 'text/plain', bytes: Buffer.from(text) };
  }
  if (!isAccepted(found)) return { refused: 'type-not-accepted' };
  return isImage(found) ? redrawn(bytes, found) : { mediaType: found, bytes };
}

/** The picture alone, upright: without place, time, device and whatever else stood beside or behind it. */
async function redrawn(bytes: Buffer, mediaType: AttachmentMediaType): Promise<Examined> {
  const format = mediaType.slice('image/'.length) as 'jpeg' | 'png' | 'webp';
  try {
    const picture = sharp(bytes, { limitInputPixels: pixelsAtMost, failOn: 'error' });
    const { width, height } = await picture.metadata();
    if (width * height > pixelsAtMost) return { refused: 'image-too-large' };
    return { mediaType, bytes: await picture.autoOrient().toFormat(format, format === 'png' ? {} : { quality: 85 }).toBuffer() };
  } catch (error) {
    return { refused: /pixel limit/i.test(String(error)) ? 'image-too-large' : 'image-unreadable' };
  }
}
