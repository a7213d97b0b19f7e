import { replyAttachmentsAtMost } from '@wenzheng/contracts';

const bytesAtMost = 10 * 1024 * 1024;
export const kinds = ['.pdf', '.docx', '.xlsx', '.pptx', '.jpg', '.jpeg', '.png', '.webp', '.txt'] as const;

/** Why a file is not even sent, in words to be shown; what it is, intake sees by its bytes. */
export function refusalOfFile({ name, size }: Pick<File, 'name' | 'size'>, already: number): string | null {
  if (already >= replyAttachmentsAtMost) return `一份稿件最多带${replyAttachmentsAtMost}个附件，“${name}”没有添加。`;
  if (!kinds.some((ending) => name.toLowerCase().endsWith(ending))) return `“${name}”不是可以接收的文件：请用 PDF、DOCX、XLSX、PPTX、图片（JPG、PNG、WebP）或者 TXT。`;
  if (size === 0) return `“${name}”是空文件。`;
  return size > bytesAtMost ? `“${name}”超过10 MB，请压缩或者分开后再添加。` : null;
}
