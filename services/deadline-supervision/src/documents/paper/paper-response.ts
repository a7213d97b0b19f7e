import { createHash } from 'node:crypto';
import { Operation, platformProblem, type OperationOptions } from '@wenzheng/platform';
import { paperDocx, paperPage, stylesheet, type Paper } from '@wenzheng/paper';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';

export const printQuery = z.strictObject({ format: z.enum(['html', 'docx']).default('html').describe('html: to read and to print; docx: for a word processor') });
export type PrintQuery = z.output<typeof printQuery>;

const docxType = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';

/** The page carries its style and nothing else: no script, no image, no address. */
const contentSecurityPolicy = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(stylesheet).digest('base64')}'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'`;

/** A document as it is printed, or as a file: for those alone who may read it, and kept nowhere. */
export async function sendPaper(paper: Paper, { format }: PrintQuery, reply: FastifyReply): Promise<void> {
  void reply.headers({ 'content-language': 'zh-CN', 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer', 'cache-control': 'no-store' });
  if (format === 'html') {
    void reply.headers({ 'content-type': 'text/html; charset=utf-8', 'content-security-policy': contentSecurityPolicy }).send(paperPage(paper));
    return;
  }
  const name = encodeURIComponent(`${paper.number === null || paper.isDraft ? '' : `${paper.number} `}${paper.title}${paper.isDraft ? '（草稿）' : ''}.docx`);
  void reply.headers({ 'content-type': docxType, 'content-disposition': `attachment; filename*=UTF-8''${name}` }).send(Buffer.from(await paperDocx(paper)));
}

export const PaperOperation = (options: Pick<OperationOptions, 'id' | 'tag' | 'summary'>) =>
  Operation({
    ...options,
    description: 'A page to print, in the layout of GB/T 9704, or the same as a file.',
    answers: { 200: { schema: z.string(), mediaType: 'text/html' } },
    alsoAs: [docxType],
    problems: platformProblem.pick('not-found'),
  });
