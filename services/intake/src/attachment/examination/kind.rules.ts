import type { AttachmentMediaType } from '@wenzheng/contracts';

/** How a file's name ends, by what it is; the first is what is put where it ends otherwise. */
const endings: Readonly<Record<AttachmentMediaType, readonly string[]>> = {
  'image/jpeg': ['jpg', 'jpeg'],
  'image/png': ['png'],
  'image/webp': ['webp'],
  'application/pdf': ['pdf'],
  'text/plain': ['txt'],
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': ['docx'],
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': ['xlsx'],
  'application/vnd.openxmlformats-officedocument.presentationml.presentation': ['pptx'],
};

export const isAccepted = (mediaType: string): mediaType is AttachmentMediaType => mediaType in endings;

export const isImage = (mediaType: AttachmentMediaType): boolean => mediaType.startsWith('image/');

/** The name under which it is given out: no path, and an ending that says what it is, so that no reader's machine takes it for anything else. */
export function fileNameOf(name: string, mediaType: AttachmentMediaType): string {
  const bare = name.replace(/[/\\:*?"<>|]/g, '_').replace(/\p{Bidi_C}/gu, '').trim().replace(/^\.+/, '');
  const [, before = '', ending = ''] = /^(.*?)(?:\.([^.]*))?$/s.exec(bare) ?? [];
  const good = endings[mediaType];
  const stem = before.slice(0, 200) || '附件';
  return good.includes(ending.toLowerCase()) ? `${stem}.${ending.toLowerCase()}` : `${(bare || '附件').slice(0, 200)}.${good[0]}`;
}

/** Plain text of these bytes, or null: UTF-8, or else GB18030, without control characters but tab and line ends, and no page or drawing. */
export function plainText(bytes: Uint8Array): string | null {
  for (const encoding of ['utf-8', 'gb18030']) {
    const text = decoded(bytes, encoding);
    // GB18030 decodes nearly everything: what it reads as characters of nobody's use is no text.
    if (text !== null && !/^\s*<[?!a-z]/i.test(text) && !/(?![\t\n\r\f])\p{Cc}|\p{Co}|\p{Cn}/u.test(text)) return text;
  }
  return null;
}

function decoded(bytes: Uint8Array, encoding: string): string | null {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}
