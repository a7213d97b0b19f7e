import { Inject, Injectable } from '@nestjs/common';
import { DATA_SOURCE, type DataSource } from '@wenzheng/platform';

/** The only reader of `original`: a private message's words, for its writer. */
@Injectable()
export class OriginalReader {
  constructor(@Inject(DATA_SOURCE) private readonly dataSource: DataSource) {}

  async wordsOf(messageId: string): Promise<{ title: string; text: string } | null> {
    const rows = await this.dataSource.query<{ title: string; text: string }[]>(
      'SELECT title, text FROM original WHERE message_id = $1',
      [messageId],
    );
    return rows[0] ?? null;
  }
}
