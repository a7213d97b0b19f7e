import { createReadStream } from 'node:fs';
import { resolve } from 'node:path';
import { JsonError, LineError, linesOf, parseJson } from '@wenzheng/platform/text';
import { z } from 'zod';
import { UsageError } from '../commands/arguments.js';

/**
 * The rows of a file of JSON lines, each as the schema wants it; empty lines are skipped, other columns ignored.
 * @throws UsageError naming the file, the line and the field that cannot be used
 */
export async function readRows<T>(file: string, schema: z.ZodType<T>): Promise<T[]> {
  const rows: T[] = [];
  let number = 0;
  try {
    // npm runs scripts in the checkout; a relative name means the folder that the user is in.
    for await (const line of linesOf(createReadStream(resolve(process.env.INIT_CWD ?? '.', file)))) {
      number += 1;
      if (line.trim() !== '') rows.push(rowOf(number, line, schema));
    }
  } catch (error) {
    throw new UsageError(`${file}: ${reasonOf(error)}`);
  }
  if (rows.length === 0) throw new UsageError(`${file}: 没有数据行 there are no rows in it`);
  return rows;
}

/** @throws LineError */
export function rowOf<T>(number: number, line: string, schema: z.ZodType<T>): T {
  const parsed = schema.safeParse(parsedJson(number, line));
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.slice(0, 3).map(({ path, message }) => (path.length > 0 ? `${path.join('.')} ${message}` : message));
  throw new LineError(number, faults.join('; '));
}

function parsedJson(number: number, line: string): unknown {
  try {
    return parseJson(line);
  } catch (error) {
    if (error instanceof JsonError) throw new LineError(number, `不是一个 JSON 对象 is no JSON object (${error.fault.replaceAll('_', ' ')})`);
    throw error;
  }
}

function reasonOf(error: unknown): string {
  if (error instanceof LineError) return `第 ${error.line} 行 ${error.message}`;
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT') return '没有这个文件 there is no such file';
  if (code === 'EISDIR') return '是文件夹，不是文件 is a folder';
  if (code === undefined) throw error;
  return `无法读取 cannot be read: ${message}`;
}
