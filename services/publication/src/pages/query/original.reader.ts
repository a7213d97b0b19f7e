import { Inject, Injectable } from '@nestjs/common';
import type { DataSource } from '@wenzheng/platform';
import { READS } from '../../tokens.js';

/** The only reader of `original`: a private message's words, for its writer. */
@Injectable()
export class OriginalReader {
  constructor(@Inject(READS) private readonly reads: DataSource) {}

  async wordsOf(messageId: string): Promise<{ title: string; text: string } | null> {
    const rows = await this.reads.query<{ title: string; text: string }[]>(
      'SELECT title, text FROM original WHERE message_id = $1',
      [messageId],
    );
    return rows[0] ?? null;
  }
}
