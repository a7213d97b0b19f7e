import { StreamableFile } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { csvOf } from './csv.rules.js';
import type { Sheet } from './sheet.rules.js';
import { xlsxOf } from './xlsx.js';

export const formatSchema = z.enum(['json', 'csv', 'xlsx']);
export type Format = z.infer<typeof formatSchema>;

const mediaTypes = { csv: 'text/csv', xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet' } as const;
export const sheetTypes: readonly string[] = Object.values(mediaTypes);

/** The first that is known of what is accepted, by the order in which it is named; JSON if none is. */
export function formatOf(asked: Format | undefined, accept = ''): Format {
  if (asked) return asked;
  for (const type of accept.split(',').map((part) => part.split(';')[0]?.trim().toLowerCase())) {
    if (type === 'application/json') return 'json';
    if (type === mediaTypes.csv) return 'csv';
    if (type === mediaTypes.xlsx) return 'xlsx';
  }
  return 'json';
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
