import { StreamableFile } from '@nestjs/common';

interface Reply {
  header(name: string, value: string): unknown;
}

/** What `csvText` has written as a file that a browser saves under `name`. */
export function csvFile(reply: Reply, name: string, text: string): StreamableFile {
  const body = Buffer.from(text);
  void reply.header('x-content-type-options', 'nosniff');
  void reply.header('cache-control', 'no-store');
  return new StreamableFile(body, { type: 'text/csv; charset=utf-8; header=present', disposition: `attachment; filename="${name}.csv"`, length: body.length });
}
