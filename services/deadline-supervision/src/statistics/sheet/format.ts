import { StreamableFile } from '@nestjs/common';
import { wanted } from '@wenzheng/platform';
import { csvOf, sheetMediaTypes as mediaTypes, xlsxOf, type Sheet } from '@wenzheng/sheet';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';

export const formatSchema = z.enum(['json', 'csv', 'xlsx']);
export type Format = z.infer<typeof formatSchema>;

export const sheetTypes: readonly string[] = Object.values(mediaTypes);

const formats: ReadonlyMap<string, Format> = new Map([['application/json', 'json'], [mediaTypes.csv, 'csv'], [mediaTypes.xlsx, 'xlsx']]);

/** Of what is known what is accepted most; JSON if nothing is. */
export function formatOf(asked: Format | undefined, accept = ''): Format {
  return asked ?? wanted(accept).flatMap((type) => formats.get(type) ?? [])[0] ?? 'json';
}

export async function asSheet(reply: FastifyReply, sheet: Sheet, format: Exclude<Format, 'json'>): Promise<StreamableFile> {
  const body = format === 'csv' ? Buffer.from(csvOf(sheet)) : await xlsxOf(sheet);
  void reply.header('vary', 'accept').header('x-content-type-options', 'nosniff');
  return new StreamableFile(body, {
    type: format === 'csv' ? `${mediaTypes.csv}; charset=utf-8; header=present` : mediaTypes.xlsx,
    disposition: `attachment; filename="${sheet.name}.${format}"`,
    length: body.length,
  });
}
