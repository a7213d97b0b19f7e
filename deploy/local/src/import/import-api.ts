import { channelsWithLikes, type ChannelName } from '@wenzheng/contracts';
import { ApiClient, ApiError } from '../commands/api-client.js';
import type { Endpoints } from '../platform/endpoints.js';
import type { ImportLine } from './import-line.js';

interface Outcome {
  status: 'created' | 'repeated' | 'refused';
  /** Why it was refused. */
  code?: string;
}
export type LineOutcome = Outcome & { line: ImportLine; messageId?: string };

interface Answer {
  results: (Outcome & { messageId?: string })[];
}

/** The two endpoints that an import goes through. */
export class ImportApi {
  private readonly intake: string;
  private readonly routing: string;

  constructor(
    private readonly client: ApiClient,
    endpoints: Endpoints,
  ) {
    this.intake = `${endpoints.services.intake}/v1/imports`;
    this.routing = `${endpoints.services.routing}/v1/imports`;
  }

  /** Registers messages with the instants of old; with their likes 点赞, where the channel has them. */
  register(channel: ChannelName, lines: readonly ImportLine[]): Promise<LineOutcome[]> {
    return this.send(lines.map((line) => ({ line })), this.intake, (part) => ({
      channel,
      messages: part.map(({ line }) => ({
        externalId: line.id,
        author: { externalId: line.user },
        ...(line.title === undefined ? {} : { title: line.title }),
        text: line.text,
        registeredAt: line.submittedAt,
        ...(line.likes !== undefined && channelsWithLikes.has(channel) ? { likes: line.likes } : {}),
      })),
    }));
  }

  /** Assigns the messages to the unit, if one is named, and files the replies they got. */
  file(unit: string | undefined, registered: readonly LineOutcome[]): Promise<LineOutcome[]> {
    return this.send(registered, this.routing, (part) => ({
      ...(unit === undefined ? {} : { unit }),
      items: part.map(({ messageId, line }) => ({ messageId, ...(line.reply ? { reply: line.reply } : {}) })),
    }));
  }

  /**
   * One answer per line, in their order. A batch that is refused as a whole, for its size or for one line in it, is sent in
   * halves, so that the bad line is refused alone.
   */
  private async send<Item extends { line: ImportLine }>(
    items: readonly Item[],
    address: string,
    bodyOf: (part: readonly Item[]) => unknown,
  ): Promise<LineOutcome[]> {
    if (items.length === 0) return [];
    try {
      const { results } = await this.client.post<Answer>(address, bodyOf(items));
      return items.map(({ line }, index) => ({ ...(results[index] ?? { status: 'refused', code: 'no answer for this line' }), line }));
    } catch (error) {
      if (!(error instanceof ApiError) || ![400, 413, 422].includes(error.status)) throw error;
      const [only] = items;
      if (items.length === 1 && only) return [{ status: 'refused', code: error.message, line: only.line }];
      const middle = Math.ceil(items.length / 2);
      const first = await this.send(items.slice(0, middle), address, bodyOf);
      return [...first, ...(await this.send(items.slice(middle), address, bodyOf))];
    }
  }
}
