import { randomUUIDv7, type KeyObject } from 'node:crypto';
import { envelopeOf, messageLiked, messageRegistered, type ChannelName, type EventEnvelope, type MessageKind, type Visibility } from '@wenzheng/contracts';
import { activeTraceparent, type KeyRing, type Sealed } from '@wenzheng/platform';
import { redact } from '@wenzheng/redaction';
import { businessDateOf } from '@wenzheng/working-days';
import { sealIdentity } from '../vault/identity.js';
import type { Author, MessageBody } from './message-body.js';
import type { DeclaredAttachment } from './message.entity.js';
import { authorHashOf, titleOf, visibilityOf } from './message.rules.js';

/** A message that is ready to be registered, whatever way it came in. */
export interface MessageDraft {
  channel: ChannelName;
  /** By which transport it came in. */
  connector: string;
  externalId: string;
  externalThreadId?: string | undefined;
  occurredAt: string;
  author: Author;
  title?: string | undefined;
  text: string;
  kind?: MessageKind | undefined;
  visibility?: Visibility | undefined;
  unit?: string | undefined;
  sessionId?: string | undefined;
  /** 追问: the message that it asks after. */
  followUpTo?: string | undefined;
  /** As they stood at registration. */
  likes?: number | undefined;
  attachments?: MessageBody['attachments'];
  contentHash: Buffer;
  historical: boolean;
}

/** The draft with all that does not depend on the moment of registration; contact details are sealed already. */
export interface MessageRow extends Omit<MessageDraft, 'author' | 'title' | 'visibility' | 'attachments'> {
  messageId: string;
  authorHash: string;
  title: string;
  visibility: Visibility;
  /** Null: none. */
  attachments: DeclaredAttachment[] | null;
  identity: Sealed;
  /** The trace of its own request: a batch holds rows of many. */
  traceparent: string | undefined;
}

/** A row with its place: what is written. */
export interface NumberedRow extends MessageRow {
  messageNumber: string;
  registeredAt: Date;
}

export interface RowKeys {
  VAULT_KEYS: KeyRing;
  AUTHOR_HASH_KEY: KeyObject;
}

export function messageRowOf(draft: MessageDraft, keys: RowKeys): MessageRow {
  const messageId = randomUUIDv7();
  const { author, ...rest } = draft;
  const { externalId: authorExternalId, displayName, contact } = author;
  return {
    ...rest,
    messageId,
    authorHash: authorHashOf(keys.AUTHOR_HASH_KEY, draft.channel, authorExternalId),
    title: titleOf(draft.title, draft.text),
    visibility: visibilityOf(draft.kind, draft.visibility),
    attachments: draft.attachments?.length ? draft.attachments.map(declared) : null,
    // What is empty was not told.
    identity: sealIdentity(keys.VAULT_KEYS, messageId, { authorExternalId, ...(displayName && { displayName }), ...(contact?.phone && { phone: contact.phone }), ...(contact?.email && { email: contact.email }) }),
    traceparent: activeTraceparent(),
  };
}

const declared = ({ externalId, name, size }: NonNullable<MessageBody['attachments']>[number]): DeclaredAttachment => ({ attachmentId: randomUUIDv7(), externalId, name: redact(name), size: size ?? null });

export const registeredOn = (row: NumberedRow): string => businessDateOf(row.registeredAt);

/** What others are told of a new message. The data were checked when they came in; the specs hold these events against their definitions. */
export const firstEventsOf = (row: NumberedRow): EventEnvelope[] => [registeredEventOf(row), ...(row.likes ? [likedEventOf(row, row.likes)] : [])];

function likedEventOf({ messageId, registeredAt, traceparent }: NumberedRow, likes: number): EventEnvelope {
  const data = { messageId, likes, countedAt: registeredAt.toISOString() };
  return envelopeOf(messageLiked, { subject: messageId, sequence: 2, time: registeredAt, traceparent, data });
}

function registeredEventOf(row: NumberedRow): EventEnvelope {
  return envelopeOf(messageRegistered, {
    subject: row.messageId,
    sequence: 1,
    time: row.registeredAt,
    traceparent: row.traceparent,
    data: {
      messageId: row.messageId,
      messageNumber: row.messageNumber,
      channel: row.channel,
      registeredAt: row.registeredAt.toISOString(),
      occurredAt: new Date(row.occurredAt).toISOString(),
      kind: row.kind ?? null,
      visibility: row.visibility,
      title: row.title,
      text: row.text,
      addressedUnit: row.unit ?? null,
      authorHash: row.authorHash,
      sessionId: row.sessionId?.toLowerCase() ?? null,
      followUpTo: row.followUpTo ?? null,
      externalId: row.externalId,
      historical: row.historical,
    },
  });
}
