import { channelsWithLikes, type ChannelName } from '@wenzheng/contracts';
import type { ImportLine } from './import-line.js';

/** What came of one message or one reply. */
export interface Outcome {
  status: 'created' | 'repeated' | 'refused';
  messageId?: string | null;
  /** Why it was refused, in the words of whoever imports. */
  reason?: string;
}

/**
 * The two endpoints that an import goes through, each `POST /v1/imports`; one outcome an item, in their order.
 * An answer that is no success is thrown as an error with its `status`, and with a message that can be told.
 */
export interface ImportEndpoints {
  /** Of intake: registers messages with the instants of old. */
  register(body: MessagesBody): Promise<Outcome[]>;
  /** Of routing: gives registered messages their unit, if one is named, and the replies that they got. */
  file(body: RepliesBody): Promise<Outcome[]>;
}

export interface MessagesBody {
  channel: ChannelName;
  messages: { externalId: string; author: { externalId: string }; title?: string; text: string; registeredAt: string; likes?: number }[];
}

export interface RepliesBody {
  unit?: string;
  items: { messageId: string; reply?: { text: string; submittedAt: string } }[];
}

export interface RegisteredLine {
  messageId: string;
  line: ImportLine;
}

/** Likes 点赞 go along where the channel has them. */
export const messagesBody = (channel: ChannelName, lines: readonly ImportLine[]): MessagesBody => ({
  channel,
  messages: lines.map(({ id, user, title, text, submittedAt, likes }) => ({
    externalId: id,
    author: { externalId: user },
    ...(title !== undefined && { title }),
    text,
    registeredAt: submittedAt,
    ...(likes !== undefined && channelsWithLikes.has(channel) && { likes }),
  })),
});

export const repliesBody = (unit: string | undefined, registered: readonly RegisteredLine[]): RepliesBody => ({
  ...(unit !== undefined && { unit }),
  items: registered.map(({ messageId, line: { reply } }) => ({ messageId, ...(reply && { reply }) })),
});
