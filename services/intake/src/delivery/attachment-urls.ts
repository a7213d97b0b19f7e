import type { ReplyAttachment, Visibility } from '@wenzheng/contracts';

/** Where the 附件 of a published reply can be had: by everybody, or by the writer who has opened the message with number and code. */
export const attachmentsAt = (publicUrl: string, visibility: Visibility, attachments: readonly ReplyAttachment[]): (ReplyAttachment & { url: string })[] =>
  attachments.map((one) => ({ ...one, url: new URL(`${visibility === 'public' ? '' : '/query/message'}/attachments/${one.attachmentId}`, publicUrl).href }));
