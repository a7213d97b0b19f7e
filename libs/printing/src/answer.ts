import { createHash } from 'node:crypto';
import { GlyphsLacking, paperDocx, paperPage, paperPdf, stylesheet, type Paper } from '@wenzheng/paper';
import { Operation, platformProblem, type OperationOptions } from '@wenzheng/platform';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { cityFonts } from './city-fonts.js';
import type { PrintingConfig } from './config.js';
import { paperProblem } from './problems.js';

export const printQuery = z.strictObject({ format: z.enum(['html', 'docx', 'pdf']).default('html').describe('html: to read and to print; docx: for a word processor; pdf: the same sheets, with the city’s fonts') });
export type PrintQuery = z.output<typeof printQuery>;

const types = { docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document', pdf: 'application/pdf' } as const;

/** The page carries its style and nothing else: no script, no image, no address. */
const contentSecurityPolicy = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(stylesheet).digest('base64')}'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'`;

/**
 * A paper as it is printed, or as a file: for those alone who may read it, and kept nowhere.
 * @throws Problem of {@link paperProblem}
 */
export async function sendPaper(paper: Paper, { format }: PrintQuery, reply: FastifyReply, config: PrintingConfig): Promise<void> {
  const file = format === 'html' ? null : format === 'docx' ? await paperDocx(paper) : await pdfOf(paper, config);
  void reply.headers({ 'content-language': 'zh-CN', 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer', 'cache-control': 'no-store' });
  if (file === null) void reply.headers({ 'content-type': 'text/html; charset=utf-8', 'content-security-policy': contentSecurityPolicy }).send(paperPage(paper));
  else void reply.headers({ 'content-type': types[format as keyof typeof types], 'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(`${nameOf(paper)}.${format}`)}` }).send(Buffer.from(file));
}

async function pdfOf(paper: Paper, { FONTS_DIR }: PrintingConfig): Promise<Uint8Array> {
  const fonts = FONTS_DIR === undefined ? null : await cityFonts(FONTS_DIR);
  if (fonts === null) throw paperProblem('paper-fonts-missing');
  return paperPdf(paper, fonts).catch((error: unknown) => {
    if (!(error instanceof GlyphsLacking)) throw error;
    throw paperProblem('paper-glyph-missing', { parameters: { characters: error.characters.slice(0, 20).map(named).join('、') } });
  });
}

const named = (character: string): string => `“${character}”（U+${character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}）`;
const nameOf = ({ number, title, isDraft }: Paper): string => `${number === null || isDraft ? '' : `${number} `}${title}${isDraft ? '（草稿）' : ''}`;

export const PaperOperation = ({ problems, ...options }: Pick<OperationOptions, 'id' | 'tag' | 'summary' | 'problems'>) =>
  Operation({
    ...options,
    description: 'A page to print, in the layout of GB/T 9704, or the same as a file.',
    answers: { 200: { schema: z.string(), mediaType: 'text/html' } },
    alsoAs: Object.values(types),
    problems: { ...platformProblem.pick('not-found'), ...paperProblem.catalogue, ...problems },
  });
